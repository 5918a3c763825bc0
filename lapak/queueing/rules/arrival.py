"""May this person come in now? The verdict at the door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lapak.kernel.zones import local_date
from lapak.queueing.rules.order import LATE_AFTER


class Verdict(StrEnum):
    """`ok` and `late` get a ticket; the others are told what to do."""

    OK = "ok"
    LATE = "late"
    TOO_EARLY = "too_early"
    WRONG_DAY = "wrong_day"
    WRONG_BRANCH = "wrong_branch"


@dataclass(frozen=True)
class Appointment:
    """Where and when somebody is expected."""

    branch_id: UUID
    starts_at: datetime


@dataclass(frozen=True)
class Door:
    """The branch at whose door somebody stands."""

    branch_id: UUID
    zone: str
    early: timedelta


@dataclass(frozen=True)
class ArrivalVerdict:
    """The verdict; `come_at` (UTC) is when a person who is too early may come in."""

    verdict: Verdict
    come_at: datetime | None = None

    @property
    def admitted(self) -> bool:
        """Whether a ticket is given."""
        return self.verdict in (Verdict.OK, Verdict.LATE)


def arrival_verdict(*, appointment: Appointment, door: Door, now: datetime) -> ArrivalVerdict:
    """Return the verdict. Days are those of the branch; who is within the early window is on time anyway."""
    if appointment.branch_id != door.branch_id:
        return ArrivalVerdict(Verdict.WRONG_BRANCH)
    opens_at = appointment.starts_at - door.early
    if opens_at <= now <= appointment.starts_at + LATE_AFTER:
        return ArrivalVerdict(Verdict.OK)
    due_day = local_date(moment=appointment.starts_at, zone=door.zone)
    if due_day != local_date(moment=now, zone=door.zone):
        return ArrivalVerdict(Verdict.WRONG_DAY)
    if now < opens_at:
        return ArrivalVerdict(Verdict.TOO_EARLY, come_at=opens_at)
    return ArrivalVerdict(Verdict.LATE)
