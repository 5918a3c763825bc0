from datetime import UTC, datetime, timedelta

import pytest

from lapak.journal.queries import trail
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import MoveRefused
from lapak.offices.operations import save_branch
from lapak.offices.queries import BoothView, BranchView
from lapak.queueing import operations, queries
from tests.operations.queueing.arriving import OFFICER, TABLET, come

pytestmark = pytest.mark.django_db


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_numbers_run_by_letter_and_begin_anew_each_day_of_the_branch(
    branch: BranchView, now: datetime
) -> None:
    labels = [
        come(branch, now).label,
        come(branch, now, channel="online").label,
        come(branch, now, priority="elderly").label,
        come(branch, now).label,
    ]
    assert labels == ["A-001", "D-001", "P-001", "A-002"]
    late_evening = datetime(2020, 6, 22, 16, 59, tzinfo=UTC)  # 23.59 WIB
    assert come(branch, late_evening).label == "A-003"
    assert come(branch, late_evening + minutes(1)).label == "A-001"


def test_numbers_of_another_branch_are_its_own(branch: BranchView, now: datetime) -> None:
    other = save_branch(code="JYP", hours=[], booths=0, name="J", timezone="Asia/Jayapura", hall_limit=9)
    come(branch, now)
    assert come(other, now).label == "A-001"


def test_who_scans_twice_keeps_the_number(branch: BranchView, now: datetime) -> None:
    claim = new_id()
    first = come(branch, now, claim=claim)
    again = come(branch, now + minutes(1), claim=claim, priority="elderly")
    assert again == first
    assert come(branch, now).label == "A-002"


def test_a_walk_in_is_known_by_the_person(branch: BranchView, now: datetime) -> None:
    first = come(branch, now, person_key="k")
    assert come(branch, now, person_key="k").id == first.id
    assert come(branch, now, person_key="other").id != first.id
    assert come(branch, now).id != come(branch, now).id


def test_who_has_no_name_yet_is_called_by_the_ticket(branch: BranchView, now: datetime) -> None:
    assert come(branch, now, name="").display_name == "A-001"


