from datetime import UTC, datetime, timedelta

import pytest

from lapak.queueing.rules.leaving import Leave, is_near, leave, leave_at

NOW = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize("travel", range(0, 181, 5))
@pytest.mark.parametrize("wait", range(0, 241, 7))
def test_who_leaves_when_told_is_there_five_minutes_before_the_earliest_call(travel: int, wait: int) -> None:
    earliest = NOW + minutes(wait)
    at = leave_at(earliest=earliest, travel_minutes=travel)
    assert at + minutes(travel) + minutes(5) == earliest
    said = leave(earliest=earliest, travel_minutes=travel, now=NOW)
    expected = Leave.NOW if wait <= travel + 5 else Leave.SOON if wait <= travel + 15 else Leave.STAY
    assert said == expected


@pytest.mark.parametrize(
    ("low", "travel", "told"),
    [(10, 0, True), (11, 0, False), (11, 6, True), (25, 20, True), (26, 20, False), (0, 180, True)],
)
def test_people_are_told_ten_minutes_before_or_as_early_as_their_way_asks(
    low: int, travel: int, told: bool
) -> None:
    assert is_near(low_minutes=low, travel_minutes=travel) is told
