"""A batch at the desk: the list with sums, papers and reasons to look; decided and approved for many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims import steps
from lapak.claims.ports import MOST_AT_ONCE
from lapak.claims.programmes import usual_programme
from lapak.claims.queries.kin import kin_claims
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.signals import SignalCode
from lapak.collective.operations import deciding, scheduling
from lapak.collective.queries.batches import BatchView, Listed, batch, batches_of_branch, listed
from lapak.collective.queries.talks import open_talk_by
from lapak.collective.rules.batches import BatchState
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.masking import mask_account, mask_nik
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.words import STATES, words
from lapak.web.company.branch import AT_BRANCH, branch_of, document, is_officer
from lapak.web.company.words import ANSWERS, BATCHES
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest
from lapak.web.signal_words import WORDS as SIGNALS

LOOKED_AT = "batch"
DECIDABLE = (ClaimState.SUBMITTED, ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER)


@dataclass(frozen=True)
class Line:
    """A worker as the list shows them."""

    listed: Listed
    nik: str
    account: str
    state: str
    answer: str
    missing: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    signals: tuple[str, ...]
    is_open: bool


@staff(*AT_BRANCH)
@require_GET
def batch_page(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Return a batch with its list."""
    found = own_batch(request, batch_id)
    assert request.staff is not None  # the gate let only staff in
    lines = lines_of(found, staff_id=request.staff.id)
    programme = usual_programme()
    context = {
        "batch": found,
        "branch": branch_of(request),
        "word": BATCHES[found.state],
        "lines": lines,
        "kin": found.workers - len(lines),
        "total": sum(one.listed.net for one in lines),
        "open": sum(one.is_open for one in lines),
        "to_call": sum(one.listed.asks_talk for one in lines),
        "is_officer": is_officer(request),
        "is_agreed": found.state is BatchState.AGREED,
        "is_proposed": found.state is BatchState.PROPOSED,
        "paper_kinds": _kinds(lines),
        "again_reasons": [(one.code, one.label) for one in programme.ask_again_reasons],
        "rejections": [(one.code, one.label) for one in programme.rejection_reasons],
        "talk": open_talk_by(officer_id=request.staff.id),
    }
    return render(request, "company/batch.html", context)


