"""What a representative fills in. Forms check shape only; the operations say what is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.collective.rules.size import Figure
from lapak.offices.queries import branches
from lapak.web.messages import SENTENCES


def _date(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": SENTENCES["date_empty"], "required": SENTENCES["date_empty"]},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _text(label: Any, empty: str, *, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=400, error_messages={"required": SENTENCES[empty]}
    )


class TermForm(forms.Form):
    """From when until when the power of attorney holds."""

    use_required_attribute = False
    valid_from = _date(_("Berlaku sejak"))
    valid_until = _date(_("Berlaku sampai"), _("Paling lama satu tahun."))


class RegistrationForm(TermForm):
    """The company, its representative, and an account for them."""

    npp = _text(_("NPP"), "npp_empty", hint=_("Delapan huruf dan angka."))
    company = _text(_("Nama perusahaan"), "company_empty")
    branch_id = forms.TypedChoiceField(
        label=_("Cabang yang melayani"),
        coerce=str,
        error_messages={"required": SENTENCES["branch_missing"]},
    )
    name = _text(_("Nama Anda seperti di KTP"), "name_empty")
    nik = _text(_("NIK"), "nik_empty")
    email = _text(_("Surel"), "email_empty", hint=_("Dipakai untuk masuk."))
    phone = _text(_("Nomor HP"), "phone_empty")
    password = forms.CharField(
        label=_("Kata sandi"),
        help_text=_("Paling sedikit 12 huruf."),
        max_length=200,
        strip=False,
        error_messages={"required": SENTENCES["password_weak"]},
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )
    field_order = (
        *("npp", "company", "branch_id", "name", "nik", "email", "phone"),
        *("valid_from", "valid_until", "password"),
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        places = [(str(one.id), one.name) for one in branches()]
        field: Any = self.fields["branch_id"]
        field.choices = [("", _("Pilih")), *places]


FIGURES = {
    Figure.YEARLY_SALES: _("Penjualan setahun (Rp)"),
    Figure.NET_ASSETS: _("Kekayaan bersih (Rp)"),
    Figure.CAPITAL: _("Modal usaha (Rp)"),
    Figure.WORKERS: _("Jumlah pekerja"),
}


class SizeForm(forms.Form):
    """Figures of the company, at least one, with the paper that shows them."""

    use_required_attribute = False
    paper = forms.FileField(
        label=_("Bukti: laporan keuangan, SPT, atau NIB"),
        error_messages={"required": SENTENCES["file_missing"]},
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for figure, label in FIGURES.items():
            self.fields[figure.value] = forms.CharField(label=label, max_length=30, required=False)
        self.order_fields([*FIGURES, "paper"])

    def clean(self) -> dict[str, Any]:
        """Read figures as people write them: `Rp1.250.000`, `1,250,000`, `1250000`."""
        cleaned = super().clean() or self.cleaned_data
        figures = {}
        for figure in FIGURES:
            text = (
                "".join(cleaned.get(figure.value, "").split())
                .removeprefix("Rp")
                .replace(".", "")
                .replace(",", "")
            )
            if not text:
                continue
            if not text.isdecimal() or len(text) > 15:
                self.add_error(figure.value, _("Tulis angka saja, misalnya 2.500.000.000."))
            else:
                figures[figure] = int(text)
        return {**cleaned, "figures": figures}


class PaperForm(forms.Form):
    """One paper to upload."""

    use_required_attribute = False
    paper = forms.FileField(label=_("Berkas"), error_messages={"required": SENTENCES["file_missing"]})
