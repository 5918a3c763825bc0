"""The product under test settings, with a bare page for the officer's side of the calls beside it."""

from lapak.config.settings.test import *  # noqa: F403 settings are layered by import

ROOT_URLCONF = "visit_stage_urls"
WHITENOISE_USE_FINDERS = True
LOGGING = {"version": 1}  # anything: an empty dictionary would leave the logs unconfigured
