"""A change of a branch's days: shown before it is made, and made only as it was shown.

A preview makes the change, looks at the days, and takes the change back. So it says nothing but what the
change does, refusals included, and there is no second way of working it out that could differ.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.booking.operations.planning import fit_days, one_at_a_time
from lapak.booking.operations.relocation import relocate
from lapak.booking.queries import BookingView, hits, plans_of_day
from lapak.booking.rules.slots import moment_of
from lapak.booking.rules.states import Channel
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices

Act = Callable[[], object]
Rooms = dict[tuple[Channel, datetime], int]
LEAST_DAYS = 7


class ChangedMeanwhile(Conflict):
    """What the change does is not what was shown any more. Code: `changed_meanwhile`."""


@dataclass(frozen=True)
class SlotChange:
    """A time of a channel (UTC): for how many people before and after, None where there is no such time."""

    channel: Channel
    starts_at: datetime
    before: int | None
    after: int | None
    hit: int


@dataclass(frozen=True)
class DayChange:
    """A day that changes: all its times by channel and time, and the bookings that are hit newly."""

    day: date
    slots: tuple[SlotChange, ...]
    hit: tuple[BookingView, ...]

    def people(self, *, channel: Channel) -> tuple[int, int]:
        """Return for how many people of a channel the day has room, before and after."""
        mine = [one for one in self.slots if one.channel is channel]
        return sum(one.before or 0 for one in mine), sum(one.after or 0 for one in mine)


@dataclass(frozen=True)
class Preview:
    """What a change does to the days from `first` to `last`; days it does not change are left out."""

    first: date
    last: date
    days: tuple[DayChange, ...]

    @property
    def hit(self) -> int:
        """How many bookings are hit."""
        return sum(len(day.hit) for day in self.days)

    @property
    def mark(self) -> str:
        """Return what stands for all of it, to be handed back by who agrees."""
        said = [
            [(one.channel.value, one.starts_at.isoformat(), one.before, one.after) for one in day.slots]
            + [str(one.id) for one in day.hit]
            for day in self.days
        ]
        return hashlib.sha256(repr((self.first, self.last, said)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class CarriedOut:
    """What was done: people moved to another time, and people for whom nothing near was free."""

    moved: int
    cancelled: int


def preview(*, branch_id: UUID, act: Act, first_day: date, now: datetime) -> Preview:
    """Return what `act`, a change that holds from `first_day` on, would do to the days that can be booked.

    Nothing stays of it. Raises what `act` raises, NotFound(`branch_unknown`).
    """
    with transaction.atomic():
        found = _look(branch_id=branch_id, act=act, first_day=first_day, now=now)
        transaction.set_rollback(True)
    return found


def carry_out(
    *, branch_id: UUID, act: Act, first_day: date, seen: str, actor: Actor, now: datetime
) -> CarriedOut:
    """Make a change whose preview had this mark, fit the slots, and find other times for those it hits.

    Who is moved or cancelled, or was offered a time that falls away, is told by mail. Raises ChangedMeanwhile
    when it would do something else by now, and what `act` raises; nothing is changed then.
    """
    with transaction.atomic():
        one_at_a_time(branch_id=branch_id)
        found = _look(branch_id=branch_id, act=act, first_day=first_day, now=now)
        if found.mark != seen:
            raise ChangedMeanwhile("changed_meanwhile")
        days = (found.last - found.first).days + 1
        fit_days(branch_id=branch_id, first_day=found.first, days=days, now=now, actor=actor)
    done = [relocate(branch_id=branch_id, day=each.day, now=now, actor=actor) for each in found.days]
    return CarriedOut(sum(one.moved for one in done), sum(one.cancelled for one in done))


def _look(*, branch_id: UUID, act: Act, first_day: date, now: datetime) -> Preview:
    zone = offices.branch(branch_id=branch_id).timezone
    today = local_date(moment=now, zone=zone)
    horizons = [_horizon(branch_id, today)]
    rooms_before, hit_before = _days(branch_id, zone, _span(today, first_day, horizons), now)
    act()
    horizons.append(_horizon(branch_id, today))
    span = _span(today, first_day, horizons)
    rooms_after, hit_after = _days(branch_id, zone, span, now)
    days = [
        _day_change(day, rooms_before.get(day, {}), rooms_after[day], hit_before.get(day, ()), hit_after[day])
        for day in span
    ]
    return Preview(span[0], span[-1], tuple(day for day in days if day is not None))


def _day_change(
    day: date,
    before: Rooms,
    after: Rooms,
    hit_before: Iterable[BookingView],
    hit_after: Iterable[BookingView],
) -> DayChange | None:
    already = {one.id for one in hit_before}
    hit = tuple(one for one in hit_after if one.id not in already)
    if before == after and not hit:
        return None
    lost = Counter((Channel(one.slot.channel), one.slot.starts_at) for one in hit)
    slots = tuple(
        SlotChange(channel, at, before.get((channel, at)), after.get((channel, at)), lost[channel, at])
        for channel, at in sorted({*before, *after, *lost})
    )
    return DayChange(day, slots, hit)


def _days(
    branch_id: UUID, zone: str, days: list[date], now: datetime
) -> tuple[dict[date, Rooms], dict[date, tuple[BookingView, ...]]]:
    """Return for each day the room of its times that lie ahead, and the bookings that do not fit."""
    found = offices.workdays(branch_id=branch_id, days=days)
    rooms = {
        day: {
            (plan.channel, at): plan.capacity
            for plan in plans_of_day(branch_id=branch_id, workday=workday)
            if (at := moment_of(day=day, minute=plan.start, zone=zone)) > now
        }
        for day, workday in found.items()
    }
    hit = {
        day: tuple(one.booking for one in hits(branch_id=branch_id, workday=workday, now=now))
        for day, workday in found.items()
    }
    return rooms, hit


def _horizon(branch_id: UUID, today: date) -> date:
    return today + timedelta(days=offices.terms(branch_id=branch_id, day=today).horizon_days)


def _span(today: date, first_day: date, horizons: list[date]) -> list[date]:
    """Return the days to look at: from the change on, as far as can be booked, a week at least."""
    first = max(today, first_day)
    last = max(*horizons, first + timedelta(days=LEAST_DAYS - 1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
