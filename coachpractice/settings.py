"""One settings file. With no variable set it is the embedded default (SQLite, files on disk);
with DATABASE_URL it is production, and every variable that is missing says how to set it.
"""

import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from coachpractice.keyfiles import read_or_make

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = env.path("COACHPRACTICE_VAR", default=str(BASE_DIR / "var"))  # type: ignore[arg-type]
VAR_DIR = Path(str(VAR_DIR))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DATABASE_URL = env("DATABASE_URL", default="")
TESTING = "pytest" in sys.modules
EMBEDDED = not DATABASE_URL
PRODUCTION = not EMBEDDED and not TESTING
DEBUG = env.bool("DEBUG", default=False)

# Secrets ------------------------------------------------------------------------------------
# On the embedded default they are files, made once; in production they come from variables.
_own_keys = EMBEDDED or TESTING
KEY_DIR = VAR_DIR / "keys"
SECRET_KEY = read_or_make(
    "COACHPRACTICE_SECRET_KEY", KEY_DIR / "secret.key", embedded=_own_keys
).hex()
ROOT_KEY = read_or_make("COACHPRACTICE_ROOT_KEY", KEY_DIR / "root.key", embedded=_own_keys)
LINK_KEY = read_or_make("COACHPRACTICE_LINK_KEY", KEY_DIR / "link.key", embedded=_own_keys)

# The seal: a PKCS#12 file with the P-256 key and its certificate
SEAL_FILE = Path(env("COACHPRACTICE_SEAL_FILE", default=str(KEY_DIR / "seal.p12")))
SEAL_PASSWORD = env("COACHPRACTICE_SEAL_PASSWORD", default="")
SEAL_ROOT_FILE = Path(env("COACHPRACTICE_SEAL_ROOT_FILE", default=str(KEY_DIR / "seal-root.pem")))
TSA_URL = env("COACHPRACTICE_TSA_URL", default="")
TSA_ROOT_FILE = env("COACHPRACTICE_TSA_ROOT_FILE", default="")  # PEM: whose time is trusted

# Who hosts it, and where people reach it ------------------------------------------------------
OPERATOR_NAME = env("COACHPRACTICE_OPERATOR", default="Coachpractice")
OPERATOR_EMAIL = env("COACHPRACTICE_OPERATOR_EMAIL", default="")  # told when a seal fails
PUBLIC_URL = env("COACHPRACTICE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []
SIGN_UP = env("COACHPRACTICE_SIGN_UP", default="invitation")  # open, invitation or closed

# Apps -----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "contracts",
    "clients",
    "coachpractice.search",
    "coachpractice.export",
    "coachpractice.ethics",
    "coachpractice.reminders",
    "coachpractice.signing",
    "coachpractice.documents",
    "coachpractice.links",
    "coachpractice.practices",
    "coachpractice.accounts",
    "coachpractice.mail",
    "coachpractice.jobs",
    "coachpractice.vault",
    "coachpractice.vault.keyring",
    "coachpractice.audit",
    "coachpractice.ui",
    "coachpractice.registry",
    "supervision",
    "cpd",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "lucide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "coachpractice.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coachpractice.ui.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coachpractice.accounts.middleware.SecondFactorMiddleware",
    "coachpractice.practices.middleware.MemberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coachpractice.ui.middleware.NoEmptyPageMiddleware",
    "coachpractice.ui.middleware.BodyLimitMiddleware",
    "coachpractice.ui.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "coachpractice.urls"
WSGI_APPLICATION = "coachpractice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "coachpractice.ui.context.house",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Two databases: the application's, and the keyring that alone can read what it holds -------------
_sqlite_options = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL",
}


def _sqlite(name: str) -> dict:
    path = str(VAR_DIR / f"{name}.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": dict(_sqlite_options),
        "TEST": {"NAME": str(VAR_DIR / f"test-{name}.sqlite3")},
    }


if EMBEDDED:
    DATABASES = {"default": _sqlite("coachpractice"), "keyring": _sqlite("keyring")}
