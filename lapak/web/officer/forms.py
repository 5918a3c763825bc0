"""What the console posts."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.claims.queries.claim import PaperView
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.reasons import ReasonRule
from lapak.claims.rules.signing import BY_OFFICER, Way
from lapak.desk.rules.filling import MOST_PLACES
from lapak.desk.rules.stages import STEPS, Stage
from lapak.web.officer.words import TASKS

_ASKED = "why-"  # a field of this form is about the kind of paper that follows


class OpenForm(forms.Form):
    """How many people the officer serves at once."""

    places = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, label=_("Berapa orang sekaligus"))

    def __init__(self, *arguments: object, most: int, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type] # passed on as they came
        choices = [(number, str(number)) for number in range(1, min(most, MOST_PLACES) + 1)]
        self.fields["places"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        self.fields["places"].initial = most


class FocusForm(forms.Form):
    """Which place the officer turns to, and whether name and ticket were compared just now."""

    number = forms.IntegerField(min_value=1, max_value=MOST_PLACES)
    confirmed = forms.BooleanField(required=False)


class PlaceForm(forms.Form):
    """The stay the officer saw when pressing: the act concerns that person and nobody else."""

    place = forms.UUIDField()


class StageForm(forms.Form):
    """What the person does next, or at which step the visit is."""

    stage = forms.TypedChoiceField(choices=[(stage, stage) for stage in TASKS], coerce=Stage, required=False)
    step = forms.TypedChoiceField(choices=[(step, step) for step in STEPS], coerce=int, required=False)


class CheckForm(PlaceForm):
    """One point of the list: `ok`, `problem`, or taken back."""

    state = forms.ChoiceField(choices=[("ok", "ok"), ("problem", "problem"), ("", "")], required=False)
    note = forms.CharField(max_length=300, required=False)

    def ok(self) -> bool | None:
        """Return what was found, None to take it back."""
        return {"ok": True, "problem": False}.get(self.cleaned_data["state"])


class NpwpForm(PlaceForm):
    """Whether the tax number agrees with the card that was shown."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class AskAgainForm(PlaceForm):
    """Which papers are asked again: for each a reason, or none. `asked` are the reasons chosen, by kind."""

    def __init__(
        self,
        *arguments: object,
        programme: Programme,
        papers: Sequence[PaperView],
        without_place: bool = False,
        **keywords: object,
    ) -> None:
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type] # passed on as they came
        if without_place:
            del self.fields["place"]
        why = [(one.code, one.label) for one in programme.ask_again_reasons]
        for paper in papers:
            if paper.asked.how is HowGiven.UPLOAD and paper.document_id:
                choices = [("", _("Tidak diminta lagi")), *why]
                field = forms.ChoiceField(choices=choices, required=False, label=paper.asked.label)
                self.fields[_ASKED + paper.asked.kind] = field

    def papers(self) -> list[forms.BoundField]:
        """Return the fields, one for each paper that can be asked again."""
        return [self[name] for name in self.fields if name.startswith(_ASKED)]

    def asked(self) -> dict[str, str]:
        """Return the reasons chosen, by kind of paper."""
        given = self.cleaned_data.items()
        return {name.removeprefix(_ASKED): why for name, why in given if name.startswith(_ASKED) and why}


class OtherReasonForm(PlaceForm):
    """Which other reason is right, in the officer's eyes, since when, and a word for the person."""

    reason = forms.ChoiceField(
        label=_("Alasan yang benar"), error_messages={"required": _("Pilih alasan yang benar.")}
    )
    event_on = forms.DateField(
        label=_("Tanggal kejadian"),
        help_text=_("Hanya bila alasan itu menanyakannya."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Isi tanggalnya, misalnya 2020-05-12.")},
    )
    note = forms.CharField(label=_("Penjelasan untuk peserta"), max_length=300, required=False)

    def __init__(
        self,
        *arguments: object,
        reasons: Sequence[ReasonRule],
        without_place: bool = False,
        **keywords: object,
    ) -> None:
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type] # passed on as they came
        if without_place:
            del self.fields["place"]
        choices = [("", _("Pilih")), *((one.code, one.label) for one in reasons)]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class RejectForm(PlaceForm):
    """Why the officer proposes to turn the claim down."""

    reason = forms.ChoiceField(
        widget=forms.RadioSelect, label=_("Alasan"), error_messages={"required": _("Pilih satu alasan.")}
    )
    note = forms.CharField(
        max_length=1000,
        required=False,
        label=_("Catatan untuk pejabat kedua"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: object, programme: Programme, **keywords: object) -> None:
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type] # passed on as they came
        self.fields["reason"].choices = [(one.code, one.label) for one in programme.rejection_reasons]  # type: ignore[attr-defined] # a ChoiceField


class NoteForm(PlaceForm):
    """A note for colleagues."""

    text = forms.CharField(max_length=1000)


class LineForm(PlaceForm):
    """A line typed to the one in focus."""

    text = forms.CharField(required=False, strip=False)


class ConsentForm(PlaceForm):
    """How somebody who cannot sign agreed, who saw it, and the picture of that moment."""

    way = forms.TypedChoiceField(choices=[(way, way) for way in BY_OFFICER], coerce=Way)
    witness = forms.CharField(max_length=120, required=False)
    picture = forms.FileField()


class ExplainForm(PlaceForm):
    """What the officer made of a reason to look."""

    note = forms.CharField(max_length=300)


class StillForm(PlaceForm):
    """A still taken from the moving picture."""

    picture = forms.FileField()
    person = forms.IntegerField(min_value=1, required=False)
