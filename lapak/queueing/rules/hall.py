"""How full the hall is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FORGOTTEN_AFTER = timedelta(hours=6)  # the night: whoever was counted in has gone home
CROWDED_SHARE = 0.75


class Fullness(StrEnum):
    ROOMY = "roomy"
    CROWDED = "crowded"
    FULL_FOR_PUBLIC = "full_for_public"
    FULL = "full"


@dataclass(frozen=True)
class Hall:
    """People inside, the limit, and the seats of it that are kept for priority people."""

    inside: int
    limit: int
    priority_seats: int

    @property
    def fullness(self) -> Fullness:
        """How full the hall is, in the word that decides who may still enter."""
        if self.inside >= self.limit:
            return Fullness.FULL
        if self.inside >= self.limit - self.priority_seats:
            return Fullness.FULL_FOR_PUBLIC
        return Fullness.CROWDED if self.inside >= self.limit * CROWDED_SHARE else Fullness.ROOMY

    @property
    def priority_seats_free(self) -> int:
        """Seats kept for priority people that are still empty."""
        return min(self.priority_seats, max(0, self.limit - self.inside))


def inside_now(*, counted: int, moved_at: datetime | None, now: datetime) -> int:
    """Return the count, or 0 when nobody has touched the counter for six hours."""
    return counted if moved_at and now - moved_at < FORGOTTEN_AFTER else 0
