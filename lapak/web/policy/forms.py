"""What an administrator chooses, from when, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.points import Point


class ChoiceForm(forms.Form):
    """A choice on one point; `serial` is the state that was seen."""

    use_required_attribute = False

    option = forms.ChoiceField(
        label=_("Pilihan"), widget=forms.RadioSelect, error_messages={"required": _("Pilih satu.")}
    )
    from_day = forms.DateField(
        label=_("Berlaku mulai"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Isi hari pertama berlakunya."),
            "invalid": _("Tulis tanggal, bulan, dan tahun, misalnya 01-07-2020."),
        },
    )
    note = forms.CharField(
        label=_("Alasan atau nomor surat"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasan atau nomor suratnya.")},
    )
    serial = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, point: Point, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        choices = [(option.code, option.label) for option in point.options]
        self.fields["option"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class WithdrawForm(forms.Form):
    """Why a choice that has not begun is taken back."""

    note = forms.CharField(max_length=1000)
    serial = forms.IntegerField()
