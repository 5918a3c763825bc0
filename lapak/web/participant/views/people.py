"""Who acts in the member's stead, and the other heirs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lapak.claims.operations import parties
from lapak.claims.queries.claim import ClaimView
from lapak.claims.queries.parties import ActingView, PartyView
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, NotFound
from lapak.web.access import participant
from lapak.web.messages import put_on_form, sentence
from lapak.web.participant import people_words
from lapak.web.participant.flow import draft_page
from lapak.web.participant.people_forms import GUARDIAN, HeirActsForm, MandateForm, PartyForm, WholeForm
from lapak.web.requests import LapakRequest

_PERSON = ("name", "nik", "birth_date")


@participant
@require_http_methods(["GET", "POST"])
@draft_page("acting", also_filed=True)
def acting(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the form for who acts; posted, keep them, or say what to do when nobody is entitled."""
    if claim.acting is None:
        return redirect("participant:start")
    form = acting_form(request.POST or None, claim.acting)
    page = {"form": form, "claim": claim}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/acting.html", page, status=status)
    if isinstance(form, HeirActsForm) and form.is_nobody:
        return render(request, "participant/estate_office.html", {"claim": claim})
    try:
        keep_acting(claim_id=claim.id, form=form, actor=request.actor, now=utc_now())
    except DomainError as refusal:
        put_on_form(form, refusal)
        return render(request, "participant/acting.html", page, status=422)
    return redirect("participant:start" if isinstance(form, MandateForm) else "participant:heirs")


@participant
@require_http_methods(["GET", "POST"])
@draft_page("heirs", also_filed=True)
def heirs(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return everybody named so far and what the order of heirs says; posted, state that this is all."""
    if claim.acting is None or not claim.acting.is_after_death:
        return redirect("participant:start")
    form = WholeForm(request.POST or None, claim=claim, initial=known_whole(claim.acting))
    page = {
        "form": form,
        "claim": claim,
        "rows": people_words.rows_of(claim.acting),
        "says": people_words.order_says(claim.acting),
        "problems": [],
    }
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/heirs.html", page, status=status)
    try:
        parties.state_whole(
            claim_id=claim.id,
            consent_on=form.agreed_on(),
            account_of=form.paid_to(),
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        page["problems"] = put_where_they_belong(form, refusal)
        return render(request, "participant/heirs.html", page, status=422)
    return redirect("participant:answer" if claim.state is ClaimState.DRAFT else "participant:track")


@participant
@require_http_methods(["GET", "POST"])
@draft_page("heirs", also_filed=True)
def add(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the form for another person; posted, keep them."""
    return _person(request, claim, None)


@participant
@require_http_methods(["GET", "POST"])
@draft_page("heirs", also_filed=True)
def change(request: LapakRequest, claim: ClaimView, number: int) -> HttpResponse:
    """Return the form of a person who was named; posted, keep the change."""
    known = next((one for one in claim.acting.others if one.number == number), None) if claim.acting else None
    return _person(request, claim, known) if known else redirect("participant:heirs")


@participant
@require_POST
@draft_page("heirs", also_filed=True)
def remove(request: LapakRequest, claim: ClaimView, number: int) -> HttpResponse:
    """Take a person off the list; one who is gone already is no mistake."""
    try:
        parties.remove_party(claim_id=claim.id, number=number, actor=request.actor, now=utc_now())
    except (NotFound, Conflict):
        return redirect("participant:heirs")
    return redirect("participant:heirs")


def acting_form(data: Any, acting: ActingView) -> HeirActsForm | MandateForm:
    """Return the form for who acts, with what is known of them; `data` is what was posted, or None."""
    known = acting.acting
    if acting.is_after_death:
        return HeirActsForm(data, initial=_known_heir(acting, known))
    kept = _known(known, "mandate_on", "mandate_until", "mandate_number")
    return MandateForm(data, capacity=acting.capacity, initial=kept)


def keep_acting(*, claim_id: UUID, form: HeirActsForm | MandateForm, actor: Actor, now: datetime) -> None:
    """Keep who acts. Raises what `enter_acting` raises."""
    parties.enter_acting(
        claim_id=claim_id,
        capacity=form.capacity,
        person=form.person(),
        death=form.death() if isinstance(form, HeirActsForm) else None,
        actor=actor,
        now=now,
    )


def put_where_they_belong(form: WholeForm, refusal: DomainError) -> list[str]:
    """Put what concerns a field there; return the sentences of the rest."""
    rest = []
    for error in refusal.fields:
        field = "consent_on" if error.code == "consent_missing" else error.field
        if field in form.fields:
            form.add_error(field, sentence(error))
        else:
            rest.append(sentence(error))
    return rest if refusal.fields else [sentence(refusal)]


def _person(request: LapakRequest, claim: ClaimView, known: PartyView | None) -> HttpResponse:
    number = known.number if known else None
    form = PartyForm(request.POST or None, claim=claim, number=number, initial=_known_party(known))
    page = {"form": form, "claim": claim, "known": known}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/party.html", page, status=status)
    try:
        parties.enter_party(
            claim_id=claim.id,
            number=number,
            capacity=form.capacity,
            person=form.person(),
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        return render(request, "participant/party.html", page, status=422)
    return redirect("participant:heirs")


def _known(party: PartyView | None, *more: str) -> dict[str, Any]:
    return {name: getattr(party, name) for name in (*_PERSON, *more)} if party else {}


def _known_heir(acting: ActingView, known: PartyView | None) -> dict[str, Any]:
    dates = {name: getattr(acting, name) for name in ("died_on", "letter_on", "letter_number")}
    kin = GUARDIAN if acting.capacity is Capacity.GUARDIAN else known.kin if known else ""
    return {**_known(known), **dates, "kin": kin}


def _known_party(known: PartyView | None) -> dict[str, Any]:
    kin = (known.kin or GUARDIAN) if known else ""
    return {**_known(known, "guardian", "guardian_is_parent", "phone", "share"), "kin": kin}


def known_whole(acting: ActingView) -> dict[str, Any]:
    """Return what the form about the whole list begins with."""
    return {"consent_on": acting.consent_on, "account_of": acting.account_of, "whole": acting.is_whole}
