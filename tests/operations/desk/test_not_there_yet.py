"""The one called is not there yet: called again, or passed over for the next."""

from datetime import datetime, timedelta

import pytest

from lapak.desk.operations import DeskRefused, call_again, focus, open_desk, skip
from lapak.kernel.actors import Actor
from lapak.people.models import StaffMember
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import World, claim_of, place_of

pytestmark = pytest.mark.django_db


def test_one_who_is_not_there_yet_is_called_again_then_skipped_and_stays_in_line(
    place_world: World, dimas: StaffMember, actor: Actor, now: datetime
) -> None:
    open_desk(officer_id=dimas.pk, places=1, actor=actor, now=now)
    first, second = (place_world.arrive(claim_of(place_world.branch, n, now), now).ticket for n in range(2))
    place = place_of(first.id)
    call_again(place_id=place.pk, actor=actor, now=now + timedelta(seconds=5))
    assert Ticket.objects.get(pk=first.id).calls == 2
    skip(place_id=place.pk, actor=actor, now=now + timedelta(seconds=9))
    assert place_of(second.id).number == 1
    assert Ticket.objects.get(pk=first.id).state == "waiting"
    met = place_of(second.id)
    focus(desk_id=met.desk_id, place_number=1, actor=actor, now=now, confirms_person=True)
    for act in (skip, call_again):
        with pytest.raises(DeskRefused, match="met_already"):
            act(place_id=met.pk, actor=actor, now=now)
