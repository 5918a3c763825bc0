"""At the door: from what somebody shows to a ticket, or to the reason why not now."""

from collections.abc import Sequence
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
from lapak.desk.operations.filling import check_in, check_in_walk_in, fill
from lapak.desk.operations.rows import lock_branch
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput
from lapak.kernel.identity import parse_nik
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView, branch
from lapak.people.operations import issue_handoff
from lapak.queueing import operations as queueing
from lapak.queueing.queries import (
    TicketView,
    active_ticket,
    active_ticket_of_person,
    missed_today,
    screening,
)
from lapak.queueing.rules.arrival import Appointment, ArrivalVerdict, Door, arrival_verdict
from lapak.queueing.rules.entry import EntryKind, kind_of
from lapak.queueing.rules.screening import Screened, screen
from lapak.queueing.rules.states import Waits

HANDOFF_PURPOSE = "visit"
Answers = Sequence[bool | None]


class DoorRefused(InvalidInput):
    """What was shown leads to nobody. Codes: `qr_unknown`, `claim_unknown`."""


@dataclass(frozen=True)
class AtTheDoor:
    """Who stands there: a ticket, or only the verdict on an appointment, or neither for want of one.

    `to_ask` are the questions about health to put first, `is_deferred` that the answers speak against coming
    in; `was_in` that the ticket was given before, `is_back` that it had been called in vain.
    """

    ticket: TicketView | None = None
    verdict: ArrivalVerdict | None = None
    booking: BookingView | None = None
    to_ask: tuple[str, ...] = ()
    is_deferred: bool = False
    was_in: bool = False
    is_back: bool = False


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
    subject_id: UUID | None


@transaction.atomic
def admit(
    *,
    branch_id: UUID,
    entry: str,
    actor: Actor,
    now: datetime,
    answers: Answers = (),
    came_at: datetime | None = None,
) -> AtTheDoor:
    """Let somebody in by QR, claim number or NIK, fill the desks, and return the ticket or the verdict.

    `came_at` is when they stood there, if that was before `now`. Showing it again gives the same ticket; who
    was called in vain today is taken back. Where the office asks about health, nobody gets a ticket before
    every question has been answered. Holds the lock of the branch while a ticket is given. Raises
    DoorRefused, InvalidIdentity, InvalidNumber for what cannot be read.
    """
    here, came = branch(branch_id=branch_id), came_at or now
    shown = _shown(entry=entry, here=here, now=now)
    if shown.ticket and shown.ticket.branch_id == branch_id:
        return AtTheDoor(ticket=shown.ticket, booking=shown.booking, was_in=True)
    appointment = shown.booking
    if appointment is None or appointment.state != BookingState.CONFIRMED:
        return _taken_back(shown, branch_id, actor, now)
    verdict = arrival_verdict(
        appointment=Appointment(appointment.slot.branch_id, appointment.slot.starts_at),
        door=Door(branch_id, here.timezone, timedelta(minutes=here.early_arrival_minutes)),
        now=came,
    )
    if not verdict.admitted:
        return AtTheDoor(verdict=verdict, booking=appointment)
    stopped = _stopped_by_screening(branch_id, answers, now)
    if stopped is not None:
        return AtTheDoor(
            verdict=verdict, booking=appointment, to_ask=stopped.to_ask, is_deferred=stopped.is_deferred
        )
    ticket = _check_in_booked(appointment, branch_id, Channel.ONSITE, actor, now, came)
    return AtTheDoor(ticket=ticket, verdict=verdict, booking=appointment)


@transaction.atomic
def admit_walk_in(
    *,
    branch_id: UUID,
    nik: str,
    actor: Actor,
    now: datetime,
    answers: Answers = (),
    came_at: datetime | None = None,
    brings_claim: bool = False,
) -> AtTheDoor:
    """Let somebody in without regard to an appointment, which goes back, and return the ticket.

    With `brings_claim` a claim under way at another office comes here. Raises what `check_in_walk_in` raises.
    """
    digits = parse_nik(nik, on=local_date(moment=now, zone=branch(branch_id=branch_id).timezone)).digits
    key = person_key(nik=digits)
    present = active_ticket_of_person(person_key=key)
    if present is not None and present.branch_id == branch_id:
        return AtTheDoor(ticket=present, was_in=True)
    stopped = _stopped_by_screening(branch_id, answers, now)
    if stopped is not None:
        return stopped
    appointment = active_booking_of_person(person_key=key)
    known = live_claim_of(nik=digits)
    arrived = check_in_walk_in(
        branch_id=branch_id,
        nik=digits,
        display_name=claim(claim_id=known, now=now).person.name if known else "",
        priority=appointment.priority if appointment else "",
        actor=actor,
        now=now,
        arrived_at=came_at,
        brings_claim=brings_claim,
    )
    if appointment is not None and appointment.state == BookingState.CONFIRMED:
        cancel(booking_id=appointment.id, actor=actor, now=now)
    return AtTheDoor(ticket=arrived.ticket)


