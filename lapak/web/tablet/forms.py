"""What is entered at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.queueing.rules.states import Priority, Waits


class EntryForm(forms.Form):
    """A QR as it was scanned, or a NIK or claim number as it was typed."""

    entry = forms.CharField(
        label=_("Tanpa QR, ketik NIK atau nomor klaim"),
        max_length=64,
        error_messages={"required": _("Ketik 16 angka NIK, atau nomor klaim.")},
    )


class PriorityForm(forms.Form):
    """Why somebody goes first; nothing takes it back."""

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
