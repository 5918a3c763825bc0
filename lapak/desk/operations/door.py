"""At the door: from what somebody shows to a ticket, or to the reason why not now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.booking.operations import cancel
from lapak.booking.queries import (
    BookingView,
    active_booking,
    active_booking_of_person,
    booking_by_token,
    person_key,
)
from lapak.booking.rules.states import BookingState, Channel
from lapak.claims.queries.claim import claim
from lapak.claims.queries.find import by_number, live_claim_of
from lapak.claims.queries.progress import service_progress
from lapak.claims.rules.claim_moves import ClaimState
from lapak.desk.operations.filling import check_in, check_in_walk_in
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput
from lapak.kernel.identity import parse_nik
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView, branch
from lapak.people.operations import issue_handoff
from lapak.queueing.operations import set_waits
from lapak.queueing.queries import TicketView, active_ticket, active_ticket_of_person
from lapak.queueing.rules.arrival import Appointment, ArrivalVerdict, Door, arrival_verdict
from lapak.queueing.rules.entry import EntryKind, kind_of
from lapak.queueing.rules.states import Waits

HANDOFF_PURPOSE = "visit"


class DoorRefused(InvalidInput):
    """What was shown leads to nobody. Codes: `qr_unknown`, `claim_unknown`."""


@dataclass(frozen=True)
class AtTheDoor:
    """Who stands there: a ticket, or only the verdict on an appointment, or neither for want of one."""

    ticket: TicketView | None = None
    verdict: ArrivalVerdict | None = None
    booking: BookingView | None = None


@dataclass(frozen=True)
class Outside:
    """A ticket whose holder waits where they chose; `phone_code` opens the visit on the own phone."""

    ticket: TicketView
    phone_code: str = ""


@dataclass(frozen=True)
class _Shown:
    """What an entry leads to: the person's ticket of today, or an appointment, or nothing."""

    ticket: TicketView | None
    booking: BookingView | None


@transaction.atomic
def admit(*, branch_id: UUID, entry: str, actor: Actor, now: datetime) -> AtTheDoor:
    """Let somebody in by QR, claim number or NIK, fill the desks, and return the ticket or the verdict.

    Showing it again gives the same ticket. Holds the lock of the branch while a ticket is given. Raises
    DoorRefused, InvalidIdentity, InvalidNumber for what cannot be read.
    """
    here = branch(branch_id=branch_id)
    shown = _shown(entry=entry, here=here, now=now)
    if shown.ticket and shown.ticket.branch_id == branch_id:
        return AtTheDoor(ticket=shown.ticket, booking=shown.booking)
    appointment = shown.booking
    if appointment is None or appointment.state != BookingState.CONFIRMED:
        return AtTheDoor()
    verdict = arrival_verdict(
        appointment=Appointment(appointment.slot.branch_id, appointment.slot.starts_at),
        door=Door(branch_id, here.timezone, timedelta(minutes=here.early_arrival_minutes)),
        now=now,
    )
    if not verdict.admitted:
        return AtTheDoor(verdict=verdict, booking=appointment)
    arrived = check_in(
        branch_id=branch_id,
        channel=Channel.ONSITE,
        subject_id=appointment.subject_id,
        display_name=claim(claim_id=appointment.subject_id, now=now).person.name,
        booking_id=appointment.id,
        due_at=appointment.slot.starts_at,
        priority="",
        actor=actor,
        now=now,
        person_key=appointment.person_key,
    )
    return AtTheDoor(ticket=arrived.ticket, verdict=verdict, booking=appointment)


@transaction.atomic
def admit_walk_in(*, branch_id: UUID, nik: str, actor: Actor, now: datetime) -> AtTheDoor:
    """Let somebody in without regard to an appointment, which goes back, and return the ticket.

    Raises what `check_in_walk_in` raises.
    """
    digits = parse_nik(nik, on=local_date(moment=now, zone=branch(branch_id=branch_id).timezone)).digits
    appointment = active_booking_of_person(person_key=person_key(nik=digits))
    known = live_claim_of(nik=digits)
    arrived = check_in_walk_in(
        branch_id=branch_id,
        nik=digits,
        display_name=claim(claim_id=known, now=now).person.name if known else "",
        priority="",
        actor=actor,
        now=now,
    )
    if appointment is not None and appointment.state == BookingState.CONFIRMED:
        cancel(booking_id=appointment.id, actor=actor, now=now)
    return AtTheDoor(ticket=arrived.ticket)


@transaction.atomic
def wait_elsewhere(*, ticket_id: UUID, branch_id: UUID, waits: Waits, actor: Actor, now: datetime) -> Outside:
    """Note where somebody waits and return the ticket, with a code for the own phone where one may be given.

    The code opens the visit for 15 minutes, and is given only for a draft begun at the door: a NIK said
    aloud must never open what somebody filed. Others have their link. Raises what `set_waits` raises.
    """
    ticket = set_waits(ticket_id=ticket_id, branch_id=branch_id, waits=waits, actor=actor, now=now)
    if waits != Waits.PHONE or service_progress(claim_id=ticket.subject_id).state != ClaimState.DRAFT:
        return Outside(ticket)
    return Outside(ticket, issue_handoff(subject_id=ticket.subject_id, purpose=HANDOFF_PURPOSE, now=now))


def _shown(*, entry: str, here: BranchView, now: datetime) -> _Shown:
    match kind_of(entry):
        case EntryKind.QR:
            booking = booking_by_token(text=entry)
            if booking is None:
                raise DoorRefused("qr_unknown")
            return _Shown(active_ticket(subject_id=booking.subject_id), booking)
        case EntryKind.NIK:
            nik = parse_nik(entry, on=local_date(moment=now, zone=here.timezone))
            key = person_key(nik=nik.digits)
            return _Shown(active_ticket_of_person(person_key=key), active_booking_of_person(person_key=key))
        case _:
            claim_id = by_number(number=entry)
            if claim_id is None:
                raise DoorRefused("claim_unknown")
            return _Shown(active_ticket(subject_id=claim_id), active_booking(subject_id=claim_id))
