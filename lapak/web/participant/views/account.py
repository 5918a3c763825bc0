"""The account to pay to."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lapak.claims import steps
from lapak.claims.operations.filing import Answered
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.eligibility import Finding, Weight
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, Unavailable
from lapak.web.access import participant
from lapak.web.messages import put_on_form
from lapak.web.participant import findings, payout, words
from lapak.web.participant.flow import draft_page
from lapak.web.participant.forms import AccountForm
from lapak.web.participant.payout import PayoutForm
from lapak.web.requests import LapakRequest


@participant
@require_http_methods(["GET", "POST"])
@draft_page("account")
def account(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the form for the own bank account; posted, ask the bank whose it is."""
    form = PayoutForm(request.POST or None, initial=payout.known(claim), claim=claim)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/account.html", _facts(claim, form), status=status)
    try:
        payout.keep_details(claim=claim, values=form.cleaned_data, actor=request.actor, now=utc_now())
        answered = give_account(request, claim, form)
    except DomainError as refusal:
        put_on_form(form, refusal)
        facts = _facts(claim, form, away=isinstance(refusal, Unavailable))
        return render(request, "participant/account.html", facts, status=422)
    against = against_account(answered.eligibility.findings)
    if against is None:
        return redirect("participant:schedule")
    show_finding(form, against, claim)
    return render(request, "participant/account.html", _facts(claim, form), status=422)


def give_account(request: LapakRequest, claim: ClaimView, form: AccountForm) -> Answered:
    """Keep the account, ask the bank, and return the answer. Raises what `steps.give_account` raises."""
    return steps.give_account(
        claim_id=claim.id,
        bank_code=form.cleaned_data["bank_code"],
        account_number=form.cleaned_data["account_number"],
        actor=request.actor,
        now=utc_now(),
        request_id=request.headers.get("X-Request-ID", ""),
    )


def against_account(findings: tuple[Finding, ...]) -> Finding | None:
    """Return what keeps the money from being paid to the account, or None."""
    return next(
        (one for one in findings if one.code.startswith("account_") and one.weight is Weight.BLOCKS), None
    )


def show_finding(form: AccountForm, finding: Finding, claim: ClaimView) -> None:
    """Show at the number what is wrong with the account, and what to do."""
    said = findings.reason(finding, claim=claim, address=words.address_of(claim))
    form.add_error("account_number", f"{said.title}. {said.detail}")


def _facts(claim: ClaimView, form: AccountForm, *, away: bool = False) -> dict[str, object]:
    return {"form": form, "claim": claim, "address": words.address_of(claim), "away": away}
