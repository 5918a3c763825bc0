"""How a day is given out: announced, drawn among those who ask in the first minutes, then turn by turn.

Everybody stands in one line: first who took part in the draw, by its order, then who came later, by arrival.
A turn is given only while a place is free for it, so that a turn is a promise; the hours are chosen in waves,
the first in line first. When nobody is left in line, what is free can be booked by anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lapak.kernel.zones import utc_moment
from lapak.offices.rules.workday import Terms

DRAW_AFTER = timedelta(seconds=10)  # who pressed in the last second is still being written
WAVES, WAVE_EVERY = 20, timedelta(seconds=15)  # five minutes until the last drawn place may be chosen
LONGEST = timedelta(hours=24)  # then whatever is free is free for everybody, whoever is still asked
SOON, SELDOM = 10, 60  # seconds between two looks at the page


class LotState(StrEnum):
    """In line; may choose a time; has one; let the turn pass; on the waiting list; gone by own wish."""

    WAITING = "waiting"
    TURN = "turn"
    SERVED = "served"
    PASSED = "passed"
    LISTED = "listed"
    LEFT = "left"


LIVE = (LotState.WAITING, LotState.TURN)


class Phase(StrEnum):
    """Announced; the minutes in which the order of arrival counts for nothing; being drawn; turn by turn;
    over, everybody may book.
    """

    ANNOUNCED = "announced"
    WINDOW = "window"
    DRAWING = "drawing"
    LINE = "line"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """From when people can enter, and until when it counts as the same moment (UTC)."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class InLine:
    """Somebody in line, the first first."""

    id: UUID
    priority: bool


@dataclass(frozen=True)
class Call:
    """Whose turn it is, and whether it is for one of the places kept for priority people."""

    id: UUID
    kept: bool


@dataclass
class Room:
    """Free places that nobody's turn counts on: for everybody, and kept for priority people."""

    general: int
    kept: int


def window(*, day: date, terms: Terms, zone: str) -> Window | None:
    """Return when a branch's day opens, None where the terms ask for no draw (`lot_minutes` 0).

    A day opens on the first day on which it lies within the horizon, at the hour of the branch's clock.
    """
    if not terms.lot_minutes:
        return None
    first = day - timedelta(days=terms.horizon_days - 1)
    opens_at = utc_moment(day=first, at=terms.opens_at, zone=zone)
    return Window(opens_at, opens_at + timedelta(minutes=terms.lot_minutes))


def phase(
    *,
    opens_at: datetime,
    closes_at: datetime,
    drawn_at: datetime | None,
    ended_at: datetime | None,
    now: datetime,
) -> Phase:
    """Return where a release stands."""
    if ended_at is not None:
        return Phase.OVER
    if drawn_at is not None:
        return Phase.LINE
    if now < opens_at:
        return Phase.ANNOUNCED
    return Phase.WINDOW if now < closes_at else Phase.DRAWING


def due(*, places: int, drawn_at: datetime, now: datetime) -> int | None:
    """Return how far in line turns may have come by now, None when they may go on to the end.

    Each wave is a twentieth of the places that were free at the draw.
    """
    waves = (now - drawn_at) // WAVE_EVERY + 1
    return None if waves > WAVES else waves * _wave(places)


def called_about(*, rank: int, places: int, drawn_at: datetime) -> datetime | None:
    """Return about when a rank may choose, None when it depends on others who let their turn pass."""
    return drawn_at + WAVE_EVERY * ((rank - 1) // _wave(places)) if rank <= places else None


def calls(*, line: Sequence[InLine], room: Room) -> tuple[Call, ...]:
    """Return whose turn it is now. Uses up the room.

    Priority people get a kept place where one is left, else one like everybody. Who cannot be given a place
    is passed over without losing the place in line.
    """
    found = []
    for one in line:
        if one.priority and room.kept > 0:
            room.kept -= 1
            found.append(Call(one.id, kept=True))
        elif room.general > 0:
            room.general -= 1
            found.append(Call(one.id, kept=False))
    return tuple(found)


def look_again(*, wait: timedelta, spread: float) -> int:
    """Return after how many seconds a page looks again, when something may happen after `wait`.

    `spread` (0 up to 1, by chance) keeps many phones from asking in the same second.
    """
    seconds = max(0, int(wait.total_seconds()))
    if seconds <= SELDOM:
        return max(SOON, seconds + 1) + int(SOON * spread)
    return int(SELDOM * (1 + spread / 2))


def _wave(places: int) -> int:
    return max(1, -(-places // WAVES))
