"""Who claims, the plain answer, and how the person is reached."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lapak.claims.operations import filing
from lapak.claims.programmes import programme, programmes, usual_programme
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import FindingCode
from lapak.claims.rules.programme import Programme
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, Unavailable
from lapak.kernel.zones import local_date
from lapak.limits.rules import TooOften
from lapak.web.access import participant, public
from lapak.web.limits import IDENTITIES, missed, take, take_new_address
from lapak.web.messages import put_on_form
from lapak.web.participant import findings, words
from lapak.web.participant.flow import draft_of, draft_page, may_claim, next_page, uploads
from lapak.web.participant.forms import ContactForm
from lapak.web.participant.identify import give_identity
from lapak.web.participant.identity_form import IdentityForm, known_identity
from lapak.web.participant.session import bind
from lapak.web.participant.views.help import keep_needs, needs_form
from lapak.web.requests import LapakRequest

ZONE_BEFORE_BRANCH = "Asia/Jakarta"


@public
@require_GET
def start(request: LapakRequest) -> HttpResponse:
    """Lead to where the session's draft was left, to its tracking page, or to the first form."""
    claim = draft_of(request)
    if claim is None:
        return redirect("participant:identity")
    page = next_page(claim) if claim.state is ClaimState.DRAFT else "track"
    return redirect(f"participant:{page}")


@public
@require_http_methods(["GET", "POST"])
def identity(request: LapakRequest) -> HttpResponse:
    """Return the form for who claims and why; posted, ask the register and lead to the answer."""
    claim = draft_of(request)
    if claim is not None and claim.state is not ClaimState.DRAFT:
        claim = None  # a second claim begins with a draft of its own
    today = local_date(moment=utc_now(), zone=ZONE_BEFORE_BRANCH)
    whose = _programme(request, claim)
    if claim is not None and claim.programme != whose.code:
        claim = None  # so does one of another programme
    if request.method == "GET":
        form = IdentityForm(programme=whose, on=today, initial=_known(claim))
        return render(request, "participant/identity.html", {"form": form})
    form = IdentityForm(request.POST, programme=whose, on=today)
    if not form.is_valid():
        return render(request, "participant/identity.html", {"form": form}, status=422)
    return _ask(request, claim, form)


def _ask(request: LapakRequest, claim: ClaimView | None, form: IdentityForm) -> HttpResponse:
    now = utc_now()
    try:
        take(request, IDENTITIES)
    except TooOften as refusal:
        put_on_form(form, refusal)
        return render(request, "participant/identity.html", {"form": form}, status=429)
    claim_id = claim.id if claim else filing.start_draft(now=now, programme=form.programme.code).claim_id
    if claim is None:
        bind(request, claim_id=claim_id)
    try:
        answered = give_identity(
            claim_id=claim_id,
            values=form.cleaned_data,
            actor=Actor.participant(subject_id=claim_id),
            now=now,
            request_id=request.headers.get("X-Request-ID", ""),
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        facts = {"form": form, "away": isinstance(refusal, Unavailable)}
        return render(request, "participant/identity.html", facts, status=422)
    if any(one.code is FindingCode.MEMBER_NOT_FOUND for one in answered.eligibility.findings):
        missed(request, IDENTITIES)
    return redirect("participant:answer")


def _programme(request: LapakRequest, claim: ClaimView | None) -> Programme:
    """Return the programme that was chosen, else the draft's, else the usual one."""
    asked = request.POST.get("program") or request.GET.get("program", "")
    chosen = next((one for one in programmes() if one.code == asked), None)
    return chosen or (programme(claim.programme) if claim else usual_programme())


def _known(claim: ClaimView | None) -> dict[str, Any]:
    if claim is None:
        return {}
    return known_identity(claim)


@participant
@require_GET
@draft_page("answer")
def answer(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the plain answer: whether and why (not), the sum, and the papers to get ready."""
    found = claim.eligibility
    if found is None:
        return redirect("participant:identity")
    address, whose = words.address_of(claim), programme(claim.programme)
    shown = [one for one in findings.in_telling_order(found.findings) if not one.code.startswith("account_")]
    facts = {
        "claim": claim,
        "address": address,
        "answer": found,
        "may_claim": may_claim(found),
        "title": words.answer_title(found, address=address, today=claim.today),
        "reasons": [findings.reason(one, claim=claim, address=address) for one in shown],
        "papers": uploads(claim),
        "programme": whose,
        "rules": whose.rule_set_by_id(claim.rule_set),
    }
    return render(request, "participant/answer.html", facts)


@participant
@require_http_methods(["GET", "POST"])
@draft_page("contact")
def contact(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the form for mail and phone; posted, keep them and mail the draft's link."""
    form = ContactForm(request.POST or None, initial={"email": claim.email, "phone": claim.phone})
    needs = needs_form(request, claim_id=claim.id)
    facts = {"form": form, "needs": needs, "claim": claim, "address": words.address_of(claim)}
    if request.method == "GET" or not (form.is_valid() and needs.is_valid()):
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/contact.html", facts, status=status)
    try:
        if form.cleaned_data["email"] != claim.email:
            take_new_address(claim_id=claim.id)
        filing.give_contact(
            claim_id=claim.id,
            mother_name=claim.mother_name,
            actor=request.actor,
            now=utc_now(),
            **form.cleaned_data,
        )
        keep_needs(request, needs, claim_id=claim.id)
    except DomainError as refusal:
        put_on_form(form, refusal)
        return render(request, "participant/contact.html", facts, status=422)
    return redirect("participant:papers")
