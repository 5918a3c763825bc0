"""What participants type. Forms only read; operations decide what is right, and name the fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.booking.rules.states import Priority
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.banks import bank_choices
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.parties import REASON_DEATH
from lapak.claims.rules.rule_sets import RuleSet
from lapak.web.messages import SENTENCES
from lapak.web.needs_words import ASKED

MEMBER = "member"
ACTS_AS = (
    (MEMBER, gettext_lazy("Saya peserta")),
    (Capacity.HEIR, gettext_lazy("Saya ahli waris, peserta sudah meninggal")),
    (Capacity.REPRESENTATIVE, gettext_lazy("Saya membawa surat kuasa peserta")),
    (Capacity.CURATOR, gettext_lazy("Saya pengampu peserta")),
)
DATE_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
DATE_NOT_READABLE = gettext_lazy("Tulis tanggal, bulan, dan tahun, misalnya 12-05-1986.")


class IdentityForm(forms.Form):
    """In whose stead somebody acts, who the member is and why the claim is made.

    The reasons are those of the rule set in force; without an answer the member acts.
    """

    use_required_attribute = False

    acts_as = forms.ChoiceField(
        label=gettext_lazy("Siapa yang mengajukan?"),
        choices=ACTS_AS,
        widget=forms.RadioSelect,
        initial=MEMBER,
    )

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
        label=gettext_lazy("Mengapa berhenti bekerja?"),
        error_messages={"required": SENTENCES["reason_unknown"]},
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, rule_set: RuleSet, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if self.is_bound and "acts_as" not in self.data:
            self.data = {**dict(self.data.items()), "acts_as": MEMBER}
        choices = [(one.code, one.label) for one in rule_set.reasons]
        if REASON_DEATH not in dict(choices):
            offered = [one for one in ACTS_AS if one[0] != Capacity.HEIR]
            self.fields["acts_as"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        self.fields["reason"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        self.fields["reason"].required = self.data.get("acts_as") != Capacity.HEIR

    def clean(self) -> dict[str, Any]:
        """Return the entries; an heir's reason is the death, and only heirs act after one."""
        entered = self.cleaned_data
        acts_as, reason = entered.get("acts_as"), entered.get("reason", "")
        if acts_as == Capacity.HEIR:
            entered["reason"] = REASON_DEATH
        elif reason == REASON_DEATH and acts_as == MEMBER:
            entered["acts_as"] = Capacity.HEIR
        elif reason == REASON_DEATH:
            self.add_error("acts_as", SENTENCES["acts_after_death"])
        return entered


def known_identity(claim: ClaimView) -> dict[str, Any]:
    """Return what the form begins with when a draft is taken up again."""
    known = {name: getattr(claim, name) for name in ("nik", "kpj", "name", "birth_date", "reason")}
    capacity = claim.acting.capacity if claim.acting else MEMBER
    return {**known, "acts_as": Capacity.HEIR if capacity is Capacity.GUARDIAN else capacity}


def payee_shown(claim: ClaimView) -> str:
    """Return whose name the account must bear when it is not the reader's own, else nothing."""
    acting = claim.acting
    return claim.payee_name if acting and claim.payee_name != claim.person.name else ""


class ContactForm(forms.Form):
    """How the person is reached."""

    use_required_attribute = False

    email = forms.CharField(
        label=gettext_lazy("Alamat surel"),
        help_text=gettext_lazy("Tautan untuk melanjutkan dan melacak klaim dikirim ke sini."),
        max_length=254,
        error_messages={"required": SENTENCES["email_empty"]},
        widget=forms.EmailInput,
    )
    phone = forms.CharField(
        label=gettext_lazy("Nomor HP"),
        help_text=gettext_lazy("Petugas menelepon nomor ini bila sambungan video terputus."),
        max_length=24,
        error_messages={"required": SENTENCES["phone_empty"]},
    )


class NeedsForm(forms.Form):
    """Which help is asked for; nothing is an answer too."""

    needs = forms.MultipleChoiceField(
        choices=list(ASKED.items()), widget=forms.CheckboxSelectMultiple, required=False
    )


class AccountForm(forms.Form):
    """The account to pay to; `payee` is whose name it must bear when that is not the reader's own."""

    use_required_attribute = False

    bank_code = forms.ChoiceField(
        label=gettext_lazy("Bank"), error_messages={"required": SENTENCES["bank_unknown"]}
    )
    account_number = forms.CharField(
        label=gettext_lazy("Nomor rekening"),
        help_text=gettext_lazy("Lihat di buku tabungan. Rekening harus atas nama sendiri."),
        max_length=32,
        error_messages={"required": SENTENCES["account_number_empty"]},
    )

    def __init__(self, *arguments: Any, payee: str = "", **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if payee:
            said = _("Lihat di buku tabungan. Rekening harus atas nama %(name)s.")
            self.fields["account_number"].help_text = said % {"name": payee}
        choices = [("", _("Pilih bank")), *bank_choices()]
        self.fields["bank_code"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class SlotForm(forms.Form):
    """The time that was chosen, or the branch of who comes without one; why a kept place is asked for."""

    slot = forms.UUIDField(required=False)
    branch = forms.UUIDField(required=False)
    priority = forms.ChoiceField(choices=[("", ""), *((one, one) for one in Priority)], required=False)


class WaitForm(forms.Form):
    """Which waiting list: branch, channel, and by what right of way."""

    kantor = forms.UUIDField()
    cara = forms.ChoiceField(choices=[("online", "online"), ("onsite", "onsite")])
    priority = forms.ChoiceField(choices=[("", ""), *((one, one) for one in Priority)], required=False)


class ScheduleQuery(forms.Form):
    """What the page of times shows: channel, branch, day, and on which clock."""

    cara = forms.ChoiceField(choices=[("online", "online"), ("onsite", "onsite")], required=False)
    kantor = forms.UUIDField(required=False)
    hari = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    jam = forms.ChoiceField(choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")], required=False)


class FileForm(forms.Form):
    """One photograph or file of a paper."""

    file = forms.FileField(required=False, allow_empty_file=True)


class NumberForm(forms.Form):
    """The claim number that somebody wants to follow."""

    use_required_attribute = False

    number = forms.CharField(
        label=gettext_lazy("Nomor klaim"),
        help_text=gettext_lazy("Ada di surel dan di halaman terakhir pengajuan."),
        max_length=40,
        error_messages={"required": SENTENCES["number_empty"]},
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("Kode masuk"),
        help_text=gettext_lazy("Enam huruf dan angka dari surel."),
        max_length=16,
        error_messages={"required": SENTENCES["code_empty"]},
    )


class VersionForm(forms.Form):
    """A press of a button on the claim as it was seen."""

    version = forms.IntegerField(min_value=1)


class ObjectionForm(forms.Form):
    """Why the end of a claim is wrong, in the person's own words."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("Tulis dengan kata-kata Anda sendiri"),
        help_text=gettext_lazy("Jangan tulis OTP, PIN, atau kata sandi."),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 1000}),
        error_messages={"required": SENTENCES["objection_empty"]},
    )
