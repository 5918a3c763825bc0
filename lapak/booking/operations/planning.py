"""Opening the slots of a day, and fitting them to what the day can hold. Locks slots, by id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.booking.models import Release, ServiceDay, Slot, SlotPlan
from lapak.booking.operations.releasing import announce
from lapak.booking.queries.capacity import plans_of_day, slots_of_day
from lapak.booking.rules.capacity import Planned
from lapak.booking.rules.pace import Served
from lapak.booking.rules.release import LONGEST, window
from lapak.booking.rules.slots import moment_of
from lapak.booking.rules.states import Channel
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.locks import lock_names
from lapak.offices import queries as offices
from lapak.offices.queries import BranchView
from lapak.offices.rules.workday import Workday

PLANNER = Actor.system(job="booking.open_days")
_PLANNED = ("capacity", "kept", "over", "minutes", "book_by")


@dataclass(frozen=True)
class Fitted:
    """What fitting the days of a branch changed: slots opened, slots not as before, people too many."""

    opened: int
    changed: int
    over: int


@transaction.atomic
def set_plan(*, branch_id: UUID, channel: Channel, minutes: int, capacity: int) -> None:
    """Set by hand how a branch without shifts cuts the time of a channel; open slots are fitted at the next
    `fit_days`.
    """
    SlotPlan.objects.update_or_create(
        branch_id=branch_id, channel=channel, defaults={"minutes": minutes, "capacity": capacity}
    )


@transaction.atomic
def fit_days(*, branch_id: UUID, first_day: date, days: int, now: datetime, actor: Actor = PLANNER) -> Fitted:
    """Open the slots of these days that lie ahead, and give those that are open their new room.

    Their length and the last moment to book them follow the plan, too.

    Nobody loses a place here: where a slot has more people than room, `over` says how many, and
    `relocate` finds other times for them. Safe to repeat and to run twice at the same time. Locks the slots.
    Raises NotFound(`branch_unknown`).
    """
    one_at_a_time(branch_id=branch_id)
    branch = offices.branch(branch_id=branch_id)
    wanted = [first_day + timedelta(days=n) for n in range(days)]
    done = [
        _fit_day(branch=branch, workday=workday, now=now)
        for workday in offices.workdays(branch_id=branch_id, days=wanted).values()
    ]
    total = Fitted(*(sum(getattr(one, name) for one in done) for name in ("opened", "changed", "over")))
    if total.changed:
        record(
            subject=Subject("branch_slots", str(branch_id)),
            what="slots.fitted",
            actor=actor,
            now=now,
            data={"changed": total.changed, "over": total.over, "from": first_day.isoformat(), "days": days},
            topics=[f"branch:{branch_id}"],
        )
    return total


def ensure_slots(*, branch_id: UUID, first_day: date, days: int, now: datetime) -> int:
    """Open the slots of these days; return how many are new. See `fit_days`."""
    return fit_days(branch_id=branch_id, first_day=first_day, days=days, now=now).opened


def open_days(*, now: datetime) -> int:
    """Open and fit the slots of every branch up to its horizon, each by itself; return how many are new."""
    opened = 0
    for branch in offices.branches():
        today = local_date(moment=now, zone=branch.timezone)
        ahead = offices.terms(branch_id=branch.id, day=today).horizon_days
        opened += ensure_slots(branch_id=branch.id, first_day=today, days=ahead + 1, now=now)
    return opened


@transaction.atomic
def learn(*, branch_id: UUID, day: date, served: Iterable[Served]) -> None:
    """Keep how long people took at a branch on a day; learning the same day again replaces it."""
    ServiceDay.objects.filter(branch_id=branch_id, day=day).delete()
    ServiceDay.objects.bulk_create(
        ServiceDay(
            branch_id=branch_id,
            day=day,
            channel=one.channel,
            kind=one.kind,
            count=one.count,
            minutes=one.minutes,
        )
        for one in served
    )


def one_at_a_time(*, branch_id: UUID) -> None:
    """Let nobody else plan this branch until the transaction ends."""
    lock_names(f"booking.plan:{branch_id}")


def _fit_day(*, branch: BranchView, workday: Workday, now: datetime) -> Fitted:
    plans = {
        (plan.channel, moment_of(day=workday.day, minute=plan.start, zone=branch.timezone)): plan
        for plan in plans_of_day(branch_id=branch.id, workday=workday)
    }
    known = slots_of_day(branch_id=branch.id, day=workday.day, zone=branch.timezone, now=now)
    lead = timedelta(minutes=workday.terms.lead_minutes)
    there = {(Channel(row.channel), row.starts_at) for row in known}
    wanted = {key: plan for key, plan in plans.items() if key[1] > now and key not in there}
    by_lot = _releases(branch, workday, {channel for channel, _ in wanted}, now)
    new = [
        _slot(branch_id=branch.id, at=at, plan=plan, lead=lead, release=by_lot[channel])
        for (channel, at), plan in wanted.items()
    ]
    Slot.objects.bulk_create(new, ignore_conflicts=True)
    changed, over = 0, 0
    locked = Slot.objects.select_for_update().filter(pk__in=[row.pk for row in known]).order_by("pk")
    for row in locked:
        plan = plans.get((Channel(row.channel), row.starts_at))
        changed += _refit(row, plan, lead)
        over += row.over
    return Fitted(len(new), changed, over)


def _releases(
    branch: BranchView, workday: Workday, channels: set[Channel], now: datetime
) -> dict[Channel, Release | None]:
    """Return by which release the day of each channel is given out; None: at once."""
    opens = window(day=workday.day, terms=workday.terms, zone=branch.timezone)
    return {
        channel: announce(branch=branch, workday=workday, channel=channel, window=opens, now=now)
        for channel in channels
    }


def _slot(*, branch_id: UUID, at: datetime, plan: Planned, lead: timedelta, release: Release | None) -> Slot:
    return Slot(
        id=new_id(),
        branch_id=branch_id,
        channel=plan.channel,
        starts_at=at,
        minutes=plan.minutes,
        capacity=plan.capacity,
        kept=plan.kept,
        release=release,
        opens_at=release.closes_at + LONGEST if release else None,
        book_by=at - lead,
    )


def _refit(row: Slot, plan: Planned | None, lead: timedelta) -> bool:
    """Give a locked slot what its plan says, no room without one; return whether anything is another."""
    before = _as_planned(row)
    capacity, kept = (plan.capacity, plan.kept) if plan else (0, 0)
    row.capacity, row.over = max(capacity, row.taken), max(0, row.taken - capacity)
    everybody = row.taken - row.kept_taken
    row.kept = max(row.kept_taken, min(kept, row.capacity - everybody))
    if plan:
        row.minutes, row.book_by = plan.minutes, row.starts_at - lead
    changed = _as_planned(row) != before
    if changed:
        row.save(update_fields=_PLANNED)
    return changed


def _as_planned(row: Slot) -> list[object]:
    return [getattr(row, name) for name in _PLANNED]
