"""What holds in every mode. Secrets and places come from `lapak.config.place`, never from here."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from lapak.config import place

PACKAGE = Path(__file__).resolve().parents[2]
PRODUCTION = False
DEMONSTRATION = False
DEBUG = False

SECRET_KEY = place.secret("LAPAK_SECRET_KEY")
DOCUMENT_KEYS = place.secret("LAPAK_DOCUMENT_KEYS").split(",")  # the first encrypts, all decrypt
IDENTITY_KEY = place.secret("LAPAK_IDENTITY_KEY").encode()  # keys the hash that stands for a NIK

ALLOWED_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "lapak.config.urls"
WSGI_APPLICATION = "lapak.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "lapak.journal",
    "lapak.outbox",
    "lapak.limits",
    "lapak.offices",
    "lapak.people",
    "lapak.documents",
    "lapak.booking",
    "lapak.queueing",
    "lapak.calls",
    "lapak.claims",
    "lapak.letters",
    "lapak.collective",
    "lapak.desk",
    "lapak.web",
]

MIDDLEWARE = [
    "lapak.web.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lapak.web.middleware.OnePolicy",
    "lapak.web.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lapak.web.middleware.Gate",
]

TEMPLATE_OPTIONS: dict[str, object] = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ],
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": TEMPLATE_OPTIONS,
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_OPTIONS: dict[str, object] = {
    # a pool: threads come and go, connections stay
    "pool": {"min_size": 1, "max_size": 20, "timeout": 8},
    # Without a number Django forbids prepared statements, also to `lapak.prepared`, which asks for them.
    # Its own have their values in their text, and never are.
    "prepare_threshold": 5,
}
DATABASES = {
    "default": {
        **dj_database_url.parse(place.database_url(), engine="lapak.database"),
        "OPTIONS": DATABASE_OPTIONS,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = (
    "lapak.web.staff.adapter.StaffAccountAdapter"  # no sign-up: staff are added by an administrator
)
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:home"
STAFF_SECOND_FACTOR_REQUIRED = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]  # a second one comes with its whole catalogue, not before
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = place.data_dir() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": place.data_dir() / "documents", "base_url": None},
    },
    "staticfiles": {"BACKEND": "lapak.web.static_files.HashedModules"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # under no-referrer browsers post forms with Origin: null
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "lapak.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # scripts read it for their own posts
CSRF_FAILURE_VIEW = "lapak.web.views.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# Adapters by dotted path, as Django does for storages; nothing else names them.
CORE_SYSTEM = {
    "adapter": "lapak.adapters.smile_http.SmileHttp",
    "url": place.setting("LAPAK_SMILE_URL", "http://127.0.0.1:8010"),
    "token": place.setting("LAPAK_SMILE_TOKEN", ""),
}
# Without a gateway people are told by mail only.
SMS_GATEWAY: dict[str, str] | None = None
if place.setting("LAPAK_SMS_URL", ""):
    SMS_GATEWAY = {
        "adapter": "lapak.adapters.sms_http.SmsHttp",
        "url": place.setting("LAPAK_SMS_URL", ""),
        "token": place.setting("LAPAK_SMS_TOKEN", ""),
        "sender": place.setting("LAPAK_SMS_FROM", "LAPAK"),
    }
# Folders of programmes; a programme is added by its files, see `lapak.claims.programmes`.
PROGRAMME_FOLDERS = [
    PACKAGE / "claims" / "programmes",
    *map(Path, filter(None, place.setting("LAPAK_PROGRAMMES", "").split(os.pathsep))),
]
PUBLIC_URL = place.setting("LAPAK_PUBLIC_URL", "http://localhost:8000")
# Proxies whose X-Forwarded-For is believed when tries are counted by network; commas between them.
TRUSTED_PROXIES = place.setting("LAPAK_TRUSTED_PROXIES", "127.0.0.0/8,::1").split(",")
ICE_SERVERS: list[dict[str, list[str]]] = []  # {"urls": [...]} of servers without credentials
TURN_URLS = [url for url in place.setting("LAPAK_TURN_URLS", "").split(",") if url]
TURN_SECRET = place.setting("LAPAK_TURN_SECRET", "")
LIVE_HEALTH_URL = place.setting("LAPAK_LIVE_HEALTH_URL", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = place.setting("LAPAK_MAIL_FROM", "Lapak <lapak@example.id>")

LOGGING_CONFIG = "lapak.config.logs.configure"
LOGGING = {"version": 1}  # Django calls the configuration above only if this is not empty
