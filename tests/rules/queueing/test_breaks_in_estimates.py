import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.offices.rules.workday import Span
from lapak.queueing.rules.estimates import LEAST_SPAN, WaitRange, by_the_clock

OPEN = (Span(480, 720), Span(780, 930))  # 08.00 to 12.00, 13.00 to 15.30


def told(low: int, high: int, *, at: float) -> tuple[int, int]:
    found = by_the_clock(wait=WaitRange(low, high), now=at, open=OPEN)
    return found.low, found.high


@pytest.mark.parametrize(
    ("wait", "at", "clock"),
    [
        ((5, 10), 600.0, (5, 10)),
        ((0, 10), 465.0, (15, 25)),  # a quarter of an hour before the doors open
        ((5, 10), 730.0, (55, 60)),  # in the break
        ((5, 20), 710.0, (5, 80)),  # the break lies between
        ((10, 30), 710.0, (70, 90)),
        ((0, 4), 773.6, (6, 11)),  # seconds make the early end no later
        ((5, 30), 920.0, (5, 30)),  # who is there at closing is served to the end
        ((5, 9), 1000.0, (5, 9)),
    ],
)
def test_nobody_is_told_a_time_in_which_nobody_is_called(
    wait: tuple[int, int], at: float, clock: tuple[int, int]
) -> None:
    assert told(*wait, at=at) == clock


def test_where_no_hours_are_known_a_wait_stays_as_it_is() -> None:
    assert by_the_clock(wait=WaitRange(3, 9), now=100.0, open=()) == WaitRange(3, 9)


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0, 1439))
def test_a_break_only_ever_makes_a_wait_longer_and_keeps_its_order(low: int, more: int, at: float) -> None:
    found = told(low, low + more, at=at)
    assert found[0] >= low
    assert found[1] >= low + more
    assert found[1] - found[0] >= LEAST_SPAN
