"""What may happen to a number while it waits, and what it does to the turn."""

from datetime import datetime, timedelta

import pytest

from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.transitions import MoveRefused
from lapak.offices.operations import save_branch
from lapak.offices.queries import BoothView, BranchView
from lapak.queueing import operations, queries
from lapak.queueing.models import Estimate, KeptTurn, Ticket
from lapak.queueing.queries import TicketView
from lapak.queueing.rules.explaining import Why
from tests.operations.queueing.arriving import OFFICER, TABLET, come

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def order(branch: BranchView, now: datetime) -> list[str]:
    return [one.label for one in queries.waiting(branch_id=branch.id, now=now)]


def three(branch: BranchView, now: datetime) -> list[TicketView]:
    return [come(branch, now + minutes(minute)) for minute in range(3)]


def test_who_is_held_is_not_called_and_keeps_the_turn(branch: BranchView, now: datetime) -> None:
    first, *_ = three(branch, now)
    held = operations.hold(ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now + minutes(5))
    assert (held.state, held.held_at) == ("on_hold", now + minutes(5))
    assert order(branch, now) == ["A-002", "A-003"]
    with pytest.raises(MoveRefused):
        operations.call(ticket_id=first.id, booth_id=None, actor=OFFICER, now=now)
    for _ in range(2):
        operations.resume(ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now + minutes(20))
    assert order(branch, now) == ["A-001", "A-002", "A-003"]


def test_who_lets_pass_goes_back_one_place(branch: BranchView, now: datetime) -> None:
    first, *_ = three(branch, now)
    for expected in (["A-002", "A-001", "A-003"], ["A-002", "A-003", "A-001"]):
        operations.let_pass(ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now + minutes(5))
        assert order(branch, now) == expected


