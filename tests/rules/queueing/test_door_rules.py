"""Kept turns, companions, questions about health, and check-ins that arrive late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lapak.queueing.rules.companions import companions_inside
from lapak.queueing.rules.hall import Hall
from lapak.queueing.rules.kept import is_left_over, last_day
from lapak.queueing.rules.scans import scanned_at
from lapak.queueing.rules.screening import Questions, Screened, screen

MONDAY = date(2020, 6, 22)
TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
FOUR = datetime(2020, 6, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes_after_closing", "desks_open", "is_over"),
    [(-60, False, False), (60, False, False), (61, False, True), (61, True, False), (600, True, False)],
)
def test_a_day_is_over_an_hour_after_closing_unless_somebody_serves(
    minutes_after_closing: int, desks_open: bool, is_over: bool
) -> None:
    found = is_left_over(
        service_day=MONDAY,
        arrived_at=TEN,
        today=MONDAY,
        closes_at=FOUR,
        desks_open=desks_open,
        now=FOUR + timedelta(minutes=minutes_after_closing),
    )
    assert found is is_over


@pytest.mark.parametrize(
    ("hours", "desks_open", "is_over"),
    [(1, False, True), (1, True, False), (12, True, False), (13, True, True)],
)
def test_after_midnight_only_who_is_being_served_goes_on(hours: int, desks_open: bool, is_over: bool) -> None:
    found = is_left_over(
        service_day=MONDAY,
        arrived_at=TEN,
        today=MONDAY + timedelta(days=1),
        closes_at=None,
        desks_open=desks_open,
        now=TEN + timedelta(hours=hours),
    )
    assert found is is_over


def test_a_branch_that_never_closes_ends_no_day_before_midnight() -> None:
    assert not is_left_over(
        service_day=MONDAY, arrived_at=TEN, today=MONDAY, closes_at=None, desks_open=False, now=FOUR
    )
    assert last_day(day=MONDAY) == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("companions", "priority", "inside", "allowed"),
    [
        (0, "disabled", 0, 0),
        (3, "", 0, 3),
        (3, "", 35, 2),  # 40 seats, 2 kept, 1 for the person
        (2, "", 38, 0),
        (2, "disabled", 40, 1),  # a companion who is needed comes in even when it is full
        (1, "elderly", 40, 1),
    ],
)
def test_companions_come_in_while_there_is_room_and_a_needed_one_always(
    companions: int, priority: str, inside: int, allowed: int
) -> None:
    hall = Hall(inside=inside, limit=40, priority_seats=2)
    assert companions_inside(companions=companions, priority=priority, hall=hall) == allowed


ON = Questions(is_on=True, texts=("Demam?", "Batuk?"))


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ([], Screened.TO_ASK),
        ([False], Screened.TO_ASK),
        ([False, None], Screened.TO_ASK),
        ([False, False], Screened.PASSED),
        ([True], Screened.DEFERRED),
        ([None, True], Screened.DEFERRED),
        ([False, False, True], Screened.PASSED),  # a question nobody asks
    ],
)
def test_one_yes_is_enough_and_every_question_must_be_answered(
    answers: list[bool | None], result: Screened
) -> None:
    assert screen(questions=ON, answers=answers) == result


def test_an_office_that_asks_nothing_lets_people_pass() -> None:
    off = Questions(is_on=False, texts=("Demam?",))
    assert screen(questions=off, answers=[]) == Screened.PASSED
    assert screen(questions=Questions(is_on=True, texts=()), answers=[]) == Screened.PASSED


@pytest.mark.parametrize(
    ("minutes", "back", "is_too_old"),
    [(0, 0, False), (10, 10, False), (240, 240, False), (241, 0, True), (-90, 0, False)],
)
def test_a_late_check_in_counts_from_when_it_was_made(minutes: int, back: int, is_too_old: bool) -> None:
    found = scanned_at(age=timedelta(minutes=minutes), now=TEN)
    assert (found.at, found.is_too_old) == (TEN - timedelta(minutes=back), is_too_old)


@pytest.mark.parametrize(
    ("age", "after", "at"),
    [(60, 90, -60_000), (60, 60, -59_999), (60, 58, -57_999), (0, 0, 0), (-5, 0, 0)],
)
def test_a_tablets_check_ins_stay_in_order_when_one_took_long_to_arrive(
    age: int, after: int, at: int
) -> None:
    before = TEN - timedelta(seconds=after)
    found = scanned_at(age=timedelta(seconds=age), now=TEN, after=before)
    assert found.at == TEN + timedelta(milliseconds=at)
