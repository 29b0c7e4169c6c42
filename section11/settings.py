"""Every setting, from the environment. `.env.example` lists and explains each variable."""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from section11.people.accounts import providers

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name):
    """The variable's value, or a refusal to start that says what is missing."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Section 11 does not start without it: see .env.example."
        )
    return value


# A demo or a developer's machine: plain http on this machine only.
DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
LOCAL = DEMO or DEBUG

SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if LOCAL else [])
if not ALLOWED_HOSTS:
    required("ALLOWED_HOSTS")
if LOCAL and not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}:
    raise ImproperlyConfigured(
        "DEMO and DEBUG are for this machine only, yet ALLOWED_HOSTS names another host:"
        " unset them, or unset ALLOWED_HOSTS. See .env.example."
    )
if not LOCAL and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is *, which lets anyone's host name pass for ours: name the hosts."
        " See .env.example."
    )
if not LOCAL and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured(
        "SECRET_KEY is too easily guessed: at least 50 random characters. See .env.example."
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where links in mail lead. A worker that sends mail has no request to tell it.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000") if LOCAL else required("SITE_URL")
SITE_URL = SITE_URL.rstrip("/")
if not LOCAL and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https://. See .env.example.")
DATA_DIR = Path(env.str("DATA_DIR", str(ROOT / ".demo")) if LOCAL else required("DATA_DIR"))
# matplotlib keeps its font list here, not in the home folder of whoever runs the server.
os.environ.setdefault("MPLCONFIGDIR", str(DATA_DIR / "matplotlib"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "formtools",
    "import_export",
    "simple_history",
    "csp",
    "section11.web",
    "section11.record",
    "section11.people",
    "section11.standards",
    "section11.audits",
    "section11.board",
    "surveys",
    "challenge",
    "section11.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "section11.record.middleware.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "section11.people.accounts.middleware.IdleMiddleware",
    "section11.web.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "section11.people.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "section11.web.middleware.WrongMethodMiddleware",
    "section11.web.middleware.RuleBrokenMiddleware",
]

ROOT_URLCONF = "section11.urls"
WSGI_APPLICATION = "section11.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "section11.web.context_processors.site",
            ],
            "builtins": ["section11.web.templatetags.web"],
        },
    }
]

DATABASES = {
    "default": env.db("DATABASE_URL")
    if env.str("DATABASE_URL", "")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "section11.sqlite3"}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue for the lock as their transaction begins instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Readers never wait for a writer (WAL), and a commit is on the disk before "saved" is
        # shown, whatever then happens to the process or the machine (FULL). What is deleted, such
        # as answers that were counted, is overwritten in the file (secure_delete).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA cache_size=-32000; PRAGMA secure_delete=ON;",
    }
    # Tests use a file too: in memory, threads would share one connection and meet no real lock.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "people:sign-in"
CSRF_FAILURE_VIEW = "section11.web.errors.csrf_failure"

# Accounts: by invitation only, so nothing of allauth's that signs anybody up has a URL.
ACCOUNT_ADAPTER = "section11.people.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is proven by the invitation or by a code, before anyone has a password.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "request_login_code": "section11.people.accounts.forms.RequestCodeForm",
    "confirm_login_code": "section11.people.accounts.forms.ConfirmCodeForm",
    "reauthenticate": "section11.people.accounts.forms.PasswordAgainForm",
}
# Per address (ip) wide enough for an office behind one; per person (key) narrow.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,3/5m/key",
    "login_failed": "100/m/ip,5/5m/key",
}
MFA_ADAPTER = "section11.people.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}
MFA_TOTP_ISSUER = "Section 11"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_FORMS = {
    "authenticate": "section11.people.accounts.forms.SecondStepForm",
    "reauthenticate": "section11.people.accounts.forms.CodeAgainForm",
    "activate_totp": "section11.people.accounts.forms.AppCodeForm",
    "add_webauthn": "section11.people.accounts.forms.PasskeyForm",
}
# The keys that secrets of second factors are kept with: the first writes, all of them read.
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[SECRET_KEY])
SOCIALACCOUNT_ADAPTER = "section11.people.accounts.adapters.SingleSignOnAdapter"
# By a link: a form that leads to another site is what our content security policy refuses.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": providers.apps(env.json("OIDC_PROVIDERS", default=[])),
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
# Rate limits are counted here: in the database, so that they hold over processes and machines.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Evidence lives here, outside anything a web server serves: a view checks who asks.
MEDIA_ROOT = DATA_DIR / "evidence"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Unlike evidence, for everyone: another server may be the one that sends it.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
# Over 2.5 MB an upload goes to a temporary file, so memory stays bounded whatever is sent.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A step of nine questions, each with 20,000 characters of emoji in each text, still fits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# However busy, and without a click: see IdleMiddleware.
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", 12 * 60 * 60)
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 2 * 60 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else env.int("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# A demo's mail is read on a page of its own, a developer's where the worker runs.
EMAIL_BACKEND = f"django.core.mail.backends.{'dummy' if DEMO else 'console'}.EmailBackend"
if not LOCAL or env.str("EMAIL_URL", ""):
    required("EMAIL_URL")
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "section11@localhost")
SUPPORT_CONTACT = env.str("SUPPORT_CONTACT", "your partnership's coordinator")

IMPORT_EXPORT_USE_TRANSACTIONS = True
SIMPLE_HISTORY_REVERT_DISABLED = True
# Stored columns stay typed and small: the reason for a change is the event's.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_survey_links": {"()": "surveys.answering.logs.WithoutSurveyLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_survey_links"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