@staff(*AT_BRANCH)
@require_POST
def agree(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Keep that the branch serves the batch on its day."""
    own_batch(request, batch_id)
    return _done(request, batch_id, lambda: scheduling.agree(**_by(request, batch_id)), _("Hari disepakati."))


@staff(*AT_BRANCH)
@require_POST
def refuse(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Give the day back."""
    own_batch(request, batch_id)
    said = _("Hari dikembalikan. Wakil perusahaan meminta hari lain.")
    return _done(request, batch_id, lambda: scheduling.refuse(**_by(request, batch_id)), said)


@staff(Role.OFFICER)
@require_POST
def decide(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Do what was chosen with the chosen workers, and say what came of it."""
    own_batch(request, batch_id)
    ids, act = _chosen(request), request.POST.get("act", "")
    acts: Mapping[str, Callable[[], Any]] = {
        "verify": lambda: deciding.verify_rows(claim_ids=ids, **_by(request, batch_id)),
        "ask_again": lambda: deciding.ask_rows_again(
            claim_ids=ids,
            kind=request.POST.get("kind", ""),
            reason_code=request.POST.get("again", ""),
            **_by(request, batch_id),
        ),
        "reject": lambda: deciding.reject_rows(
            claim_ids=ids, reason_code=request.POST.get("rejection", ""), **_by(request, batch_id)
        ),
        "explain": lambda: deciding.explain_rows(
            claim_ids=ids, note=request.POST.get("note", ""), **_by(request, batch_id)
        ),
    }
    if act not in acts:
        return redirect("company:batch", batch_id)
    try:
        done = acts[act]()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        tell(request, done)
    return redirect("company:batch", batch_id)


@staff(Role.OFFICER)
@require_POST
def finish(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """End the day of the batch."""
    own_batch(request, batch_id)
    said = _("Rombongan ditutup. Yang belum diputuskan berjalan sendiri atau dijadwalkan lagi.")
    return _done(request, batch_id, lambda: deciding.finish(**_by(request, batch_id)), said)


@staff(Role.OFFICER)
@require_GET
def paper(request: LapakRequest, batch_id: UUID, claim_id: UUID, kind: str) -> HttpResponse:
    """Return a paper of a worker on the batch to an officer who is no kin; the look is recorded.

    Checkers open papers on their own page, where bank data ask for a reason.
    """
    found = own_batch(request, batch_id)
    if kin_claims(claim_ids=[claim_id], staff_id=int(request.actor.id)):
        raise Http404
    line = next((one for one in listed(batch_id=found.id, now=utc_now()) if _is(one, claim_id)), None)
    papers = line.claim.papers if line and line.claim else ()
    return document(request, next((one.document_id for one in papers if one.kind == kind), None), LOOKED_AT)


@staff(Role.CHECKER)
@require_GET
def to_approve(request: LapakRequest) -> HttpResponse:
    """Return the batches with claims that wait for a second pair of eyes."""
    place = branch_of(request)
    batches = []
    for one in batches_of_branch(branch_id=place.id, now=utc_now(), zone=place.timezone):
        waiting = [line for line in _of_strangers(one, int(request.actor.id)) if _waits(line)]
        if waiting:
            batches.append({"one": one, "waiting": len(waiting), "net": sum(line.net for line in waiting)})
    return render(request, "company/to_approve.html", {"branch": place, "batches": batches})


@staff(Role.CHECKER)
@require_GET
def approvals(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Return the verified claims of a batch for the second pair of eyes."""
    found = own_batch(request, batch_id)
    lines = [one for one in lines_of(found, staff_id=int(request.actor.id)) if _waits(one.listed)]
    own = [one for one in lines if _is_own(request, one.listed)]
    context = {
        "batch": found,
        "branch": branch_of(request),
        "lines": [one for one in lines if one not in own],
        "own": len(own),
        "total": sum(one.listed.net for one in lines if one not in own),
    }
    return render(request, "company/approvals.html", context)


@staff(Role.CHECKER)
@require_POST
def approve(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Approve the chosen claims, each as it was seen: the page sends the versions along."""
    found = own_batch(request, batch_id)
    on_it = {one.claim.id for one in listed(batch_id=found.id, now=utc_now()) if one.claim}
    versions = {
        id: int(version)
        for id in _chosen(request)
        if id in on_it and (version := request.POST.get(f"version-{id}", "")).isdecimal()
    }
    done: dict[UUID, Any] = {}
    ids = list(versions)
    try:
        for start in range(0, len(ids), MOST_AT_ONCE):
            portion = {id: versions[id] for id in ids[start : start + MOST_AT_ONCE]}
            done |= steps.approve_all(versions=portion, actor=request.actor, now=utc_now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    tell(request, done)
    return redirect("company:approvals", batch_id)


def tell(request: LapakRequest, done: Any) -> None:
    """Say how many went through, and why how many did not."""
    if isinstance(done, int):
        messages.success(request, _("%(n)s hal dijelaskan.") % {"n": done})
        return
    refused: dict[str, int] = {}
    for one in done.values():
        if isinstance(one, DomainError):
            words_of_it = sentence(one)
            refused[words_of_it] = refused.get(words_of_it, 0) + 1
    passed = len(done) - sum(refused.values())
    if passed:
        messages.success(request, _("%(n)s pekerja selesai.") % {"n": passed})
    for words_of_it, count in refused.items():
        messages.warning(request, _("%(n)s belum: %(why)s") % {"n": count, "why": words_of_it})


def lines_of(found: BatchView, *, staff_id: int) -> list[Line]:
    """Return the workers of a batch as the list shows them to a staff member; declared kin are left out."""
    return [_line(one) for one in _of_strangers(found, staff_id)]


def own_batch(request: LapakRequest, batch_id: UUID) -> BatchView:
    """Return a batch of the reader's branch. Raises Http404 for others."""
    try:
        found = batch(batch_id=batch_id)
    except NotFound:
        raise Http404 from None
    if found.branch_id != branch_of(request).id:
        raise Http404
    return found


def _of_strangers(found: BatchView, staff_id: int) -> list[Listed]:
    rows = listed(batch_id=found.id, now=utc_now())
    kin = kin_claims(claim_ids=[one.claim.id for one in rows if one.claim], staff_id=staff_id)
    return [one for one in rows if one.claim is None or one.claim.id not in kin]


def _line(one: Listed) -> Line:
    claim, programme = one.claim, usual_programme()
    codes = dict.fromkeys([*one.worker.signals, *(claim.signals if claim else ())])
    return Line(
        listed=one,
        nik=mask_nik(one.worker.nik),
        account=mask_account(one.worker.account_number),
        state=str(words(STATES, claim.state)) if claim else "",
        answer=str(ANSWERS[one.worker.word]),
        missing=tuple(programme.paper_label(kind) for kind in claim.missing) if claim else (),
        papers=tuple(
            (paper.kind, programme.paper_label(paper.kind)) for paper in claim.papers if paper.document_id
        )
        if claim
        else (),
        signals=tuple(str(SIGNALS[SignalCode(code)][0]) for code in codes),
        is_open=claim is not None and claim.state in DECIDABLE,
    )


def _kinds(lines: list[Line]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(paper for one in lines for paper in one.papers))


def _waits(one: Listed) -> bool:
    return one.claim is not None and one.claim.state is ClaimState.VERIFIED


def _is_own(request: LapakRequest, one: Listed) -> bool:
    assert request.staff is not None  # the gate let only staff in
    return one.claim is not None and one.claim.officer_id == request.staff.id


def _is(one: Listed, claim_id: UUID) -> bool:
    return one.claim is not None and one.claim.id == claim_id


def _chosen(request: LapakRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("worker"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _by(request: LapakRequest, batch_id: UUID) -> dict[str, Any]:
    return {"batch_id": batch_id, "actor": request.actor, "now": utc_now()}


def _done(request: LapakRequest, batch_id: UUID, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("company:batch", batch_id)