def test_a_visit_from_arrival_to_its_end(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    ticket = come(branch, now).id
    called = operations.call(ticket_id=ticket, booth_id=booth_of[4].id, actor=TABLET, now=now + minutes(3))
    assert (called.state, called.booth_number, called.called_at) == ("called", 4, now + minutes(3))
    assert called.service_started_at is None
    for _ in range(2):
        started = operations.start_service(ticket_id=ticket, actor=TABLET, now=now + minutes(4))
    assert (started.state, started.service_started_at) == ("in_service", now + minutes(4))
    for _ in range(2):
        done = operations.finish(ticket_id=ticket, outcome="verified", actor=OFFICER, now=now + minutes(20))
    assert (done.state, done.finished_at) == ("done", now + minutes(20))
    told = [link.what for link in trail(subject=Subject("ticket", str(ticket)))]
    assert told == ["ticket.arrived", "ticket.called", "ticket.in_service", "ticket.done"]


def test_nothing_of_a_person_goes_into_the_journal(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now, name="Sri Wahyuni", person_key="geheim").id
    (entry,) = trail(subject=Subject("ticket", str(ticket)))
    assert "Sri" not in str(entry)
    assert "geheim" not in str(entry)


def test_moves_that_make_no_sense_are_refused(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now).id
    with pytest.raises(MoveRefused):
        operations.start_service(ticket_id=ticket, actor=TABLET, now=now)
    with pytest.raises(MoveRefused):
        operations.finish(ticket_id=ticket, outcome="x", actor=OFFICER, now=now)
    operations.call(ticket_id=ticket, booth_id=None, actor=OFFICER, now=now)
    with pytest.raises(MoveRefused):
        operations.call(ticket_id=ticket, booth_id=None, actor=OFFICER, now=now)
    with pytest.raises(MoveRefused):
        operations.no_show(ticket_id=ticket, actor=TABLET, now=now)  # only the office says that nobody came
    with pytest.raises(NotFound):
        operations.leave(ticket_id=new_id(), actor=TABLET, now=now)


def test_a_booth_takes_one_person(branch: BranchView, booth_of: dict[int, BoothView], now: datetime) -> None:
    one, two = come(branch, now).id, come(branch, now).id
    operations.call(ticket_id=one, booth_id=booth_of[1].id, actor=OFFICER, now=now)
    with pytest.raises(operations.BoothTaken):
        operations.call(ticket_id=two, booth_id=booth_of[1].id, actor=OFFICER, now=now)
    assert [ticket.id for ticket in queries.waiting(branch_id=branch.id, now=now)] == [two]
    operations.no_show(ticket_id=one, actor=OFFICER, now=now)
    operations.call(ticket_id=two, booth_id=booth_of[1].id, actor=OFFICER, now=now)


def test_who_was_interrupted_is_next_and_the_booth_is_free(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    first = come(branch, now).id
    waiting = come(branch, now, priority="elderly").id
    operations.call(ticket_id=first, booth_id=booth_of[1].id, actor=OFFICER, now=now)
    operations.start_service(ticket_id=first, actor=OFFICER, now=now)
    back = operations.return_first(ticket_id=first, actor=OFFICER, now=now + minutes(5))
    assert (back.state, back.booth_id) == ("waiting", None)
    line = queries.line(branch_id=branch.id, now=now)
    assert [(each.ticket.id, each.reason) for each in line] == [(first, "returning"), (waiting, "priority")]
    assert queries.ticket_at_booth(booth_id=booth_of[1].id) is None


def test_priority_changes_the_letter_and_the_place(branch: BranchView, now: datetime) -> None:
    come(branch, now)
    late = come(branch, now + minutes(5))
    given = operations.set_priority(
        ticket_id=late.id, branch_id=branch.id, priority="pregnant", actor=TABLET, now=now
    )
    assert (given.label, given.priority) == ("P-001", "pregnant")
    assert queries.waiting(branch_id=branch.id, now=now)[0].id == late.id
    taken_back = operations.set_priority(
        ticket_id=late.id, branch_id=branch.id, priority="", actor=TABLET, now=now
    )
    assert taken_back.label == "A-003"
    operations.call(ticket_id=late.id, booth_id=None, actor=OFFICER, now=now)
    with pytest.raises(Conflict):
        operations.set_priority(
            ticket_id=late.id, branch_id=branch.id, priority="elderly", actor=TABLET, now=now
        )
    with pytest.raises(NotFound):
        operations.set_priority(
            ticket_id=late.id, branch_id=new_id(), priority="elderly", actor=TABLET, now=now
        )


def test_pagers_are_given_once_and_come_back(branch: BranchView, now: datetime) -> None:
    one, two = come(branch, now).id, come(branch, now).id

    def outside(ticket: object) -> object:
        return operations.set_waits(
            ticket_id=ticket, branch_id=branch.id, waits="pager", actor=TABLET, now=now
        ).pager

    assert outside(one) == outside(one) == 1
    with pytest.raises(operations.NoPager):
        outside(two)
    assert [each.ticket.id for each in queries.waiting_outside(branch_id=branch.id, now=now)] == [one]
    operations.leave(ticket_id=one, actor=TABLET, now=now)
    assert outside(two) == 1


def test_who_is_called_by_the_ticket_is_called_by_the_new_one(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now, name="")
    given = operations.set_priority(
        ticket_id=ticket.id, branch_id=branch.id, priority="elderly", actor=TABLET, now=now
    )
    assert given.display_name == "P-001"
    named = come(branch, now, name="Sri Wahyuni")
    given = operations.set_priority(
        ticket_id=named.id, branch_id=branch.id, priority="elderly", actor=TABLET, now=now
    )
    assert given.display_name == "Sri Wahyuni"
