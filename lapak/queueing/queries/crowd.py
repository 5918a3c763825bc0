"""People inside, zone by zone: those with a ticket from the queue itself, others from the counters.

Nobody is counted twice or forgotten: a ticket that ends, by whatever way, is outside with its companions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Sum

from lapak.booking.rules.states import Channel
from lapak.offices import queries as offices
from lapak.offices.rules.zones import Zone, ZoneKind
from lapak.queueing.models import AlarmNotice, CrowdAlarm, Ticket, ZoneCount
from lapak.queueing.rules.hall import Hall, inside_now
from lapak.queueing.rules.states import ACTIVE, PRESENT, Waits

TICKETS_LAST = timedelta(hours=12)  # what is older was forgotten, and is closed within the hour


@dataclass(frozen=True)
class AlarmView:
    """An alarm of a zone; moments in UTC, `taken_by` a staff id."""

    id: UUID
    zone: str
    limit: int
    began_at: datetime
    began_with: int
    most: int
    full_at: datetime | None
    ended_at: datetime | None
    taken_by: int | None
    taken_at: datetime | None


@dataclass(frozen=True)
class ToldView:
    """Who was told of an alarm, and when the mail server took the mail (UTC; None: not yet).

    Not `by_mail`: they have no address, so only the pages of the office tell them.
    """

    staff_id: int
    by_mail: bool
    sent_at: datetime | None


@dataclass(frozen=True)
class ZoneNow:
    """A zone with who is inside: people with a ticket and their companions, and those the counter counted."""

    zone: Zone
    ticketed: int
    counted: int
    priority_seats: int
    alarm: AlarmView | None

    @property
    def inside(self) -> int:
        """Everybody."""
        return self.ticketed + self.counted

    @property
    def hall(self) -> Hall:
        """Return how full it is, in the form of the door and the board."""
        return Hall(inside=self.inside, limit=self.zone.limit, priority_seats=self.priority_seats)


def zones_of(*, branch: offices.BranchView, now: datetime) -> tuple[ZoneNow, ...]:
    """Return the zones that a branch keeps today with who is inside, the hall first."""
    kept = offices.zones_now(branch=branch, now=now)
    ticketed = _ticketed(branch_id=branch.id, now=now)
    counted = {
        row.zone: inside_now(counted=row.inside, moved_at=row.moved_at, now=now)
        for row in ZoneCount.objects.filter(branch_id=branch.id)
    }
    alarms = {row.zone: row for row in CrowdAlarm.objects.filter(branch_id=branch.id, ended_at=None)}
    return tuple(
        ZoneNow(
            zone=zone,
            ticketed=ticketed.get(zone.kind, 0),
            counted=counted.get(zone.kind, 0),
            priority_seats=min(branch.priority_seats, zone.limit) if zone.kind is ZoneKind.HALL else 0,
            alarm=_alarm(alarms[zone.kind]) if zone.kind in alarms else None,
        )
        for zone in kept
    )


def alarms(*, branch_id: UUID, since: datetime) -> tuple[AlarmView, ...]:
    """Return the alarms of a branch that are on or began since that moment, the latest first."""
    rows = CrowdAlarm.objects.filter(branch_id=branch_id)
    found = rows.filter(ended_at=None) | rows.filter(began_at__gte=since)
    return tuple(_alarm(row) for row in found.order_by("-began_at"))


def alarm(*, alarm_id: UUID) -> tuple[UUID, AlarmView] | None:
    """Return the branch of an alarm and the alarm, or None."""
    row = CrowdAlarm.objects.filter(pk=alarm_id).first()
    return (row.branch_id, _alarm(row)) if row else None


def told(*, alarm_ids: Iterable[UUID]) -> dict[UUID, tuple[ToldView, ...]]:
    """Return for each alarm who was told; alarms that told nobody are left out."""
    found: dict[UUID, tuple[ToldView, ...]] = {}
    for row in AlarmNotice.objects.filter(alarm_id__in=list(alarm_ids)).order_by("staff_id"):
        one = ToldView(row.staff_id, row.owed_at is not None, row.sent_at)
        found[row.alarm_id] = (*found.get(row.alarm_id, ()), one)
    return found


def _ticketed(*, branch_id: UUID, now: datetime) -> dict[ZoneKind, int]:
    """Return how many people with a ticket are where; who waits by phone is nowhere, yesterday's are gone."""
    rows = Ticket.objects.filter(
        branch_id=branch_id, channel=Channel.ONSITE, state__in=ACTIVE, arrived_at__gt=now - TICKETS_LAST
    )
    found: dict[ZoneKind, int] = {}
    parties = rows.values_list("state", "waits").annotate(people=Count("pk") + Sum("companions"))
    for state, waits, people in parties.order_by():
        zone = _place(state=state, waits=waits)
        if zone is not None:
            found[zone] = found.get(zone, 0) + people
    return found


def _place(*, state: str, waits: str) -> ZoneKind | None:
    if state not in PRESENT or waits == Waits.HALL:
        return ZoneKind.HALL
    return ZoneKind.YARD if waits == Waits.PAGER else None


def _alarm(row: CrowdAlarm) -> AlarmView:
    return AlarmView(
        row.pk, **{name: getattr(row, name) for name in AlarmView.__dataclass_fields__ if name != "id"}
    )
