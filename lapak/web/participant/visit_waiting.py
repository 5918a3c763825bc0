"""Where a person stands before and after the talk: appointment, place in line, done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from lapak.booking.queries import BookingView, active_booking
from lapak.booking.rules.states import BookingState, Channel
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.desk.queries.entries import confirmed_entries
from lapak.offices.queries import BranchView, branch
from lapak.queueing.queries import PlaceInLine, TicketView, latest_ticket, place_in_line
from lapak.queueing.rules.arrival import Appointment, ArrivalVerdict, Door, arrival_verdict
from lapak.queueing.rules.states import ACTIVE, PRESENT, TicketState
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
    priority: str = ""


@dataclass(frozen=True)
class WaitingRoom:
    """Nothing yet, an appointment to come, a place in line, called, a talk, or done.

    `at_desk` is the ticket of the talk; `booking` is an appointment for a talk on this phone, `visit` one at
    the office.
    """

    claim: ClaimView
    address: Address
    branch: BranchView | None
    booking: BookingView | None
    visit: BookingView | None
    arrival: ArrivalVerdict | None
    ticket: TicketView | None
    place: PlaceInLine | None
    at_desk: UUID | None
    has_sat_down: bool = False

    @property
    def state(self) -> str:
        """Which of the screens is shown: none, appointment, coming, line, called, desk, done."""
        if self.is_called_to_a_booth:
            return "called"
        if self.at_desk:
            return "desk"
        if self.place:
            return "line"
        if self.ticket and self.ticket.state == TicketState.ON_HOLD:
            return "set_aside"
        if self.booking:
            return "appointment"
        if self.visit:
            return "coming"
        return "done" if self.ticket else "none"

    @property
    def is_called_to_a_booth(self) -> bool:
        """Whether the person has been called and has to come to a booth now.

        Who has done something at the booth is there.
        """
        return (
            not self.has_sat_down
            and self.ticket is not None
            and self.ticket.state == TicketState.CALLED
            and self.ticket.channel == Channel.ONSITE
        )

    @property
    def earliest(self) -> datetime | None:
        """When the person may be needed at the office at the soonest (UTC); None for who need not come."""
        if self.place and self.ticket and self.ticket.channel == Channel.ONSITE:
            return self.place.earliest
        return self.visit.slot.starts_at if self.visit and self.state == "coming" else None

    @property
    def seen(self) -> str:
        """Return what tells this state of the page from another: unchanged, nothing need be sent again."""
        ticket, place = self.ticket, self.place
        facts = (
            self.state,
            ticket and (ticket.label, ticket.waits, ticket.booth_number, ticket.calls),
            place and (place.place, place.last_called),
            self.arrival and self.arrival.verdict,
            [f"{moment:%d%H%M}" for moment in self._moments],
        )
        return sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def _moments(self) -> list[datetime]:
        times = [self.place.earliest, self.place.latest] if self.place else []
        return [*times, *(one.slot.starts_at for one in (self.booking, self.visit) if one)]

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
    kept = _kept(active_booking(subject_id=subject_id))
    booking = kept if kept and kept.slot.channel == Channel.ONLINE else None
    visit = kept if kept and not booking else None
    is_active = ticket is not None and ticket.state in ACTIVE
    branch_id = ticket.branch_id if ticket else kept.slot.branch_id if kept else seen.branch_id
    return WaitingRoom(
        claim=seen,
        address=address_of(seen),
        branch=branch(branch_id=branch_id) if branch_id else None,
        booking=None if is_active else booking,
        visit=None if is_active else visit,
        arrival=_arrival(booking, now) if booking and not is_active else None,
        ticket=ticket,
        place=place_in_line(ticket_id=ticket.id, now=now) if ticket else None,
        at_desk=ticket.id if ticket and is_active and ticket.state not in PRESENT else None,
        has_sat_down=ticket is not None and _worked_at_the_booth(ticket),
    )


def _worked_at_the_booth(ticket: TicketView) -> bool:
    return ticket.state == TicketState.CALLED and bool(confirmed_entries(ticket_id=ticket.id))


def appointment_to_enter(*, subject_id: UUID, now: datetime) -> Entry | None:
    """Return what a check-in needs, or None when there is nothing to enter (any more, or yet)."""
    room = waiting_room(subject_id=subject_id, now=now)
    if room.booking is None or room.arrival is None or not room.arrival.admitted:
        return None
    if room.claim.state not in MEETABLE:
        return None
    slot = room.booking.slot
    name, priority = room.claim.person.name, room.booking.priority
    return Entry(slot.branch_id, room.booking.id, slot.starts_at, name, priority)


def _recent(ticket: TicketView | None, now: datetime) -> TicketView | None:
    if ticket is None or (ticket.finished_at and now - ticket.finished_at > SHOWN_AS_DONE_FOR):
        return None
    return ticket


def _kept(booking: BookingView | None) -> BookingView | None:
    return booking if booking and booking.state == BookingState.CONFIRMED else None


def _arrival(booking: BookingView, now: datetime) -> ArrivalVerdict:
    office = branch(branch_id=booking.slot.branch_id)
    door = Door(office.id, office.timezone, timedelta(minutes=office.early_arrival_minutes))
    return arrival_verdict(appointment=Appointment(office.id, booking.slot.starts_at), door=door, now=now)
