"""Spreading workers over days, and drawing who is called."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lapak.collective.rules.batches import (
    MOST_PER_DAY,
    WORKERS_PER_PLACE,
    DayPlan,
    FreeDay,
    is_sampled,
    places_for,
    spread,
)

FIRST = date(2020, 6, 29)


def days(*places: int) -> list[FreeDay]:
    return [FreeDay(FIRST + timedelta(days=n), one) for n, one in enumerate(places)]


def test_the_soonest_days_are_filled_up_to_what_they_hold() -> None:
    assert spread(workers=60, days=days(5, 0, 2, 9)) == (
        DayPlan(FIRST, 40, 5),
        DayPlan(FIRST + timedelta(days=2), 16, 2),
        DayPlan(FIRST + timedelta(days=3), 4, 1),
    )


def test_what_does_not_fit_is_left_over() -> None:
    assert sum(plan.workers for plan in spread(workers=100, days=days(1, 1))) == 16
    assert spread(workers=0, days=days(4)) == ()
    assert spread(workers=3, days=[]) == ()


@given(st.integers(0, 2_000), st.lists(st.integers(0, 30), max_size=40))
def test_no_day_gets_more_than_it_has_and_nobody_is_lost(workers: int, places: list[int]) -> None:
    free = days(*places)
    plans = spread(workers=workers, days=free)
    room = {one.day: one.places for one in free}
    assert all(plan.places <= room[plan.day] for plan in plans)
    assert all(0 < plan.workers <= min(MOST_PER_DAY, plan.places * WORKERS_PER_PLACE) for plan in plans)
    assert all(plan.places == places_for(workers=plan.workers) for plan in plans)
    capacity = sum(min(MOST_PER_DAY, one * WORKERS_PER_PLACE) for one in places)
    assert sum(plan.workers for plan in plans) == min(workers, capacity)


def test_a_share_is_drawn_by_the_mark_alone_and_everybody_with_a_reason_to_look() -> None:
    marks = [f"{(2 * n + 1) * 0x1_0000_0000 // 2000:08x}" for n in range(1000)]
    assert sum(is_sampled(mark=mark, has_signals=False) for mark in marks) == 100
    assert sum(is_sampled(mark=mark, has_signals=False, percent=0) for mark in marks) == 0
    assert all(is_sampled(mark=mark, has_signals=True, percent=0) for mark in marks)
