"""What participants type. Forms only read; operations decide what is right, and name the fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.booking.rules.states import Priority
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.banks import bank_choices
from lapak.web.messages import SENTENCES
from lapak.web.needs_words import ASKED

DATE_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
DATE_NOT_READABLE = gettext_lazy("Tulis tanggal, bulan, dan tahun, misalnya 12-05-1986.")


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


_PRIORITIES = [("", ""), *((one, one) for one in Priority)]


class _Shared(dict[str, forms.Field]):
    """Fields that no form changes: all forms of a class share them, where Django copies them for each."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Shared":
        return self


class SlotForm(forms.Form):
    """The time that was chosen, why a kept place is asked for, and whether to wait for something sooner."""

    slot = forms.UUIDField(required=False)
    tunggu = forms.BooleanField(required=False)
    priority = forms.ChoiceField(choices=_PRIORITIES, required=False)


SlotForm.base_fields = _Shared(SlotForm.base_fields)  # of a rush's bookings the copies took a twelfth


class DraftSlotForm(SlotForm):
    """The time for a draft, or the branch of who comes without one."""

    branch = forms.UUIDField(required=False)


class WaitForm(forms.Form):
    """What to wait for: where (`di` empty: at the branch shown), in which way, by what right of way."""

    di = forms.ChoiceField(choices=[("", ""), ("semua", "semua")], required=False)
    kantor = forms.UUIDField(required=False)
    cara = forms.ChoiceField(choices=[("online", "online"), ("onsite", "onsite")], required=False)
    priority = forms.ChoiceField(choices=_PRIORITIES, required=False)


class BranchQuery(forms.Form):
    """How the list of branches is shown: channel, in which order, and near to which province."""

    cara = forms.ChoiceField(choices=[("online", "online"), ("onsite", "onsite")], required=False)
    urut = forms.ChoiceField(choices=[("dekat", "dekat"), ("cepat", "cepat")], required=False)
    dari = forms.CharField(max_length=2, required=False)


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
