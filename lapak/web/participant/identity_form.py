"""The first form: in whose stead somebody acts, who the member is, and why the claim is made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.reasons import EventDate, ReasonRule
from lapak.web.messages import SENTENCES
from lapak.web.participant.forms import DATE_FORMATS, DATE_NOT_READABLE

MEMBER = "member"
ACTS_AS = (
    (MEMBER, gettext_lazy("Saya peserta")),
    (Capacity.HEIR, gettext_lazy("Saya ahli waris, peserta sudah meninggal")),
    (Capacity.REPRESENTATIVE, gettext_lazy("Saya membawa surat kuasa peserta")),
    (Capacity.CURATOR, gettext_lazy("Saya pengampu peserta")),
)


@dataclass(frozen=True)
class Choice:
    """A reason to choose. `day` is the field for its day, None when it asks for none."""

    reason: ReasonRule
    id: str
    is_chosen: bool
    day: "Day | None"


@dataclass(frozen=True)
class Day:
    """The field for the day of a reason, as the page draws it."""

    name: str
    label: str
    hint: str
    value: str
    is_optional: bool
    errors: list[str]


@dataclass(frozen=True)
class Group:
    """Reasons that stand together."""

    label: str
    choices: tuple[Choice, ...]


class DayOfReason(forms.DateInput):
    """One field for a day, drawn beside each reason that asks for one; the chosen reason's counts."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002 Django's
        """Return what stands beside the chosen reason, or under the plain name."""
        own = f"{name}-{data.get('reason', '')}"
        return data.get(own) if own in data else data.get(name)


class IdentityForm(forms.Form):
    """In whose stead somebody acts, who the member is and why the claim is made.

    The reasons are those of the rules in force on the day; without an answer the member acts, or an heir
    where every reason is a death.
    """

    use_required_attribute = False

    acts_as = forms.ChoiceField(label=gettext_lazy("Siapa yang mengajukan?"), widget=forms.RadioSelect)
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        help_text=gettext_lazy("16 angka di KTP."),
        error_messages={"required": SENTENCES["nik_empty"]},
        max_length=40,
    )
    kpj = forms.CharField(
        label=gettext_lazy("Nomor peserta (KPJ)"),
        help_text=gettext_lazy("11 angka di kartu peserta atau aplikasi."),
        error_messages={"required": SENTENCES["kpj_empty"]},
        max_length=40,
    )
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Persis seperti di KTP."),
        error_messages={"required": SENTENCES["name_empty"]},
    )
    birth_date = forms.DateField(
        label=gettext_lazy("Tanggal lahir"),
        help_text=gettext_lazy("Misalnya 12-05-1986."),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%d-%m-%Y"),
        error_messages={"required": SENTENCES["birth_date_empty"], "invalid": DATE_NOT_READABLE},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Mengapa mengajukan klaim?"),
        error_messages={"required": SENTENCES["reason_unknown"]},
        widget=forms.RadioSelect,
    )
    event_on = forms.DateField(
        required=False,
        input_formats=DATE_FORMATS,
        widget=DayOfReason(format="%d-%m-%Y"),
        error_messages={"invalid": DATE_NOT_READABLE},
    )

    def __init__(self, *arguments: Any, programme: Programme, on: date, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.programme = programme
        self.reasons = programme.rule_set_on(on).reasons
        self.after_death = [one for one in self.reasons if one.heirs]
        offered = self._offered()
        self.fields["acts_as"].initial = offered[0][0]
        if self.is_bound:
            self.data = self._completed(str(offered[0][0]))
        self.fields["acts_as"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        self.fields["reason"].choices = [(one.code, one.kind.choice) for one in self.reasons]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def main_fields(self) -> list[BoundField]:
        """The fields that are drawn as any other."""
        return [self[name] for name in ("nik", "kpj", "name", "birth_date")]

    @property
    def groups(self) -> list[Group]:
        """The reasons of a living member, in groups that make one's own quick to find."""
        living = [one for one in self.reasons if not one.heirs]
        found = (
            Group(group.label, tuple(self._choices(one for one in living if one.kind.group == group.code)))
            for group in self.programme.reason_groups
        )
        return [group for group in found if group.choices]

    @property
    def deaths(self) -> Group | None:
        """The reasons of heirs; with one only its day is asked, so the group has no label then."""
        if not self.after_death:
            return None
        label = str(self.fields["reason"].label) if len(self.after_death) > 1 else ""
        return Group(label, tuple(self._choices(self.after_death)))

    def clean(self) -> dict[str, Any]:
        """Return the entries; heirs claim after a death, and nobody else does."""
        entered = self.cleaned_data
        acts_as, chosen = entered.get("acts_as"), entered.get("reason", "")
        is_death = chosen in {one.code for one in self.after_death}
        if acts_as == Capacity.HEIR and chosen and not is_death:
            self.add_error("reason", SENTENCES["reason_unknown"])
        elif is_death and acts_as == MEMBER:
            entered["acts_as"] = Capacity.HEIR
        elif is_death and acts_as != Capacity.HEIR:
            self.add_error("acts_as", SENTENCES["acts_after_death"])
        return entered

    def _offered(self) -> list[tuple[Any, Any]]:
        """Return as what somebody may act: heirs after a death, all others for the living."""
        living = len(self.after_death) < len(self.reasons)
        return [one for one in ACTS_AS if (self.after_death if one[0] == Capacity.HEIR else living)]

    def _completed(self, usual: str) -> dict[str, Any]:
        """Return what was posted; who says nothing acts as usual, an heir's reason is the one there is."""
        data = dict(self.data.items())
        data.setdefault("acts_as", usual)
        if data["acts_as"] == Capacity.HEIR and len(self.after_death) == 1:
            data["reason"] = self.after_death[0].code
        return data

    def _choices(self, reasons: Iterable[ReasonRule]) -> Iterator[Choice]:
        chosen = self["reason"].value()
        for one in reasons:
            yield Choice(one, f"id_reason_{one.code}", one.code == chosen, self._day(one, one.code == chosen))

    def _day(self, one: ReasonRule, is_chosen: bool) -> Day | None:
        if one.event_date is EventDate.NOT_ASKED:
            return None
        bound = self["event_on"]
        value = bound.field.widget.format_value(bound.value()) if is_chosen else ""
        return Day(
            name=f"event_on-{one.code}",
            label=one.kind.event_label,
            hint=one.kind.event_hint,
            value=value or "",
            is_optional=one.event_date is EventDate.OPTIONAL,
            errors=[str(error) for error in bound.errors] if is_chosen else [],
        )


def known_identity(claim: ClaimView) -> dict[str, Any]:
    """Return what the form begins with when a draft is taken up again."""
    names = ("nik", "kpj", "name", "birth_date", "reason", "event_on")
    known = {name: getattr(claim, name) for name in names}
    capacity = claim.acting.capacity if claim.acting else MEMBER
    return {**known, "acts_as": Capacity.HEIR if capacity is Capacity.GUARDIAN else capacity}
