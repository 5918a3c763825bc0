from datetime import datetime, timedelta

import pytest

from lapak.kernel.ids import new_id
from lapak.offices.queries import BoothView, BranchView
from lapak.outbox.models import Message
from lapak.queueing import operations, queries
from lapak.queueing.models import Nearness
from lapak.queueing.queries import TicketView
from lapak.queueing.rules.states import Waits
from tests.operations.queueing.arriving import OFFICER, TABLET, come
from tests.races import at_once

pytestmark = pytest.mark.django_db


def outside(branch: BranchView, now: datetime) -> TicketView:
    ticket = come(branch, now)
    return operations.set_waits(
        ticket_id=ticket.id, branch_id=branch.id, waits=Waits.PHONE, actor=TABLET, now=now
    )


def owed() -> list[str]:
    return list(Message.objects.filter(kind="sms.near").order_by("owed_at").values_list("key", flat=True))


def test_who_waits_elsewhere_is_told_once_when_the_turn_is_near(branch: BranchView, now: datetime) -> None:
    near = outside(branch, now)
    assert operations.tell_near(now=now) == 1
    assert operations.tell_near(now=now + timedelta(minutes=1)) == 0
    assert owed() == [f"near:{near.id}"]
    assert Message.objects.get().payload == {"ticket": str(near.id)}


def test_nobody_in_the_hall_and_nobody_far_from_the_turn_is_told(branch: BranchView, now: datetime) -> None:
    for _ in range(20):
        come(branch, now)
    last = outside(branch, now + timedelta(seconds=1))
    place = queries.place_in_line(ticket_id=last.id, now=now)
    assert place is not None
    assert place.wait.low > 10
    assert operations.tell_near(now=now) == 0
    operations.set_travel(ticket_id=last.id, minutes=place.wait.low)
    assert operations.tell_near(now=now) == 1
    assert owed() == [f"near:{last.id}"]


def test_a_person_on_the_phone_is_told_and_one_who_is_called_is_not(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    online = come(branch, now, channel="online")
    called = outside(branch, now)
    operations.call(ticket_id=called.id, booth_id=booth_of[1].id, actor=OFFICER, now=now)
    assert operations.tell_near(now=now) == 1
    assert owed() == [f"near:{online.id}"]


@pytest.mark.parametrize("minutes", [-1, 181])
def test_a_way_of_many_hours_is_refused(branch: BranchView, now: datetime, minutes: int) -> None:
    ticket = outside(branch, now)
    with pytest.raises(operations.TravelInvalid, match="travel_out_of_range"):
        operations.set_travel(ticket_id=ticket.id, minutes=minutes)
    assert not Nearness.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_a_person_once(branch: BranchView, now: datetime) -> None:
    ticket = outside(branch, now)
    outcomes = at_once(lambda: operations.tell_near(now=now), lambda: operations.tell_near(now=now))
    assert sorted(outcomes) == [0, 1]
    assert owed() == [f"near:{ticket.id}"]


def test_the_outbox_holds_no_name_and_no_number(branch: BranchView, now: datetime) -> None:
    come(branch, now, channel="online", claim=new_id(), name="Sri Wahyuni")
    operations.tell_near(now=now)
    assert "Sri" not in str(Message.objects.get().payload)
