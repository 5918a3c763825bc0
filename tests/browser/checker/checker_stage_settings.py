"""The product under test settings, with a core system that both this server and the test know."""

from lapak.config.settings.test import *  # noqa: F403 settings are layered by import

CORE_SYSTEM = {"adapter": "checker_stage_core.core"}
WHITENOISE_USE_FINDERS = True
