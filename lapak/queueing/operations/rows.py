"""What the operations on tickets share: locks, numbers, moves, and what is told.

Lock order, everywhere: ticket counter, tickets by id, kept turns, then bookings.
"""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from lapak.booking.rules.states import Channel
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import decide
from lapak.queueing.models import Estimate, Ticket, TicketCounter
from lapak.queueing.operations.alarms import watch
from lapak.queueing.queries import TicketView, ticket_view
from lapak.queueing.queries.turns import entry_of, priority_in_a_row, turns, waiting_rows
from lapak.queueing.queries.waits import waits_of
from lapak.queueing.rules.order import RULE_VERSION, behind_next
from lapak.queueing.rules.states import ACTIVE, TICKET_MOVES, TicketMove, TicketState, letter_for


def locked(*, ticket_id: UUID, branch_id: UUID | None = None) -> Ticket:
    """Return the locked ticket, of this branch if one is named. Raises NotFound(`ticket_unknown`)."""
    row = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
    if row is None or (branch_id is not None and row.branch_id != branch_id):
        raise NotFound("ticket_unknown")
    return row


def move(*, row: Ticket, move: TicketMove, actor: Actor, now: datetime, what: str = "") -> TicketView:
    """Move a locked ticket, save and tell it, and return it. Raises MoveRefused."""
    row.state = decide(table=TICKET_MOVES, state=TicketState(row.state), move=move, role=actor.kind)
    if row.state in ACTIVE:
        row.finished_at = None
    else:
        row.finished_at, row.pager = now, None
    row.save()
    tell(row=row, what=f"ticket.{what or row.state}", actor=actor, now=now)
    return ticket_view(row=row)


def next_number(*, branch_id: UUID, day: date, letter: str) -> TicketCounter:
    """Return the locked counter of a letter on a day."""
    row, _ = TicketCounter.objects.select_for_update().get_or_create(
        branch_id=branch_id, service_day=day, letter=letter
    )
    return row


def renumber(*, row: Ticket, counter: TicketCounter) -> None:
    """Give a locked ticket the next number of a locked counter, unless it has one of that letter already.

    Somebody who is called by the ticket, for want of a name, is called by the new one. The caller saves it.
    """
    if row.letter == counter.letter:
        return
    has_no_name = row.display_name == str(row)
    counter.last += 1
    counter.save(update_fields=["last"])
    row.letter, row.number = counter.letter, counter.last
    row.display_name = str(row) if has_no_name else row.display_name


def counter_for(*, row: Ticket, channel: str, priority: str) -> TicketCounter:
    """Return the locked counter for a ticket that is to have this channel and priority."""
    letter = letter_for(channel=channel, priority=priority)
    return next_number(branch_id=row.branch_id, day=row.service_day, letter=letter)


def step_behind(*, row: Ticket, now: datetime) -> None:
    """Put a ticket behind the next of its kind, or leave it where nobody is to let pass. Does not save."""
    behind = behind_next(
        entry=entry_of(row=row),
        line=[entry_of(row=each) for each in waiting_rows(branch_id=row.branch_id)],
        in_a_row=priority_in_a_row(branch_id=row.branch_id, now=now),
        now=now,
    )
    if behind is not None:
        row.behind_turn_at, row.behind_came_at, row.behind_since = (
            behind.turn_at,
            behind.came_at,
            behind.since,
        )


def promise(*, row: Ticket, now: datetime) -> None:
    """Keep what a waiting ticket is told about its call, to be held against the call that comes."""
    rows = list(waiting_rows(branch_id=row.branch_id))
    line = turns(rows=rows, branch_id=row.branch_id, now=now)
    turn = next((each for each in line if each.ticket_id == row.pk), None)
    if turn is None:
        return
    told = waits_of(branch_id=row.branch_id, order=line, rows=rows, now=now)
    wait = told.by_ticket[turn.ticket_id]
    Estimate.objects.create(
        ticket=row,
        given_at=now,
        ahead=turn.place - 1,
        places=told.places,
        earliest=now + timedelta(minutes=wait.low),
        latest=now + timedelta(minutes=wait.high),
    )


def tell(*, row: Ticket, what: str, actor: Actor, now: datetime) -> None:
    """Record what happened to a ticket, and tell its branch and its holder."""
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
    if row.channel == Channel.ONSITE:  # who comes or goes changes how full the branch is
        transaction.on_commit(partial(watch, branch_id=row.branch_id, now=now), robust=True)
