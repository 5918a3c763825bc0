"""Browsers in which somebody is signed in."""

from django.conf import settings
from django.test import Client

from lapak.people.models import StaffMember


def signed_in(member: StaffMember) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
