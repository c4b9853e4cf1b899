"""The settings of the tests: the real ones, with a cheap Argon2, static files as they lie, a corner of the broker."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from config.settings import *  # noqa: F403
from config.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, STORAGES


class QuickArgon2(Argon2PasswordHasher):
    """The real algorithm, so that sign-in is tried as it is; only its cost is the least that it takes."""

    time_cost, memory_cost, parallelism = 1, 8, 1


PASSWORD_HASHERS = ["config.settings_test.QuickArgon2"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = DATABASES["default"]["NAME"] + ":"
