"""The hours of a week, all seven days in one form."""

from datetime import time
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.offices import operations as offices
from lapak.offices.rules import Hours
from lapak.web.crowd.words import WEEKDAYS
from lapak.web.office.workdays.changes import FROM, Act, By, ChangeForm
from lapak.web.office.workdays.fields import ClockField, DayField

_Span = tuple[time | None, time | None]
_CLOSED: _Span = (None, None)
NAMES = (("opens", "closes"), ("opens_again", "closes_again"))  # of the stretches of a day


class HoursForm(ChangeForm):
    """The weekly hours; an empty line is a day on which the branch is closed.

    A day has one stretch, or two with a pause between them. Should more have been set otherwise, the second
    reaches to the end of the last.
    """

    prefix, tab, title = "hours", "hours", _("Jam buka setiap minggu")
    first_day = DayField(label=FROM)

    def __init__(self, *arguments: Any, hours: tuple[Hours, ...] = (), **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for day, word in enumerate(WEEKDAYS):
            spans: list[_Span] = [*sorted((one.opens, one.closes) for one in hours if one.weekday == day)]
            first, *later = spans or [_CLOSED]
            again = (later[0][0], later[-1][1]) if later else _CLOSED
            for name, label, value in (
                ("opens", _("%(day)s buka"), first[0]),
                ("closes", _("%(day)s tutup"), first[1]),
                ("opens_again", _("%(day)s buka lagi"), again[0]),
                ("closes_again", _("%(day)s tutup lagi"), again[1]),
            ):
                field = ClockField(label=label % {"day": word}, required=False, initial=value)
                self.fields[f"{name}_{day}"] = field

    def clean(self) -> dict[str, Any]:
        """Read the lines; each time of a day comes after the one before it."""
        cleaned = super().clean() or self.cleaned_data
        for day in range(7):
            (opens, closes), (opens_again, _last) = _of(day)
            for start, end in _of(day):
                self.ordered(start, end)
                if cleaned.get(start) and cleaned.get(end) and cleaned[end] <= cleaned[start]:
                    self.add_error(end, _("Jam tutup harus setelah jam buka, paling lambat 23.59."))
            closed, again = cleaned.get(closes), cleaned.get(opens_again)
            if again and closed and again <= closed:
                self.add_error(opens_again, _("Jam buka lagi harus setelah jam tutup yang pertama."))
            elif again and not cleaned.get(opens) and not self.has_error(opens):
                self.add_error(opens, _("Isi jam yang pertama dulu."))
        return cleaned

    def act(self, by: By) -> Act:
        """Return setting the week."""
        facts = self.cleaned_data
        spans = [(day, facts[start], facts[end]) for day in range(7) for start, end in _of(day)]
        week = [Hours(day, starts, ends) for day, starts, ends in spans if starts]
        return partial(offices.change_hours, hours=week, first_day=facts["first_day"], **by)

    @property
    def lines(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Return the fields of each day, a pair for each stretch."""
        return [
            (str(word), [(self[start], self[end]) for start, end in _of(day)])
            for day, word in enumerate(WEEKDAYS)
        ]


def _of(day: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"{start}_{day}", f"{end}_{day}") for start, end in NAMES)
