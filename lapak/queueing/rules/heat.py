"""When a branch is busy, by weekday and hour, and when it is best to come. Hours are those of the branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from lapak.offices.rules.workday import Span, overlap

DAYS_NEEDED = 2  # one busy Monday says nothing about Mondays
HOUR = 60
MOST_WINDOWS = 3
BUSY_SHARE = 0.75  # nobody is sent into an hour that is usually crowded


class Level(IntEnum):
    """How full an hour usually is, in five steps from empty to full."""

    EMPTY = 0
    CALM = 1
    MIDDLING = 2
    BUSY = 3
    FULL = 4


@dataclass(frozen=True)
class Cell:
    """An hour: the mean share of the limit that was inside, the most, and on how many days it was seen."""

    share: float
    most: float
    days: int

    @property
    def is_known(self) -> bool:
        """Whether it was seen often enough to speak about."""
        return self.days >= DAYS_NEEDED

    @property
    def level(self) -> Level:
        """The step of its mean share."""
        return level(share=self.share)


Heat = Mapping[tuple[int, int], Cell]  # by weekday (0 is Monday) and hour


@dataclass(frozen=True)
class Window:
    """Hours of a day in which it is usually calm: minutes of the branch's day, and the mean share then."""

    day: date
    span: Span
    share: float


def level(*, share: float) -> Level:
    """Return the step of a share of the limit."""
    return Level(sum(share >= step for step in (0.15, 0.4, 0.65, 0.9)))


def best_times(*, heat: Heat, open: Mapping[date, Sequence[Span]], after: int) -> tuple[Window, ...]:
    """Return the calmest stretches of the coming days, at most three and one a day, by time.

    `open` has the coming days in order with their open hours; on the first one `after` minutes have passed.
    Only hours that are open for all of their sixty minutes and were seen on two days and more are offered.
    """
    found = []
    for number, (day, spans) in enumerate(open.items()):
        hours = [
            hour
            for hour in range(24)
            if (number or hour * HOUR >= after) and _is_whole(hour, spans) and _is_calm(heat, day, hour)
        ]
        if hours:
            found.append(_calmest(heat, day, hours))
    return tuple(sorted(sorted(found, key=lambda one: one.share)[:MOST_WINDOWS], key=lambda one: one.day))


def coming_days(*, first: date, count: int) -> tuple[date, ...]:
    """Return so many days from `first` on."""
    return tuple(first + timedelta(days=number) for number in range(count))


def _is_whole(hour: int, spans: Sequence[Span]) -> bool:
    return sum(overlap(Span(hour * HOUR, hour * HOUR + HOUR), span) for span in spans) == HOUR


def _is_calm(heat: Heat, day: date, hour: int) -> bool:
    cell = heat.get((day.weekday(), hour))
    return cell is not None and cell.is_known and cell.share < BUSY_SHARE


def _calmest(heat: Heat, day: date, hours: Sequence[int]) -> Window:
    """Return the calmest hour, with the ones beside it that are on the same step."""
    cells = {hour: heat[day.weekday(), hour] for hour in hours}
    best = min(hours, key=lambda hour: (cells[hour].share, hour))
    first = last = best
    while first - 1 in cells and cells[first - 1].level <= cells[best].level:
        first -= 1
    while last + 1 in cells and cells[last + 1].level <= cells[best].level:
        last += 1
    together = [cells[hour].share for hour in range(first, last + 1)]
    return Window(day, Span(first * HOUR, (last + 1) * HOUR), sum(together) / len(together))
