"""Where a person stands before and after the talk: appointment, place in line, done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lapak.booking.queries import BookingView, active_booking
from lapak.booking.rules.states import BookingState, Channel
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.offices.queries import BranchView, branch
from lapak.queueing.queries import PlaceInLine, TicketView, latest_ticket, place_in_line
from lapak.queueing.rules.arrival import Appointment, ArrivalVerdict, Door, arrival_verdict
from lapak.queueing.rules.states import ACTIVE, PRESENT
from lapak.web.participant.words import Address, address_of

MEETABLE = (ClaimState.SUBMITTED, ClaimState.NEEDS_CORRECTION, ClaimState.IN_SERVICE)
SHOWN_AS_DONE_FOR = timedelta(hours=12)


@dataclass(frozen=True)
class Entry:
    """What is needed to take a place in line."""

    branch_id: UUID
    booking_id: UUID
    due_at: datetime
    display_name: str


@dataclass(frozen=True)
class WaitingRoom:
    """Nothing yet, an appointment to come, a place in line, a talk (`at_desk` is its ticket), or done."""

    claim: ClaimView
    address: Address
    branch: BranchView | None
    booking: BookingView | None
    arrival: ArrivalVerdict | None
    ticket: TicketView | None
    place: PlaceInLine | None
    at_desk: UUID | None

    @property
    def state(self) -> str:
        """Which of the screens is shown: none, appointment, line, desk, done."""
        if self.at_desk:
            return "desk"
        if self.place:
            return "line"
        if self.booking:
            return "appointment"
        return "done" if self.ticket else "none"

    @property
    def meets_online(self) -> bool:
        """Whether the talk to come is on this phone, so that its camera is worth a look."""
        if self.state == "line":
            return self.ticket is not None and self.ticket.channel == Channel.ONLINE
        return self.state == "appointment"

    @property
    def topics(self) -> tuple[str, ...]:
        """The streams this page follows: its own claim and, with a ticket, its own visit."""
        own = (f"claim:{self.claim.id}",)
        return (*own, f"visit:{self.ticket.id}") if self.ticket else own


def waiting_room(*, subject_id: UUID, now: datetime) -> WaitingRoom:
    """Return where the owner of this claim stands now. Raises NotFound(`claim_unknown`)."""
    seen = claim(claim_id=subject_id, now=now)
    ticket = _recent(latest_ticket(subject_id=subject_id), now)
    booking = _online(active_booking(subject_id=subject_id))
    is_active = ticket is not None and ticket.state in ACTIVE
    branch_id = ticket.branch_id if ticket else seen.branch_id
    return WaitingRoom(
        claim=seen,
        address=address_of(seen),
        branch=branch(branch_id=branch_id) if branch_id else None,
        booking=None if is_active else booking,
        arrival=_arrival(booking, now) if booking and not is_active else None,
        ticket=ticket,
        place=place_in_line(ticket_id=ticket.id, now=now) if ticket else None,
        at_desk=ticket.id if ticket and is_active and ticket.state not in PRESENT else None,
    )


def appointment_to_enter(*, subject_id: UUID, now: datetime) -> Entry | None:
    """Return what a check-in needs, or None when there is nothing to enter (any more, or yet)."""
    room = waiting_room(subject_id=subject_id, now=now)
    if room.booking is None or room.arrival is None or not room.arrival.admitted:
        return None
    if room.claim.state not in MEETABLE:
        return None
    slot = room.booking.slot
    return Entry(slot.branch_id, room.booking.id, slot.starts_at, room.claim.person.name)


def _recent(ticket: TicketView | None, now: datetime) -> TicketView | None:
    if ticket is None or (ticket.finished_at and now - ticket.finished_at > SHOWN_AS_DONE_FOR):
        return None
    return ticket


def _online(booking: BookingView | None) -> BookingView | None:
    is_kept = booking is not None and booking.state == BookingState.CONFIRMED
    return booking if booking and is_kept and booking.slot.channel == Channel.ONLINE else None


def _arrival(booking: BookingView, now: datetime) -> ArrivalVerdict:
    office = branch(branch_id=booking.slot.branch_id)
    door = Door(office.id, office.timezone, timedelta(minutes=office.early_arrival_minutes))
    return arrival_verdict(appointment=Appointment(office.id, booking.slot.starts_at), door=door, now=now)
