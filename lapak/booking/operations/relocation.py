"""Other times for people whose slot can no longer keep its promise. Lock order: the booking, then slots;
offer, waiter, slot where a mere offer is taken back.

Nothing happens silently: who is moved, and who is cancelled because nothing near is free, is owed a mail that
says so and offers to choose again, there or at another branch.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import room
from lapak.booking.operations.rows import end, locked, subject_of, tell
from lapak.booking.operations.waiting import recall_offers
from lapak.booking.queries.capacity import hits_of_slot, overfull_days, slots_of_day
from lapak.booking.queries.slots import free_options
from lapak.booking.rules.relocation import REACH, replacement, soonest_replacement
from lapak.booking.rules.states import ACTIVE, BookingMove, BookingState
from lapak.kernel.actors import Actor
from lapak.offices import queries as offices
from lapak.outbox.operations import owe

RELOCATOR = Actor.system(job="booking.relocate")
BRANCH_CHANGED = "branch_changed"


@dataclass(frozen=True)
class Relocated:
    """How many people got another time, and for how many nothing near was free."""

    moved: int
    cancelled: int


def relocate_all(*, now: datetime) -> Relocated:
    """Find other times on every day that has people too many; return how many were moved and cancelled."""
    done = [relocate(branch_id=branch_id, day=day, now=now) for branch_id, day in overfull_days(now=now)]
    return Relocated(sum(one.moved for one in done), sum(one.cancelled for one in done))


def relocate(*, branch_id: UUID, day: date, now: datetime, actor: Actor = RELOCATOR) -> Relocated:
    """Find other times for the people too many on a branch's day, one transaction each; return how many.

    Offers that nobody has taken yet are taken back first. Safe to repeat and to run twice at the same time.
    Raises NotFound(`branch_unknown`).
    """
    for slot in _overfull(branch_id, day, now):
        recall_offers(slot_id=slot.pk, actor=actor, now=now)
    too_many = [
        hit.booking.id
        for slot in _overfull(branch_id, day, now)
        for hit in hits_of_slot(slot=slot, surplus=slot.over)
    ]
    results = [_relocate_one(booking_id=id, actor=actor, now=now) for id in too_many]
    return Relocated(moved=results.count("moved"), cancelled=results.count("cancelled"))


def _overfull(branch_id: UUID, day: date, now: datetime) -> list[Slot]:
    zone = offices.branch(branch_id=branch_id).timezone
    return [slot for slot in slots_of_day(branch_id=branch_id, day=day, zone=zone, now=now) if slot.over]


@transaction.atomic
def _relocate_one(*, booking_id: UUID, actor: Actor, now: datetime) -> str:
    """Return what was done: moved, cancelled, or nothing because meanwhile it was not needed any more."""
    row = locked(booking_id=booking_id)
    if row.state not in ACTIVE or row.slot.over == 0:
        return ""
    was = row.slot.starts_at
    if row.state == BookingState.CONFIRMED and _moved(row, now):
        tell(row=row, what="booking.relocated", actor=actor, now=now)
        _owe_news(row, "appointment_moved", was, now)
        return "moved"
    end(row=row, by=BookingMove.CANCEL, actor=actor, now=now, why=BRANCH_CHANGED)
    _owe_news(row, "appointment_cancelled", was, now)
    return "cancelled"


def _moved(row: Booking, now: datetime) -> bool:
    """Give the booking the nearest free time at its branch; return whether there was one.

    The slots are locked in the order of their ids, so one that another took meanwhile is not tried again.
    """
    options = free_options(
        branch_id=row.slot.branch_id,
        channel=row.slot.channel,
        around=row.slot.starts_at,
        reach=REACH,
        now=now,
        priority=bool(row.priority),
    )
    best = replacement(
        options=options,
        branch_id=row.slot.branch_id,
        starts_at=row.slot.starts_at,
        may_change_branch=False,
        not_before=soonest_replacement(now=now, zone=row.slot.branch.timezone),
    )
    if best is None:
        return False
    old_slot, old_kept = row.slot_id, row.kept_place
    with transaction.atomic():
        if old_slot < best.slot_id:
            room.give_back(slot_id=old_slot, kept=old_kept)
        kept = room.take_best(slot_id=best.slot_id, priority=row.priority)
        if kept is None:
            transaction.set_rollback(True)
            return False
        if old_slot > best.slot_id:
            room.give_back(slot_id=old_slot, kept=old_kept)
    row.slot_id, row.kept_place = best.slot_id, kept
    row.save(update_fields=["slot", "kept_place"])
    return True


def _owe_news(row: Booking, template: str, was: datetime, now: datetime) -> None:
    owe(
        kind="mail.send",
        key=f"mail:{template}:{row.pk}:{row.slot_id}:{was:%Y%m%d%H%M}",
        payload={"template": template, "subject_id": str(row.subject_id), "was": was.isoformat()},
        subject=subject_of(row),
        now=now,
    )
