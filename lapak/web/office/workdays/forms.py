"""Each change of a branch's days as a form: what is typed, from which day it holds, the act it stands for.

An act is tried first and taken back (`booking.operations.preview`), then made when the branch head agrees.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.offices import operations as offices
from lapak.offices.queries import BoothView
from lapak.offices.rules.workday import Terms
from lapak.offices.rules.zones import ALARM_PERCENTS, DISTANCES_CM, Zone, ZoneKind
from lapak.people.queries import StaffView
from lapak.web.office.workdays.changes import FROM, UNTIL, Act, By, ChangeForm
from lapak.web.office.workdays.fields import NOT_TOO_FAR, ClockField, DayField, FigureField, WeekdaysField
from lapak.web.office.workdays.week_form import HoursForm


class RestForm(ChangeForm):
    """A break on one or more weekdays."""

    prefix, tab, title = "rest", "hours", _("Istirahat baru")
    weekdays = WeekdaysField(label=_("Hari"))
    starts = ClockField(label=_("Dari jam"))
    ends = ClockField(label=_("Sampai jam"))
    first_day = DayField(label=FROM)
    last_day = DayField(label=UNTIL, required=False)

    def act(self, by: By) -> Act:
        """Return adding the break to each of the weekdays."""
        return _each_weekday(offices.set_rest, self.cleaned_data, by)


class EndForm(ChangeForm):
    """Something that ends with a day."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    last_day = DayField(label=_("Hari terakhir"), needed=_("Pilih hari terakhirnya."))

    def begins(self, today: date) -> date:  # noqa: ARG002 the last day says it
        """Return the day after the last."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class EndRestForm(EndForm):
    """The end of a break."""

    prefix, tab, title = "end_rest", "hours", _("Istirahat berakhir")

    def act(self, by: By) -> Act:
        """Return ending the break."""
        facts = self.cleaned_data
        return partial(offices.end_rest, rest_id=facts["id"], last_day=facts["last_day"], **by)


class SpecialDayForm(ChangeForm):
    """A day with hours of its own, or closed."""

    prefix, tab, title = "special", "hours", _("Hari khusus")
    day = DayField(label=_("Hari"))
    opens = ClockField(label=_("Buka jam"), required=False)
    closes = ClockField(label=_("Tutup jam"), required=False, help_text=_("Kosongkan kedua jam bila tutup."))
    why = forms.CharField(
        label=_("Alasan, dibaca peserta"),
        max_length=80,
        error_messages={
            "required": _("Tulis alasannya, misalnya rapat kerja."),
            "max_length": _("Alasan paling panjang 80 huruf."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Both times or none."""
        self.ordered("opens", "closes")
        return super().clean() or self.cleaned_data

    def begins(self, today: date) -> date:  # noqa: ARG002 the day itself says it
        """Return the day."""
        day: date = self.cleaned_data["day"]
        return day

    def act(self, by: By) -> Act:
        """Return setting the day."""
        facts = {name: self.cleaned_data[name] for name in ("day", "opens", "closes", "why")}
        return partial(offices.set_special_day, **facts, **by)


class DropSpecialDayForm(ChangeForm):
    """A special day that is none any more."""

    prefix, tab, title = "drop_special", "hours", _("Hari khusus dibatalkan")
    day = forms.DateField(widget=forms.HiddenInput, validators=[NOT_TOO_FAR])

    def begins(self, today: date) -> date:  # noqa: ARG002 the day itself says it
        """Return the day."""
        day: date = self.cleaned_data["day"]
        return day

    def act(self, by: By) -> Act:
        """Return dropping it."""
        return partial(offices.drop_special_day, day=self.cleaned_data["day"], **by)


