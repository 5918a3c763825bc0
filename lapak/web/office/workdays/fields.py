"""Days, clock times and figures as a branch head types them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from lapak.kernel.clock import utc_now
from lapak.web.crowd.words import WEEKDAYS

WRONG_DAY = _("Tulis tanggal, bulan, dan tahun, misalnya 01-07-2020.")
WRONG_CLOCK = _("Tulis jamnya, misalnya 08.00.")
FURTHEST = timedelta(days=5 * 365)
DAYS = [(str(number), word) for number, word in enumerate(WEEKDAYS)]


def _furthest_day() -> date:
    return utc_now().date() + FURTHEST


NOT_TOO_FAR = MaxValueValidator(_furthest_day, _("Pilih hari paling jauh lima tahun lagi."))


class DayField(forms.DateField):
    """A day, at most five years ahead: a year typed wrong is no arrangement."""

    def __init__(self, **keywords: Any) -> None:
        needed = keywords.pop("needed", _("Pilih tanggalnya."))
        super().__init__(
            input_formats=["%Y-%m-%d", "%d-%m-%Y"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": needed, "invalid": WRONG_DAY},
            validators=[NOT_TOO_FAR],
            **keywords,
        )


class ClockField(forms.TimeField):
    """A time of the branch's clock."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"required": WRONG_CLOCK, "invalid": WRONG_CLOCK},
            **keywords,
        )


class FigureField(forms.IntegerField):
    """A whole number between two bounds, which the refusal names."""

    def __init__(self, *, least: int, most: int, **keywords: Any) -> None:
        wrong = _("Isi angka %(least)s sampai %(most)s.") % {"least": least, "most": most}
        codes = ("required", "invalid", "min_value", "max_value")
        super().__init__(
            min_value=least,
            max_value=most,
            error_messages=dict.fromkeys(codes, wrong),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            **keywords,
        )


class WeekdaysField(forms.TypedMultipleChoiceField):
    """One or more weekdays, 0 is Monday."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(
            choices=DAYS,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Pilih harinya.")},
            **keywords,
        )
