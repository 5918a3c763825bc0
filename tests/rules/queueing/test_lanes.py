"""One line, two lanes: who needs a booth waits for booths, who needs none does not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lapak.offices.rules.workday import Span
from lapak.queueing.rules.estimates import WaitRange, wait_range
from lapak.queueing.rules.lanes import Called, Lane, Waiter, gap_of, waits

TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
ALL_DAY = (Span(0, 1440),)
FIVE = timedelta(minutes=5)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def lane(*, free: int = 0, gap: timedelta = FIVE, expected: int = 0) -> Lane:
    return Lane(gap, free, [TEN] * expected)


def told(kinds: str, *, video: Lane, visit: Lane) -> list[WaitRange]:
    """Return the waits of a line written as `vbb`: v for video, b for who needs a booth."""
    line = [Waiter(UUID(int=number), TEN, kind == "b") for number, kind in enumerate(kinds)]
    found = waits(line=line, video=video, visit=visit, minute=600, open=ALL_DAY)
    return [found[one.ticket_id] for one in line]


def test_only_those_of_the_own_lane_are_ahead() -> None:
    found = told("bbbv", video=lane(), visit=lane())
    assert found[3] == wait_range(ahead=0, pace=FIVE)
    assert found[2] == wait_range(ahead=2, pace=FIVE)
    assert told("vvvb", video=lane(), visit=lane())[3] == wait_range(ahead=0, pace=FIVE)


def test_where_a_place_is_free_the_call_may_come_at_once() -> None:
    found = told("vvv", video=lane(free=2), visit=lane())
    assert [one.low for one in found[:2]] == [0, 0]
    assert found[2] == wait_range(ahead=0, pace=FIVE)


def test_a_visit_that_finds_a_booth_is_ahead_of_a_video_call_for_the_free_place() -> None:
    assert told("bv", video=lane(free=1), visit=lane(free=1))[1] == wait_range(ahead=0, pace=FIVE)
    assert told("bv", video=lane(free=1), visit=lane(free=0))[1].low == 0


def test_a_free_place_without_a_booth_helps_no_visit() -> None:
    assert told("b", video=lane(free=4), visit=lane(free=0)) == [wait_range(ahead=0, pace=FIVE)]


def test_those_who_are_still_to_come_to_the_own_lane_make_the_late_end_later() -> None:
    alone, later = (told("b", video=lane(), visit=lane(expected=each))[0] for each in (0, 3))
    assert later.low == alone.low
    assert later.high > alone.high
    assert told("b", video=lane(expected=3), visit=lane())[0] == alone


@pytest.mark.parametrize(
    ("calls", "gap"),
    [
        ([], 5.0),
        ([(0, 10)], 5.0),
        ([(0, 10), (0, 20)], (10 + 3 * 5) / 4),
        ([(0, 10), (12, 12)], 5.0),  # nobody waited: called on arrival
        ([(0, 10), (0, 10), (0, 10)], 5.0),  # called together: the desks opened
        ([(0, 10), (0, 200)], (15 + 3 * 5) / 4),  # a pause, cut off at three usual gaps
    ],
)
def test_the_pace_is_learned_from_calls_of_people_who_waited(
    calls: list[tuple[int, int]], gap: float
) -> None:
    made = [Called(TEN + minutes(came), TEN + minutes(called)) for came, called in calls]
    assert gap_of(calls=made, usual=FIVE) == minutes(gap)
