"""Those whom the day did not reach: their turn is kept, they get a new time, and are told.

Each visit in its own transaction: it holds the lock of the branch, then the ticket, the claim, the booking.
"""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.booking.operations import AlreadyBooked, SlotGone, book, join
from lapak.booking.queries import SlotView, active_booking, booking, free_slots
from lapak.booking.rules.states import BookingState
from lapak.claims.operations.submission import AWAITS_TALK
from lapak.claims.queries.progress import service_progress
from lapak.desk.models import Desk
from lapak.desk.operations.notices import owe_mail
from lapak.desk.operations.rows import lock_branch, locked_stay
from lapak.kernel.actors import Actor
from lapak.kernel.zones import local_date, utc_moment
from lapak.offices.queries import branch, opening_stretches
from lapak.queueing import operations as queueing
from lapak.queueing.queries import TicketView, branches_with_a_queue, left_over
from lapak.queueing.rules.kept import is_left_over

NIGHT = Actor.system(job="desk.night")
SLOTS_TRIED = 5


def end_days(*, now: datetime) -> int:
    """End the visits of all whom the day did not reach, one transaction each; return how many."""
    return sum(_end_day(branch_id=branch_id, now=now) for branch_id in branches_with_a_queue())


def _end_day(*, branch_id: UUID, now: datetime) -> int:
    here = branch(branch_id=branch_id)
    today = local_date(moment=now, zone=here.timezone)
    stretches = opening_stretches(branch_id=branch_id, days=[today])[today]
    closing = None
    if stretches and stretches[-1][1] != time(0):  # closing at midnight ends the day by itself
        closing = utc_moment(day=today, at=stretches[-1][1], zone=here.timezone)
    serves = Desk.objects.filter(branch_id=branch_id, state=Desk.State.OPEN).exists()
    over = [
        ticket.id
        for ticket in left_over(branch_id=branch_id)
        if is_left_over(
            service_day=local_date(moment=ticket.arrived_at, zone=here.timezone),
            arrived_at=ticket.arrived_at,
            today=today,
            closes_at=closing,
            desks_open=serves,
            now=now,
        )
    ]
    return sum(_end_visit(ticket_id=id, branch_id=branch_id, now=now) for id in over)


@transaction.atomic
def _end_visit(*, ticket_id: UUID, branch_id: UUID, now: datetime) -> bool:
    """Keep the turn of one visit for another day, with a new time or a place on the waiting list."""
    lock_branch(branch_id=branch_id)
    if not any(ticket.id == ticket_id for ticket in left_over(branch_id=branch_id)):
        return False
    if locked_stay(ticket_id=ticket_id) is not None:  # called to a desk still: its officer lets them go
        return False
    ticket = queueing.close_unserved(ticket_id=ticket_id, actor=NIGHT, now=now)
    booked = active_booking(subject_id=ticket.subject_id)
    waits_for_talk = service_progress(claim_id=ticket.subject_id).state in AWAITS_TALK
    if waits_for_talk and (booked is None or booked.state != BookingState.CONFIRMED):
        _rebook(ticket, now)
    owe_mail(ticket, template="not_served", now=now)
    return True


def _rebook(ticket: TicketView, now: datetime) -> None:
    """Give the claim the soonest free time of its branch, or a place on the waiting list."""
    used = booking(booking_id=ticket.booking_id) if ticket.booking_id else None
    who: dict[str, Any] = {
        "subject_id": ticket.subject_id,
        "person_key": ticket.person_key or (used.person_key if used else ""),
        "priority": ticket.priority,
        "actor": NIGHT,
        "now": now,
    }
    if not who["person_key"]:
        return
    for slot in _soonest(ticket, now):
        try:
            with transaction.atomic():
                book(slot_id=slot.id, **who)
        except SlotGone:  # somebody was faster
            continue
        except AlreadyBooked:  # the person has another appointment
            return
        return
    join(branch_id=ticket.branch_id, channel=ticket.channel, **who)


def _soonest(ticket: TicketView, now: datetime) -> list[SlotView]:
    days = free_slots(branch_id=ticket.branch_id, channel=ticket.channel, now=now)
    free = [slot for day in days for slot in day.slots if slot.free or (ticket.priority and slot.free_kept)]
    return free[:SLOTS_TRIED]
