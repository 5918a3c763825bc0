"""What somebody who holds a letter types from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LetterCodeForm(forms.Form):
    """The code printed beside the QR."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Kode periksa"),
        help_text=_("12 huruf dan angka di sebelah QR, misalnya 7KQ4-MXTA-9HGC."),
        max_length=40,
        error_messages={"required": _("Isi kode di sebelah QR.")},
    )


class CompareForm(forms.Form):
    """Name and figure as they stand on the letter; they are compared together."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Nama di surat"),
        max_length=200,
        error_messages={"required": _("Isi nama seperti di surat.")},
    )
    figure = forms.CharField(max_length=40)

    def __init__(self, *arguments: Any, has_amount: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        figure = self.fields["figure"]
        figure.label = _("Jumlah diterima") if has_amount else _("Nomor klaim")
        figure.help_text = _("Misalnya Rp61.856.000.") if has_amount else _("Misalnya K-2020-0618-0743.")
        figure.error_messages = {"required": _("Isi seperti di surat.")}
