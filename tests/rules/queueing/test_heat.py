from datetime import date
from itertools import pairwise

import pytest

from lapak.offices.rules.workday import Span
from lapak.queueing.rules.heat import Cell, Heat, Level, best_times, coming_days, level

MONDAY = date(2020, 6, 22)
DAYS = coming_days(first=MONDAY, count=8)
OPEN = {day: [Span(8 * 60, 12 * 60), Span(13 * 60, 15 * 60)] if day.weekday() < 5 else [] for day in DAYS}


def heat(shares: dict[tuple[int, int], float], days: int = 4) -> Heat:
    usual = {(weekday, hour): Cell(0.7, 0.9, 4) for weekday in range(7) for hour in range(24)}
    return {**usual, **{key: Cell(share, share, days) for key, share in shares.items()}}


def found(
    shares: dict[tuple[int, int], float], *, after: int = 0, days: int = 4
) -> list[tuple[int, int, int]]:
    windows = best_times(heat=heat(shares, days), open=OPEN, after=after)
    return [((one.day - MONDAY).days, one.span.start // 60, one.span.end // 60) for one in windows]


def test_the_calmest_hours_of_three_days_are_offered_by_time() -> None:
    calm = {(0, 9): 0.2, (1, 13): 0.1, (2, 8): 0.3, (3, 14): 0.05}
    assert found(calm) == [(0, 9, 10), (1, 13, 14), (3, 14, 15)]


def test_hours_beside_that_are_as_calm_belong_to_it() -> None:
    assert (1, 13, 15) in found({(1, 13): 0.2, (1, 14): 0.3})
    assert (1, 9, 11) in found({(1, 9): 0.2, (1, 10): 0.3})


def test_hours_that_passed_today_are_not_offered() -> None:
    assert all(day for day, _, _ in found({(0, 9): 0.0, (1, 9): 0.1, (2, 9): 0.1, (3, 9): 0.1}, after=541))


@pytest.mark.parametrize("closed", [(5, 9), (0, 12), (0, 7), (0, 15)])
def test_nobody_is_sent_to_a_closed_door(closed: tuple[int, int]) -> None:
    assert all(
        not (weekday % 7 == closed[0] and start <= closed[1] < end)
        for weekday, start, end in found({closed: 0.0})
    )


def test_what_was_seen_once_is_not_known_and_a_crowded_hour_not_advised() -> None:
    assert (1, 9, 10) not in found({(1, 9): 0.01}, days=1)
    assert best_times(heat={(0, 9): Cell(0.8, 0.9, 9)}, open=OPEN, after=0) == ()
    assert best_times(heat={}, open=OPEN, after=0) == ()


@pytest.mark.parametrize(
    ("share", "step"), [(0, 0), (0.149, 0), (0.15, 1), (0.4, 2), (0.65, 3), (0.9, 4), (1.4, 4)]
)
def test_a_share_has_one_of_five_steps(share: float, step: int) -> None:
    assert level(share=share) == Level(step)


def test_fuller_is_never_a_lower_step() -> None:
    steps = [level(share=each / 100) for each in range(130)]
    assert all(one <= other for one, other in pairwise(steps))
