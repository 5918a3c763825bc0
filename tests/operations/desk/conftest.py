from datetime import datetime
from uuid import UUID

import pytest

from lapak.desk.operations import open_desk
from lapak.kernel.actors import Actor
from lapak.people.models import StaffMember
from tests.operations.desk.desk_world import World, acting, officer, world


@pytest.fixture
def place_world(now: datetime) -> World:
    return world(now)


@pytest.fixture
def dimas(place_world: World) -> StaffMember:
    return officer(place_world.branch)


@pytest.fixture
def actor(dimas: StaffMember) -> Actor:
    return acting(dimas)


@pytest.fixture
def desk(dimas: StaffMember, actor: Actor, now: datetime) -> UUID:
    return open_desk(officer_id=dimas.pk, places=6, actor=actor, now=now)
