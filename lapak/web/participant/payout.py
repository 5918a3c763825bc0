"""The account to pay to and, where they matter, the amount asked and the tax number: one form."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.operations.tax_number import ask_amount, give_npwp
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.npwp import NIK_SERVES, PAPER, NpwpState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput
from lapak.kernel.rupiah import format_rupiah, parse_rupiah
from lapak.web.messages import sentence
from lapak.web.participant.forms import AccountForm, payee_shown


class PayoutForm(AccountForm):
    """The account; the amount of a partial payment; the NPWP where it is asked or changes the tax."""

    amount = forms.CharField(label=gettext_lazy("Jumlah yang diminta"), max_length=30, required=False)
    npwp = forms.CharField(
        label=gettext_lazy("NPWP"),
        help_text=gettext_lazy("15 atau 16 angka di kartu NPWP."),
        max_length=30,
        required=False,
    )
    has_none = forms.BooleanField(label=gettext_lazy("Saya tidak punya NPWP"), required=False)

    def __init__(self, *arguments: Any, claim: ClaimView, **keywords: Any) -> None:
        super().__init__(*arguments, payee=payee_shown(claim), **keywords)
        due = claim.due
        if due is None or due.limit is None:
            del self.fields["amount"]
        else:
            limit = {"limit": format_rupiah(due.limit)}
            self.fields["amount"].help_text = _("Paling banyak %(limit)s. Hanya sekali.") % limit
        if not asks_npwp(claim):
            del self.fields["npwp"], self.fields["has_none"]

        self.needs_npwp = "npwp" in self.fields and must_give_npwp(claim)

    def clean(self) -> dict[str, Any]:
        """Return the entries; where the paper of the tax number is asked, its number is too."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = "npwp" in self.errors or cleaned.get("npwp", "").strip() or cleaned.get("has_none")
        if self.needs_npwp and not said:
            self.add_error("npwp", _("Isi NPWP, atau beri tanda bila tidak punya."))
        return cleaned

    def clean_amount(self) -> int | None:
        """Return the amount in whole rupiah, None when all that may be paid is asked."""
        written = self.cleaned_data["amount"]
        if not written.strip():
            return None
        try:
            return parse_rupiah(written)
        except InvalidInput as refusal:
            raise forms.ValidationError(sentence(refusal)) from None


def asks_npwp(claim: ClaimView) -> bool:
    """Return whether the page asks for the tax number: its paper is asked, or the tax depends on it."""
    if any(paper.asked.kind == PAPER for paper in claim.papers) or claim.npwp_state != NpwpState.UNKNOWN:
        return True
    return claim.due is not None and claim.due.npwp_matters


def must_give_npwp(claim: ClaimView) -> bool:
    """Return whether the number has to be said: its paper is asked, and the NIK does not serve as one."""
    nik_serves = claim.due is not None and claim.due.choices.get(NIK_SERVES) == "yes"
    return not nik_serves and any(paper.asked.kind == PAPER for paper in claim.papers)


def known(claim: ClaimView) -> dict[str, Any]:
    """Return what the claim has already, as the form shows it."""
    asked = claim.amount_asked or (claim.due.limit if claim.due else None)
    return {
        "bank_code": claim.bank_code,
        "account_number": claim.account_number,
        "amount": format_rupiah(asked) if asked else "",
        "npwp": claim.npwp,
        "has_none": claim.npwp_state == NpwpState.NONE,
    }


def keep_details(*, claim: ClaimView, values: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep amount and tax number, as far as the form asked for them.

    Raises AmountRefused and InvalidInput(`npwp_invalid`) with the field, and what the operations raise.
    """
    if "amount" in values:
        ask_amount(claim_id=claim.id, amount=values["amount"], actor=actor, now=now)
    if "npwp" in values:
        give_npwp(claim_id=claim.id, npwp=values["npwp"], has_none=values["has_none"], actor=actor, now=now)


def account_of(values: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the form that is about the account."""
    return {name: values[name] for name in ("bank_code", "account_number")}
