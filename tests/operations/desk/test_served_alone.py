"""Who asks to be served alone has the officer alone, until they go."""

from datetime import datetime
from uuid import UUID

import pytest

from lapak.claims.models import ServiceNeed
from lapak.desk.models import Place
from lapak.desk.operations import finish, focus
from lapak.kernel.actors import Actor
from tests.operations.desk.desk_world import World, claim_of, place_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("need", ["one_to_one", "sign_language"])
def test_the_desk_takes_nobody_else_until_the_person_has_gone(
    need: str, place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    ServiceNeed.objects.create(claim=claim, code=need)
    place = place_of(place_world.arrive(claim, now).ticket.id)
    waiting = place_world.arrive(claim_of(place_world.branch, 2, now), now)
    assert waiting.placed is None
    focus(desk_id=desk, place_number=place.number, confirms_person=True, actor=actor, now=now)
    finish(place_id=place.pk, actor=actor, now=now)
    assert Place.objects.filter(ticket_id=waiting.ticket.id, ended_at=None).exists()


def test_other_help_leaves_the_desk_open_to_others(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    ServiceNeed.objects.create(claim=claim, code="wheelchair")
    place_world.arrive(claim, now)
    assert place_world.arrive(claim_of(place_world.branch, 2, now), now).placed is not None
