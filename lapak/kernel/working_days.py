"""Working days: Monday to Friday without national holidays and joint leave, which the caller passes in."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(*, day: date, holidays: Collection[date]) -> bool:
    """Return whether offices work on that day."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(*, day: date, holidays: Collection[date]) -> date:
    """Return the first working day after `day`."""
    return add_working_days(start=day, count=1, holidays=holidays)


def add_working_days(*, start: date, count: int, holidays: Collection[date]) -> date:
    """Return the `count`-th working day after `start`, which itself is not counted.

    A count of 0 returns `start` as it is. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    day, left = start, count
    while left:
        day += _DAY
        left -= is_working_day(day=day, holidays=holidays)
    return day


def count_working_days(*, start: date, end: date, holidays: Collection[date]) -> int:
    """Return how many working days lie after `start`, up to and including `end`."""
    span = max((end - start).days, 0)
    return sum(is_working_day(day=start + _DAY * n, holidays=holidays) for n in range(1, span + 1))
