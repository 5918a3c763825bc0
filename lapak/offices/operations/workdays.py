"""What changes how much a branch can do on a day: hours, breaks, shifts, absences, booths, terms.

Each locks the branch, so that its journal stays in one line. Bookings that no longer fit are found by
`booking.queries.hits` and moved by `booking.operations.relocate`, never here.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local_date
from lapak.offices.models import (
    Absence,
    BookingTerms,
    Booth,
    BoothOutage,
    OpeningHours,
    Rest,
    Shift,
    SpecialDay,
)
from lapak.offices.operations.rows import WorkdayInvalid, locked, tell
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import Terms, span_of

_DAY = timedelta(days=1)


@transaction.atomic
def change_hours(
    *, branch_id: UUID, hours: Sequence[Hours], first_day: date, actor: Actor, now: datetime
) -> None:
    """Let these weekly hours hold from a day on; the ones before end the day before.

    Raises WorkdayInvalid, NotFound(`branch_unknown`).
    """
    locked(branch_id, first_day=first_day, now=now)
    for each in hours:
        _in_order(each.opens, each.closes)
    OpeningHours.objects.filter(branch_id=branch_id, first_day__gte=first_day).delete()
    _still_holding(OpeningHours, branch_id, first_day).update(last_day=first_day - _DAY)
    OpeningHours.objects.bulk_create(
        OpeningHours(
            branch_id=branch_id,
            weekday=each.weekday,
            opens=each.opens,
            closes=each.closes,
            first_day=first_day,
        )
        for each in hours
    )
    tell(branch_id, "branch.hours_changed", {"from": first_day.isoformat()}, actor, now)


@transaction.atomic
def set_special_day(
    *,
    branch_id: UUID,
    day: date,
    opens: time | None,
    closes: time | None,
    why: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Let one day have hours of its own, or none at all (both None); `why` is told to the people concerned.

    Raises WorkdayInvalid, NotFound(`branch_unknown`).
    """
    locked(branch_id, first_day=day, now=now)
    if (opens is None) != (closes is None):
        raise WorkdayInvalid("times_out_of_order", fields=[FieldError("closes", "times_out_of_order")])
    if opens is not None and closes is not None:
        _in_order(opens, closes)
    SpecialDay.objects.update_or_create(
        branch_id=branch_id, day=day, defaults={"opens": opens, "closes": closes, "why": why}
    )
    tell(branch_id, "branch.special_day", {"day": day.isoformat(), "closed": opens is None}, actor, now)


