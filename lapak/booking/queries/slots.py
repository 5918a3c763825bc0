"""Slots, read. Days and clock times are those of the branch; moments are UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lapak.booking.models import Slot
from lapak.booking.rules.relocation import Option
from lapak.booking.rules.slots import Load, quiet_windows
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices


@dataclass(frozen=True)
class SlotView:
    """A slot as people choose it; `starts_at` and `ends_at` in UTC, `zone` that of the branch.

    `free` places are for everybody, `free_kept` more for priority people only.
    """

    id: UUID
    branch_id: UUID
    branch_name: str
    zone: str
    channel: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    free: int
    free_kept: int


@dataclass(frozen=True)
class SlotDay:
    """A day of the branch: `closed` says that nothing opens, `holiday` why where a holiday is the reason."""

    day: date
    closed: bool
    holiday: str
    free: int
    slots: tuple[SlotView, ...]


def free_slots(
    *, branch_id: UUID, channel: str, now: datetime, days: int | None = None, turn_in: UUID | None = None
) -> tuple[SlotDay, ...]:
    """Return the coming days from today, each with its slots that can still be asked for, full ones included.

    Without `days`, as many as the branch gives out ahead. `turn_in` is the release in which it is the asker's
    turn to choose. Raises NotFound(`branch_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    today = local_date(moment=now, zone=branch.timezone)
    ahead = days or offices.terms(branch_id=branch_id, day=today).horizon_days
    coming = [today + timedelta(days=n) for n in range(ahead)]
    stretches = offices.opening_stretches(branch_id=branch_id, days=coming)
    rows = _can_be_asked_for(now=now, turn_in=turn_in).filter(
        branch_id=branch_id, channel=channel, starts_at__lt=now + timedelta(days=ahead + 1)
    )
    by_day: dict[date, list[SlotView]] = {day: [] for day in coming}
    for slot in _slot_views(rows.order_by("starts_at")):
        day = local_date(moment=slot.starts_at, zone=slot.zone)
        if day in by_day:
            by_day[day].append(slot)
    return tuple(
        SlotDay(
            day=day,
            closed=not stretches[day],
            holiday="" if stretches[day] else offices.holiday_name(day=day),
            free=sum(slot.free for slot in slots),
            slots=tuple(slots),
        )
        for day, slots in by_day.items()
    )


def slot(*, slot_id: UUID) -> SlotView | None:
    """Return one slot, or None."""
    return next(iter(_slot_views(Slot.objects.filter(pk=slot_id))), None)


def has_place(*, priority: bool) -> Q:
    """Return the condition that a slot has a place for anybody, or also that it has one kept for priority."""
    for_anybody = Q(taken__lt=F("capacity") - F("kept") + F("kept_taken"))
    return for_anybody | Q(kept_taken__lt=F("kept")) if priority else for_anybody


def free_options(
    *, branch_id: UUID, channel: str, around: datetime, reach: timedelta, now: datetime, priority: bool
) -> tuple[Option, ...]:
    """Return the times of a branch with a place, as far before and after a moment as `reach`.

    A place for anybody, or also one kept for priority people where somebody has `priority`.
    """
    rows = _can_be_asked_for(now=now).filter(
        branch_id=branch_id, channel=channel, starts_at__gte=around - reach, starts_at__lte=around + reach
    )
    free = rows.filter(has_place(priority=priority), over=0)
    return tuple(Option(*one) for one in free.values_list("pk", "branch_id", "starts_at"))


def soonest_elsewhere(
    *, channel: str, now: datetime, than: datetime | None = None, not_at: UUID | None = None
) -> SlotView | None:
    """Return the soonest free slot in the country, or None.

    `than` asks for one that starts before that moment, `not_at` leaves out a branch.
    """
    rows = _can_be_asked_for(now=now).filter(channel=channel, taken__lt=F("capacity"))
    rows = rows.filter(has_place(priority=False))
    if than:
        rows = rows.filter(starts_at__lt=than)
    if not_at:
        rows = rows.exclude(branch_id=not_at)
    return next(iter(_slot_views(rows.order_by("starts_at", "branch__name")[:1])), None)


def soonest_by_branch(*, channel: str, now: datetime) -> dict[UUID, SlotView]:
    """Return the soonest slot with a place for anybody of each branch that has one."""
    rows = _can_be_asked_for(now=now).filter(has_place(priority=False), channel=channel)
    first = rows.order_by("branch", "starts_at").distinct("branch")
    return {one.branch_id: one for one in _slot_views(first)}


def quiet_times(*, branch_id: UUID, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return the stretches left of the branch's day in which at least half of the on-site places are free."""
    zone = offices.branch(branch_id=branch_id).timezone
    today = local_date(moment=now, zone=zone)
    rows = Slot.objects.filter(
        branch_id=branch_id,
        channel=Channel.ONSITE,
        starts_at__gt=now - timedelta(hours=4),
        starts_at__lt=now + timedelta(days=1),
    )
    loads = [
        Load(row.starts_at, row.starts_at + timedelta(minutes=row.minutes), row.capacity, row.taken)
        for row in rows
        if local_date(moment=row.starts_at, zone=zone) == today
    ]
    return quiet_windows(loads=loads, now=now)


def _can_be_asked_for(*, now: datetime, turn_in: UUID | None = None) -> QuerySet[Slot]:
    """Return the slots that are open to be booked and have places at all."""
    is_open = Q(opens_at=None) | Q(opens_at__lte=now)
    if turn_in:
        is_open |= Q(release_id=turn_in)
    return Slot.objects.filter(
        is_open, Q(book_by=None) | Q(book_by__gt=now), starts_at__gt=now, capacity__gt=0
    )


def _slot_views(rows: QuerySet[Slot]) -> Iterable[SlotView]:
    for row in rows.select_related("branch"):
        yield slot_view(row)


def slot_view(row: Slot) -> SlotView:
    return SlotView(
        id=row.pk,
        branch_id=row.branch_id,
        branch_name=row.branch.name,
        zone=row.branch.timezone,
        channel=row.channel,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=row.minutes),
        capacity=row.capacity,
        free=row.capacity - row.kept - row.taken + row.kept_taken,
        free_kept=row.kept - row.kept_taken,
    )
