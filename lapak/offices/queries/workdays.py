"""When branches are open, and what they have on a day. Days and clock times are those of the branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from uuid import UUID

import holidays

from lapak.kernel.zones import local
from lapak.offices.models import (
    Absence,
    BookingTerms,
    Booth,
    BoothOutage,
    Branch,
    OpeningHours,
    Rest,
    Shift,
    SpecialDay,
)
from lapak.offices.queries.places import branch
from lapak.offices.rules import Hours, is_open_at
from lapak.offices.rules import workday as rules
from lapak.offices.rules.workday import DayFacts, Span, Terms, Workday

HOLIDAY_KINDS = ("public", "government")  # national holidays, and joint leave (cuti bersama)
_TERMS = tuple(Terms.__dataclass_fields__)


@dataclass(frozen=True)
class AbsenceView:
    """An absence that was noted; both days are included."""

    id: UUID
    officer_id: int
    first_day: date
    last_day: date
    starts: time | None
    ends: time | None


def day_facts(*, branch_id: UUID, days: Sequence[date]) -> dict[date, DayFacts]:
    """Return for each day what decides its capacity. Raises NotFound(`branch_unknown`)."""
    view = branch(branch_id=branch_id)
    closed = holiday_dates(years=sorted({day.year for day in days}))
    weekly = _Weekly(branch_id)
    special = {row.day: row for row in SpecialDay.objects.filter(branch_id=branch_id, day__in=days)}
    return {
        day: DayFacts(
            day=day,
            always_open=view.always_open,
            is_holiday=day in closed,
            hours=weekly.hours,
            special=_special(special[day]) if day in special else None,
            rests=weekly.rests,
            shifts=weekly.shifts,
            absences=weekly.absences,
            booths=weekly.booths,
            outages=weekly.outages,
            terms=weekly.terms_on(day),
        )
        for day in days
    }


def workdays(*, branch_id: UUID, days: Sequence[date]) -> dict[date, Workday]:
    """Return for each day what the branch has. Raises NotFound(`branch_unknown`)."""
    facts = day_facts(branch_id=branch_id, days=days)
    return {day: rules.workday(facts=each) for day, each in facts.items()}


def terms(*, branch_id: UUID, day: date) -> Terms:
    """Return how the branch gives out the time of a day."""
    row = BookingTerms.objects.filter(branch_id=branch_id, first_day__lte=day).order_by("-first_day").first()
    return _terms(row) if row else Terms()


def terms_of_all(*, day: date) -> dict[UUID, Terms]:
    """Return the terms of every branch on a day, in two questions to the database."""
    rows = BookingTerms.objects.filter(first_day__lte=day).order_by("branch", "-first_day").distinct("branch")
    known = {row.branch_id: _terms(row) for row in rows}
    return {id: known.get(id, Terms()) for id in Branch.objects.values_list("pk", flat=True)}


def opening_stretches(*, branch_id: UUID, days: Sequence[date]) -> dict[date, tuple[tuple[time, time], ...]]:
    """Return for each day when the branch is open, in branch time; closing at 00.00 is the midnight after.

    Raises NotFound(`branch_unknown`).
    """
    facts = day_facts(branch_id=branch_id, days=days)
    return {
        day: tuple(
            (rules.clock_of(span.start), rules.clock_of(span.end)) for span in rules.open_spans(facts=each)
        )
        for day, each in facts.items()
    }


def open_hours(*, branch_id: UUID, day: date) -> tuple[Span, ...]:
    """Return when the branch is open on one day, breaks taken out: little to ask for, where nothing else is
    needed. Raises NotFound(`branch_unknown`).
    """
    special = SpecialDay.objects.filter(branch_id=branch_id, day=day).first()
    facts = DayFacts(
        day=day,
        always_open=branch(branch_id=branch_id).always_open,
        is_holiday=day in holiday_dates(years=[day.year]),
        hours=_hours(branch_id),
        special=_special(special) if special else None,
        rests=_rests(branch_id),
    )
    return rules.open_spans(facts=facts)


def is_open(*, branch_id: UUID, at: datetime) -> bool:
    """Return whether the branch is open at that UTC moment. Raises NotFound(`branch_unknown`)."""
    moment = local(moment=at, zone=branch(branch_id=branch_id).timezone)
    stretches = opening_stretches(branch_id=branch_id, days=[moment.date()])[moment.date()]
    return is_open_at(clock=moment.time(), stretches=stretches)


def absences(*, branch_id: UUID, since: date) -> tuple[AbsenceView, ...]:
    """Return the absences that end on `since` or later, by first day; withdrawn ones are left out."""
    rows = Absence.objects.filter(branch_id=branch_id, last_day__gte=since, withdrawn_at=None)
    return tuple(
        AbsenceView(row.pk, row.officer_id, row.first_day, row.last_day, row.starts, row.ends)
        for row in rows.order_by("first_day", "officer_id")
    )


def holiday_dates(*, years: Sequence[int]) -> frozenset[date]:
    """Return the national holidays and days of joint leave of these years."""
    return frozenset(day for year in years for day in _holidays_of(year))


def holiday_name(*, day: date) -> str:
    """Return what the day is called, in Indonesian, or nothing when it is no holiday."""
    return _holidays_of(day.year).get(day, "").replace("Pegangti", "Pengganti")  # a slip of the library


@cache
def _holidays_of(year: int) -> dict[date, str]:
    found = holidays.country_holidays("ID", years=year, categories=HOLIDAY_KINDS, language="id")
    return dict(found.items())


class _Weekly:
    """What a branch has arranged, read once for several days."""

    def __init__(self, branch_id: UUID) -> None:
        self.hours, self.rests = _hours(branch_id), _rests(branch_id)
        self.shifts = [
            rules.Shift(
                row.officer_id,
                row.weekday,
                row.starts,
                row.ends,
                row.places,
                row.first_day,
                row.last_day,
            )
            for row in Shift.objects.filter(branch_id=branch_id)
        ]
        self.absences = [
            rules.Absence(row.officer_id, row.first_day, row.last_day, row.starts, row.ends)
            for row in Absence.objects.filter(branch_id=branch_id, withdrawn_at=None)
        ]
        self.booths = list(Booth.objects.filter(branch_id=branch_id).values_list("number", flat=True))
        self.outages = [
            rules.Outage(row.booth.number, row.first_day, row.last_day)
            for row in BoothOutage.objects.filter(booth__branch_id=branch_id).select_related("booth")
        ]
        self._terms = list(BookingTerms.objects.filter(branch_id=branch_id).order_by("-first_day"))

    def terms_on(self, day: date) -> Terms:
        row = next((one for one in self._terms if one.first_day <= day), None)
        return _terms(row) if row else Terms()


def _hours(branch_id: UUID) -> list[Hours]:
    return [
        Hours(row.weekday, row.opens, row.closes, row.first_day, row.last_day)
        for row in OpeningHours.objects.filter(branch_id=branch_id)
    ]


def _rests(branch_id: UUID) -> list[rules.Rest]:
    return [
        rules.Rest(row.weekday, row.starts, row.ends, row.first_day, row.last_day)
        for row in Rest.objects.filter(branch_id=branch_id)
    ]


def _special(row: SpecialDay) -> rules.SpecialDay:
    return rules.SpecialDay(row.day, row.opens, row.closes, row.why)


def _terms(row: BookingTerms) -> Terms:
    return Terms(**{name: getattr(row, name) for name in _TERMS})
