"""What may happen while somebody waits. All take the branch at which it happens, and lock the ticket.

Each raises NotFound(`ticket_unknown`) for a ticket of another branch, MoveRefused for one that does not wait.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lapak.booking.rules.states import Channel
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound
from lapak.offices import queries as offices
from lapak.queueing.models import Ticket
from lapak.queueing.operations.rows import counter_for, locked, move, promise, renumber, step_behind, tell
from lapak.queueing.queries import TicketView, ticket_view
from lapak.queueing.rules.companions import MOST_COMPANIONS
from lapak.queueing.rules.states import ACTIVE, TicketMove, TicketState, Waits


class NoPager(Conflict):
    """All pagers are given out. Code: `no_pager`."""


class TooManyCompanions(InvalidInput):
    """At most three people may come along. Code: `companions_too_many`."""


@transaction.atomic
def hold(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Set a ticket aside while its holder is away for a moment, and return it; the turn is kept.

    Nobody calls it until `resume`. Doing it twice changes nothing.
    """
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    if row.state == TicketState.ON_HOLD:
        return ticket_view(row=row)
    row.held_at = now
    return move(row=row, move=TicketMove.HOLD, actor=actor, now=now)


@transaction.atomic
def resume(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Return a ticket that was set aside to its place in the queue, and return it; twice changes nothing."""
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    if row.state == TicketState.WAITING:
        return ticket_view(row=row)
    row.held_at = None
    view = move(row=row, move=TicketMove.RESUME, actor=actor, now=now, what="resumed")
    promise(row=row, now=now)
    return view


@transaction.atomic
def let_pass(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Put a waiting ticket behind the next of its kind, at the holder's wish, and return it."""
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    row.returning_since = None
    step_behind(row=row, now=now)
    view = move(row=row, move=TicketMove.LET_PASS, actor=actor, now=now, what="let_pass")
    promise(row=row, now=now)
    return view


@transaction.atomic
def set_priority(
    *, ticket_id: UUID, branch_id: UUID, priority: str, actor: Actor, now: datetime
) -> TicketView:
    """Give a waiting ticket priority, or take it back, and return it under its new number.

    Locks the counter of the new letter first. Raises Conflict(`ticket_not_waiting`).
    """
    found = _read(ticket_id=ticket_id, branch_id=branch_id)
    counter = counter_for(row=found, channel=found.channel, priority=priority)
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    _require_waiting(row)
    renumber(row=row, counter=counter)
    row.priority = priority
    row.save(update_fields=["letter", "number", "priority", "display_name"])
    tell(row=row, what="ticket.priority", actor=actor, now=now)
    promise(row=row, now=now)
    return ticket_view(row=row)


@transaction.atomic
def go_online(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Let somebody be served on their own phone instead of in a booth; turn and arrival stay.

    The ticket gets a number of its new letter. Doing it twice changes nothing. Locks the counter first.
    """
    found = _read(ticket_id=ticket_id, branch_id=branch_id)
    counter = counter_for(row=found, channel=Channel.ONLINE, priority=found.priority)
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    if row.channel == Channel.ONLINE:
        return ticket_view(row=row)
    renumber(row=row, counter=counter)
    row.channel, row.waits, row.pager = Channel.ONLINE, Waits.PHONE, None
    view = move(row=row, move=TicketMove.GO_ONLINE, actor=actor, now=now, what="online")
    promise(row=row, now=now)
    return view


@transaction.atomic
def set_waits(*, ticket_id: UUID, branch_id: UUID, waits: Waits, actor: Actor, now: datetime) -> TicketView:
    """Note where the holder waits and return the ticket; a pager gets its number here. Raises NoPager."""
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    row.waits = waits
    row.pager = _free_pager(row) if waits == Waits.PAGER else None
    try:
        with transaction.atomic():
            row.save(update_fields=["waits", "pager"])
    except IntegrityError:  # the same pager went to another tablet this instant
        raise NoPager("no_pager") from None
    tell(row=row, what="ticket.waits", actor=actor, now=now)
    return ticket_view(row=row)


@transaction.atomic
def set_companions(
    *, ticket_id: UUID, branch_id: UUID, companions: int, actor: Actor, now: datetime
) -> TicketView:
    """Note how many people came along, 0 to 3, and return the ticket. Raises TooManyCompanions."""
    if not 0 <= companions <= MOST_COMPANIONS:
        raise TooManyCompanions("companions_too_many", params={"most": MOST_COMPANIONS})
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    if row.state not in ACTIVE:
        raise Conflict("ticket_not_waiting")
    row.companions = companions
    row.save(update_fields=["companions"])
    tell(row=row, what="ticket.companions", actor=actor, now=now)
    return ticket_view(row=row)


def _read(*, ticket_id: UUID, branch_id: UUID) -> Ticket:
    row = Ticket.objects.filter(pk=ticket_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("ticket_unknown")
    return row


def _require_waiting(row: Ticket) -> None:
    if row.state != TicketState.WAITING:
        raise Conflict("ticket_not_waiting")


def _free_pager(row: Ticket) -> int:
    given = Ticket.objects.filter(branch_id=row.branch_id, state__in=ACTIVE, pager__isnull=False)
    used = set(given.exclude(pk=row.pk).values_list("pager", flat=True))
    pagers = offices.branch(branch_id=row.branch_id).pagers
    free = next((number for number in range(1, pagers + 1) if number not in used), None)
    if free is None:
        raise NoPager("no_pager")
    return free
