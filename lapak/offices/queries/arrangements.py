"""What a branch has arranged for today and later, as its head sees and changes it. Days are the branch's."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from lapak.offices import models
from lapak.offices.queries.workdays import AbsenceView, absences
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import SpecialDay, Terms


@dataclass(frozen=True)
class RestView:
    """A weekly break."""

    id: UUID
    weekday: int
    starts: time
    ends: time
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class ShiftView:
    """An officer's weekly hours."""

    id: UUID
    officer_id: int
    weekday: int
    starts: time
    ends: time
    places: int
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class OutageView:
    """Days on which a booth cannot be used; without a last day until it is mended."""

    booth_id: UUID
    booth: int
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class Arrangements:
    """All of it; what has ended before today is left out. `terms` has what comes, each with its first day."""

    hours: tuple[Hours, ...]
    rests: tuple[RestView, ...]
    special_days: tuple[SpecialDay, ...]
    shifts: tuple[ShiftView, ...]
    absences: tuple[AbsenceView, ...]
    outages: tuple[OutageView, ...]
    terms: tuple[tuple[date, Terms], ...]


def arrangements(*, branch_id: UUID, today: date) -> Arrangements:
    """Return what holds today or will, weekly things by weekday and time."""
    weekly = ("weekday", "starts", "first_day")
    outages = models.BoothOutage.objects.filter(booth__branch_id=branch_id).select_related("booth")
    terms = models.BookingTerms.objects.filter(branch_id=branch_id, first_day__gt=today)
    special = models.SpecialDay.objects.filter(branch_id=branch_id, day__gte=today)
    return Arrangements(
        hours=tuple(
            Hours(row.weekday, row.opens, row.closes, row.first_day, row.last_day)
            for row in _not_over(models.OpeningHours, branch_id, today).order_by("weekday", "opens")
        ),
        rests=tuple(
            RestView(**_facts(row, RestView))
            for row in _not_over(models.Rest, branch_id, today).order_by(*weekly)
        ),
        special_days=tuple(
            SpecialDay(row.day, row.opens, row.closes, row.why) for row in special.order_by("day")
        ),
        shifts=tuple(
            ShiftView(**_facts(row, ShiftView))
            for row in _not_over(models.Shift, branch_id, today).order_by("officer_id", *weekly)
        ),
        absences=absences(branch_id=branch_id, since=today),
        outages=tuple(
            OutageView(row.booth_id, row.booth.number, row.first_day, row.last_day)
            for row in outages.filter(_open_on(today)).order_by("booth__number", "first_day")
        ),
        terms=tuple((row.first_day, Terms(**_facts(row, Terms))) for row in terms.order_by("first_day")),
    )


def _open_on(today: date) -> Q:
    return Q(last_day=None) | Q(last_day__gte=today)


def _not_over(model: type[Model], branch_id: UUID, today: date) -> QuerySet:  # type: ignore[type-arg] # of whichever table is asked
    return model._default_manager.filter(_open_on(today), branch_id=branch_id)


def _facts(row: object, view: type) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(view)}
