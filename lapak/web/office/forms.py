"""Forms of the branch head."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.offices.queries import BoothView

PLACES = {
    "board": gettext_lazy("Papan lobi"),
    "tablet": gettext_lazy("Tablet pintu masuk"),
    "counter": gettext_lazy("HP penghitung"),
}


class PairForm(forms.Form):
    """The code that a new screen shows, and what that screen shall be."""

    code = forms.CharField(
        label=gettext_lazy("Kode di layar"),
        help_text=gettext_lazy("Buka /perangkat/ di layar baru. Kodenya enam huruf dan angka."),
        max_length=12,
        error_messages={"required": gettext_lazy("Isi kode yang tampil di layar baru.")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Layar ini menjadi"),
        error_messages={"required": gettext_lazy("Pilih tempat layar ini.")},
    )

    def __init__(self, *arguments: Any, booths: tuple[BoothView, ...], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        rooms = [(f"booth:{booth.id}", _("Bilik %(n)s") % {"n": booth.number}) for booth in booths]
        self.fields["place"].choices = [*rooms, *PLACES.items()]  # type: ignore[attr-defined] # a ChoiceField

    def kind_and_booth(self) -> tuple[str, UUID | None]:
        """Return what the screen becomes, and which booth."""
        kind, _colon, booth = self.cleaned_data["place"].partition(":")
        return kind, UUID(booth) if booth else None
