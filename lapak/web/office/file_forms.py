"""Forms on the file of one claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.rules.programme import Programme
from lapak.claims.rules.workflow import ReasonKind, reasons


class VersionForm(forms.Form):
    """The claim as it was seen."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """An act with a reason from a list, on the claim as it was seen."""

    kind: ReasonKind

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"), error_messages={"required": gettext_lazy("Pilih alasannya.")}
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk rekan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        offered = [(one.code, one.label) for one in self.offered()]
        self.fields["reason"].choices = [("", _("Pilih")), *offered]  # type: ignore[attr-defined] # a ChoiceField

    def offered(self) -> Any:
        """Return the reasons to choose from."""
        return reasons(self.kind)


class ReopenForm(ReasonForm):
    """Why the claim is taken up again."""

    kind = ReasonKind.REOPENING


class UpholdForm(ReasonForm):
    """Why the claim stays as it ended."""

    kind = ReasonKind.OBJECTION_ANSWER
    prefix = "tetap"


class ExtendForm(ReasonForm):
    """Until when a paper may come, and why later than before."""

    kind = ReasonKind.EXTENSION
    note = None  # type: ignore[assignment] # this act has none
    until = forms.DateField(
        label=gettext_lazy("Batas baru"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Pilih batas barunya."),
            "invalid": gettext_lazy("Pilih batas barunya."),
        },
    )


class TurnDownForm(ReasonForm):
    """Why the officer proposes to turn the claim down."""

    prefix = "tolak"

    def __init__(self, *arguments: Any, programme: Programme, **keywords: Any) -> None:
        self._programme = programme
        super().__init__(*arguments, **keywords)
        self.fields["note"].label = _("Catatan untuk pejabat kedua")

    def offered(self) -> Any:
        """Return why claims of this programme are turned down."""
        return self._programme.rejection_reasons


class RecallForm(VersionForm):
    """Why an approval is taken back."""

    prefix = "tarik"

    note = forms.CharField(
        label=gettext_lazy("Apa yang perlu diperiksa"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis apa yang perlu diperiksa petugas.")},
    )


class FindingForm(forms.Form):
    """One point of the list: `ok`, `problem`, or taken back."""

    state = forms.ChoiceField(choices=[("ok", "ok"), ("problem", "problem"), ("", "")], required=False)
    note = forms.CharField(max_length=300, required=False)

    def ok(self) -> bool | None:
        """Return what was found, None to take it back."""
        return {"ok": True, "problem": False}.get(self.cleaned_data["state"])


class JudgeForm(forms.Form):
    """Whether the tax number agrees with the card."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class NoticeForm(forms.Form):
    """What the officer made of a reason to look."""

    note = forms.CharField(max_length=300)
