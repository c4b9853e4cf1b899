"""The settings of the tests: the real ones, but cheap passwords, static files as they lie, a corner of the broker,
and the templates of documents that only tests print."""

from config.settings import *  # noqa: F403

# UnsaltedMD5 would not try what sign-in does with Argon2; the least cost Argon2 takes is as quick.
PASSWORD_HASHERS = ["tests.client.QuickArgon2"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = DATABASES["default"]["NAME"] + ":"  # noqa: F405
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "templates")  # noqa: F405
