"""Slots and bookings, read. Days and clock times are those of the branch; moments are UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from lapak.booking.models import Booking, Slot
from lapak.booking.rules import arrival_token
from lapak.booking.rules.slots import HORIZON_DAYS, Load, quiet_windows
from lapak.booking.rules.states import ACTIVE, BookingState, Channel
from lapak.kernel.ids import keyed_hash
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices


@dataclass(frozen=True)
class SlotView:
    """A slot as people choose it; `starts_at` and `ends_at` in UTC, `zone` that of the branch."""

    id: UUID
    branch_id: UUID
    branch_name: str
    zone: str
    channel: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    free: int


@dataclass(frozen=True)
class SlotDay:
    """A day of the branch: `closed` says that nothing opens, `holiday` why where a holiday is the reason."""

    day: date
    closed: bool
    holiday: str
    free: int
    slots: tuple[SlotView, ...]


@dataclass(frozen=True)
class BookingView:
    """A person's place in a slot."""

    id: UUID
    subject_id: UUID
    person_key: str
    state: str
    held_until: datetime
    slot: SlotView


def free_slots(
    *, branch_id: UUID, channel: str, now: datetime, days: int = HORIZON_DAYS
) -> tuple[SlotDay, ...]:
    """Return the coming days from today, each with its slots that have not begun, full ones included.

    Raises NotFound(`branch_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    today = local_date(moment=now, zone=branch.timezone)
    coming = [today + timedelta(days=n) for n in range(days)]
    stretches = offices.opening_stretches(branch_id=branch_id, days=coming)
    rows = Slot.objects.filter(
        branch_id=branch_id, channel=channel, starts_at__gt=now, starts_at__lt=now + timedelta(days=days + 1)
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


def soonest_elsewhere(
    *, channel: str, now: datetime, than: datetime | None = None, not_at: UUID | None = None
) -> SlotView | None:
    """Return the soonest free slot in the country, or None.

    `than` asks for one that starts before that moment, `not_at` leaves out a branch.
    """
    rows = Slot.objects.filter(channel=channel, starts_at__gt=now, taken__lt=F("capacity"))
    if than:
        rows = rows.filter(starts_at__lt=than)
    if not_at:
        rows = rows.exclude(branch_id=not_at)
    return next(iter(_slot_views(rows.order_by("starts_at", "branch__name")[:1])), None)


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


def active_booking(*, subject_id: UUID) -> BookingView | None:
    """Return the held or confirmed booking of a claim, or None. A hold that ran out counts until released."""
    return _first(Booking.objects.filter(subject_id=subject_id, state__in=ACTIVE))


def active_booking_of_person(*, person_key: str) -> BookingView | None:
    """Return the held or confirmed booking of a person, or None."""
    return _first(Booking.objects.filter(person_key=person_key, state__in=ACTIVE))


def latest_booking(*, subject_id: UUID) -> BookingView | None:
    """Return the newest booking of a claim in whatever state, or None."""
    return _first(Booking.objects.filter(subject_id=subject_id).order_by("-held_at"))


def booking(*, booking_id: UUID) -> BookingView | None:
    """Return one booking, or None."""
    return _first(Booking.objects.filter(pk=booking_id))


def booking_by_token(*, text: str) -> BookingView | None:
    """Return the booking that a QR names, or None when the QR is none of ours or the booking is gone."""
    id = arrival_token.read(text=text, key=settings.SECRET_KEY.encode())
    return booking(booking_id=id) if id else None


def arrival_qr(*, booking_id: UUID) -> str:
    """Return the text for the QR that its holder shows at the door; it says nothing about the person."""
    return arrival_token.issue(booking_id=booking_id, key=settings.SECRET_KEY.encode())


def person_key(*, nik: str) -> str:
    """Return what stands for a NIK in bookings: a hash with the product's own key."""
    return keyed_hash(key=settings.IDENTITY_KEY, text=nik)


def expired_holds(*, now: datetime, most: int = 200) -> tuple[UUID, ...]:
    """Return bookings whose hold has run out, oldest first."""
    rows = Booking.objects.filter(state=BookingState.HELD, held_until__lte=now).order_by("held_until")
    return tuple(rows.values_list("pk", flat=True)[:most])


def _slot_views(rows: QuerySet[Slot]) -> Iterable[SlotView]:
    for row in rows.select_related("branch"):
        yield _slot_view(row)


def _slot_view(row: Slot) -> SlotView:
    return SlotView(
        id=row.pk,
        branch_id=row.branch_id,
        branch_name=row.branch.name,
        zone=row.branch.timezone,
        channel=row.channel,
        starts_at=row.starts_at,
        ends_at=row.starts_at + timedelta(minutes=row.minutes),
        capacity=row.capacity,
        free=row.capacity - row.taken,
    )


def _first(rows: QuerySet[Booking]) -> BookingView | None:
    row = rows.select_related("slot__branch").first()
    if row is None:
        return None
    return BookingView(
        row.pk, row.subject_id, row.person_key, row.state, row.held_until, _slot_view(row.slot)
    )
