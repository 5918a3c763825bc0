"""The product under test settings, as the browser meets it."""

from lapak.config.settings.test import *  # noqa: F403 settings are layered by import

WHITENOISE_USE_FINDERS = True
LOGGING = {"version": 1}  # anything: an empty dictionary would leave the logs unconfigured
