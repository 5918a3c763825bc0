"""Bookings, read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from lapak.booking.models import Booking
from lapak.booking.queries.slots import SlotView, slot_view
from lapak.booking.rules import arrival_token
from lapak.booking.rules.states import ACTIVE, BookingState


@dataclass(frozen=True)
class BookingView:
    """A person's place in a slot."""

    id: UUID
    subject_id: UUID
    person_key: str
    state: str
    held_until: datetime
    slot: SlotView
    priority: str
    moves: int


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


def expired_holds(*, now: datetime, most: int = 200) -> tuple[UUID, ...]:
    """Return bookings whose hold has run out, oldest first."""
    rows = Booking.objects.filter(state=BookingState.HELD, held_until__lte=now).order_by("held_until")
    return tuple(rows.values_list("pk", flat=True)[:most])


def booking_view(row: Booking) -> BookingView:
    """Return a row, whose slot and branch are at hand, as others see it."""
    return BookingView(
        row.pk,
        row.subject_id,
        row.person_key,
        row.state,
        row.held_until,
        slot_view(row.slot),
        row.priority,
        row.moves,
    )


def _first(rows: QuerySet[Booking]) -> BookingView | None:
    row = rows.select_related("slot__branch").first()
    return booking_view(row) if row else None
