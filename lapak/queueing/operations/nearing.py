"""Telling those who wait elsewhere that their turn is near, once for each ticket."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from lapak.booking.rules.states import Channel
from lapak.kernel.errors import InvalidInput
from lapak.kernel.subjects import Subject
from lapak.outbox.operations import Debt, owe_all
from lapak.queueing.models import Nearness, Ticket
from lapak.queueing.operations.rows import locked
from lapak.queueing.queries import WaitingTicket, line
from lapak.queueing.rules.leaving import MOST_TRAVEL_MINUTES, is_near
from lapak.queueing.rules.states import TicketState, Waits

NEAR_KIND = "sms.near"


class TravelInvalid(InvalidInput):
    """Nobody travels so long. Code: `travel_out_of_range`."""


@transaction.atomic
def set_travel(*, ticket_id: UUID, minutes: int) -> None:
    """Note how many minutes the holder of a ticket needs to come, so that they are told in time.

    Locks the ticket. Raises NotFound(`ticket_unknown`), TravelInvalid.
    """
    if not 0 <= minutes <= MOST_TRAVEL_MINUTES:
        raise TravelInvalid("travel_out_of_range", params={"most": MOST_TRAVEL_MINUTES})
    row = locked(ticket_id=ticket_id)
    Nearness.objects.update_or_create(ticket=row, defaults={"travel_minutes": minutes})


def tell_near(*, now: datetime) -> int:
    """Owe a message to everybody who waits elsewhere and may be called soon; return how many were told now.

    One transaction for each branch, in which its tickets are locked by id. The outbox holds the ticket's id
    only.
    """
    elsewhere = _elsewhere().values_list("branch_id", flat=True).distinct()
    return sum(_tell_branch(branch_id=branch_id, now=now) for branch_id in sorted(elsewhere))


@transaction.atomic
def _tell_branch(*, branch_id: UUID, now: datetime) -> int:
    here = _elsewhere().filter(branch_id=branch_id)
    away = {row.pk for row in here.select_for_update(of=["self"]).order_by("pk")}
    known = {row.pk: row for row in Nearness.objects.filter(ticket__in=away)}
    near = [
        id
        for id, low in _lowest(line(branch_id=branch_id, now=now)).items()
        if id in away and _is_due(known.get(id), low)
    ]
    for id in near:
        Nearness.objects.update_or_create(ticket_id=id, defaults={"told_at": now})
    if near:
        owe_all([_debt(id) for id in near], now=now)
    return len(near)


def _is_due(known: Nearness | None, low: int) -> bool:
    """Return whether to tell somebody now; another worker may have done so before the ticket was locked."""
    if known is None:
        return is_near(low_minutes=low, travel_minutes=0)
    return known.told_at is None and is_near(low_minutes=low, travel_minutes=known.travel_minutes)


def _debt(ticket_id: UUID) -> Debt:
    id = str(ticket_id)
    return Debt(kind=NEAR_KIND, key=f"near:{id}", payload={"ticket": id}, subject=Subject("ticket", id))


def _elsewhere() -> QuerySet[Ticket]:
    """Return the tickets whose holders wait out of sight of any board and were not told yet."""
    waiting = Ticket.objects.filter(state=TicketState.WAITING)
    away = waiting.filter(Q(channel=Channel.ONLINE) | ~Q(waits=Waits.HALL))
    return away.exclude(nearness__told_at__isnull=False)


def _lowest(waiting: Iterable[WaitingTicket]) -> dict[UUID, int]:
    return {each.ticket.id: each.wait.low for each in waiting}
