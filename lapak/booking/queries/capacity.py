"""What the days of a branch should hold, and whom a change would hit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Sum

from lapak.booking.models import Booking, Offer, ServiceDay, Slot, SlotPlan
from lapak.booking.queries.bookings import BookingView, booking_view
from lapak.booking.rules.capacity import Planned, fixed_plans, slot_plans
from lapak.booking.rules.pace import DAYS_REMEMBERED, Served, expected_minutes
from lapak.booking.rules.relocation import Promise, too_many
from lapak.booking.rules.slots import moment_of
from lapak.booking.rules.states import ACTIVE, Channel
from lapak.booking.rules.waiting import OfferState
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.offices.rules.workday import Workday


@dataclass(frozen=True)
class Hit:
    """A booking that a day can no longer keep."""

    booking: BookingView
    slot_id: UUID


def minutes_expected(*, branch_id: UUID, day: date) -> dict[Channel, float]:
    """Return how many minutes a person takes at the branch, by channel, from what was served before `day`."""
    since = day - timedelta(days=DAYS_REMEMBERED)
    return expected_minutes(nation=_served(since, day), branch=_served(since, day, branch_id))


def plans_of_day(*, branch_id: UUID, workday: Workday) -> tuple[Planned, ...]:
    """Return the slots that the day should have.

    They come from shifts where the branch keeps them, else from places set by hand; without either there are
    none.
    """
    if workday.has_shifts:
        minutes = minutes_expected(branch_id=branch_id, day=workday.day)
        return slot_plans(workday=workday, minutes=minutes)
    return tuple(
        plan
        for row in SlotPlan.objects.filter(branch_id=branch_id).order_by("channel")
        for plan in fixed_plans(
            workday=workday, channel=Channel(row.channel), minutes=row.minutes, capacity=row.capacity
        )
    )


def hits(*, branch_id: UUID, workday: Workday, now: datetime) -> tuple[Hit, ...]:
    """Return the bookings that would not fit if the branch had this on the day, in the order of their times.

    Give it the day as it is, or as it would be after a change (`DayFacts` with a field replaced). In each
    slot the youngest promises are hit first, priority people last. Raises NotFound(`branch_unknown`).
    """
    zone = offices.branch(branch_id=branch_id).timezone
    room = {
        (plan.channel, moment_of(day=workday.day, minute=plan.start, zone=zone)): plan.capacity
        for plan in plans_of_day(branch_id=branch_id, workday=workday)
    }
    found: list[Hit] = []
    for slot in slots_of_day(branch_id=branch_id, day=workday.day, zone=zone, now=now):
        surplus = slot.taken - room.get((Channel(slot.channel), slot.starts_at), 0)
        found += hits_of_slot(slot=slot, surplus=surplus) if surplus > 0 else ()
    return tuple(found)


def hits_of_slot(*, slot: Slot, surplus: int) -> tuple[Hit, ...]:
    """Return the bookings of a slot that are hit when so many people are too many.

    Open offers give way before any booking: nobody has said yes to them.
    """
    surplus -= Offer.objects.filter(slot=slot, state=OfferState.OPEN).count()
    rows = {
        row.pk: row
        for row in Booking.objects.filter(slot=slot, state__in=ACTIVE).select_related("slot__branch")
    }
    promises = [Promise(row.pk, row.confirmed_at, row.held_at, bool(row.priority)) for row in rows.values()]
    return tuple(Hit(booking_view(rows[id]), slot.pk) for id in too_many(promises=promises, surplus=surplus))


def slots_of_day(*, branch_id: UUID, day: date, zone: str, now: datetime) -> list[Slot]:
    """Return the slots of a branch's day that have not begun, by time."""
    begin, end = (
        moment_of(day=day, minute=0, zone=zone),
        moment_of(day=day + timedelta(days=1), minute=0, zone=zone),
    )
    rows = Slot.objects.filter(branch_id=branch_id, starts_at__gte=max(begin, now), starts_at__lt=end)
    return list(rows.order_by("starts_at", "channel"))


def overfull_days(*, now: datetime, most: int = 50) -> tuple[tuple[UUID, date], ...]:
    """Return branches and their days on which somebody has a promise that cannot be kept, soonest first."""
    rows = (
        Slot.objects.filter(over__gt=0, starts_at__gt=now)
        .select_related("branch")
        .order_by("starts_at")[:most]
    )
    found = {
        (row.branch_id, local_date(moment=row.starts_at, zone=row.branch.timezone)): None for row in rows
    }
    return tuple(found)


def _served(since: date, until: date, branch_id: UUID | None = None) -> list[Served]:
    rows = ServiceDay.objects.filter(day__gte=since, day__lt=until)
    if branch_id:
        rows = rows.filter(branch_id=branch_id)
    sums = rows.values_list("channel", "kind").annotate(Sum("count"), Sum("minutes")).order_by()
    return [Served(Channel(channel), kind, count, minutes) for channel, kind, count, minutes in sums]
