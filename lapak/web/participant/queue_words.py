"""When to set out, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.queueing.rules.leaving import Leave, leave, leave_at

WAYS = {"foot": _("Jalan kaki"), "motorbike": _("Motor"), "bus": _("Bus atau angkot")}
MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)


class TravelForm(forms.Form):
    """How the person comes, and how long that takes; nobody looks where they are."""

    way = forms.ChoiceField(
        label=_("Naik apa"),
        choices=[("", _("Pilih")), *WAYS.items()],
        error_messages={"required": _("Pilih cara Anda datang.")},
    )
    minutes = forms.TypedChoiceField(
        label=_("Berapa lama"),
        coerce=int,
        choices=[("", _("Pilih")), *((number, _("%(n)s menit") % {"n": number}) for number in MINUTES)],
        error_messages={"required": _("Pilih lama perjalanannya.")},
    )


@dataclass(frozen=True)
class Journey:
    """The way the person picked, and what follows from it: when to set out (UTC) and what to do now."""

    way: str
    minutes: int
    leave_at: datetime
    leave: Leave

    @property
    def way_word(self) -> str | Promise:
        """Return the way in words."""
        return WAYS[self.way]


def journey(*, travel: Mapping[str, object], earliest: datetime, now: datetime) -> Journey | None:
    """Return the journey to a call that comes at `earliest` at the soonest; None while nothing was picked."""
    form = TravelForm(dict(travel))
    if not form.is_valid():
        return None
    minutes: int = form.cleaned_data["minutes"]
    return Journey(
        way=form.cleaned_data["way"],
        minutes=minutes,
        leave_at=leave_at(earliest=earliest, travel_minutes=minutes),
        leave=leave(earliest=earliest, travel_minutes=minutes, now=now),
    )