def test_who_is_called_in_vain_is_skipped_called_again_and_comes_back(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    first, *_ = three(branch, now)
    operations.call(ticket_id=first.id, booth_id=booth_of[1].id, actor=OFFICER, now=now + minutes(3))
    again = operations.recall(ticket_id=first.id, actor=OFFICER, now=now + minutes(4))
    assert (again.calls, again.called_at, again.booth_number) == (2, now + minutes(4), 1)
    operations.skip(ticket_id=first.id, actor=OFFICER, now=now + minutes(5))
    assert order(branch, now + minutes(5)) == ["A-002", "A-001", "A-003"]
    assert queries.ticket_at_booth(booth_id=booth_of[1].id) is None
    operations.call(ticket_id=first.id, booth_id=booth_of[1].id, actor=OFFICER, now=now + minutes(6))
    operations.no_show(ticket_id=first.id, actor=OFFICER, now=now + minutes(9))
    back = operations.come_back(ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now + minutes(12))
    assert (back.label, back.state, back.finished_at) == ("A-001", "waiting", None)
    assert order(branch, now + minutes(12)) == ["A-002", "A-001", "A-003"]
    operations.call(ticket_id=first.id, booth_id=None, actor=OFFICER, now=now + minutes(13))
    operations.no_show(ticket_id=first.id, actor=OFFICER, now=now + minutes(14))
    with pytest.raises(operations.DayOver):
        operations.come_back(
            ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now + timedelta(days=1)
        )


def test_who_is_late_goes_behind_the_next_one(branch: BranchView, now: datetime) -> None:
    come(branch, now - minutes(40))
    come(branch, now - minutes(39))
    late = come(branch, now, due_at=now - minutes(16))
    on_time = come(branch, now, due_at=now)
    assert order(branch, now) == ["A-001", late.label, "A-002", on_time.label]


def test_after_two_priority_calls_somebody_else_is_next(branch: BranchView, now: datetime) -> None:
    elderly = [come(branch, now, priority="elderly").id for _ in range(3)]
    come(branch, now)
    for ticket in elderly[:2]:
        operations.call(ticket_id=ticket, booth_id=None, actor=OFFICER, now=now + minutes(1))
    assert order(branch, now + minutes(2)) == ["A-001", "P-003"]
    found = queries.compare_labels(branch_id=branch.id, one="p3", other="A 1", now=now + minutes(2))
    assert found is not None
    assert (found.first, found.explanation.why) == ("A-001", Why.OTHERS_TURN)


def test_going_online_keeps_the_turn_under_a_number_of_its_own(branch: BranchView, now: datetime) -> None:
    first, *_ = three(branch, now)
    for _ in range(2):
        moved = operations.go_online(ticket_id=first.id, branch_id=branch.id, actor=TABLET, now=now)
    assert (moved.label, moved.channel, moved.waits) == ("D-001", "online", "phone")
    assert order(branch, now) == ["D-001", "A-002", "A-003"]


def test_another_office_keeps_the_turn_once(branch: BranchView, now: datetime) -> None:
    east = save_branch(code="JYP", hours=[], booths=1, name="J", timezone="Asia/Jayapura", hall_limit=9)
    claim = new_id()
    ticket = come(branch, now, claim=claim, priority="ill")
    with pytest.raises(Conflict, match="same_branch"):
        operations.transfer(
            ticket_id=ticket.id, branch_id=branch.id, to_branch_id=branch.id, actor=TABLET, now=now
        )
    gone = operations.transfer(
        ticket_id=ticket.id, branch_id=branch.id, to_branch_id=east.id, actor=TABLET, now=now
    )
    assert (gone.state, order(branch, now)) == ("transferred", [])
    come(east, now + minutes(1), priority="ill")
    arrived = come(east, now + minutes(90), claim=claim)
    assert (arrived.label, arrived.kept_turn) == ("P-002", now - minutes(30))
    assert order(east, now + minutes(90)) == ["P-002", "P-001"]
    operations.leave(ticket_id=arrived.id, actor=TABLET, now=now + minutes(91))
    assert come(east, now + minutes(95), claim=claim).kept_turn is None


def test_a_turn_kept_over_night_is_first_for_a_week(branch: BranchView, now: datetime) -> None:
    claims = [new_id(), new_id()]
    for claim in claims:
        ticket = come(branch, now, claim=claim)
        operations.close_unserved(ticket_id=ticket.id, actor=SYSTEM, now=now + timedelta(hours=9))
    morning = now + timedelta(days=1)
    come(branch, morning - minutes(90), priority="elderly")
    kept = come(branch, morning, claim=claims[0])
    assert order(branch, morning)[0] == kept.label
    later = come(branch, now + timedelta(days=8), claim=claims[1])
    assert later.kept_turn is None
    assert KeptTurn.objects.filter(used_at=None).count() == 1


def test_nobody_else_may_end_the_day(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now)
    with pytest.raises(MoveRefused):
        operations.close_unserved(ticket_id=ticket.id, actor=OFFICER, now=now)


def test_companions_are_counted_up_to_three(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now)

    def bring(number: int) -> int:
        return operations.set_companions(
            ticket_id=ticket.id, branch_id=branch.id, companions=number, actor=TABLET, now=now
        ).companions

    assert [bring(0), bring(3)] == [0, 3]
    with pytest.raises(operations.TooManyCompanions):
        bring(4)
    operations.leave(ticket_id=ticket.id, actor=TABLET, now=now)
    with pytest.raises(Conflict):
        bring(1)


@pytest.mark.parametrize("act", ["hold", "resume", "let_pass", "go_online", "come_back"])
def test_numbers_of_another_branch_are_out_of_reach(act: str, branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now)
    with pytest.raises(NotFound):
        getattr(operations, act)(ticket_id=ticket.id, branch_id=new_id(), actor=TABLET, now=now)


def test_every_estimate_is_kept_and_held_against_the_call(branch: BranchView, now: datetime) -> None:
    operations.note_places(branch_id=branch.id, places=6, now=now)
    first, second, third = three(branch, now)
    said = Estimate.objects.get(ticket_id=second.id)
    assert (said.ahead, said.places) == (1, 6)
    operations.let_pass(ticket_id=third.id, branch_id=branch.id, actor=TABLET, now=now + minutes(3))
    for ticket, when in ((first, now + minutes(1)), (second, said.earliest), (third, now + minutes(200))):
        operations.call(ticket_id=ticket.id, booth_id=None, actor=OFFICER, now=when)
    come(branch, now + minutes(201))
    found = queries.estimate_record(first_day=now.date(), last_day=now.date(), branch_id=branch.id)
    assert (found.given, found.called, found.held, found.later, found.uncalled) == (4, 3, 2, 1, 1)
    assert queries.estimate_record(first_day=now.date(), last_day=now.date(), branch_id=new_id()).given == 0


def test_more_places_make_the_wait_shorter(branch: BranchView, now: datetime) -> None:
    three(branch, now)
    spans = []
    for places in (1, 6):
        operations.note_places(branch_id=branch.id, places=places, now=now)
        spans.append(queries.line(branch_id=branch.id, now=now)[2].wait)
    assert spans[1].high < spans[0].high


def test_why_of_any_two(branch: BranchView, booth_of: dict[int, BoothView], now: datetime) -> None:
    first, second, third = three(branch, now)
    online = come(branch, now + minutes(4), channel="online")
    operations.call(ticket_id=online.id, booth_id=None, actor=OFFICER, now=now + minutes(5))
    operations.hold(ticket_id=third.id, branch_id=branch.id, actor=TABLET, now=now)

    def why(one: TicketView, other: TicketView) -> tuple[str, Why]:
        found = queries.compare(one=one.id, other=other.id, now=now + minutes(6))
        assert found == queries.compare(one=other.id, other=one.id, now=now + minutes(6))
        assert found is not None
        return found.first, found.explanation.why

    assert why(second, first) == ("A-001", Why.CAME_EARLIER)
    assert why(first, online) == ("D-001", Why.OTHER_WAY)
    assert why(first, third) == ("A-001", Why.NOT_WAITING)
    assert [one.first for one in queries.ahead_of(ticket_id=second.id, now=now)] == ["A-001"]
    assert queries.compare_labels(branch_id=branch.id, one="A-001", other="Z-9", now=now) is None
    assert queries.compare(one=first.id, other=new_id(), now=now) is None


def test_a_check_in_that_arrives_late_counts_from_when_it_was_made(branch: BranchView, now: datetime) -> None:
    come(branch, now - minutes(1))
    late = operations.arrive(
        branch_id=branch.id,
        channel="onsite",
        subject_id=new_id(),
        display_name="Sri",
        booking_id=None,
        due_at=None,
        priority="",
        actor=TABLET,
        now=now,
        arrived_at=now - minutes(10),
    )
    assert Ticket.objects.get(pk=late.id).arrived_at == now - minutes(10)
    assert order(branch, now) == ["A-002", "A-001"]