@transaction.atomic
def drop_special_day(*, branch_id: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Let a day be like its weekday again; without a special day nothing happens."""
    locked(branch_id, first_day=day, now=now)
    if SpecialDay.objects.filter(branch_id=branch_id, day=day).delete()[0]:
        tell(branch_id, "branch.special_day_dropped", {"day": day.isoformat()}, actor, now)


@transaction.atomic
def set_rest(
    *,
    branch_id: UUID,
    weekday: int,
    starts: time,
    ends: time,
    first_day: date,
    actor: Actor,
    now: datetime,
    last_day: date | None = None,
) -> UUID:
    """Add a weekly break and return its id. Raises WorkdayInvalid, NotFound(`branch_unknown`)."""
    locked(branch_id, first_day=first_day, last_day=last_day, now=now)
    _in_order(starts, ends)
    row = Rest.objects.create(
        id=new_id(now=now),
        branch_id=branch_id,
        weekday=weekday,
        starts=starts,
        ends=ends,
        first_day=first_day,
        last_day=last_day,
    )
    tell(branch_id, "branch.rest_set", {"rest": str(row.pk), "weekday": weekday}, actor, now)
    return row.pk


@transaction.atomic
def end_rest(*, branch_id: UUID, rest_id: UUID, last_day: date, actor: Actor, now: datetime) -> None:
    """Let a break end with a day. Raises NotFound(`rest_unknown`), WorkdayInvalid."""
    locked(branch_id)
    _end(Rest, rest_id, branch_id, last_day, code="rest_unknown")
    tell(branch_id, "branch.rest_ended", {"rest": str(rest_id), "last": last_day.isoformat()}, actor, now)


@transaction.atomic
def set_shift(
    *,
    branch_id: UUID,
    officer_id: int,
    weekday: int,
    starts: time,
    ends: time,
    places: int,
    first_day: date,
    actor: Actor,
    now: datetime,
    last_day: date | None = None,
) -> UUID:
    """Add an officer's weekly hours and return their id.

    Raises WorkdayInvalid, Conflict(`shift_overlaps`) when the officer works then already, here or elsewhere,
    InvalidInput(`places_out_of_range`), NotFound(`branch_unknown`).
    """
    branch = locked(branch_id, first_day=first_day, last_day=last_day, now=now)
    _in_order(starts, ends, to_midnight=True)
    if not 1 <= places <= branch.places_per_desk:
        wrong = {"most": branch.places_per_desk}
        raise InvalidInput(
            "places_out_of_range", params=wrong, fields=[FieldError("places", "places_out_of_range", wrong)]
        )
    _no_overlap(officer_id, weekday, starts, ends, first_day, last_day)
    row = Shift.objects.create(
        id=new_id(now=now),
        branch_id=branch_id,
        officer_id=officer_id,
        weekday=weekday,
        starts=starts,
        ends=ends,
        places=places,
        first_day=first_day,
        last_day=last_day,
    )
    data = {"shift": str(row.pk), "officer": officer_id, "weekday": weekday, "places": places}
    tell(branch_id, "branch.shift_set", data, actor, now)
    return row.pk


@transaction.atomic
def end_shift(*, branch_id: UUID, shift_id: UUID, last_day: date, actor: Actor, now: datetime) -> None:
    """Let a shift end with a day. Raises NotFound(`shift_unknown`), WorkdayInvalid."""
    locked(branch_id)
    _end(Shift, shift_id, branch_id, last_day, code="shift_unknown")
    tell(branch_id, "branch.shift_ended", {"shift": str(shift_id), "last": last_day.isoformat()}, actor, now)


@transaction.atomic
def note_absence(
    *,
    branch_id: UUID,
    officer_id: int,
    first_day: date,
    last_day: date,
    actor: Actor,
    now: datetime,
    starts: time | None = None,
    ends: time | None = None,
) -> UUID:
    """Note that an officer is away, whole days or between two clock times, and return the id.

    Raises WorkdayInvalid, NotFound(`branch_unknown`).
    """
    locked(branch_id, first_day=first_day, last_day=last_day, now=now)
    if (starts is None) != (ends is None):
        raise WorkdayInvalid("times_out_of_order", fields=[FieldError("ends", "times_out_of_order")])
    if starts is not None and ends is not None:
        _in_order(starts, ends, to_midnight=True)
    row = Absence.objects.create(
        id=new_id(now=now),
        branch_id=branch_id,
        officer_id=officer_id,
        first_day=first_day,
        last_day=last_day,
        starts=starts,
        ends=ends,
        noted_at=now,
    )
    data = {"absence": str(row.pk), "officer": officer_id, "from": first_day.isoformat()}
    tell(branch_id, "branch.absence_noted", {**data, "to": last_day.isoformat()}, actor, now)
    return row.pk


@transaction.atomic
def withdraw_absence(*, branch_id: UUID, absence_id: UUID, actor: Actor, now: datetime) -> None:
    """Let an absence not be; doing it twice changes nothing. Raises NotFound(`absence_unknown`)."""
    locked(branch_id)
    row = Absence.objects.filter(pk=absence_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("absence_unknown")
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        tell(branch_id, "branch.absence_withdrawn", {"absence": str(row.pk)}, actor, now)


@transaction.atomic
def note_outage(
    *,
    branch_id: UUID,
    booth_id: UUID,
    first_day: date,
    actor: Actor,
    now: datetime,
    last_day: date | None = None,
) -> UUID:
    """Note days on which a booth cannot be used and return the id; without a last day until it is mended.

    A booth that is out until further notice already keeps that outage, from the earlier of the two days.
    Raises WorkdayInvalid, NotFound(`booth_unknown`, `branch_unknown`).
    """
    locked(branch_id, first_day=first_day, last_day=last_day, now=now)
    if not Booth.objects.filter(pk=booth_id, branch_id=branch_id).exists():
        raise NotFound("booth_unknown")
    known = BoothOutage.objects.filter(booth_id=booth_id, last_day=None).first()
    if known is not None and last_day is None and known.first_day <= first_day:
        return known.pk
    row = known if known is not None and last_day is None else BoothOutage(id=new_id(now=now))
    row.booth_id, row.first_day, row.last_day, row.noted_at = booth_id, first_day, last_day, now
    row.save()
    tell(
        branch_id, "branch.booth_outage", {"booth": str(booth_id), "from": first_day.isoformat()}, actor, now
    )
    return row.pk


@transaction.atomic
def end_outage(*, branch_id: UUID, booth_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that a booth works from today on; one that works already stays as it is.

    An outage until further notice is taken back also when it has not begun; planned days of a later one stay.
    """
    branch = locked(branch_id)
    today = local_date(moment=now, zone=branch.timezone)
    open_ones = BoothOutage.objects.filter(booth_id=booth_id, booth__branch_id=branch_id)
    ended = open_ones.filter(Q(last_day=None) | Q(last_day__gte=today, first_day__lte=today))
    if ended.exists():
        ended.filter(first_day__gte=today).delete()
        ended.update(last_day=today - _DAY)
        tell(branch_id, "branch.booth_works", {"booth": str(booth_id)}, actor, now)


@transaction.atomic
def set_terms(*, branch_id: UUID, first_day: date, terms: Terms, actor: Actor, now: datetime) -> None:
    """Let these terms hold from a day on. Raises WorkdayInvalid, NotFound(`branch_unknown`)."""
    locked(branch_id, first_day=first_day, now=now)
    BookingTerms.objects.update_or_create(branch_id=branch_id, first_day=first_day, defaults=asdict(terms))
    data = {**asdict(terms), "opens_at": terms.opens_at.isoformat(), "from": first_day.isoformat()}
    tell(branch_id, "branch.terms_set", data, actor, now)


def _in_order(starts: time, ends: time, *, to_midnight: bool = False) -> None:
    """Refuse an end that is not after the start; 00.00 is the midnight after where an end may be there."""
    if span_of(starts, ends).minutes <= 0 or (not to_midnight and ends == time(0)):
        raise WorkdayInvalid("times_out_of_order", fields=[FieldError("ends", "times_out_of_order")])


def _no_overlap(
    officer_id: int, weekday: int, starts: time, ends: time, first_day: date, last_day: date | None
) -> None:
    rows = Shift.objects.filter(officer_id=officer_id, weekday=weekday)
    rows = rows.filter(Q(last_day=None) | Q(last_day__gte=first_day))
    if last_day:
        rows = rows.filter(first_day__lte=last_day)
    wanted = span_of(starts, ends)
    for row in rows:
        known = span_of(row.starts, row.ends)
        if wanted.start < known.end and known.start < wanted.end:
            raise Conflict("shift_overlaps")


def _still_holding(model: Any, branch_id: UUID, day: date) -> Any:
    return model.objects.filter(Q(last_day=None) | Q(last_day__gte=day), branch_id=branch_id)


def _end(model: Any, id: UUID, branch_id: UUID, last_day: date, *, code: str) -> None:
    row = model.objects.filter(pk=id, branch_id=branch_id).first()
    if row is None:
        raise NotFound(code)
    if last_day < row.first_day:
        row.delete()
        return
    row.last_day = last_day
    row.save(update_fields=["last_day"])
