"""What each page of a branch's days shows: what is arranged, and a form for each change."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from lapak.offices import queries as offices
from lapak.offices.queries import Arrangements, BranchView, arrangements
from lapak.offices.rules.opening import holds_on
from lapak.offices.rules.zones import Zone, ZoneKind
from lapak.people.queries import StaffView, staff_of_branch
from lapak.people.rules import Role
from lapak.queueing.queries import zones_of
from lapak.web.crowd.words import WEEKDAYS, ZONES
from lapak.web.office.workdays import forms
from lapak.web.office.workdays.changes import ChangeForm
from lapak.web.office.workdays.forms import FORMS
from lapak.web.office.workdays.week_form import HoursForm

SOMEBODY = "–"
Page = Callable[["Facts"], dict[str, Any]]


@dataclass(frozen=True)
class Facts:
    """What a page is made from; `given` is a form that was sent and refused."""

    place: BranchView
    today: date
    now: datetime
    known: Arrangements
    given: ChangeForm | None

    def form(self, kind: type[ChangeForm], **keywords: Any) -> ChangeForm:
        """Return an empty form, or the one that was sent."""
        if isinstance(self.given, kind):
            return self.given
        initial = {"first_day": self.today, **keywords.pop("initial", {})}
        return kind(initial=initial, **keywords)

    def row_form(self, kind: type[ChangeForm], key: str, /, **initial: Any) -> ChangeForm:
        """Return the small form of one line, or the one that was sent for this line."""
        given = self.given
        if isinstance(given, kind) and str(given[key].value()) == str(initial[key]):
            return given
        return kind(initial=initial, auto_id=f"id_%s_{initial[key]}")


def bound_form(what: str, sent: QueryDict, place: BranchView, today: date) -> ChangeForm:
    """Return the form of a change with what was sent."""
    return FORMS[what](sent, **_choices(FORMS[what], place, today))


def tab_context(
    name: str, place: BranchView, today: date, now: datetime, given: ChangeForm | None
) -> dict[str, Any]:
    """Return what a page shows."""
    known = arrangements(branch_id=place.id, today=today)
    return {"today": today, **TABS[name](Facts(place, today, now, known, given))}


def zone_words(place: BranchView, zone: Zone, first_day: date, now: datetime) -> dict[str, Any]:
    """Return what a change of a zone does: its limit before and after, and who is inside now."""
    before = {one.kind: one for one in offices.zones(branch=place, day=first_day)}.get(zone.kind)
    inside = {one.zone.kind: one.inside for one in zones_of(branch=place, now=now)}.get(zone.kind, 0)
    return {"name": ZONES[zone.kind], "before": before, "after": zone, "inside": inside}


def _hours(facts: Facts) -> dict[str, Any]:
    now_held = tuple(one for one in facts.known.hours if holds_on(day=facts.today, dated=one))
    coming = sorted({one.first_day for one in facts.known.hours if one.first_day > facts.today})
    return {
        "hours": facts.form(HoursForm, hours=now_held),
        "coming": coming,
        "rest": facts.form(forms.RestForm),
        "rests": [
            (
                one,
                WEEKDAYS[one.weekday],
                facts.row_form(forms.EndRestForm, "id", id=one.id, last_day=facts.today),
            )
            for one in facts.known.rests
        ],
        "special": facts.form(forms.SpecialDayForm),
        "special_days": [
            (one, facts.row_form(forms.DropSpecialDayForm, "day", day=one.day))
            for one in facts.known.special_days
        ],
    }


def _staff(facts: Facts) -> dict[str, Any]:
    officers = _officers(facts.place)
    names = {one.id: one.display_name for one in staff_of_branch(branch_id=facts.place.id)}
    return {
        "shift": facts.form(
            forms.ShiftForm, officers=officers, initial={"places": facts.place.places_per_desk}
        ),
        "shifts": [
            (
                one,
                names.get(one.officer_id, SOMEBODY),
                WEEKDAYS[one.weekday],
                facts.row_form(forms.EndShiftForm, "id", id=one.id, last_day=facts.today),
            )
            for one in facts.known.shifts
        ],
        "absence": facts.form(forms.AbsenceForm, officers=officers, initial={"last_day": facts.today}),
        "absences": [
            (
                one,
                names.get(one.officer_id, SOMEBODY),
                facts.row_form(forms.WithdrawAbsenceForm, "id", id=one.id),
            )
            for one in facts.known.absences
        ],
    }


def _booths(facts: Facts) -> dict[str, Any]:
    rooms = offices.booths(branch_id=facts.place.id)
    mendable = {
        one.booth_id
        for one in facts.known.outages
        if one.last_day is None or holds_on(day=facts.today, dated=one)
    }
    return {
        "outage": facts.form(forms.OutageForm, booths=rooms),
        "booths": [
            (
                one,
                one.out_of_order or one.id in mendable,
                [each for each in facts.known.outages if each.booth_id == one.id],
                facts.row_form(forms.MendForm, "booth", booth=one.id),
            )
            for one in rooms
        ],
    }


def _shares(facts: Facts) -> dict[str, Any]:
    held = offices.terms(branch_id=facts.place.id, day=facts.today)
    form = facts.form(forms.TermsForm, initial=asdict(held))
    return {"terms": form, "coming": facts.known.terms}


def _zones(facts: Facts) -> dict[str, Any]:
    held = {one.kind: one for one in offices.zones(branch=facts.place, day=facts.today)}
    inside = {one.zone.kind: one.inside for one in zones_of(branch=facts.place, now=facts.now)}
    return {
        "zones": [
            {
                "name": ZONES[kind],
                "held": held.get(kind),
                "inside": inside.get(kind, 0),
                "form": facts.row_form(
                    forms.ZoneForm, "kind", **_zone_facts(held.get(kind), kind), first_day=facts.today
                ),
            }
            for kind in ZoneKind
        ],
        "coming": [
            (day, ZONES[one.kind], one)
            for day, one in offices.zone_changes(branch_id=facts.place.id, after=facts.today)
        ],
    }


def _zone_facts(held: Zone | None, kind: ZoneKind) -> dict[str, Any]:
    return asdict(held) if held else {"kind": kind, "distance_cm": 100, "alarm_percent": 80}


def _officers(place: BranchView) -> tuple[StaffView, ...]:
    return tuple(one for one in staff_of_branch(branch_id=place.id) if Role.OFFICER in one.roles)


def _choices(kind: type[ChangeForm], place: BranchView, today: date) -> dict[str, Any]:
    if issubclass(kind, forms.OfOfficerForm):
        return {"officers": _officers(place)}
    if kind is forms.OutageForm:
        return {"booths": offices.booths(branch_id=place.id), "today": today}
    return {}


TABS: dict[str, Page] = {
    "hours": _hours,
    "staff": _staff,
    "booths": _booths,
    "shares": _shares,
    "zones": _zones,
}
