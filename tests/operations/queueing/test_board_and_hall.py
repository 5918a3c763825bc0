from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapak.kernel.ids import new_id
from lapak.kernel.zones import local
from lapak.offices.models import Booth
from lapak.offices.operations import set_rest
from lapak.offices.queries import BoothView, BranchView
from lapak.queueing import operations, queries
from tests.operations.queueing.arriving import OFFICER, TABLET, come

pytestmark = pytest.mark.django_db


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_the_board_shows_the_newest_call_and_three_before_it(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    for number in range(1, 6):
        ticket = come(branch, now)
        operations.call(
            ticket_id=ticket.id, booth_id=booth_of[number].id, actor=OFFICER, now=now + minutes(number)
        )
    board = queries.board(branch_id=branch.id, now=now + minutes(6))
    assert board.calls.calling is not None
    assert (board.calls.calling.label, board.calls.calling.booth_number) == ("A-005", 5)
    assert [(call.label, call.booth_number) for call in board.calls.recent] == [
        ("A-004", 4),
        ("A-003", 3),
        ("A-002", 2),
    ]


def test_a_call_is_not_shown_as_new_for_ever(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    ticket = come(branch, now)
    operations.call(ticket_id=ticket.id, booth_id=booth_of[1].id, actor=OFFICER, now=now)
    board = queries.board(branch_id=branch.id, now=now + minutes(11))
    assert board.calls.calling is None
    assert [call.label for call in board.calls.recent] == ["A-001"]
    assert queries.board(branch_id=branch.id, now=now + timedelta(hours=4)).calls.recent == ()


@pytest.mark.parametrize("what", ["one booth works", "a break", "only calls by video ahead", "nobody here"])
def test_the_board_says_what_the_next_to_come_is_told(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime, what: str
) -> None:
    operations.note_places(branch_id=branch.id, places=6, now=now)
    match what:
        case "one booth works":
            Booth.objects.filter(branch_id=branch.id).exclude(pk=booth_of[1].id).update(out_of_order_at=now)
        case "a break":
            here = local(moment=now, zone=branch.timezone)
            set_rest(
                branch_id=branch.id,
                weekday=here.weekday(),
                starts=here.time(),
                ends=time(13),
                first_day=here.date(),
                actor=OFFICER,
                now=now,
            )
    if what != "nobody here":
        first = come(branch, now)
        operations.call(ticket_id=first.id, booth_id=booth_of[1].id, actor=OFFICER, now=now)
        for _ in range(6):
            come(branch, now, channel="online" if "video" in what else "onsite")
    board = queries.board(branch_id=branch.id, now=now)
    told = queries.place_in_line(ticket_id=come(branch, now).id, now=now)
    assert told is not None
    assert board.wait_minutes == told.wait.middle


def test_a_board_takes_the_same_statements_however_long_the_line(
    branch: BranchView, now: datetime, django_assert_num_queries: Any
) -> None:
    come(branch, now)
    with CaptureQueriesContext(connection) as short:
        queries.board(branch_id=branch.id, now=now)
    for _ in range(12):
        come(branch, now)
    with django_assert_num_queries(len(short)):
        queries.board(branch_id=branch.id, now=now)


def test_calling_once_more_starts_no_new_run_of_priority_numbers(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    other = come(branch, now - minutes(60))
    first = [come(branch, now - minutes(10), priority="elderly") for _ in range(4)]
    come(branch, now - minutes(5))
    for number, ticket in enumerate((other, *first[:2]), start=1):
        at = now + minutes(number)
        operations.call(ticket_id=ticket.id, booth_id=booth_of[number].id, actor=OFFICER, now=at)
    operations.recall(ticket_id=other.id, actor=OFFICER, now=now + minutes(4))
    assert queries.waiting(branch_id=branch.id, now=now + minutes(5))[0].label == "A-002"


def test_people_on_the_phone_and_names_stay_off_the_board(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now, channel="online", name="Sri Wahyuni")
    operations.call(ticket_id=ticket.id, booth_id=None, actor=OFFICER, now=now)
    board = queries.board(branch_id=branch.id, now=now)
    assert (board.calls.calling, board.calls.recent) == (None, ())
    assert "Sri" not in str(board)


def test_the_place_in_line_falls_as_people_are_called(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    first, second = come(branch, now), come(branch, now + minutes(1))
    before = queries.place_in_line(ticket_id=second.id, now=now)
    assert before is not None
    assert (before.place, before.last_called, before.reason) == (2, "", "walk_in")
    operations.call(ticket_id=first.id, booth_id=booth_of[1].id, actor=OFFICER, now=now + minutes(2))
    after = queries.place_in_line(ticket_id=second.id, now=now + minutes(2))
    assert after is not None
    assert (after.place, after.last_called) == (1, "A-001")
    assert after.wait.low < before.wait.high
    assert after.earliest == now + minutes(2) + minutes(after.wait.low)
    assert queries.place_in_line(ticket_id=first.id, now=now) is None


def test_the_hall_is_counted_and_the_last_press_taken_back(branch: BranchView, now: datetime) -> None:
    def press(delta: int) -> int:
        view = operations.count_person(
            branch_id=branch.id, delta=delta, tap_id=new_id(), actor=TABLET, now=now
        )
        return view.hall.inside

    assert [press(1), press(1), press(-1), press(1), press(1)] == [1, 2, 1, 2, 3]
    for left in (2, 1, 2, 1, 0):
        view = operations.undo_count(branch_id=branch.id, actor=TABLET, now=now)
        assert view.hall.inside == left
    with pytest.raises(operations.HallRefused, match="nothing_to_undo"):
        operations.undo_count(branch_id=branch.id, actor=TABLET, now=now)


def test_a_press_that_arrives_twice_counts_once(branch: BranchView, now: datetime) -> None:
    tap = new_id()
    for _ in range(2):
        view = operations.count_person(branch_id=branch.id, delta=1, tap_id=tap, actor=TABLET, now=now)
    assert view.hall.inside == 1
    assert (view.last_delta, view.last_at) == (1, now)


def test_the_count_does_not_survive_the_night(branch: BranchView, now: datetime) -> None:
    operations.count_person(branch_id=branch.id, delta=1, tap_id=new_id(), actor=TABLET, now=now)
    morning = now + timedelta(hours=20)
    assert queries.hall(branch_id=branch.id, now=morning).hall.inside == 0
    with pytest.raises(operations.HallRefused, match="nothing_to_undo"):
        operations.undo_count(branch_id=branch.id, actor=TABLET, now=morning)
    view = operations.count_person(branch_id=branch.id, delta=1, tap_id=new_id(), actor=TABLET, now=morning)
    assert view.hall.inside == 1
