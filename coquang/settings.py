"""All settings, read from top to bottom: where we are, who we serve, what we store, how we look."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy

from coquang import embedded, environment
from coquang.pooled import Line

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("COQUANG_VAR", str(BASE_DIR / "var")))

# --- Where we are ---------------------------------------------------------------------------------

# Without a DATABASE_URL this is a demonstration on servers of its own; with one it is the real thing.
MODE = environment.text("COQUANG_MODE", "production" if "DATABASE_URL" in os.environ else "demo")
if MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"COQUANG_MODE is “{MODE}”; it can be demo or production.")
DEMO = MODE == "demo"
DEBUG = False

# The date of work. The demonstration lives on one set Wednesday; a real office lives today.
_set_date = environment.optional("COQUANG_TODAY")
if _set_date and not DEMO:
    raise ImproperlyConfigured("COQUANG_TODAY sets the clock of a demonstration; production refuses it.")
WORK_DATE: date | None = date.fromisoformat(_set_date or "2023-03-15") if DEMO else None


def _own_secret_key() -> str:
    """A demonstration keeps a key of its own beside its data, so that sessions outlive a restart."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="utf-8")
        draft.replace(file)
    return file.read_text(encoding="utf-8")


SECRET_KEY = environment.text("SECRET_KEY", _own_secret_key() if DEMO else None)
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS", "*" if DEMO else "")
CSRF_TRUSTED_ORIGINS = environment.items("CSRF_TRUSTED_ORIGINS")

# --- What answers ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "crispy_forms",
    "crispy_bootstrap5",
    "coquang.records",
    "programmes",
    "indicators",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coquang.middleware.SoundRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "coquang.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coquang.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coquang.middleware.CalmRefusals",
    "coquang.middleware.OneTransaction",
    "programmes.capacities.ChosenCapacity",
    "programmes.confinement.CellDoor",
]

ROOT_URLCONF = "coquang.urls"
WSGI_APPLICATION = "coquang.wsgi.application"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "indicators:work"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_USER_MODEL = "programmes.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "programmes.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "django",
        "BACKEND": "coquang.rendering.Pages",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["coquang.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "coquang.frame.frame",
            ],
        },
    },
    {
        # The sheet, the boards and the units beside each other only: Django's own engine is several times slower there.
        "NAME": "rows",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "coquang.rows.environment"},
    },
]

# --- What is kept ---------------------------------------------------------------------------------

_here = embedded.addresses(VAR_DIR)
DATABASE_URL = environment.text("DATABASE_URL", _here.database_url)
DATABASE_OWNER_URL = environment.text(
    "DATABASE_OWNER_URL", _here.owner_url if _here.database_url == DATABASE_URL else DATABASE_URL
)
REDIS_URL = environment.text("REDIS_URL", _here.redis_url)
EMBEDDED = _here.database_url == DATABASE_URL or _here.redis_url == REDIS_URL


# A pool waits twice as long after every connection refused, so it must give up early, for then the next page tries
# anew: otherwise an hour's outage keeps pages closed minutes longer.
POOL = {"min_size": 1, "max_size": 6, "timeout": 5, "max_idle": 300, "reconnect_timeout": 2, "connection_class": Line}


def database(url: str) -> dict[str, Any]:
    """Django's description of one connection: pooled, checked before use, never waiting for ever."""
    return {
        **environ.Env.db_url_config(url),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "connect_timeout": 3,
            "application_name": "coquang",
            "pool": POOL,
        },
    }


# Only commands that change the tables work as their owner (manage.py says so); all else as the serving role.
SERVING_ROLE = str(database(DATABASE_URL)["USER"])
OWNING_ROLE = str(database(DATABASE_OWNER_URL)["USER"])
DATABASES = {"default": database(DATABASE_OWNER_URL if os.environ.get("COQUANG_ROLE") == "owner" else DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

SHEET_FORM_NUMBER = environment.text("SHEET_FORM_NUMBER", "01")

# From the first day 399-QĐ/TW says who issues which kind of paper; from the second, papers have the form of 05-HD/VPTW.
PARTY_KINDS_CHANGE_ON = date.fromisoformat(environment.text("PARTY_KINDS_CHANGE_ON", "2026-01-09"))
PARTY_FORM_CHANGES_ON = date.fromisoformat(environment.text("PARTY_FORM_CHANGES_ON", "2026-05-27"))

# Folders below var/, or buckets: STORE_PAPERS=s3://bucket/prefix (docs/operations.md).
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "papers": environment.store("STORE_PAPERS", VAR_DIR / "papers"),
    "evidence": environment.store("STORE_EVIDENCE", VAR_DIR / "evidence"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- What is sent ---------------------------------------------------------------------------------

# The address people type, for the links of a mail: no request is there to say it.
PORTAL_ADDRESS = environment.text(
    "PORTAL_ADDRESS",
    f"http://127.0.0.1:{environment.text('PORT', '8000')}"
    if DEMO
    else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}",
).rstrip("/")

# The demonstration's mail is printed where it runs; without an EMAIL_URL a real office sends none.
EMAIL_URL = environment.text("EMAIL_URL", "consolemail://" if DEMO else "")
SENDS_MAIL = bool(EMAIL_URL)
_mail = environ.Env.email_url_config(EMAIL_URL or "dummymail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_TLS")), bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", f"co-quang@{urlsplit(PORTAL_ADDRESS).hostname}")

# --- How it looks ---------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "coquang" / "locale"]
FORMAT_MODULE_PATH = "coquang.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = None if DEMO else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO

DJANGO_TABLES2_TEMPLATE = "components/table.html"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("All of them")

# --- How it is guarded ----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "coquang_session"
CSRF_COOKIE_NAME = "coquang_csrf"
LANGUAGE_COOKIE_NAME = "coquang_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
if not DEMO:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# --- What is said to the operator -----------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "coquang.discretion.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"coquang": {"level": "INFO"}},
}
