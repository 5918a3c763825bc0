"""What is entered at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.queueing.rules.companions import MOST_COMPANIONS
from lapak.queueing.rules.screening import MOST_QUESTIONS
from lapak.queueing.rules.states import Priority, Waits

MOST_MS = 7 * 24 * 3600 * 1000


class EntryForm(forms.Form):
    """A QR as it was scanned, or a NIK or claim number as it was typed."""

    entry = forms.CharField(
        label=_("Tanpa QR, ketik NIK atau nomor klaim"),
        max_length=64,
        error_messages={"required": _("Ketik 16 angka NIK, atau nomor klaim.")},
    )


class HealthForm(forms.Form):
    """Whether all questions about health were answered no, and how many were put."""

    health = forms.ChoiceField(choices=[("", ""), ("no", "no"), ("yes", "yes")], required=False)
    asked = forms.IntegerField(min_value=0, max_value=MOST_QUESTIONS, required=False)

    def answers(self) -> list[bool]:
        """Return what the office's rule wants to know; which question it was is never asked."""
        if not self.is_valid() or not self.cleaned_data["health"]:
            return []
        is_yes = self.cleaned_data["health"] == "yes"
        return [True] if is_yes else [False] * (self.cleaned_data["asked"] or 0)


class LateForm(forms.Form):
    """A check-in that was made while the tablet was offline, `age_ms` before it is sent."""

    key = forms.UUIDField()
    entry = forms.CharField(max_length=64)
    walk_in = forms.BooleanField(required=False)
    age_ms = forms.IntegerField(min_value=-MOST_MS, max_value=MOST_MS)


class CompanionsForm(forms.Form):
    """How many people came along."""

    companions = forms.IntegerField(min_value=0, max_value=MOST_COMPANIONS)


class PairForm(forms.Form):
    """Two numbers to compare."""

    one = forms.CharField(label=_("Nomor"), max_length=8)
    other = forms.CharField(label=_("dan nomor"), max_length=8)


class BranchForm(forms.Form):
    """The office somebody goes to."""

    branch = forms.UUIDField()


class PriorityForm(forms.Form):
    """Why somebody goes first; empty takes it back."""

    priority = forms.ChoiceField(choices=[("", ""), *((kind, kind) for kind in Priority)], required=False)


class WaitForm(forms.Form):
    """Where somebody waits."""

    waits = forms.TypedChoiceField(choices=[(place, place) for place in Waits], coerce=Waits)


class CountForm(forms.Form):
    """One person in or out; `tap_id` names the press, so that it counts once however often it is sent."""

    delta = forms.TypedChoiceField(choices=[("1", "1"), ("-1", "-1")], coerce=int)
    tap_id = forms.UUIDField()


class UndoForm(forms.Form):
    """The press to take back; without one it is the last."""

    press = forms.UUIDField(required=False)
