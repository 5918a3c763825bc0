"""What each form of a visit does: one form, one operation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from lapak.claims import steps
from lapak.claims.operations import filing, papers, parties, signing
from lapak.claims.operations.changing_reason import answer_proposal
from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.claim_moves import ClaimState
from lapak.desk.operations import flag, set_stage, submit_claim
from lapak.desk.operations.conversation import write_line
from lapak.desk.operations.entries import confirm_entry
from lapak.desk.rules.stages import Stage
from lapak.kernel.errors import Conflict, FieldError, InvalidInput
from lapak.web.participant import payout
from lapak.web.participant.forms import ContactForm
from lapak.web.participant.identify import give_identity
from lapak.web.participant.identity_form import IdentityForm
from lapak.web.participant.people_forms import HeirActsForm, PartyForm, WholeForm
from lapak.web.participant.views.people import acting_form, keep_acting
from lapak.web.visit.forms import (
    EntryForm,
    HandForm,
    LineForm,
    NumberForm,
    PaperForm,
    ReasonAnswerForm,
    SignForm,
    StageForm,
)
from lapak.web.visit.scope import Scope
from lapak.web.visit.tasks import Task

Values = dict[str, Any]
MOST_UPLOAD_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True)
class Handler:
    """How a post is read and what it does. `task` is the page its errors are shown on, None for a press."""

    form: Callable[[HttpRequest, ClaimView], forms.Form]
    act: Callable[[Scope, ClaimView, Values, datetime], object]
    task: Task | None = None


def _read(form: type[forms.Form]) -> Callable[[HttpRequest, ClaimView], forms.Form]:
    return lambda request, _claim: form(request.POST, request.FILES)


def _read_identity(request: HttpRequest, claim: ClaimView) -> forms.Form:
    return IdentityForm(request.POST, programme=programme(claim.programme), on=claim.today)


def _read_account(request: HttpRequest, claim: ClaimView) -> forms.Form:
    return payout.PayoutForm(request.POST, claim=claim)


def _raise_hand(scope: Scope, _claim: ClaimView, values: Values, now: datetime) -> None:
    flag(ticket_id=scope.visit.ticket_id, reason=values["reason"], actor=scope.actor, now=now)


def _write(scope: Scope, _claim: ClaimView, values: Values, now: datetime) -> None:
    write_line(ticket_id=scope.visit.ticket_id, text=values["text"], actor=scope.actor, now=now)


def _begin(scope: Scope, _claim: ClaimView, values: Values, now: datetime) -> None:
    stage: Stage = values["stage"]
    set_stage(ticket_id=scope.visit.ticket_id, stage=stage, actor=scope.actor, now=now)


def _confirm(scope: Scope, _claim: ClaimView, values: Values, now: datetime) -> None:
    confirm_entry(ticket_id=scope.visit.ticket_id, entry=values["entry"], actor=scope.actor, now=now)


def _give_identity(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    give_identity(claim_id=claim.id, values=values, actor=scope.actor, now=now)


def _read_acting(request: HttpRequest, claim: ClaimView) -> forms.Form:
    return acting_form(request.POST, claim.acting) if claim.acting else forms.Form(request.POST)


def _read_party(request: HttpRequest, claim: ClaimView) -> forms.Form:
    return PartyForm(request.POST, claim=claim, number=None)


def _read_whole(request: HttpRequest, claim: ClaimView) -> forms.Form:
    return WholeForm(request.POST, claim=claim)


def _give_acting(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    form = values.get("form")
    if isinstance(form, HeirActsForm) and form.is_nobody:
        raise InvalidInput("not_an_heir", fields=[FieldError("kin", "not_an_heir")])
    if form is None:
        raise Conflict("acting_not_chosen")
    keep_acting(claim_id=claim.id, form=form, actor=scope.actor, now=now)


def _give_party(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    form: PartyForm = values["form"]
    parties.enter_party(
        claim_id=claim.id, capacity=form.capacity, person=form.person(), actor=scope.actor, now=now
    )


def _remove_party(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    parties.remove_party(claim_id=claim.id, number=values["number"], actor=scope.actor, now=now)


def _state_whole(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    form: WholeForm = values["form"]
    try:
        parties.state_whole(
            claim_id=claim.id,
            consent_on=form.agreed_on(),
            account_of=form.paid_to(),
            actor=scope.actor,
            now=now,
        )
    except InvalidInput as refusal:  # the first thing to put right, in its own words
        first = refusal.fields[0]
        at = [FieldError("consent_on", first.code)] if first.code == "consent_missing" else refusal.fields
        raise InvalidInput(first.code, params=first.params, fields=at) from refusal


def _give_contact(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    filing.give_contact(
        claim_id=claim.id,
        email=values["email"],
        phone=values["phone"],
        mother_name=claim.mother_name,
        actor=scope.actor,
        now=now,
    )


def _give_account(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    payout.keep_details(claim=claim, values=values, actor=scope.actor, now=now)
    steps.give_account(claim_id=claim.id, actor=scope.actor, now=now, **payout.account_of(values))


def _give_paper(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    picture = values["picture"]
    if picture.size > MOST_UPLOAD_BYTES:
        limit = {"most_megabytes": MOST_UPLOAD_BYTES // 1024**2}
        raise InvalidInput("file_too_big", params=limit)
    give = papers.attach_paper if claim.state is ClaimState.DRAFT else papers.correct_paper
    give(
        claim_id=claim.id,
        kind=values["kind"],
        content=picture.read(),
        file_name="",
        actor=scope.actor,
        now=now,
    )


def _sign(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    signing.sign_form(claim_id=claim.id, drawing=values["signature"], actor=scope.actor, now=now)


def _answer_reason(scope: Scope, claim: ClaimView, values: Values, now: datetime) -> None:
    answer_proposal(claim_id=claim.id, agrees=values["answer"] == "yes", actor=scope.actor, now=now)


def _submit(scope: Scope, _claim: ClaimView, _values: Values, now: datetime) -> None:
    submit_claim(ticket_id=scope.visit.ticket_id, actor=scope.actor, now=now)


HANDLERS: dict[str, Handler] = {
    "tangan": Handler(_read(HandForm), _raise_hand),
    "pesan": Handler(_read(LineForm), _write),
    "sedang": Handler(_read(StageForm), _begin),
    "benar": Handler(_read(EntryForm), _confirm),
    "identitas": Handler(_read_identity, _give_identity, Task.IDENTITY),
    "pengaju": Handler(_read_acting, _give_acting, Task.ACTING),
    "orang": Handler(_read_party, _give_party, Task.HEIRS),
    "hapus-orang": Handler(_read(NumberForm), _remove_party),
    "lengkap": Handler(_read_whole, _state_whole, Task.HEIRS),
    "kontak": Handler(_read(ContactForm), _give_contact, Task.CONTACT),
    "rekening": Handler(_read_account, _give_account, Task.ACCOUNT),
    "foto": Handler(_read(PaperForm), _give_paper, Task.PHOTO),
    "tanda-tangan": Handler(_read(SignForm), _sign, Task.FORM),
    "alasan": Handler(_read(ReasonAnswerForm), _answer_reason),
    "kirim": Handler(_read(forms.Form), _submit, Task.SUBMIT),
}
