"""Papers and stills of a case. Each look is recorded; bank data opens only after a reason was chosen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations.looking import open_for_check
from lapak.claims.queries.programme import claim_programme
from lapak.claims.rules.programme import Programme
from lapak.documents import queries
from lapak.documents.operations import record_look
from lapak.documents.queries import DocumentView
from lapak.journal.queries import trail
from lapak.journal.rules import Link
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.offices.queries import branch
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.forms import LookForm
from lapak.web.checker.words import paper_words
from lapak.web.requests import LapakRequest

BANK_DATA = frozenset({"buku_tabungan"})
LARGE = ("foto_diri", "ktp", "buku_tabungan")  # shown as stills, in this order; the rest by name
STAYS_OPEN = timedelta(minutes=10)
_CHOSEN = frozenset(code for code, _words in LookForm.REASONS)
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@dataclass(frozen=True)
class Evidence:
    """A paper as the page shows it."""

    id: UUID
    kind: str
    label: str
    is_picture: bool
    is_closed: bool
    at: datetime


def evidence_of(*, claim_id: UUID, actor: Actor, now: datetime) -> tuple[Evidence, ...]:
    """Return the papers of a claim, those shown large first."""
    papers = sorted(queries.current(subject_id=claim_id), key=lambda paper: _place(paper.kind))
    whose = claim_programme(claim_id=claim_id)
    return tuple(_evidence(paper, whose, actor=actor, now=now) for paper in papers)


def chosen_looks(*, papers: tuple[Evidence, ...]) -> list[Link]:
    """Return the recorded openings of closed pictures among these papers."""
    return [
        link
        for paper in papers
        if paper.kind in BANK_DATA
        for link in trail(subject=Subject("document", str(paper.id)))
        if link.data.get("reason") in _CHOSEN
    ]


@staff(Role.CHECKER)
@require_GET
def content(request: LapakRequest, claim_id: UUID, document_id: UUID) -> HttpResponse:
    """Return a paper of the claim; 403 for bank data that this checker has not opened with a reason."""
    now = utc_now()
    paper = _paper(request, claim_id, document_id, now)
    if paper.kind in BANK_DATA:
        if _is_closed(paper, request.actor, now):
            return HttpResponse(status=403)
    else:
        record_look(document_id=document_id, actor=request.actor, reason="approval", now=now)
    picture, media_type = queries.content(document_id=document_id)
    response = HttpResponse(picture, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{paper.kind}.{_SUFFIXES.get(media_type, "bin")}"'
    return response


@staff(Role.CHECKER)
@require_POST
def open_closed(request: LapakRequest, claim_id: UUID, document_id: UUID) -> HttpResponse:
    """Record why bank data is opened and return the open still; a plain form gets the whole page."""
    now = utc_now()
    _paper(request, claim_id, document_id, now)
    form = LookForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    record_look(document_id=document_id, actor=request.actor, reason=form.cleaned_data["reason"], now=now)
    if request.headers.get("X-Requested-With") != "fetch":
        return HttpResponseRedirect(reverse("checker:claim", args=[claim_id]))
    whose = claim_programme(claim_id=claim_id)
    paper = _evidence(queries.document(document_id=document_id), whose, actor=request.actor, now=now)
    return render(
        request, "checker/_still.html", {"paper": paper, "claim_id": claim_id, "zone": _zone(request)}
    )


def _zone(request: LapakRequest) -> str:
    """Return the clock of the checker's branch."""
    assert request.staff is not None  # the gate let only staff in
    assert request.staff.branch_id is not None  # `open_for_check` found the claim at this branch
    return branch(branch_id=request.staff.branch_id).timezone


def _paper(request: LapakRequest, claim_id: UUID, document_id: UUID, now: datetime) -> DocumentView:
    """Return the paper if it belongs to the claim and the checker may see the claim. Raises Http404."""
    try:
        open_for_check(claim_id=claim_id, actor=request.actor, now=now)
        paper = queries.document(document_id=document_id)
    except (NotFound, NotAllowed) as refusal:
        raise Http404 from refusal
    if paper.subject_id != claim_id:
        raise Http404
    return paper


def _evidence(paper: DocumentView, programme: Programme, *, actor: Actor, now: datetime) -> Evidence:
    return Evidence(
        id=paper.id,
        kind=paper.kind,
        label=paper_words(paper.kind, programme=programme),
        is_picture=paper.media_type.startswith("image/"),
        is_closed=paper.kind in BANK_DATA and _is_closed(paper, actor, now),
        at=paper.uploaded_at,
    )


def _is_closed(paper: DocumentView, actor: Actor, now: datetime) -> bool:
    """Return whether this person gave no reason to see it within the last minutes."""
    links = trail(subject=Subject("document", str(paper.id)))
    return not any(
        link.actor_id == actor.id and link.data.get("reason") in _CHOSEN and link.at > now - STAYS_OPEN
        for link in links
    )


def _place(kind: str) -> int:
    return LARGE.index(kind) if kind in LARGE else len(LARGE)