@transaction.atomic
def serve_by_phone(*, branch_id: UUID, entry: str, actor: Actor, now: datetime) -> Outside:
    """Give somebody who should not come in a number for a talk on their own phone, now, and return it.

    Only for an appointment here today, or a NIK. Raises DoorRefused(`no_appointment_here`), and what
    `admit` and `check_in_walk_in` raise.
    """
    here = branch(branch_id=branch_id)
    shown = _shown(entry=entry, here=here, now=now)
    appointment = shown.booking
    if shown.ticket and shown.ticket.branch_id == branch_id:
        ticket = queueing.go_online(ticket_id=shown.ticket.id, branch_id=branch_id, actor=actor, now=now)
    elif appointment and _is_here_today(appointment, here, now):
        ticket = _check_in_booked(appointment, branch_id, Channel.ONLINE, actor, now, now)
    elif kind_of(entry) is EntryKind.NIK:
        known = check_in_walk_in(
            branch_id=branch_id,
            nik=entry,
            display_name="",
            priority="",
            actor=actor,
            now=now,
            channel=Channel.ONLINE,
        )
        ticket = known.ticket
    else:
        raise DoorRefused("no_appointment_here")
    return wait_elsewhere(ticket_id=ticket.id, branch_id=branch_id, waits=Waits.PHONE, actor=actor, now=now)


@transaction.atomic
def wait_elsewhere(*, ticket_id: UUID, branch_id: UUID, waits: Waits, actor: Actor, now: datetime) -> Outside:
    """Note where somebody waits and return the ticket, with a code for the own phone where one may be given.

    The code opens the visit for 15 minutes, and is given only for a draft begun at the door: a NIK said
    aloud must never open what somebody filed. Others have their link. Raises what `set_waits` raises.
    """
    ticket = queueing.set_waits(ticket_id=ticket_id, branch_id=branch_id, waits=waits, actor=actor, now=now)
    if waits != Waits.PHONE or service_progress(claim_id=ticket.subject_id).state != ClaimState.DRAFT:
        return Outside(ticket)
    return Outside(ticket, issue_handoff(subject_id=ticket.subject_id, purpose=HANDOFF_PURPOSE, now=now))


def _taken_back(shown: _Shown, branch_id: UUID, actor: Actor, now: datetime) -> AtTheDoor:
    """Return the ticket of somebody who was called in vain today, in the queue again, or nothing."""
    missed = (
        missed_today(subject_id=shown.subject_id, branch_id=branch_id, now=now) if shown.subject_id else None
    )
    if missed is None:
        return AtTheDoor()
    lock_branch(branch_id=branch_id)
    ticket = queueing.come_back(ticket_id=missed.id, branch_id=branch_id, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return AtTheDoor(ticket=ticket, is_back=True)


def _stopped_by_screening(branch_id: UUID, answers: Answers, now: datetime) -> AtTheDoor | None:
    """Return what to ask, or that the person should not come in, or None when nothing stops them."""
    questions = screening(branch_id=branch_id)
    result = screen(questions=questions, answers=answers)
    if result is Screened.TO_ASK:
        return AtTheDoor(to_ask=questions.asked)
    if questions.asked:
        queueing.count_screened(branch_id=branch_id, deferred=result is Screened.DEFERRED, now=now)
    return AtTheDoor(is_deferred=True) if result is Screened.DEFERRED else None


def _check_in_booked(
    appointment: BookingView, branch_id: UUID, channel: Channel, actor: Actor, now: datetime, came: datetime
) -> TicketView:
    return check_in(
        branch_id=branch_id,
        channel=channel,
        subject_id=appointment.subject_id,
        display_name=claim(claim_id=appointment.subject_id, now=now).person.name,
        booking_id=appointment.id,
        due_at=appointment.slot.starts_at,
        priority=appointment.priority,
        actor=actor,
        now=now,
        person_key=appointment.person_key,
        arrived_at=came,
    ).ticket


def _is_here_today(appointment: BookingView, here: BranchView, now: datetime) -> bool:
    days = (local_date(moment=moment, zone=here.timezone) for moment in (appointment.slot.starts_at, now))
    return (
        appointment.state == BookingState.CONFIRMED
        and appointment.slot.branch_id == here.id
        and next(days) == next(days)
    )


def _shown(*, entry: str, here: BranchView, now: datetime) -> _Shown:
    match kind_of(entry):
        case EntryKind.QR:
            booking = booking_by_token(text=entry)
            if booking is None:
                raise DoorRefused("qr_unknown")
            return _Shown(active_ticket(subject_id=booking.subject_id), booking, booking.subject_id)
        case EntryKind.NIK:
            nik = parse_nik(entry, on=local_date(moment=now, zone=here.timezone))
            key = person_key(nik=nik.digits)
            return _Shown(
                active_ticket_of_person(person_key=key),
                active_booking_of_person(person_key=key),
                live_claim_of(nik=nik.digits),
            )
        case _:
            claim_id = by_number(number=entry)
            if claim_id is None:
                raise DoorRefused("claim_unknown")
            return _Shown(active_ticket(subject_id=claim_id), active_booking(subject_id=claim_id), claim_id)
