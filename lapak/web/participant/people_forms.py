"""What is typed about the people of a claim who are not the member."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.operations.party_entries import DeathEntry, PartyEntry
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Kin
from lapak.claims.rules.parties import AccountOf
from lapak.web.messages import SENTENCES
from lapak.web.participant.forms import DATE_FORMATS, DATE_NOT_READABLE
from lapak.web.participant.people_words import KINS

GUARDIAN, NOBODY = "guardian", "nobody"


class DayField(forms.DateField):
    """A day as people write it: 12-05-1986."""

    def __init__(self, **keywords: Any) -> None:
        errors = {"required": keywords.pop("missing", DATE_NOT_READABLE), "invalid": DATE_NOT_READABLE}
        super().__init__(
            input_formats=DATE_FORMATS,
            widget=forms.DateInput(format="%d-%m-%Y"),
            error_messages=errors,
            **keywords,
        )


class PersonForm(forms.Form):
    """Name, NIK and birth date of somebody."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Persis seperti di KTP."),
        error_messages={"required": SENTENCES["name_empty"]},
    )
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        help_text=gettext_lazy("16 angka di KTP atau Kartu Keluarga."),
        max_length=40,
        error_messages={"required": SENTENCES["nik_empty"]},
    )
    birth_date = DayField(
        label=gettext_lazy("Tanggal lahir"),
        help_text=gettext_lazy("Misalnya 12-05-1986."),
        missing=SENTENCES["birth_date_empty"],
    )

    def clean(self) -> dict[str, Any]:
        """Return the entries, and the form itself for who reads only those."""
        return {**self.cleaned_data, "form": self}

    def entry(self, **more: Any) -> PartyEntry:
        """Return the person as the operations take them."""
        kept = {name: self.cleaned_data[name] for name in ("name", "nik", "birth_date")}
        return PartyEntry(**kept, **more)


