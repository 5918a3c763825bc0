from datetime import datetime, timedelta

import pytest

from lapak.booking.models import ServiceDay
from lapak.desk.operations.learning import learn_day
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import World, claim_of

pytestmark = pytest.mark.django_db


def served(
    place_world: World, number: int, now: datetime, *, minutes: float, channel: str = "onsite"
) -> None:
    claim = claim_of(place_world.branch, number, now)
    Ticket.objects.create(
        branch=place_world.branch,
        service_day=now.date(),
        letter="A",
        number=number,
        channel=channel,
        subject_id=claim.pk,
        display_name="x",
        state="done",
        arrived_at=now,
        called_at=now,
        service_started_at=now,
        finished_at=now + timedelta(minutes=minutes),
    )


def test_what_people_took_is_learned_by_channel_and_reason_once(place_world: World, now: datetime) -> None:
    served(place_world, 1, now, minutes=20)
    served(place_world, 2, now, minutes=30)
    served(place_world, 3, now, minutes=0.5)  # opened and closed by mistake
    served(place_world, 4, now, minutes=600, channel="online")  # forgotten to be ended
    for _ in range(2):
        assert learn_day(day=now.date()) == 3
    rows = ServiceDay.objects.values_list("channel", "kind", "count", "minutes").order_by("channel")
    assert list(rows) == [("online", "resigned", 1, 180.0), ("onsite", "resigned", 2, 50.0)]
    assert learn_day(day=now.date() - timedelta(days=1)) == 0
