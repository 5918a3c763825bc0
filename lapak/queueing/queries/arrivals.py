"""Everybody who has come to a branch and is not done, for the one who receives them at the door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import DoorScan, Ticket
from lapak.queueing.queries.line import TicketView, line, ticket_view
from lapak.queueing.rules.estimates import WaitRange
from lapak.queueing.rules.order import Reason
from lapak.queueing.rules.states import ACTIVE, TicketState

NO_SHOWS_SHOWN_FOR = timedelta(hours=3)


@dataclass(frozen=True)
class Arrival:
    """A visit of today. `place`, `reason` and `wait` only while it waits."""

    ticket: TicketView
    place: int | None = None
    reason: Reason | None = None
    wait: WaitRange | None = None


def arrivals(*, branch_id: UUID, now: datetime) -> tuple[Arrival, ...]:
    """Return those who wait, next one first, then those set aside, called, served, and called in vain."""
    queue = [
        Arrival(one.ticket, one.place, one.reason, one.wait) for one in line(branch_id=branch_id, now=now)
    ]
    here = Ticket.objects.filter(branch_id=branch_id).select_related("booth").order_by("arrived_at")
    others = list(here.filter(state__in=ACTIVE).exclude(state=TicketState.WAITING))
    today = local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    others += here.filter(
        state=TicketState.NO_SHOW, service_day=today, finished_at__gt=now - NO_SHOWS_SHOWN_FOR
    )
    order = [TicketState.ON_HOLD, TicketState.CALLED, TicketState.IN_SERVICE, TicketState.NO_SHOW]
    others.sort(key=lambda row: (order.index(TicketState(row.state)), row.arrived_at))
    return (*queue, *(Arrival(ticket_view(row=row)) for row in others))


def missed_today(*, subject_id: UUID, branch_id: UUID, now: datetime) -> TicketView | None:
    """Return the latest visit of today that was called in vain and could be taken up again, or None."""
    today = local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    rows = Ticket.objects.filter(subject_id=subject_id, branch_id=branch_id, service_day=today)
    row = rows.select_related("booth").order_by("-arrived_at").first()
    return ticket_view(row=row) if row and row.state == TicketState.NO_SHOW else None


def latest_scan(*, branch_id: UUID, device_id: UUID) -> datetime | None:
    """Return when (UTC) the last late check-in of this tablet that led to a ticket was made, or None."""
    rows = DoorScan.objects.filter(branch_id=branch_id, device_id=device_id, ticket__isnull=False)
    return rows.order_by("-received_at").values_list("scanned_at", flat=True).first()


def left_over(*, branch_id: UUID) -> tuple[TicketView, ...]:
    """Return everybody who has not been served and is still in the queue of a branch, whatever the day."""
    states = [state for state in ACTIVE if state != TicketState.IN_SERVICE]
    rows = Ticket.objects.filter(branch_id=branch_id, state__in=states).select_related("booth")
    return tuple(ticket_view(row=row) for row in rows.order_by("arrived_at", "pk"))


def waiting_by_branch() -> dict[UUID, int]:
    """Return how many wait at each branch where somebody waits."""
    rows = Ticket.objects.filter(state=TicketState.WAITING).values("branch_id").annotate(all=Count("pk"))
    return {row["branch_id"]: row["all"] for row in rows}


def branches_with_a_queue() -> tuple[UUID, ...]:
    """Return the branches in whose queue somebody is."""
    states = [state for state in ACTIVE if state != TicketState.IN_SERVICE]
    rows = Ticket.objects.filter(state__in=states).order_by("branch_id")
    return tuple(rows.values_list("branch_id", flat=True).distinct())
