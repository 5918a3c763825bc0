"""What a branch sets for its work on claims, as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.approvals import Tier, most_tiers
from lapak.kernel.rupiah import InvalidRupiah, format_rupiah, parse_rupiah
from lapak.web.messages import sentence

TIERS = range(1, most_tiers() + 1)


class FromForm(forms.Form):
    """Something that holds from a day on."""

    in_force_from = forms.DateField(
        label=_("Berlaku mulai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Pilih tanggal mulainya."), "invalid": _("Pilih tanggal mulainya.")},
    )


class ApprovalsForm(FromForm):
    """Above which sums how many people approve; an empty line is no tier."""

    def __init__(self, *arguments: Any, tiers: tuple[Tier, ...] = (), **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for number in TIERS:
            tier = tiers[number - 1] if number <= len(tiers) else None
            self.fields[f"above_{number}"] = forms.CharField(
                label=_("Di atas"),
                required=False,
                max_length=24,
                initial=format_rupiah(tier.above) if tier else "",
            )
            self.fields[f"approvers_{number}"] = forms.IntegerField(
                label=_("Disetujui oleh"),
                required=False,
                initial=tier.approvers if tier else None,
                widget=forms.NumberInput(attrs={"min": 2}),
                error_messages={"invalid": _("Isi dengan angka, misalnya 2.")},
            )

    def clean(self) -> dict[str, Any]:
        """Read the lines; one that is half filled in is told at the half that is missing."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["tiers"] = [tier for number in TIERS if (tier := self._tier(number, cleaned)) is not None]
        return cleaned

    def _tier(self, number: int, cleaned: dict[str, Any]) -> Tier | None:
        above, approvers = cleaned.get(f"above_{number}", "").strip(), cleaned.get(f"approvers_{number}")
        if not above and approvers is None:
            return None
        if not above or approvers is None:
            field = f"approvers_{number}" if above else f"above_{number}"
            if field not in self.errors:
                self.add_error(field, _("Isi jumlah uang dan jumlah orangnya, atau kosongkan keduanya."))
            return None
        try:
            return Tier(above=parse_rupiah(above), approvers=approvers)
        except InvalidRupiah as refusal:
            self.add_error(f"above_{number}", sentence(refusal))
            return None

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each tier, for the page."""
        return [(self[f"above_{number}"], self[f"approvers_{number}"]) for number in TIERS]


class SamplingForm(FromForm):
    """Which share of approved claims is looked at once more."""

    prefix = "contoh"

    percent = forms.IntegerField(
        label=_("Persen dari klaim yang disetujui"),
        widget=forms.NumberInput(attrs={"min": 0, "max": 100}),
        error_messages={"required": _("Isi 0 sampai 100."), "invalid": _("Isi 0 sampai 100.")},
    )
