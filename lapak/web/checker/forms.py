"""What a checker enters. `version` is that of the claim as the checker saw it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.programme import Programme

MOST_NOTE = 1000


class DecisionForm(forms.Form):
    """A decision with a note; the operation says when the note may not be empty."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 1}),
        error_messages={"max_length": _("Catatan paling panjang 1.000 huruf. Singkat sedikit.")},
    )


class RejectForm(DecisionForm):
    """A rejection, with its reason from the list."""

    reason = forms.ChoiceField(
        label=_("Alasan untuk peserta"), error_messages={"required": _("Pilih alasan penolakan.")}
    )

    def __init__(self, *arguments: Any, programme: Programme, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        reasons = [(reason.code, reason.label) for reason in programme.rejection_reasons]
        self.fields["reason"].choices = [("", _("Pilih")), *reasons]  # type: ignore[attr-defined] # a ChoiceField


class VersionForm(forms.Form):
    """A press of a button on the claim as it was seen."""

    version = forms.IntegerField(min_value=1)


class LookForm(forms.Form):
    """Why a closed picture is opened."""

    REASONS = (
        ("match_holder", _("Mencocokkan nama pemilik rekening")),
        ("explain_difference", _("Menjelaskan beda data")),
        ("payment_returned", _("Pembayaran dikembalikan bank")),
    )
    reason = forms.ChoiceField(choices=REASONS)
