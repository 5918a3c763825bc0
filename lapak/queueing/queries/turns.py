"""From rows to the rule: what it looks at, and in what order people stand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from lapak.queueing.models import Ticket
from lapak.queueing.rules.order import (
    MOST_PRIORITY_IN_A_ROW,
    Behind,
    Entry,
    Turn,
    queue_order,
    run_of_priority,
)
from lapak.queueing.rules.states import TicketState

CALLS_COUNT_FOR = timedelta(hours=3)


def waiting_rows(*, branch_id: UUID) -> QuerySet[Ticket]:
    """Return the tickets that wait at a branch, in no order."""
    return Ticket.objects.filter(branch_id=branch_id, state=TicketState.WAITING)


def entry_of(*, row: Ticket) -> Entry:
    """Return what the rule looks at."""
    behind = None
    if row.behind_turn_at and row.behind_came_at and row.behind_since:
        behind = Behind(row.behind_turn_at, row.behind_came_at, row.behind_since)
    return Entry(
        ticket_id=row.pk,
        arrived_at=row.arrived_at,
        due_at=row.due_at,
        priority=row.priority,
        returning_since=row.returning_since,
        number=row.number,
        kept_turn=row.kept_turn,
        behind=behind,
    )


def turns(*, rows: Iterable[Ticket], branch_id: UUID, now: datetime) -> tuple[Turn, ...]:
    """Return the turns of the rows of one branch, next one first."""
    return queue_order(
        entries=[entry_of(row=row) for row in rows], in_a_row=priority_in_a_row(branch_id=branch_id, now=now)
    )


def priority_in_a_row(*, branch_id: UUID, now: datetime) -> int:
    """Return how many priority numbers were called in a row just now.

    Who returned does not count, nor does calling somebody once more.
    """
    rows = _calls(branch_id=branch_id, now=now).filter(returning_since=None)
    latest = rows.order_by(F("turn_called_at").desc(nulls_last=True), "-pk").values_list(
        "priority", flat=True
    )[:MOST_PRIORITY_IN_A_ROW]
    return run_of_priority(called=[bool(priority) for priority in latest])


def _calls(*, branch_id: UUID, now: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(branch_id=branch_id, called_at__gt=now - CALLS_COUNT_FOR, called_at__lte=now)
