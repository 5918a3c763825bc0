"""How people come into the queue, and come back to it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lapak.booking.operations import leave, mark_used
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import KeptTurn, Ticket
from lapak.queueing.operations.rows import (
    locked,
    move,
    next_number,
    promise,
    step_behind,
    tell,
)
from lapak.queueing.queries import TicketView, ticket_view
from lapak.queueing.rules.order import is_forfeited, is_late
from lapak.queueing.rules.states import ACTIVE, TicketMove, TicketState, label, letter_for


class DayOver(Conflict):
    """The number was of another day: a new one is needed. Code: `ticket_of_another_day`."""


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
    arrived_at: datetime | None = None,
) -> TicketView:
    """Give a ticket to somebody who has come and return it; the booking, if any, is used up, and the
    waiting list is left.

    `arrived_at` is earlier than `now` for a check-in that reached the server late. Who has a ticket already
    gets the same one again, so that a double scan does no harm. Who is late goes behind the next, and who has
    a kept turn uses it. Somebody whose name is not known yet is called by the ticket. What the person is told
    about the call is kept. Locks the counter of the letter. Raises NotFound(`branch_unknown`), and what
    `booking.mark_used` raises.
    """
    came = arrived_at or now
    day = local_date(moment=came, zone=offices.branch(branch_id=branch_id).timezone)
    kept = _kept(subject_id=subject_id, branch_id=branch_id, day=day)
    priority = priority or (kept.priority if kept else "")
    letter = letter_for(channel=channel, priority=priority)
    number = next_number(branch_id=branch_id, day=day, letter=letter)
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
        arrived_at=came,
    )
    _if_late(row, now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # ticket_one_active_per_subject, ticket_one_active_per_person
        return ticket_view(row=_ticket_they_have(subject_id=subject_id, person_key=person_key))
    number.last += 1
    number.save(update_fields=["last"])
    if kept and KeptTurn.objects.filter(pk=kept.pk, used_at=None).update(used_at=now):
        row.kept_turn = kept.turn_at
        row.save(update_fields=["kept_turn"])
    if booking_id:
        mark_used(booking_id=booking_id, actor=actor, now=now)
    else:
        leave(subject_id=subject_id, actor=actor, now=now)  # is served today: waits for no other time
    tell(row=row, what="ticket.arrived", actor=actor, now=now)
    promise(row=row, now=now)
    return ticket_view(row=row)


@transaction.atomic
def come_back(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Take somebody back who was called in vain earlier today, behind the next, and return the ticket.

    Who has another ticket by now gets that one. Locks the ticket. Raises NotFound(`ticket_unknown`),
    MoveRefused, DayOver.
    """
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    if row.state in ACTIVE:
        return ticket_view(row=row)
    if row.service_day != local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone):
        raise DayOver("ticket_of_another_day")
    row.booth_id, row.returning_since = None, None
    step_behind(row=row, now=now)
    try:
        with transaction.atomic():
            view = move(row=row, move=TicketMove.COME_BACK, actor=actor, now=now, what="back")
    except IntegrityError:
        return ticket_view(row=_ticket_they_have(subject_id=row.subject_id, person_key=row.person_key))
    promise(row=row, now=now)
    return view


def _if_late(row: Ticket, now: datetime) -> None:
    if row.due_at is None or not is_late(arrived_at=row.arrived_at, due_at=row.due_at):
        return
    if is_forfeited(arrived_at=row.arrived_at, due_at=row.due_at):
        return
    step_behind(row=row, now=now)


def _kept(*, subject_id: UUID, branch_id: UUID, day: date) -> KeptTurn | None:
    rows = KeptTurn.objects.filter(subject_id=subject_id, branch_id=branch_id, used_at=None)
    return rows.filter(last_day__gte=day).first()


def _ticket_they_have(*, subject_id: UUID, person_key: str) -> Ticket:
    theirs = Q(subject_id=subject_id)
    if person_key:
        theirs |= Q(person_key=person_key)
    return Ticket.objects.filter(theirs, state__in=ACTIVE).earliest("arrived_at")
