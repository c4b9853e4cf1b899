"""All settings of Jiadi, on one page; what differs between installations comes from the environment."""

from pathlib import Path

import django.forms
from csp.constants import NONE, SELF

from config.env import database, env, env_bool, env_secret

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = env_secret("SECRET_KEY")
DEBUG = env_bool("DEBUG")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS").split(",") if origin]
# Links printed on paper and in QR codes: never taken from the request's Host header.
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000")

# The order of the directive and of an asset's life. An app imports only apps to its left (tests/test_layers.py).
LOCAL_APPS = ["tenancy", "journal", "assets", "ownership", "custody", "operation", "oversight"]
INSTALLED_APPS = [
    *LOCAL_APPS,
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.middleware.BodyLimit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.NotAllowed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "tenancy.middleware.ScopeMiddleware",
    "tenancy.middleware.SignInFirst",
    "assets.middleware.FieldsReadOnce",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", Path(django.forms.__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "journal.context.shell",
            ],
            "builtins": ["journal.templatetags.jiadi", "django.templatetags.static"],
        },
    }
]

# Widgets take their classes from templates/django/forms: a form of forty fields is drawn quickly.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The application logs in as a role that owns nothing; only migrations and the test database use the owner.
AS_OWNER = env_bool("JIADI_AS_OWNER")
DATABASES = {
    "default": database(env_secret("OWNER_DATABASE_URL" if AS_OWNER else "DATABASE_URL"))
    | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
}
OWNER_DATABASE_URL = env("OWNER_DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "tenancy.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tenancy.wording.LongEnough"},
    {"NAME": "tenancy.wording.NotCommon"},
    {"NAME": "tenancy.wording.NotAllDigits"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "tenancy:login", "journal:todo", "tenancy:login"
# Rights are asked of tenancy.policy alone; guardian only keeps the rows.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
# A wrong password counts against name and address together: one clerk's typing never locks a county hall.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 5, 0.5
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_CLIENT_IP_CALLABLE = "config.errors.client_ip"
AXES_ENABLE_ACCESS_FAILURE_LOG, AXES_RESET_ON_SUCCESS, AXES_VERBOSE = False, True, False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env_bool("HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if env_bool("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env_bool("HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY") else None
BEHIND_PROXY = env_bool("BEHIND_PROXY")
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked by the machine itself, behind the proxy
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE, TIME_ZONE, USE_I18N, USE_TZ = "zh-hans", "Asia/Shanghai", True, True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL, STATIC_ROOT = "/static/", BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.static_vendor.VendorFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Uploaded files: private, under random names, never served by the web server itself.
DOCUMENT_ROOT = Path(env("DOCUMENT_ROOT", str(BASE_DIR / "var" / "documents")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOCUMENT_ROOT,
            "file_permissions_mode": 0o640,
            "directory_permissions_mode": 0o750,
        },
    },
    "staticfiles": {"BACKEND": env("STATIC_STORAGE", "config.static_vendor.HashedStaticStorage")},
}
UPLOAD_LIMIT = 20 * 1024 * 1024
# 200,000 rows × 25 columns are 29 MB; tables are taken apart only in the limited process of the worker.
TABLE_LIMIT = 40 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 20

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Public pages, each for a few seconds (config.middleware.PublicPages).
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
CELERY_BROKER_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must not hold up the page: the obligation is a row, the sweeper finds it.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 7200,
    "max_retries": 0,  # else kombu tries for six seconds before it says so
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "journal.sweep", "schedule": 20.0},
    "seal": {"task": "journal.seal", "schedule": 60.0},
    "expire-imports": {"task": "journal.expire_imports", "schedule": 600.0},
    "sweep-files": {"task": "journal.sweep_files", "schedule": 86_400.0},
    # Both again and again: a day on which the clock stood still is made up for as soon as it goes.
    "remind": {"task": "journal.remind", "schedule": 600.0},
    "prune-reminders": {"task": "journal.prune_reminders", "schedule": 86_400.0},
    "watch-titles": {"task": "ownership.watch", "schedule": 3600.0},
    "watch-patrols": {"task": "custody.watch_patrols", "schedule": 3600.0},
    "watch-dues": {"task": "operation.watch", "schedule": 3600.0},
    "expire-labels": {"task": "assets.expire_labels", "schedule": 600.0},
}

# Reminders go out by the county's mail server; where none is named, each letter is a file in var/mail.
EMAIL_HOST, EMAIL_PORT = env("EMAIL_HOST"), int(env("EMAIL_PORT", "25"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = Path(env("MAIL_ROOT", str(BASE_DIR / "var" / "mail")))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS, EMAIL_USE_SSL = env_bool("EMAIL_USE_TLS"), env_bool("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "jiadi@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
