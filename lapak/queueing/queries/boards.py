"""What the lobby boards of a branch show. Names stay out of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.booking.queries import quiet_times
from lapak.booking.rules.states import Channel
from lapak.offices import queries as offices
from lapak.queueing.models import Ticket
from lapak.queueing.queries.hall import hall_of
from lapak.queueing.queries.waits import wait_of_newcomer
from lapak.queueing.rules.board import SHOWN_FOR, BoardCall, Shown, shown
from lapak.queueing.rules.hall import Hall
from lapak.queueing.rules.states import ACTIVE, TicketState

CALLS_LOOKED_AT = 60


@dataclass(frozen=True)
class BoardView:
    """Everything a lobby board shows; no names.

    `wait_minutes` is the middle of what somebody would be told who comes now without an appointment.
    `dark_until` (UTC) is set while the branch sleeps.
    """

    branch: offices.BranchView
    section: str
    calls: Shown
    hall: Hall
    waiting: int
    wait_minutes: int
    quiet: tuple[tuple[datetime, datetime], ...]
    dark_until: datetime | None


def board(*, branch_id: UUID, now: datetime, section: str = "") -> BoardView:
    """Return what a lobby board of a branch shows: calls to one part of it, or to all booths.

    Raises NotFound(`branch_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    calls = _calls(branch_id=branch_id, now=now)
    states = list(
        Ticket.objects.filter(branch_id=branch_id, state__in=ACTIVE).values_list("state", flat=True)
    )
    return BoardView(
        branch=branch,
        section=section,
        calls=shown(calls=calls, section=section, now=now),
        hall=hall_of(branch=branch, now=now),
        waiting=states.count(TicketState.WAITING),
        wait_minutes=wait_of_newcomer(branch_id=branch_id, now=now).middle,
        quiet=quiet_times(branch_id=branch_id, now=now),
        dark_until=None if states else offices.dark_until(branch_id=branch_id, now=now),
    )


def _calls(*, branch_id: UUID, now: datetime) -> tuple[BoardCall, ...]:
    rows = Ticket.objects.filter(
        branch_id=branch_id,
        channel=Channel.ONSITE,
        booth__isnull=False,
        called_at__gt=now - SHOWN_FOR,
        called_at__lte=now,
    )
    latest = rows.select_related("booth").order_by("-called_at")[:CALLS_LOOKED_AT]
    return tuple(
        BoardCall(
            ticket_id=row.pk,
            label=str(row),
            booth_number=row.booth.number,
            section=row.booth.section,
            called_at=row.called_at,
            is_awaited=row.state == TicketState.CALLED,
        )
        for row in latest
        if row.booth and row.called_at
    )
