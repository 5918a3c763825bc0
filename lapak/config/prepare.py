"""Brings an installation up to date: tables, static files, and the demonstration's data."""

from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """Do what is missing; a second run changes nothing and takes about two seconds."""
    call_command("migrate", interactive=False, verbosity=0)
    # The htmx library is vendored by us; the helper package ships another that cannot be fingerprinted.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    if settings.DEMONSTRATION:
        from lapak.demonstration.seed import seed  # its tables exist in the demonstration only

        seed()
