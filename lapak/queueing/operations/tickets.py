"""Calling and service, until the visit ends. Each locks the ticket.

Everything is in the database: a restart loses nobody's place.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.queueing.models import Ticket
from lapak.queueing.operations.rows import locked, move, promise, step_behind
from lapak.queueing.queries import TicketView, ticket_view
from lapak.queueing.rules.states import PRESENT, TicketMove, TicketState


class BoothTaken(Conflict):
    """Somebody else is called to this booth, or served there. Code: `booth_taken`."""


@transaction.atomic
def call(*, ticket_id: UUID, booth_id: UUID | None, actor: Actor, now: datetime) -> TicketView:
    """Call a waiting ticket, to a booth or to its own phone (None), and return it.

    Raises NotFound(`ticket_unknown`), MoveRefused when it does not wait, BoothTaken.
    """
    row = locked(ticket_id=ticket_id)
    row.booth_id, row.called_at, row.calls = booth_id, now, row.calls + 1
    row.turn_called_at, row.first_called_at = now, row.first_called_at or now
    try:
        with transaction.atomic():
            return move(row=row, move=TicketMove.CALL, actor=actor, now=now)
    except IntegrityError:
        raise BoothTaken("booth_taken") from None


@transaction.atomic
def recall(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Call somebody once more who was called and has not come, and return the ticket.

    Boards show and speak it like a new call: `called_at` is now. Raises NotFound(`ticket_unknown`),
    MoveRefused when it is not called.
    """
    row = locked(ticket_id=ticket_id)
    row.called_at, row.calls = now, row.calls + 1
    return move(row=row, move=TicketMove.RECALL, actor=actor, now=now, what="recalled")


@transaction.atomic
def start_service(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that the person is there and is served; starting twice changes nothing.

    Raises NotFound(`ticket_unknown`), MoveRefused when it was not called.
    """
    row = locked(ticket_id=ticket_id)
    if row.state == TicketState.IN_SERVICE:
        return ticket_view(row=row)
    row.service_started_at = now
    return move(row=row, move=TicketMove.START, actor=actor, now=now)


@transaction.atomic
def return_first(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Send somebody who was interrupted back to the head of the queue and return the ticket.

    Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = locked(ticket_id=ticket_id)
    row.returning_since, row.booth_id = row.returning_since or now, None
    return move(row=row, move=TicketMove.RETURN_FIRST, actor=actor, now=now)


@transaction.atomic
def skip(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Put somebody back who was called and is not there yet, behind the next, and return the ticket.

    Raises NotFound(`ticket_unknown`), MoveRefused when it is not called.
    """
    row = locked(ticket_id=ticket_id)
    row.booth_id, row.returning_since = None, None
    step_behind(row=row, now=now)
    view = move(row=row, move=TicketMove.SKIP, actor=actor, now=now, what="skipped")
    promise(row=row, now=now)
    return view


@transaction.atomic
def finish(*, ticket_id: UUID, outcome: str, actor: Actor, now: datetime) -> TicketView:
    """End a service with a code that says how, and return the ticket; finishing twice changes nothing.

    Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = locked(ticket_id=ticket_id)
    if row.state == TicketState.DONE:
        return ticket_view(row=row)
    row.outcome = outcome
    return move(row=row, move=TicketMove.FINISH, actor=actor, now=now)


@transaction.atomic
def no_show(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that nobody came and return the ticket; `come_back` takes it up again on the same day.

    Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = locked(ticket_id=ticket_id)
    return move(row=row, move=TicketMove.NO_SHOW, actor=actor, now=now)


@transaction.atomic
def leave(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that the person has gone and return the ticket; leaving twice changes nothing.

    Whoever sits at a desk has to end the stay there first. Raises NotFound(`ticket_unknown`), MoveRefused.
    """
    row = locked(ticket_id=ticket_id)
    if row.state == TicketState.LEFT:
        return ticket_view(row=row)
    return move(row=row, move=TicketMove.LEAVE, actor=actor, now=now)


@transaction.atomic
def stop_waiting(*, subject_id: UUID, actor: Actor, now: datetime) -> bool:
    """End the visit of a claim whose holder has not been called; return whether there was one.

    Who is called or served stays: a desk keeps a place for them, and its officer lets them go. Locks the
    ticket.
    """
    row = Ticket.objects.select_for_update().filter(subject_id=subject_id, state__in=PRESENT).first()
    if row is None:
        return False
    move(row=row, move=TicketMove.LEAVE, actor=actor, now=now)
    return True
