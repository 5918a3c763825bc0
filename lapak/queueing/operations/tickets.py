"""Arrival, calling, service. Lock order: ticket counter, tickets by id, then bookings.

Everything is in the database: a restart loses nobody's place.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lapak.booking.operations import mark_used
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import decide
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import Ticket, TicketCounter
from lapak.queueing.queries import TicketView, ticket_view
from lapak.queueing.rules.order import RULE_VERSION
from lapak.queueing.rules.states import (
    ACTIVE,
    TICKET_MOVES,
    TicketMove,
    TicketState,
    Waits,
    label,
    letter_for,
)

FORGOTTEN_AFTER = timedelta(hours=12)


class BoothTaken(Conflict):
    """Somebody else is called to this booth, or served there. Code: `booth_taken`."""


class NoPager(Conflict):
    """All pagers are given out. Code: `no_pager`."""


@transaction.atomic
def arrive(
    *,
    branch_id: UUID,
    channel: str,
    subject_id: UUID,
    display_name: str,
    booking_id: UUID | None,
    due_at: datetime | None,
    priority: str,
    actor: Actor,
    now: datetime,
    person_key: str = "",
) -> TicketView:
    """Give a ticket to somebody who has come and return it; the booking, if any, is used up.

    Who has a ticket already gets the same one again, so that a double scan does no harm. Somebody whose name
    is not known yet is called by the ticket. Locks the counter of the letter. Raises NotFound
    (`branch_unknown`), and what `booking.mark_used` raises.
    """
    branch = offices.branch(branch_id=branch_id)
    day = local_date(moment=now, zone=branch.timezone)
    letter = letter_for(channel=channel, priority=priority)
    number = _next_number(branch_id=branch_id, day=day, letter=letter)
    row = Ticket(
        id=new_id(now=now),
        branch_id=branch_id,
        service_day=day,
        letter=letter,
        number=number.last + 1,
        channel=channel,
        subject_id=subject_id,
        person_key=person_key,
        display_name=display_name or label(letter=letter, number=number.last + 1),
        booking_id=booking_id,
        due_at=due_at,
        priority=priority,
        state=TicketState.WAITING,
        arrived_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # ticket_one_active_per_subject, ticket_one_active_per_person
        return ticket_view(row=_ticket_they_have(subject_id=subject_id, person_key=person_key))
    number.last += 1
    number.save(update_fields=["last"])
    if booking_id:
        mark_used(booking_id=booking_id, actor=actor, now=now)
    _tell(row=row, what="ticket.arrived", actor=actor, now=now)
    return ticket_view(row=row)


@transaction.atomic
def call(*, ticket_id: UUID, booth_id: UUID | None, actor: Actor, now: datetime) -> TicketView:
    """Call a waiting ticket, to a booth or to its own phone (None), and return it.

    Locks the ticket. Raises NotFound(`ticket_unknown`), MoveRefused when it does not wait, BoothTaken.
    """
    row = _locked(ticket_id=ticket_id)
    row.booth_id, row.called_at = booth_id, now
    try:
        with transaction.atomic():
            return _move(row=row, move=TicketMove.CALL, actor=actor, now=now)
    except IntegrityError:
        raise BoothTaken("booth_taken") from None


@transaction.atomic
def start_service(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that the person is there and is served; starting twice changes nothing.

    Locks the ticket. Raises NotFound(`ticket_unknown`), MoveRefused when it was not called.
    """
    row = _locked(ticket_id=ticket_id)
    if row.state == TicketState.IN_SERVICE:
        return ticket_view(row=row)
    row.service_started_at = now
    return _move(row=row, move=TicketMove.START, actor=actor, now=now)


