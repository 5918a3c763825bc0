"""Days on which a branch serves the workers of a roster: asked for by the company, agreed by the branch.

A batch takes places of the branch's video calls from the moment it is asked for, as bookings, so that it
never takes more than there is, and nobody else is promised them. Lock order: the roster, workers, bookings,
slots.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lapak.booking import operations as booking
from lapak.booking.operations import AlreadyBooked, SlotGone
from lapak.booking.queries import SlotView
from lapak.collective.models import Batch, BatchPlace, Roster, Worker
from lapak.collective.queries.batches import days_ahead, days_taken, to_schedule
from lapak.collective.queries.mandates import require_mandate
from lapak.collective.queries.workers import roster_of
from lapak.collective.rules.batches import WORKERS_PER_PLACE, BatchState, DayPlan, FreeDay, spread
from lapak.journal.operations import record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.kernel.ids import keyed_hash, new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import MoveRefused
from lapak.kernel.zones import local_date
from lapak.offices.queries import branch
from lapak.people.queries import staff_member
from lapak.people.rules import Role

DAYS_AHEAD = 30
SCHEDULER = Actor.system(job="collective.schedule")


@dataclass(frozen=True)
class Proposed:
    """How many workers got a day, on how many days, and how many did not fit into the days ahead."""

    workers: int
    days: int
    left: int


@transaction.atomic
def propose(*, roster_id: UUID, actor: Actor, now: datetime, not_before: date | None = None) -> Proposed:
    """Ask the branch for days for all filed workers who have none, from tomorrow or `not_before` on.

    A day that the branch refused is not asked for again. Locks the roster. Raises NotAllowed with what the
    mandate lacks, NotFound.
    """
    found = roster_of(roster_id=roster_id)
    require_mandate(actor=actor, now=now, company_id=found.company_id)
    return _propose(found, actor, now, not_before)


@transaction.atomic
def propose_left(*, roster_id: UUID, now: datetime) -> Proposed:
    """Ask for days as `propose` does, whoever acts for the company by now: who is filed needs nobody for it.

    Locks the roster. Raises NotFound(`roster_unknown`).
    """
    return _propose(roster_of(roster_id=roster_id), SCHEDULER, now, None)


@transaction.atomic
def agree(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Keep that the branch serves the batch on its day; agreeing twice changes nothing. Locks the batch.

    Raises NotAllowed(`officer_only`), Conflict(`batch_moved_on`), NotFound(`batch_unknown`).
    """
    batch = locked_batch(batch_id, actor, Role.OFFICER, Role.BRANCH_HEAD)
    if batch.state == BatchState.AGREED:
        return
    if batch.state != BatchState.PROPOSED:
        raise Conflict("batch_moved_on")
    _settle(batch, BatchState.AGREED, actor, now)


@transaction.atomic
def refuse(*, batch_id: UUID, actor: Actor, now: datetime) -> None:
    """Give the day back: its places are free again, and its workers wait for another day. Locks the batch.

    Raises NotAllowed(`officer_only`), Conflict(`batch_moved_on`), NotFound(`batch_unknown`).
    """
    batch = locked_batch(batch_id, actor, Role.OFFICER, Role.BRANCH_HEAD)
    if batch.state not in (BatchState.PROPOSED, BatchState.AGREED):
        raise Conflict("batch_moved_on")
    for id in batch.places.values_list("booking_id", flat=True):
        with suppress(MoveRefused), transaction.atomic():  # the day may be over, and its places with it
            booking.cancel(booking_id=id, actor=actor, now=now)
    batch.workers.update(batch=None)
    _settle(batch, BatchState.REFUSED, actor, now)


def locked_batch(batch_id: UUID, actor: Actor, *roles: Role) -> Batch:
    """Return the locked batch to staff of its branch in one of the roles.

    Raises NotAllowed(`officer_only`), NotFound(`batch_unknown`).
    """
    if actor.kind is not ActorKind.STAFF or actor.role not in roles:
        raise NotAllowed("officer_only")
    batch = Batch.objects.select_for_update(of=("self",)).select_related("roster").filter(pk=batch_id).first()
    member = staff_member(id=int(actor.id))
    if batch is None or member is None or member.branch_id != batch.branch_id:
        raise NotFound("batch_unknown")
    return batch


