"""What holds everywhere. The app list follows the programme's path (see `config/apps.py`)."""

import os
from pathlib import Path

from verzahnt.config.apps import DESKS, PROGRAMME, SHARED
from verzahnt.config.database import connection_settings

ROOT = Path(__file__).resolve().parents[4]
PACKAGE = ROOT / "src" / "verzahnt"
STATE = Path(os.environ.get("VERZAHNT_STATE", ROOT / ".local"))

INSTALLED_APPS = [
    "verzahnt.config.apps.HouseConfig",
    "verzahnt.content",
    *(f"verzahnt.desks.{desk}" for desk in [*DESKS, *SHARED]),
    *(f"verzahnt.programme.{package}" for package in PROGRAMME),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

# Outermost first: one request is one transaction, and the desk's role is known before anything is read.
MIDDLEWARE = [
    "verzahnt.config.logs.PageLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "verzahnt.config.middleware.Language",
    "verzahnt.desks.parts.errors.dress_bare_errors",
    "verzahnt.config.middleware.OneTransaction",
    "verzahnt.config.middleware.StaffOnly",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # touches no session by itself
]
# What only staff desks need (sessions, accounts) is nested inside StaffOnly: pages that only look set no cookie.
STAFF_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "verzahnt.config.middleware.AtTheDesk",
]

ROOT_URLCONF = "verzahnt.config.urls"
WSGI_APPLICATION = "verzahnt.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "verzahnt.desks.parts.environment.environment",
            "context_processors": ["verzahnt.desks.parts.context.page"],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

DATABASES = {"default": connection_settings(os.environ.get("VERZAHNT_LOGIN", "verzahnt_home"))}
# The job queue works on its own connection, in its own role; only the worker ever opens it.
DATABASES["queue"] = connection_settings(DATABASES["default"]["USER"])
DATABASES["queue"]["OPTIONS"] = DATABASES["queue"]["OPTIONS"] | {
    "options": f"{DATABASES['queue']['OPTIONS'].get('options', '')} -c role=queue".strip()
}
PROCRASTINATE_DATABASE_ALIAS = "queue"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", "Deutsch"),
    ("de-simple", "Leichte Sprache"),
    ("en", "English"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("tr", "Türkçe"),
    ("ru", "Русский"),
    ("fa", "فارسی"),
    ("pl", "Polski"),
]
LANGUAGE_PATHS = {"de": "", "de-simple": "leicht/"} | {code: f"{code}/" for code, _name in LANGUAGES[2:]}
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files live in the database
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/konto/anmelden/"
LOGIN_REDIRECT_URL = "/konto/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_ADAPTER = "verzahnt.desks.entrance.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # invitations prove the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False  # wrong log-ins are counted in our own table, see desks/entrance
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "verzahnt.desks.entrance.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # invitations prove the address
MFA_TOTP_ISSUER = "Verzahnt"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a letter only to people of ours; the page says the same either way
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns the account learns of changes to it
ACCOUNT_FORMS = {
    "login": "verzahnt.desks.entrance.forms.LoginForm",
    "change_password": "verzahnt.desks.entrance.forms.ChangePasswordForm",
    "reset_password": "verzahnt.desks.entrance.forms.ForgottenForm",
    "reset_password_from_key": "verzahnt.desks.entrance.forms.NewPasswordForm",
    "reauthenticate": "verzahnt.desks.entrance.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "verzahnt.desks.entrance.forms.CodeForm",
    "reauthenticate": "verzahnt.desks.entrance.forms.ConfirmCodeForm",
    "activate_totp": "verzahnt.desks.entrance.forms.ActivateForm",
    "add_webauthn": "verzahnt.desks.entrance.forms.PasskeyForm",
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 9 * 60 * 60
SESSION_COOKIE_PATH = "/"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "verzahnt.desks.parts.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

MAIL_FOLDER = STATE / "mail"
EMAIL_BACKEND = "verzahnt.kit.mail_folder.MailFolder"
DEFAULT_FROM_EMAIL = "Verzahnt <post@verzahnt.example>"

SMS_FOLDER: Path | None = MAIL_FOLDER
SMS_GATEWAY = SMS_TOKEN = SMS_SENDER = ""
SMS_TIMEOUT = 10.0

# What was due while no worker ran is done when one starts: lists close also on a machine that sleeps at night.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 100 * 24 * 60 * 60}

VERZAHNT_KEYS = Path(os.environ.get("VERZAHNT_KEYS", STATE / "keys"))
# Where an office's process serves the counselling desk: a file that makes handed cards and opens none.
VERZAHNT_HANDING_KEY = os.environ.get("VERZAHNT_HANDING_KEY", "")
VERZAHNT_DEMO = False
VERZAHNT_SECOND_FACTOR_REQUIRED = True
VERZAHNT_PROXIES = int(os.environ.get("VERZAHNT_PROXIES", "0"))  # proxies of ours that say who the client is
VERZAHNT_DESKS = os.environ.get("VERZAHNT_DESKS", "").split(",") if os.environ.get("VERZAHNT_DESKS") else list(DESKS)
VERZAHNT_OPERATOR = {"name": "", "address": "", "email": "", "telephone": ""}
VERZAHNT_ADDRESS = os.environ.get("VERZAHNT_ADDRESS", "http://127.0.0.1:8000")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_paths": {"()": "verzahnt.config.logs.PageInsteadOfPath"}},
    "formatters": {"quotes_nobody": {"()": "verzahnt.config.logs.NobodyIsQuoted"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_paths"],
                             "formatter": "quotes_nobody"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "verzahnt": {"level": "INFO"},
                "verzahnt.pages": {"level": "WARNING"}},
}