class HeirActsForm(PersonForm):
    """Who acts after a death: the relation, the person, the day of death and the heirs' letter."""

    field_order = ("kin", "name", "nik", "birth_date", "died_on", "letter_on", "letter_number")

    kin = forms.ChoiceField(
        label=gettext_lazy("Anda siapa bagi peserta?"),
        widget=forms.RadioSelect,
        choices=[
            *KINS.items(),
            (GUARDIAN, gettext_lazy("Wali dari ahli waris di bawah 18 tahun")),
            (NOBODY, gettext_lazy("Bukan salah satunya")),
        ],
        error_messages={"required": SENTENCES["kin_missing"]},
    )
    died_on = DayField(
        label=gettext_lazy("Tanggal peserta meninggal"),
        help_text=gettext_lazy("Lihat di surat kematian."),
        missing=SENTENCES["died_on_empty"],
    )
    letter_on = DayField(
        label=gettext_lazy("Tanggal surat keterangan ahli waris"),
        help_text=gettext_lazy("Dari kelurahan, notaris, atau pengadilan."),
        missing=SENTENCES["letter_on_empty"],
    )
    letter_number = forms.CharField(
        label=gettext_lazy("Nomor surat ahli waris"), required=False, max_length=60
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if self.initial.get("died_on"):
            del self.fields["died_on"]  # it was said with the reason

    @property
    def is_nobody(self) -> bool:
        """Whether the person stands in no relation the order of heirs knows."""
        return bool(self.cleaned_data["kin"] == NOBODY)

    @property
    def capacity(self) -> Capacity:
        """As what the person acts."""
        return Capacity.GUARDIAN if self.cleaned_data["kin"] == GUARDIAN else Capacity.HEIR

    def person(self) -> PartyEntry:
        """Return who acts."""
        return self.entry(kin=self.cleaned_data["kin"] if self.capacity is Capacity.HEIR else "")

    def death(self) -> DeathEntry:
        """Return the dates of the death and the letter."""
        died_on = self.cleaned_data.get("died_on") or self.initial.get("died_on")
        letter_on, number = self.cleaned_data["letter_on"], self.cleaned_data["letter_number"]
        return DeathEntry(died_on=died_on, letter_on=letter_on, letter_number=number)


class MandateForm(PersonForm):
    """Who acts for a living member: the person, and the power of attorney or the decision."""

    mandate_on = DayField(label=gettext_lazy("Tanggal surat kuasa"), missing=SENTENCES["mandate_on_empty"])
    mandate_until = DayField(
        label=gettext_lazy("Berlaku sampai"),
        help_text=gettext_lazy("Kosongkan bila surat tidak menyebut batas."),
        required=False,
    )
    mandate_number = forms.CharField(label=gettext_lazy("Nomor surat"), required=False, max_length=60)

    def __init__(self, *arguments: Any, capacity: Capacity, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.capacity = capacity
        if capacity is Capacity.CURATOR:
            self.fields["mandate_on"].label = _("Tanggal penetapan pengadilan")

    def person(self) -> PartyEntry:
        """Return who acts, with the mandate."""
        names = ("mandate_on", "mandate_until", "mandate_number")
        return self.entry(**{name: self.cleaned_data[name] for name in names})


class PartyForm(PersonForm):
    """Another heir, or a guardian who is no heir. Guardians to choose from are the adults of the claim."""

    field_order = ("kin", "name", "nik", "birth_date", "guardian", "guardian_is_parent", "phone", "share")

    kin = forms.ChoiceField(
        label=gettext_lazy("Siapa bagi peserta?"),
        widget=forms.RadioSelect,
        choices=[*KINS.items(), (GUARDIAN, gettext_lazy("Bukan ahli waris, tetapi wali"))],
        error_messages={"required": SENTENCES["kin_missing"]},
    )
    guardian = forms.TypedChoiceField(
        label=gettext_lazy("Wali"),
        help_text=gettext_lazy("Hanya bila ia belum 18 tahun."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    guardian_is_parent = forms.BooleanField(
        label=gettext_lazy("Wali itu ayah atau ibu kandungnya"), required=False
    )
    phone = forms.CharField(label=gettext_lazy("Nomor HP"), required=False, max_length=24)
    share = forms.CharField(
        label=gettext_lazy("Bagian menurut surat"),
        help_text=gettext_lazy("Bila disebut, misalnya 1/8 atau 25%."),
        required=False,
        max_length=16,
    )

    def __init__(self, *arguments: Any, claim: ClaimView, number: int | None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        parties = claim.acting.parties if claim.acting else ()
        adults = [(one.number, one.name) for one in parties if not one.is_minor and one.number != number]
        choices = [("", _("Tidak perlu wali")), *adults]
        self.fields["guardian"].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    @property
    def capacity(self) -> Capacity:
        """As what the person takes part."""
        return Capacity.GUARDIAN if self.cleaned_data["kin"] == GUARDIAN else Capacity.HEIR

    def person(self) -> PartyEntry:
        """Return the person as the operations take them."""
        names = ("phone", "share", "guardian", "guardian_is_parent")
        kin = self.cleaned_data["kin"] if self.cleaned_data["kin"] in list(Kin) else ""
        return self.entry(kin=kin, **{name: self.cleaned_data[name] for name in names})


class WholeForm(forms.Form):
    """That everybody is named, and when the others agreed."""

    use_required_attribute = False

    consent_on = DayField(
        label=gettext_lazy("Tanggal surat persetujuan ahli waris"),
        help_text=gettext_lazy("Semua yang berhak tanda tangan bahwa Anda menerima untuk semuanya."),
        required=False,
    )
    account_of = forms.ChoiceField(
        label=gettext_lazy("Uang dikirim ke rekening siapa?"),
        help_text=gettext_lazy("Sesuai penetapan pengadilan."),
        widget=forms.RadioSelect,
        choices=[
            (AccountOf.WARD, gettext_lazy("Rekening anak")),
            (AccountOf.GUARDIAN, gettext_lazy("Rekening wali")),
        ],
        required=False,
    )
    whole = forms.BooleanField(
        label=gettext_lazy("Semua orang di surat ahli waris sudah tertulis di sini."),
        error_messages={"required": gettext_lazy("Beri tanda bila daftar sudah sama dengan surat.")},
    )

    def __init__(self, *arguments: Any, claim: ClaimView, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        acting = claim.acting
        if acting is None or not acting.consenting:
            del self.fields["consent_on"]
        if acting is None or acting.capacity is not Capacity.GUARDIAN:
            del self.fields["account_of"]

    def clean(self) -> dict[str, Any]:
        """Return the entries, and the form itself for who reads only those."""
        return {**self.cleaned_data, "form": self}

    def agreed_on(self) -> date | None:
        """Return when the others agreed, None when nobody has to."""
        day: date | None = self.cleaned_data.get("consent_on")
        return day

    def paid_to(self) -> AccountOf:
        """Return whose account is named."""
        return AccountOf(self.cleaned_data.get("account_of") or AccountOf.GUARDIAN)
