"""The page of times: which branch is shown first, and its days and times on the reader's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lapak.booking.queries import SlotDay, SlotView, free_slots, soonest_elsewhere
from lapak.kernel.zones import ZONE_NAMES, local, zone_name
from lapak.offices.queries import BranchView

CLOCKS = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
WORTH_MOVING = timedelta(days=1)  # a place elsewhere is offered when it is at least so much sooner


@dataclass(frozen=True)
class Time:
    """A time to choose: on the reader's clock, with the free places."""

    slot: SlotView
    clock: str
    chosen: bool


@dataclass(frozen=True)
class Sooner:
    """A free place at another branch: there, and on the reader's clock; `days` is how much sooner."""

    slot: SlotView
    days: int


@dataclass(frozen=True)
class Times:
    """Everything the page of times shows of one branch; `zone` is the reader's clock."""

    branch: BranchView
    channel: str
    zone: str
    clock: str
    days: tuple[SlotDay, ...]
    day: SlotDay
    times: tuple[Time, ...]
    sooner: Sooner | None


def times(
    *,
    branch: BranchView,
    channel: str,
    day: date | None,
    clock: str,
    chosen: UUID | None,
    now: datetime,
) -> Times:
    """Return the days of a branch and the times of one: the one asked for, or the first with places."""
    zone = CLOCKS.get(clock, branch.timezone)
    days = free_slots(branch_id=branch.id, channel=channel, now=now)
    shown = _day(days, day)
    return Times(
        branch=branch,
        channel=channel,
        zone=zone,
        clock=zone_name(zone=zone),
        days=days,
        day=shown,
        times=tuple(
            Time(slot, f"{local(moment=slot.starts_at, zone=zone):%H.%M}", slot.id == chosen)
            for slot in shown.slots
        ),
        sooner=_sooner(branch, channel, days, now),
    )


def nearest(branches: Sequence[BranchView], *, nik: str) -> BranchView | None:
    """Return the branch in the regency where the NIK was first registered, else in its province, else any."""
    for digits in (4, 2):
        for branch in branches:
            if branch.regency_code.replace(".", "")[:digits] == nik[:digits]:
                return branch
    return branches[0] if branches else None


def clock_of(zone: str) -> str:
    """Return WIB, WITA or WIT for a zone, WIB for an unknown one."""
    return ZONE_NAMES.get(zone, "WIB")


def _day(days: Sequence[SlotDay], wanted: date | None) -> SlotDay:
    asked = next((one for one in days if one.day == wanted), None)
    return asked or next((one for one in days if one.free), days[0])


def _sooner(branch: BranchView, channel: str, days: Sequence[SlotDay], now: datetime) -> Sooner | None:
    """Return a place another branch has sooner by a day or more; without any here, the soonest."""
    first = next((slot for one in days for slot in one.slots if slot.free), None)
    before = first.starts_at - WORTH_MOVING if first else None
    found = soonest_elsewhere(channel=channel, now=now, than=before, not_at=branch.id)
    if found is None:
        return None
    return Sooner(found, (first.starts_at - found.starts_at).days if first else 0)
