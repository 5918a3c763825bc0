"""Brings an installation up to date: tables, catalogues, static files, and the demonstration's data."""

import os
import sys
from importlib.util import find_spec

import django


def main() -> int:
    """Do what is missing; a second run changes nothing and takes about two seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.production")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    # The htmx library is vendored by us; the helper package ships another that cannot be fingerprinted.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    if settings.DEMONSTRATION and find_spec("lapak.demonstration"):
        from lapak.demonstration.seed import seed

        seed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
