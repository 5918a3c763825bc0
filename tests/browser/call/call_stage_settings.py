"""The product under test settings, with a page for each side of a call instead of the whole desk."""

from lapak.config.settings.test import *  # noqa: F403 settings are layered by import

ROOT_URLCONF = "call_stage_urls"
WHITENOISE_USE_FINDERS = True