@transaction.atomic
def return_first(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Send somebody who was interrupted back to the head of the queue and return the ticket.

    Locks the ticket. Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = _locked(ticket_id=ticket_id)
    row.returning_since, row.booth_id = row.returning_since or now, None
    return _move(row=row, move=TicketMove.RETURN_FIRST, actor=actor, now=now)


@transaction.atomic
def finish(*, ticket_id: UUID, outcome: str, actor: Actor, now: datetime) -> TicketView:
    """End a service with a code that says how, and return the ticket; finishing twice changes nothing.

    Locks the ticket. Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = _locked(ticket_id=ticket_id)
    if row.state == TicketState.DONE:
        return ticket_view(row=row)
    row.outcome = outcome
    return _move(row=row, move=TicketMove.FINISH, actor=actor, now=now)


@transaction.atomic
def no_show(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that nobody came and return the ticket. Locks it.

    Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    return _move(row=_locked(ticket_id=ticket_id), move=TicketMove.NO_SHOW, actor=actor, now=now)


@transaction.atomic
def leave(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that the person has gone and return the ticket; leaving twice changes nothing.

    Locks the ticket. Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = _locked(ticket_id=ticket_id)
    if row.state == TicketState.LEFT:
        return ticket_view(row=row)
    return _move(row=row, move=TicketMove.LEAVE, actor=actor, now=now)


@transaction.atomic
def set_priority(
    *, ticket_id: UUID, branch_id: UUID, priority: str, actor: Actor, now: datetime
) -> TicketView:
    """Give a waiting ticket of this branch priority, or take it back, and return it under its new number.

    The letter says priority, so the number changes with it; the order follows the arrival, not the number.
    Locks the counter, then the ticket. Raises NotFound(`ticket_unknown`), Conflict(`ticket_not_waiting`).
    """
    found = Ticket.objects.filter(pk=ticket_id, branch_id=branch_id).first()
    if found is None:
        raise NotFound("ticket_unknown")
    letter = letter_for(channel=found.channel, priority=priority)
    number = _next_number(branch_id=branch_id, day=found.service_day, letter=letter)
    row = _locked(ticket_id=ticket_id)
    if row.state != TicketState.WAITING:
        raise Conflict("ticket_not_waiting")
    if row.letter != letter:
        has_no_name = row.display_name == str(row)
        row.letter, row.number = letter, number.last + 1
        row.display_name = str(row) if has_no_name else row.display_name
        number.last += 1
        number.save(update_fields=["last"])
    row.priority = priority
    row.save(update_fields=["letter", "number", "priority", "display_name"])
    _tell(row=row, what="ticket.priority", actor=actor, now=now)
    return ticket_view(row=row)


@transaction.atomic
def set_waits(*, ticket_id: UUID, branch_id: UUID, waits: Waits, actor: Actor, now: datetime) -> TicketView:
    """Note where the holder of a ticket of this branch waits and return it; a pager gets its number here.

    Locks the ticket. Raises NotFound(`ticket_unknown`), NoPager.
    """
    row = _locked(ticket_id=ticket_id)
    if row.branch_id != branch_id:
        raise NotFound("ticket_unknown")
    row.waits = waits
    row.pager = _free_pager(row=row) if waits == Waits.PAGER else None
    try:
        with transaction.atomic():
            row.save(update_fields=["waits", "pager"])
    except IntegrityError:  # the same pager went to another tablet this instant
        raise NoPager("no_pager") from None
    _tell(row=row, what="ticket.waits", actor=actor, now=now)
    return ticket_view(row=row)


@transaction.atomic
def close_forgotten(*, now: datetime) -> int:
    """End tickets that were given twelve hours ago and never served; return how many."""
    rows = Ticket.objects.select_for_update().filter(
        state__in=[TicketState.WAITING, TicketState.CALLED], arrived_at__lt=now - FORGOTTEN_AFTER
    )
    forgotten = list(rows.order_by("pk"))
    for row in forgotten:
        _move(row=row, move=TicketMove.NO_SHOW, actor=Actor.system(job="queueing.close"), now=now)
    return len(forgotten)


def _next_number(*, branch_id: UUID, day: date, letter: str) -> TicketCounter:
    """Return the locked counter of a letter on a day."""
    row, _ = TicketCounter.objects.select_for_update().get_or_create(
        branch_id=branch_id, service_day=day, letter=letter
    )
    return row


def _ticket_they_have(*, subject_id: UUID, person_key: str) -> Ticket:
    theirs = Q(subject_id=subject_id)
    if person_key:
        theirs |= Q(person_key=person_key)
    return Ticket.objects.filter(theirs, state__in=ACTIVE).earliest("arrived_at")


def _locked(*, ticket_id: UUID) -> Ticket:
    row = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
    if row is None:
        raise NotFound("ticket_unknown")
    return row


def _move(*, row: Ticket, move: TicketMove, actor: Actor, now: datetime) -> TicketView:
    row.state = decide(table=TICKET_MOVES, state=TicketState(row.state), move=move, role=actor.kind)
    if row.state not in ACTIVE:
        row.finished_at, row.pager = now, None
    row.save()
    _tell(row=row, what=f"ticket.{row.state}", actor=actor, now=now)
    return ticket_view(row=row)


def _free_pager(*, row: Ticket) -> int:
    given = Ticket.objects.filter(branch_id=row.branch_id, state__in=ACTIVE, pager__isnull=False)
    used = set(given.exclude(pk=row.pk).values_list("pager", flat=True))
    pagers = offices.branch(branch_id=row.branch_id).pagers
    free = next((number for number in range(1, pagers + 1) if number not in used), None)
    if free is None:
        raise NoPager("no_pager")
    return free


def _tell(*, row: Ticket, what: str, actor: Actor, now: datetime) -> None:
    record(
        subject=Subject("ticket", str(row.pk)),
        what=what,
        actor=actor,
        now=now,
        data={
            "branch": str(row.branch_id),
            "label": str(row),
            "channel": row.channel,
            "state": row.state,
            "booth": str(row.booth_id or ""),
        },
        topics=[f"branch:{row.branch_id}", f"visit:{row.pk}"],
        rule_version=RULE_VERSION,
    )
