"""Sending people elsewhere, and ending a day, so that nobody loses the turn. Each locks the ticket."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import KeptTurn, Ticket
from lapak.queueing.operations.rows import locked, move
from lapak.queueing.queries import TicketView
from lapak.queueing.queries.turns import entry_of
from lapak.queueing.rules.kept import KeptWhy, last_day
from lapak.queueing.rules.order import own_turn_at
from lapak.queueing.rules.states import TicketMove


@transaction.atomic
def transfer(
    *, ticket_id: UUID, branch_id: UUID, to_branch_id: UUID, actor: Actor, now: datetime
) -> TicketView:
    """End a visit here because the person goes to another office, which keeps the turn; return the ticket.

    Who then arrives there within a week stands where they would stand had they come there at first. Raises
    NotFound(`ticket_unknown`, `branch_unknown`), MoveRefused for somebody called, in service or gone,
    Conflict(`same_branch`).
    """
    if to_branch_id == branch_id:
        raise Conflict("same_branch")
    there = offices.branch(branch_id=to_branch_id)
    row = locked(ticket_id=ticket_id, branch_id=branch_id)
    view = move(row=row, move=TicketMove.TRANSFER, actor=actor, now=now)
    today = local_date(moment=now, zone=there.timezone)
    _keep(row, branch_id=to_branch_id, why=KeptWhy.SENT, until=last_day(day=today))
    return view


@transaction.atomic
def close_unserved(*, ticket_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """End the visit of somebody whom the day did not reach; the turn is kept here. Return the ticket.

    Raises NotFound(`ticket_unknown`), MoveRefused for somebody in service or gone.
    """
    row = locked(ticket_id=ticket_id)
    row.booth_id = None
    view = move(row=row, move=TicketMove.CLOSE_DAY, actor=actor, now=now)
    _keep(row, branch_id=row.branch_id, why=KeptWhy.NIGHT, until=last_day(day=row.service_day))
    return view


def _keep(row: Ticket, *, branch_id: UUID, why: KeptWhy, until: date) -> None:
    turn = own_turn_at(entry=replace(entry_of(row=row), returning_since=None))
    KeptTurn.objects.update_or_create(
        subject_id=row.subject_id,
        used_at=None,
        defaults={
            "branch_id": branch_id,
            "why": why,
            "turn_at": turn,
            "priority": row.priority,
            "last_day": until,
        },
    )
