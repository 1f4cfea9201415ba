"""All settings, in one file. What differs between places comes from the environment: docs/configuration.md."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from linkportal import env
from linkportal.local import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# The place this runs in
DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
FIELD_ENCRYPTION_KEYS = env.secret("FIELD_ENCRYPTION_KEYS").split()
SITE_URL = env.text("SITE_URL").rstrip("/")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=(urlsplit(SITE_URL).hostname or "",))

# The parts, in the order in which they may import each other (DESIGN §2)
INSTALLED_APPS = [
    "partners",
    "groups",
    "contactpoints",
    "linkportal.kit",
    "linkportal.kit.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "linkportal.kit.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linkportal.kit.sessions.SessionLimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "linkportal.kit.middleware.CleanInputMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "contactpoints.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linkportal.kit.middleware.HistoryContextMiddleware",
]

ROOT_URLCONF = "linkportal.urls"
WSGI_APPLICATION = "linkportal.wsgi.application"

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
                "linkportal.context.portal",
            ],
        },
    },
]

# Database: the web and the worker connect with DATABASE_URL; `migrate` connects with DATABASE_OWNER_URL
# (linkportal.kit.roles). Without DATABASE_URL it is the embedded server of `make run`.
_local = None if "DATABASE_URL" in os.environ else postgres.urls(VAR_DIR / "postgres")
DATABASE_URL = _local.web if _local else env.text("DATABASE_URL")
DATABASE_OWNER_URL = _local.owner if _local else env.text("DATABASE_OWNER_URL", DATABASE_URL)
_POOL_SIZE = env.integer("DATABASE_POOL_SIZE", default=4)
_database: dict[str, Any] = {
    **dj_database_url.parse(DATABASE_URL, conn_max_age=0 if _POOL_SIZE else 60, conn_health_checks=True),
    "ENGINE": "django.db.backends.postgresql",
}
# What linkportal.kit.compiled asks is planned once on each connection. Django's own cursors never have theirs prepared.
_database.setdefault("OPTIONS", {})["prepare_threshold"] = 0
if _POOL_SIZE:
    # Whoever waits longer for a connection is better told that the portal is busy.
    _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _POOL_SIZE, "timeout": 5}
DATABASES = {"default": _database}
DATABASE_WEB_ROLE = str(_database["USER"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Limits of attempts must not be pushed out by the attempts of others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# People
AUTH_USER_MODEL = "contactpoints.User"
AUTHENTICATION_BACKENDS = ["contactpoints.access.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "contactpoints.password_rules.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "contactpoints.password_rules.NotCommon"},
    {"NAME": "contactpoints.password_rules.UnlikeThePerson", "OPTIONS": {"user_attributes": ("name", "email")}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "groups:desk"
LOGOUT_REDIRECT_URL = "front_page"
ACCOUNT_ADAPTER = "contactpoints.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# How many proxies of ours stand before the web. Without them counted, all readers would share one limit of attempts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that somebody merely typed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True  # everywhere, here too
# allauth's own also writes down the address, as one that nobody has confirmed.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "contactpoints.account_forms.LoginForm",
    "reauthenticate": "contactpoints.account_forms.ReauthenticateForm",
    "reset_password": "contactpoints.account_forms.ResetPasswordForm",
    "reset_password_from_key": "contactpoints.account_forms.ResetPasswordKeyForm",
    "set_password": "contactpoints.account_forms.SetPasswordForm",
    "change_password": "contactpoints.account_forms.ChangePasswordForm",
}

# The second factor, without which nobody who works somewhere gets in (contactpoints.second_factor)
MFA_ADAPTER = "contactpoints.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "LINKportal"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after are taken too: clocks of telephones differ
MFA_FORMS = {
    "activate_totp": "contactpoints.second_factor_forms.SetUpAppForm",
    "add_webauthn": "contactpoints.second_factor_forms.AddKeyForm",
    "authenticate": "contactpoints.second_factor_forms.CodeForm",
    "authenticate_webauthn": "contactpoints.second_factor_forms.KeyForm",
    "login_webauthn": "contactpoints.second_factor_forms.KeyLoginForm",
    "generate_recovery_codes": "contactpoints.second_factor_forms.NewRecoveryCodesForm",
}

SESSION_ENGINE = "linkportal.kit.session_store"
SESSION_SERIALIZER = "linkportal.kit.sessions.EncryptedSerializer"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # counted from the login, whatever happens meanwhile
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "linkportal.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Safety of transport and content
HTTPS = env.boolean("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # on one's own machine
SECURE_REDIRECT_EXEMPT = [r"^helse/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# No form of ours is larger: the longest field is 4000 characters, the admin's inlines have a few hundred fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# A whole body is no larger either, but where those who are logged in send a file (linkportal.kit.middleware): the name
# of a route, with `*`, and so many megabytes. What is sent is never put on a disk.
LARGER_BODIES = {
    "admin:partners_document_*": 10,
    "admin:partners_grant_*": 10,
    "admin:partners_partnershipproject_*": 10,
    "admin:*_import": 2,
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Language and time
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
PHONENUMBER_DEFAULT_REGION = "NO"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = ("designsystemet",)
CRISPY_TEMPLATE_PACK = "designsystemet"
CRISPY_FAIL_SILENTLY = False

# Mail and background work
globals().update(env.email("EMAIL_URL", default=f"file:{VAR_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"LINKportal <post@{urlsplit(SITE_URL).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
WORKER_SILENT_SECONDS = env.integer("WORKER_SILENT_SECONDS", default=30, least=2)  # after which it counts as dead
MAIL_LATE_SECONDS = env.integer("MAIL_LATE_SECONDS", default=15 * 60, least=1)  # after which /helse/drift says 503

# Accounts
INVITATION_HOURS = env.integer("INVITATION_HOURS", default=72, least=1)
ACCOUNT_UNUSED_DAYS = env.integer("ACCOUNT_UNUSED_DAYS", default=180, least=1)  # after which it is closed
# Only `make run` sets it. With HTTPS it counts for nothing, and a check refuses it.
DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR = env.boolean("DEMO_ACCOUNTS_WITHOUT_SECOND_FACTOR", default=False)

# Inquiries
INQUIRY_MIN_SECONDS = env.integer("INQUIRY_MIN_SECONDS", default=1)  # a person needs longer than this to fill the form
# Working days of the place that is to answer, counted from the day after the inquiry came.
INQUIRY_REMINDER_DAYS = env.integer("INQUIRY_REMINDER_DAYS", default=3, least=3)  # sooner is badly received
INQUIRY_ANSWER_DAYS = env.integer("INQUIRY_ANSWER_DAYS", default=5, least=1)  # then those who stand behind are told
INQUIRY_TAKE_OVER_DAYS = env.integer("INQUIRY_TAKE_OVER_DAYS", default=8, least=1)
INQUIRY_WAITING_DAYS = env.integer("INQUIRY_WAITING_DAYS", default=30, least=1)  # after an answer, somebody looks
INQUIRY_MAIL_LINK_HOURS = env.integer("INQUIRY_MAIL_LINK_HOURS", default=72, least=1)  # to accept without logging in
# The consent promises these two: a longer time needs a new consent.
INQUIRY_ERASE_DAYS = env.integer("INQUIRY_ERASE_DAYS", default=90, least=1)  # after closing
INQUIRY_ERASE_LATEST_DAYS = env.integer("INQUIRY_ERASE_LATEST_DAYS", default=365, least=1)  # after the last contact

# Groups: how many it takes to begin, how many are advised, and how far apart the seats of the municipalities may be
# from which people meet (kilometres); weeks from the start to the follow-up meeting.
GROUP_MIN_TO_START = env.integer("GROUP_MIN_TO_START", default=4, least=2)
GROUP_ADVISED_MIN = env.integer("GROUP_ADVISED_MIN", default=5, least=2)
GROUP_ADVISED_MAX = env.integer("GROUP_ADVISED_MAX", default=8, least=2)
GROUP_REACH_KM = env.integer("GROUP_REACH_KM", default=50, least=1)
GROUP_FOLLOW_UP_WEEKS = env.integer("GROUP_FOLLOW_UP_WEEKS", default=6, least=1)
# Days after an event when its sign-ups are erased, as their consent promises.
SIGN_UP_ERASE_DAYS = env.integer("SIGN_UP_ERASE_DAYS", default=7, least=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # Django's own line about a 4xx or 5xx holds the path, and a path can hold a secret link: ours names the route.
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "django.server": {"level": "CRITICAL"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
