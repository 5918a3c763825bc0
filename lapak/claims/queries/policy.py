"""What the institution chose on the points where sources disagree, and what is in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from lapak.claims.models import PolicyEntry
from lapak.claims.programmes import programme
from lapak.claims.queries.once import once
from lapak.claims.rules.points import Change, DaysChoices, Point, choices_on, chosen, point_of
from lapak.claims.rules.tax import TaxTable
from lapak.claims.rules.treatment import Part, TaxRules, days_of, tables_needed
from lapak.kernel.errors import NotFound


@dataclass(frozen=True)
class Entry:
    """A choice with effect from a day, and how it came about (UTC).

    `withdrawn_at` is set when it was taken back before it began.
    """

    id: int
    serial: int
    option: str
    from_day: date
    note: str
    by: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_note: str


@dataclass(frozen=True)
class PointView:
    """A point with the option in force on the day, and its choices from the newest.

    `coming` are those that have not begun; `serial` is that of the last entry, 0 when there is none.
    """

    point: Point
    in_force: str
    since: date | None
    entries: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    serial: int


@once
def changes_of(*, programme_code: str) -> tuple[Change, ...]:
    """Return the choices of the institution that hold or will hold."""
    rows = _choices().filter(programme=programme_code, withdrawal=None).order_by("from_day")
    return tuple(Change(row.point, row.option, row.from_day) for row in rows if row.from_day)


def days_choices(*, programme_code: str, days: Iterable[date]) -> DaysChoices:
    """Return the options in force on each of the days."""
    points = programme(programme_code).points
    changes = changes_of(programme_code=programme_code) if points else ()
    return {day: choices_on(points, changes=changes, on=day) for day in days}


@once
def tax_rules(*, programme_code: str, on: date, earlier: tuple[Part, ...] = ()) -> TaxRules:
    """Return the tables and choices that the tax of a payment on the day depends on."""
    days = days_of(on=on, earlier=earlier)
    tables: tuple[TaxTable, ...] = programme(programme_code).tax_tables
    return TaxRules(
        tables=tables_needed(days=days, tables=tables),
        choices=days_choices(programme_code=programme_code, days=days),
    )


def points_on(*, programme_code: str, on: date) -> tuple[PointView, ...]:
    """Return every point of a programme with what is in force on the day, in the programme's order."""
    points = programme(programme_code).points
    changes = changes_of(programme_code=programme_code)
    entries: dict[str, list[Entry]] = {point.code: [] for point in points}
    rows = _choices().filter(programme=programme_code).select_related("by", "withdrawal__by")
    for row in rows.order_by("-serial"):
        entries.setdefault(row.point, []).append(_entry(row))
    last = _last_serials(programme_code)
    return tuple(
        _view(point, tuple(entries[point.code]), changes, on, last.get(point.code, 0)) for point in points
    )


def point_on(*, programme_code: str, point: str, on: date) -> PointView:
    """Return one point with what is in force on the day. Raises NotFound `point_unknown`."""
    point_of(programme(programme_code).points, point)
    views = points_on(programme_code=programme_code, on=on)
    return next(view for view in views if view.point.code == point)


def point_of_entry(*, entry_id: int) -> tuple[str, str]:
    """Return programme and point of an entry. Raises NotFound `policy_unknown`."""
    found = PolicyEntry.objects.filter(pk=entry_id).values_list("programme", "point").first()
    if found is None:
        raise NotFound("policy_unknown")
    return found


def _view(
    point: Point, entries: tuple[Entry, ...], changes: tuple[Change, ...], on: date, serial: int
) -> PointView:
    standing = [one for one in entries if one.withdrawn_at is None]
    begun = [one.from_day for one in standing if one.from_day <= on]
    return PointView(
        point=point,
        in_force=chosen(point, changes=changes, on=on),
        since=max(begun, default=None),
        entries=entries,
        coming=tuple(one for one in standing if one.from_day > on),
        serial=serial,
    )


def _choices() -> QuerySet[PolicyEntry]:
    return PolicyEntry.objects.filter(withdraws=None)


def _last_serials(programme_code: str) -> dict[str, int]:
    rows = PolicyEntry.objects.filter(programme=programme_code).order_by("serial")
    return dict(rows.values_list("point", "serial"))


def _entry(row: PolicyEntry) -> Entry:
    back = getattr(row, "withdrawal", None)
    assert row.from_day is not None  # a choice has a first day (`policy_choice_or_withdrawal`)
    return Entry(
        id=row.pk,
        serial=row.serial,
        option=row.option,
        from_day=row.from_day,
        note=row.note,
        by=row.by.display_name,
        at=row.at,
        withdrawn_at=back.at if back else None,
        withdrawn_by=back.by.display_name if back else "",
        withdrawn_note=back.note if back else "",
    )
