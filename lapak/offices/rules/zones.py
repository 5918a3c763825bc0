"""How many people may stand in a part of a branch, and when somebody is told that it fills."""

from dataclasses import dataclass
from enum import StrEnum

CM2_PER_M2 = 10_000
PERCENT = 100
USUAL_DISTANCE_CM = 100  # at least one metre apart (Kepmenkes HK.01.07/MENKES/382/2020, public places)
USUAL_ALARM_PERCENT = 80
DISTANCES_CM = (50, 500)
ALARM_PERCENTS = (50, 99)


class ZoneKind(StrEnum):
    """The waiting hall with its booths, the yard before it, and the gate to the street."""

    HALL = "hall"
    YARD = "yard"
    GATE = "gate"


@dataclass(frozen=True)
class Zone:
    """A part of a branch: its floor, how far apart people stand, and a limit that is stated besides.

    Of `area_m2` and `people_limit` one may be None; what is stricter counts. A stated limit of 0 says that
    the branch does not keep this zone.
    """

    kind: ZoneKind
    area_m2: int | None = None
    distance_cm: int = USUAL_DISTANCE_CM
    people_limit: int | None = None
    alarm_percent: int = USUAL_ALARM_PERCENT

    @property
    def room(self) -> int | None:
        """People for whom the floor is enough, each on a square of that distance; None without area."""
        return None if self.area_m2 is None else self.area_m2 * CM2_PER_M2 // self.distance_cm**2

    @property
    def limit(self) -> int:
        """At most so many people."""
        return min((each for each in (self.people_limit, self.room) if each is not None), default=0)

    @property
    def alarm_at(self) -> int:
        """People from whom on somebody is told: before the limit is reached, wherever that is possible."""
        share = -(-self.limit * self.alarm_percent // PERCENT)
        return max(1, min(share, self.limit - 1))