class OfOfficerForm(ChangeForm):
    """Something of one officer of the branch."""

    officer = forms.TypedChoiceField(
        label=_("Petugas"), coerce=int, error_messages={"required": _("Pilih petugasnya.")}
    )

    def __init__(self, *arguments: Any, officers: tuple[StaffView, ...] = (), **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        names = [(str(one.id), one.display_name) for one in officers]
        self.fields["officer"].choices = [("", _("Pilih")), *names]  # type: ignore[attr-defined] # a ChoiceField


class ShiftForm(OfOfficerForm):
    """An officer's hours on one or more weekdays, and how many people they serve at once."""

    prefix, tab, title = "shift", "staff", _("Giliran kerja baru")
    weekdays = WeekdaysField(label=_("Hari"))
    starts = ClockField(label=_("Dari jam"))
    ends = ClockField(label=_("Sampai jam"))
    places = FigureField(label=_("Orang sekaligus"), least=1, most=6, initial=6)
    first_day = DayField(label=FROM)
    last_day = DayField(label=UNTIL, required=False)

    def act(self, by: By) -> Act:
        """Return adding the hours to each of the weekdays."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "officer"}
        return _each_weekday(offices.set_shift, {**facts, "officer_id": self.cleaned_data["officer"]}, by)


class EndShiftForm(EndForm):
    """The end of an officer's hours."""

    prefix, tab, title = "end_shift", "staff", _("Giliran kerja berakhir")

    def act(self, by: By) -> Act:
        """Return ending them."""
        facts = self.cleaned_data
        return partial(offices.end_shift, shift_id=facts["id"], last_day=facts["last_day"], **by)


class AbsenceForm(OfOfficerForm):
    """Days on which an officer is away."""

    prefix, tab, title = "absence", "staff", _("Petugas tidak masuk")
    first_day = DayField(label=_("Dari hari"))
    last_day = DayField(label=UNTIL)
    starts = ClockField(label=_("Dari jam"), required=False)
    ends = ClockField(label=_("Sampai jam"), required=False, help_text=_("Kosongkan kedua jam bila sehari."))

    def clean(self) -> dict[str, Any]:
        """Both times or none."""
        self.ordered("starts", "ends")
        return super().clean() or self.cleaned_data

    def act(self, by: By) -> Act:
        """Return noting it."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "officer"}
        return partial(offices.note_absence, officer_id=self.cleaned_data["officer"], **facts, **by)


class WithdrawAbsenceForm(ChangeForm):
    """An absence that is not."""

    prefix, tab, title = "withdraw_absence", "staff", _("Petugas masuk lagi")
    id = forms.UUIDField(widget=forms.HiddenInput)

    def act(self, by: By) -> Act:
        """Return taking it back."""
        return partial(offices.withdraw_absence, absence_id=self.cleaned_data["id"], **by)


class OutageForm(ChangeForm):
    """Days on which a booth cannot be used."""

    prefix, tab, title = "outage", "booths", _("Bilik tidak dipakai")
    booth = forms.ChoiceField(label=_("Bilik"), error_messages={"required": _("Pilih biliknya.")})
    first_day = DayField(label=_("Dari hari"))
    last_day = DayField(label=UNTIL, required=False, help_text=_("Kosongkan bila belum tahu kapan selesai."))

    def __init__(
        self,
        *arguments: Any,
        booths: tuple[BoothView, ...] = (),
        today: date | None = None,
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.today = today
        rooms = [(str(one.id), _("Bilik %(n)s") % {"n": one.number}) for one in booths]
        self.fields["booth"].choices = [("", _("Pilih")), *rooms]  # type: ignore[attr-defined] # a ChoiceField

    def act(self, by: By) -> Act:
        """Return noting it; from today until further notice the booth is closed for calls as well."""
        facts = self.cleaned_data
        booth_id, days = UUID(facts["booth"]), {name: facts[name] for name in ("first_day", "last_day")}
        if days["last_day"] is None and days["first_day"] == self.today:
            return partial(offices.set_booth_order, booth_id=booth_id, works=False, **by)
        return partial(offices.note_outage, booth_id=booth_id, **days, **by)


class MendForm(ChangeForm):
    """A booth that works again."""

    prefix, tab, title = "mend", "booths", _("Bilik dipakai lagi")
    booth = forms.UUIDField(widget=forms.HiddenInput)

    def act(self, by: By) -> Act:
        """Return putting it back into use today, for calls and for the days to come."""
        return partial(offices.set_booth_order, booth_id=self.cleaned_data["booth"], works=True, **by)


class TermsForm(ChangeForm):
    """How a branch gives out its time."""

    prefix, tab, title = "terms", "shares", _("Pembagian waktu")
    online_percent = FigureField(label=_("Untuk video, persen dari waktu petugas"), least=0, most=100)
    walk_in_percent = FigureField(
        label=_("Untuk yang datang tanpa janji, persen dari kunjungan"), least=0, most=100
    )
    priority_percent = FigureField(
        label=_("Disimpan untuk prioritas, persen dari janji"),
        least=0,
        most=100,
        help_text=_("Lansia, disabilitas, ibu hamil, dan yang sakit."),
    )
    slot_minutes = FigureField(label=_("Panjang satu jam janji, menit"), least=5, most=240)
    horizon_days = FigureField(label=_("Bisa dipesan berapa hari ke depan"), least=1, most=60)
    lead_minutes = FigureField(label=_("Paling lambat dipesan, menit sebelumnya"), least=0, most=1440)
    opens_at = ClockField(label=_("Hari baru dibuka jam"))
    lot_minutes = FigureField(
        label=_("Lama undian setelah dibuka, menit"),
        least=0,
        most=120,
        help_text=_("0 berarti tanpa undian."),
    )
    first_day = DayField(label=FROM)

    def act(self, by: By) -> Act:
        """Return setting the terms."""
        facts = dict(self.cleaned_data)
        first_day = facts.pop("first_day")
        return partial(offices.set_terms, first_day=first_day, terms=Terms(**facts), **by)


class ZoneForm(ChangeForm):
    """How many people a zone holds."""

    prefix, tab, title = "zone", "zones", _("Batas orang di dalam")
    kind = forms.TypedChoiceField(
        choices=[(kind, kind) for kind in ZoneKind], coerce=ZoneKind, widget=forms.HiddenInput
    )
    area_m2 = FigureField(label=_("Luas lantai, m²"), least=1, most=20_000, required=False)
    distance_cm = FigureField(
        label=_("Jarak antarorang, cm"), least=DISTANCES_CM[0], most=DISTANCES_CM[1], initial=100
    )
    people_limit = FigureField(label=_("Batas yang ditetapkan, orang"), least=0, most=10_000, required=False)
    alarm_percent = FigureField(
        label=_("Alarm mulai, persen dari batas"), least=ALARM_PERCENTS[0], most=ALARM_PERCENTS[1], initial=80
    )
    first_day = DayField(label=FROM)

    def zone(self) -> Zone:
        """Return the zone as it would be."""
        return Zone(**{name: value for name, value in self.cleaned_data.items() if name != "first_day"})

    def act(self, by: By) -> Act:
        """Return setting it."""
        return partial(offices.set_zone, zone=self.zone(), first_day=self.cleaned_data["first_day"], **by)


FORMS: Mapping[str, type[ChangeForm]] = {
    str(form.prefix): form
    for form in (
        *(HoursForm, RestForm, EndRestForm, SpecialDayForm, DropSpecialDayForm),
        *(ShiftForm, EndShiftForm, AbsenceForm, WithdrawAbsenceForm),
        *(OutageForm, MendForm, TermsForm, ZoneForm),
    )
}

# Forms of one line of a list: what is wrong is told above the list, for the line may be gone.
OF_A_LINE = (EndForm, DropSpecialDayForm, WithdrawAbsenceForm, MendForm)


def _each_weekday(operation: Callable[..., object], facts: Mapping[str, Any], by: By) -> Act:
    same = {name: value for name, value in facts.items() if name != "weekdays"}

    def act() -> None:
        for weekday in facts["weekdays"]:
            operation(weekday=weekday, **same, **by)

    return act
