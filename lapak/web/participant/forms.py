"""What participants type. Forms only read; operations decide what is right, and name the fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.rules.banks import bank_choices
from lapak.claims.rules.rule_sets import RuleSet
from lapak.web.messages import SENTENCES

DATE_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
DATE_NOT_READABLE = gettext_lazy("Tulis tanggal, bulan, dan tahun, misalnya 12-05-1986.")


class IdentityForm(forms.Form):
    """Who the person is and why they claim. The reasons are those of the rule set in force."""

    use_required_attribute = False

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
        choices = [(one.code, one.label) for one in rule_set.reasons]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


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


class AccountForm(forms.Form):
    """The account to pay to."""

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

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        choices = [("", _("Pilih bank")), *bank_choices()]
        self.fields["bank_code"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class SlotForm(forms.Form):
    """The time that was chosen, or the branch of somebody who comes without one."""

    slot = forms.UUIDField(required=False)
    branch = forms.UUIDField(required=False)


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
