"""The page of times: which branch is shown first, and its days and times on the reader's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lapak.booking.queries import (
    LotPlace,
    ReleaseView,
    SlotDay,
    SlotView,
    free_slots,
    releases_under_way,
    soonest_elsewhere,
)
from lapak.booking.rules.release import Phase
from lapak.kernel.zones import ZONE_NAMES, local, zone_name
from lapak.offices.queries import BranchView

CLOCKS = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
WORTH_MOVING = timedelta(days=1)  # a place elsewhere is offered when it is at least so much sooner


@dataclass(frozen=True)
class Time:
    """A time to choose: on the reader's clock, with the places that are free for this reader."""

    slot: SlotView
    clock: str
    free: int
    chosen: bool


@dataclass(frozen=True)
class Day:
    """A day to choose. `lot` is there while the day is given out by lot and it is not the reader's turn."""

    day: date
    closed: bool
    holiday: str
    free: int
    lot: ReleaseView | None
    opens: str


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
    days: tuple[Day, ...]
    day: SlotDay
    times: tuple[Time, ...]
    sooner: Sooner | None

    @property
    def is_full(self) -> bool:
        """Whether no day can be chosen."""
        return not any(day.free or (day.lot and not day.closed) for day in self.days)


def times(
    *,
    branch: BranchView,
    channel: str,
    day: date | None,
    clock: str,
    chosen: UUID | None,
    turn: LotPlace | None,
    now: datetime,
) -> Times:
    """Return the days of a branch and the times of one: the one asked for, or the first with places.

    `turn` is the reader's turn to choose in a day that is given out by lot.
    """
    zone = CLOCKS.get(clock, branch.timezone)
    days = free_slots(
        branch_id=branch.id, channel=channel, now=now, turn_in=turn.release.id if turn else None
    )
    shown = _day(days, day)
    lots = releases_under_way(branch_id=branch.id, channel=channel, now=now)
    mine = turn.release.day if turn and turn.release.id in {one.id for one in lots.values()} else None
    return Times(
        branch=branch,
        channel=channel,
        zone=zone,
        clock=zone_name(zone=zone),
        days=tuple(
            Day(
                day=one.day,
                closed=one.closed,
                holiday=one.holiday,
                free=sum(_free(slot, turn if one.day == mine else None) for slot in one.slots),
                lot=lots.get(one.day) if one.day != mine else None,
                opens=_opens(lots.get(one.day), zone, now),
            )
            for one in days
        ),
        day=shown,
        times=tuple(
            Time(
                slot=slot,
                clock=f"{local(moment=slot.starts_at, zone=zone):%H.%M}",
                free=_free(slot, turn if shown.day == mine else None),
                chosen=slot.id == chosen,
            )
            for slot in shown.slots
        ),
        sooner=_sooner(branch, channel, days, now),
    )


def clock_of(zone: str) -> str:
    """Return WIB, WITA or WIT for a zone, WIB for an unknown one."""
    return ZONE_NAMES.get(zone, "WIB")


def _free(slot: SlotView, turn: LotPlace | None) -> int:
    """Return the places the reader may take: a turn counts on one kind, everybody else on the open ones."""
    return slot.free_kept if turn and turn.kept else slot.free


def _opens(lot: ReleaseView | None, zone: str, now: datetime) -> str:
    """Return at what clock time the draw of a day opens, empty when it has."""
    if lot is None or lot.phase(now=now) is not Phase.ANNOUNCED:
        return ""
    return f"{local(moment=lot.opens_at, zone=zone):%H.%M}"


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
