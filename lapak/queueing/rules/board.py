"""What a lobby board makes of the calls of a branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SHOWN_FOR = timedelta(hours=3)
SHOWN_AS_NOW_FOR = timedelta(minutes=10)
SPOKEN_FOR = timedelta(minutes=2)  # a board that was away says no call that is older: nobody stands up for it
RECENT_CALLS = 3


@dataclass(frozen=True)
class BoardCall:
    """A call to a booth. `is_awaited` until the person is there; `section` is where the booth stands."""

    ticket_id: UUID
    label: str
    booth_number: int
    section: str
    called_at: datetime
    is_awaited: bool

    @property
    def key(self) -> str:
        """Return what tells this call from every other, a repeated call of the same ticket included."""
        return f"{self.ticket_id} {self.called_at.isoformat()}"


@dataclass(frozen=True)
class Shown:
    """The call in the middle, those before it, what is to be spoken (oldest first), and the last numbers."""

    calling: BoardCall | None
    recent: tuple[BoardCall, ...]
    spoken: tuple[BoardCall, ...]
    last: tuple[str, ...]


def shown(*, calls: Sequence[BoardCall], section: str, now: datetime) -> Shown:
    """Return what a board shows and speaks of the latest calls of its branch.

    A board with a section shows calls to the booths there; `last` has the last number under each letter.
    """
    mine = [call for call in calls if not section or call.section == section]
    mine = [call for call in mine if timedelta(0) <= now - call.called_at < SHOWN_FOR]
    mine.sort(key=lambda call: (call.called_at, call.label), reverse=True)
    has_now = bool(mine) and now - mine[0].called_at < SHOWN_AS_NOW_FOR
    before = mine[1:] if has_now else mine
    last = {call.label.partition("-")[0]: call.label for call in reversed(mine)}
    return Shown(
        calling=mine[0] if has_now else None,
        recent=tuple(before[:RECENT_CALLS]),
        spoken=tuple(
            call for call in reversed(mine) if call.is_awaited and now - call.called_at < SPOKEN_FOR
        ),
        last=tuple(last[letter] for letter in sorted(last)),
    )