def tell_batch(batch: Batch, what: str, actor: Actor, now: datetime, **data: object) -> None:
    """Record what happened to a locked batch, and tell the company and the branch."""
    record(
        subject=Subject("batch", str(batch.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"day": batch.day.isoformat(), **data},
        topics=[f"company:{batch.roster.company_id}", f"office:{batch.branch_id}"],
    )


def _propose(found: Roster, actor: Actor, now: datetime, not_before: date | None) -> Proposed:
    branch_id = found.company.branch_id
    roster = Roster.objects.select_for_update().get(pk=found.pk)
    zone = branch(branch_id=branch_id).timezone
    first = max(not_before or date.min, local_date(moment=now, zone=zone) + timedelta(days=1))
    booking.ensure_slots(branch_id=branch_id, first_day=first, days=DAYS_AHEAD, now=now)
    waiting = list(to_schedule(roster_id=roster.pk).select_for_update(of=("self",)))
    taken = days_taken(roster_id=roster.pk)
    slots = days_ahead(branch_id=branch_id, first=first, days=DAYS_AHEAD, now=now)
    free = {day: each for day, each in slots.items() if day not in taken}
    days = [FreeDay(day, sum(one.free for one in each)) for day, each in free.items()]
    queue, made = iter(waiting), 0
    served = 0
    for plan in spread(workers=len(waiting), days=days):
        count = _make(roster, branch_id, plan, free[plan.day], queue, actor, now)
        served, made = served + count, made + bool(count)
    return Proposed(served, made, len(waiting) - served)


def _make(
    roster: Roster,
    branch_id: UUID,
    plan: DayPlan,
    slots: Sequence[SlotView],
    queue: Iterator[Worker],
    actor: Actor,
    now: datetime,
) -> int:
    """Take the places of a day and give them to the next workers; return how many that are."""
    batch = Batch(
        id=new_id(now=now),
        roster=roster,
        branch_id=branch_id,
        day=plan.day,
        state=BatchState.PROPOSED,
        proposed_at=now,
    )
    taken = list(_take(batch, slots, plan.places, actor, now))
    count = plan.workers if len(taken) == plan.places else min(plan.workers, len(taken) * WORKERS_PER_PLACE)
    if not count:
        return 0
    batch.save(force_insert=True)
    BatchPlace.objects.bulk_create(BatchPlace(batch=batch, booking_id=id) for id in taken)
    chosen = [next(queue).pk for _ in range(count)]
    Worker.objects.filter(pk__in=chosen).update(batch=batch)
    tell_batch(batch, "batch.proposed", actor, now, workers=count, places=len(taken))
    return count


def _take(
    batch: Batch, slots: Sequence[SlotView], places: int, actor: Actor, now: datetime
) -> Iterator[UUID]:
    """Book that many places of a day, fewer where others were faster, and yield the bookings."""
    room = [slot.id for slot in slots for _ in range(slot.free)]
    number = 0
    for slot_id in room:
        if number == places:
            return
        key = keyed_hash(key=settings.IDENTITY_KEY, text=f"batch {batch.pk} {number}")
        try:
            with transaction.atomic():
                held = booking.book(
                    slot_id=slot_id, subject_id=new_id(now=now), person_key=key, actor=actor, now=now
                )
        except (SlotGone, AlreadyBooked):
            continue
        number += 1
        yield held.id


def _settle(batch: Batch, state: BatchState, actor: Actor, now: datetime) -> None:
    batch.state, batch.agreed_at, batch.agreed_by_id = state, now, int(actor.id)
    batch.save(update_fields=["state", "agreed_at", "agreed_by"])
    tell_batch(batch, f"batch.{state}", actor, now)
