"""The live process: only streams events. Production runs it apart, behind the same proxy."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.production")
django.setup()

from lapak.web.live.app import live_app  # noqa: E402 needs Django to be set up

application = live_app()
