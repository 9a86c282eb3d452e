"""Settings from the environment and `var/env`; refuses to guess, secure by default.

`DEMO` alone governs demonstration data, demo accounts and the component page; `DEBUG` is never
needed. The table of all keys is in README.md.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from celery.schedules import crontab, schedule

django_stubs_ext.monkeypatch()  # forms and managers may be subscripted, as mypy wants them

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env(DEBUG=(bool, False), DEMO=(bool, False), HTTPS=(bool, False))
environ.Env.read_env(VAR_DIR / "env")  # written once by `make run` and `make test`, mode 600

DEBUG = env("DEBUG")
DEMO = env("DEMO")
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_tables2",
    "rules.apps.AutodiscoverRulesConfig",
    "hoaxa_danvan.lib",
    "hoaxa_danvan.ops",
    "hoaxa_danvan.jobs",
    "hoaxa_danvan.audit",
    "hoaxa_danvan.accounts",
    "hoaxa_danvan.workflow",
    "hoaxa_danvan.attachments",
    "hoaxa_danvan.scoring",
    "hoaxa_danvan.notifications",
    "hoaxa_danvan.documents",
    "campaigns",
    "models_registry",
    "awards",
    "reports",
    "hoaxa_danvan.home",
]

MIDDLEWARE = [
    "hoaxa_danvan.lib.middleware.CleanTextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view asks for a sign-in unless it says @login_not_required.
    "hoaxa_danvan.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hoaxa_danvan.accounts.middleware.ActingMiddleware",  # request.acting
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hoaxa_danvan.urls"
WSGI_APPLICATION = "hoaxa_danvan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "hoaxa_danvan.home.context.portal",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "lib/table.html"


def database() -> dict[str, Any]:
    """The database of `DATABASE_URL`; SQLite in `var/` when there is none."""
    url = env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR}/danvan.sqlite3"
    config = env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            # Two writers wait for each other instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # A file, because the in-memory one locks whole tables between threads.
        config["TEST"] = {"NAME": env("TEST_SQLITE", default=str(VAR_DIR / "test.sqlite3"))}
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        if name := env("TEST_DATABASE_NAME", default=""):
            config["TEST"] = {"NAME": name}
    return dict(config)


DATABASES = {"default": database()}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:tasks"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "hoaxa_danvan.accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "hoaxa_danvan.accounts.passwords.PlaceWordsValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hoaxa_danvan.home.views.csrf_failure"

HTTPS = env("HTTPS")  # True behind a proxy that ends TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["hoaxa_danvan.lib.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))  # private: never served by URL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env(
            "STATICFILES_STORAGE",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# A unix socket is `unix:///path` for the redis client and `redis+socket:///path` for Celery.
REDIS_URL = env("REDIS_URL", default=f"unix://{VAR_DIR}/redis/redis.sock")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A message is a call for a worker and nothing more, so none is kept to be delivered again.
    # Kept ones end the worker when Redis goes away while a task runs: see celery.py.
    "ack_emulation": False,
    # A Redis that has been silent for so long is gone: connect anew.
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: the portal outlives any outage of Redis
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "hoaxa_danvan.jobs.pool:TaskPool"  # outlives a child and Redis that end together
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200  # drawing a PDF leaves some memory behind
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    # Whatever Redis forgot is found here. An old sweep is worth nothing: it expires.
    "sweep": {
        "task": "jobs.run_due",
        "schedule": schedule(20.0),
        "options": {"expires": 15},
    },
    # Whom the day's calendar reminds; asked again every hour, for a machine that was off in the morning.
    "remind": {
        "task": "campaigns.remind",
        "schedule": crontab(minute="5", hour="7-18"),
        "options": {"expires": 600},
    },
}

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="danvan@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = VAR_DIR / "mail"
if env("EMAIL_URL", default=""):
    globals().update(env.email_url("EMAIL_URL"))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "hoaxa_danvan.notifications.backends.EmlFileBackend"

# The portal's own address, for links in mails and for the QR code of issued papers: people open those for years.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000")
# Root certificates (PEM, DER) that signatures are trusted by; installed by the administrator.
SIGNATURE_ROOTS = env("SIGNATURE_ROOTS", default=str(VAR_DIR / "roots"))
DOCUMENT_FONT_DIR = env("DOCUMENT_FONT_DIR", default="")
# What one paper may take of a worker before it is given up with a reason that people understand.
DOCUMENT_SECONDS = env.float("DOCUMENT_SECONDS", default=300)
DOCUMENT_MEMORY_MB = env.int("DOCUMENT_MEMORY_MB", default=1024)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # They tell every step of every paper.
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}