else:
    if not env("KEYRING_URL", default=""):
        raise ImproperlyConfigured(
            "Set KEYRING_URL to a second PostgreSQL database, for example "
            "postgres://user:password@host/keyring. It holds the keys and is backed up apart."
        )
    DATABASES = {"default": env.db("DATABASE_URL"), "keyring": env.db("KEYRING_URL")}
    for database in DATABASES.values():
        database["CONN_MAX_AGE"] = 0 if TESTING else 60
        database["CONN_HEALTH_CHECKS"] = True
# On PostgreSQL: the role that serves, when another one owns the tables and migrates
RUNTIME_ROLE = env("COACHPRACTICE_RUNTIME_ROLE", default="")
DATABASE_ROUTERS = ["coachpractice.vault.routers.KeyringRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Queue and cache --------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    CELERY_BROKER_URL = REDIS_URL
    # A broker that hangs must not hold up whoever saves a page.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict = {
        "visibility_timeout": 900,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
elif PRODUCTION:
    raise ImproperlyConfigured("Set REDIS_URL, for example redis://:password@host:6379/0.")
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
        }
    }
    QUEUE_DIR = VAR_DIR / "queue"
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "coachpractice"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep jobs": {"task": "jobs.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "seal the journal": {
        "task": "jobs.seal_journal",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind": {
        "task": "reminders.remind",
        "schedule": crontab(minute=0),  # each hour: it is morning somewhere
        "options": {"expires": 3600},
    },
    "forget sessions": {"task": "jobs.forget_sessions", "schedule": 86_400.0},
    "sweep files": {
        "task": "jobs.sweep_files",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
}

# Mail -------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env("COACHPRACTICE_FROM", default="Coachpractice <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
OUTBOX_DIR = VAR_DIR / "outbox"
if EMAIL_URL := env("EMAIL_URL", default=""):
    globals().update(env.email_url_config(EMAIL_URL))
    EMAIL_TIMEOUT = 20
elif PRODUCTION:
    raise ImproperlyConfigured("Set EMAIL_URL, for example smtp+tls://user:password@host:587.")
else:
    EMAIL_BACKEND = "coachpractice.mail.outbox.OutboxBackend"
OUTBOX = EMAIL_BACKEND.endswith("OutboxBackend")  # /outbox/ exists only then

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "coachpractice.accounts.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_MIN_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "coachpractice.practices.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "coachpractice.accounts.forms.LoginForm",
    "reauthenticate": "coachpractice.accounts.forms.ReauthenticateForm",
    "change_password": "coachpractice.accounts.forms.ChangePasswordForm",
    "reset_password": "coachpractice.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "coachpractice.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is proven by the mailed link that made the account: allauth's own table stays empty.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC_URL.startswith("https") else "http"
MFA_ADAPTER = "coachpractice.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "coachpractice.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "coachpractice.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "coachpractice.accounts.second_factor_forms.ActivateForm",
    "add_webauthn": "coachpractice.accounts.passkeys.AddForm",
    "edit_webauthn": "coachpractice.accounts.passkeys.RenameForm",
    "login_webauthn": "coachpractice.accounts.passkeys.LoginForm",
    "authenticate_webauthn": "coachpractice.accounts.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "coachpractice.accounts.passkeys.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = OPERATOR_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = env.bool("COACHPRACTICE_SECOND_FACTOR", default=PRODUCTION)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
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

# Words, files, logs -------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "coachpractice" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "vault": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {"BACKEND": _manifest if PRODUCTION else _plain},
}
if bucket := env("COACHPRACTICE_BUCKET", default=""):
    STORAGES["vault"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket, "default_acl": "private"},
    }
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LARGEST_REQUEST = 27_000_000  # a file to check, 25 MiB, and the form around it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"tokens": {"()": "coachpractice.links.masking.MaskTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Subsetting fonts is chatty and says nothing an operator could act on.
    "loggers": {name: {"level": "ERROR"} for name in ("fontTools", "weasyprint", "pyhanko")}
    | {name: {"level": "WARNING"} for name in ("pikepdf",)}
    | {"kombu.connection": {"level": "ERROR"}},  # a folder as broker has no host name
}
if dsn := env("SENTRY_DSN", default=""):
    import sentry_sdk  # only installed with the production lock

    sentry_sdk.init(dsn, send_default_pii=False, include_local_variables=False)
