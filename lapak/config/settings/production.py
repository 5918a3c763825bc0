"""A real office: every secret from the environment, second factor for all staff, HTTPS only."""

from lapak.config import place
from lapak.config.settings.base import *  # noqa: F403 settings are layered by import

PRODUCTION = True
ALLOWED_HOSTS = place.required("LAPAK_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
STAFF_SECOND_FACTOR_REQUIRED = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_HOST = place.required("LAPAK_MAIL_HOST")
EMAIL_USE_TLS = True
