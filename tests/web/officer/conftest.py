from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from lapak.desk.operations import open_desk
from lapak.kernel.clock import utc_now
from lapak.people.models import StaffMember
from tests.operations.desk.desk_world import World, acting, officer, world
from tests.web.officer.browsing import signed_in


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


@pytest.fixture
def client(dimas: StaffMember) -> Client:
    return signed_in(dimas)
