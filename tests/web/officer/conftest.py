from datetime import datetime
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from lapak.desk.operations import open_desk
from lapak.kernel.clock import utc_now
from lapak.people.models import StaffMember
from tests.operations.desk.desk_world import World, acting, officer, world


@pytest.fixture
def now() -> datetime:
    """Views read the clock, so these tests live in the present."""
    return utc_now()


@pytest.fixture
def place_world(now: datetime) -> World:
    return world(now)


@pytest.fixture
def dimas(place_world: World) -> StaffMember:
    return officer(place_world.branch)


@pytest.fixture
def desk(dimas: StaffMember, now: datetime) -> UUID:
    return open_desk(officer_id=dimas.pk, places=6, actor=acting(dimas), now=now)


def signed_in(member: StaffMember) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def client(dimas: StaffMember) -> Client:
    return signed_in(dimas)
