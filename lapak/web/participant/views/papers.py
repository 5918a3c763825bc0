"""Sending papers: photograph or file, the verdict at once, and an officer as the way out."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations import papers as operations
from lapak.claims.queries.claim import ClaimView, PaperView
from lapak.documents.operations import leave_to_officer, record_look
from lapak.documents.queries import DocumentView, content
from lapak.documents.rules.sharpness import Verdict
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, InvalidInput, NotFound
from lapak.web.access import participant
from lapak.web.messages import sentence
from lapak.web.participant.flow import documents_of, draft_of, draft_page, is_open, uploads
from lapak.web.participant.forms import FileForm
from lapak.web.requests import LapakRequest
from lapak.web.uploads import content_of


@dataclass(frozen=True)
class Card:
    """One paper on the page: `state` is `empty`, `clear`, `officer` or `blurred`; `error` a sentence."""

    paper: PaperView
    document: DocumentView | None
    state: str
    error: str = ""


@participant
@require_GET
@draft_page("papers")
def papers(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return one card for each paper that the rule set asks for."""
    return _page(request, claim)


@participant
@require_POST
@draft_page("papers")
def upload(request: LapakRequest, claim: ClaimView, kind: str) -> HttpResponse:
    """Keep a paper and show its verdict; a file that cannot be kept comes back as a sentence at its card."""
    try:
        content = read_file(request)
        operations.attach_paper(
            claim_id=claim.id,
            kind=kind,
            content=content,
            file_name="",
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        return _page(request, claim, kind=kind, error=sentence(refusal))
    return _shown_again(request)


@participant
@require_POST
@draft_page("papers")
def leave(request: LapakRequest, claim: ClaimView, kind: str) -> HttpResponse:
    """Leave a blurred paper to an officer's eyes."""
    document = documents_of(claim).get(kind)
    if document is None:
        return _page(request, claim, kind=kind, error=sentence(NotFound("document_unknown")))
    leave_to_officer(document_id=document.id, actor=request.actor, now=utc_now())
    return _shown_again(request)


@participant
@require_GET
def picture(request: LapakRequest, kind: str) -> HttpResponse:
    """Return the participant's own paper as it was kept, and record the look."""
    claim = draft_of(request)
    document = documents_of(claim).get(kind) if claim else None
    if document is None:
        return HttpResponse(status=404)
    record_look(document_id=document.id, actor=request.actor, reason="own_paper", now=utc_now())
    body, media_type = content(document_id=document.id)
    return HttpResponse(body, content_type=media_type, headers={"Cache-Control": "no-store"})


@participant
@require_GET
@draft_page("papers")
def later(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Say that everything is kept, and how to come back."""
    return render(request, "participant/later.html", {"claim": claim})


def read_file(request: LapakRequest) -> bytes:
    """Return the content of the posted file. Raises InvalidInput(`file_missing`), DocumentRefused."""
    form = FileForm(request.POST, request.FILES)
    file = form.cleaned_data["file"] if form.is_valid() else None
    if file is None:
        raise InvalidInput("file_missing")
    return content_of(file)


def cards_of(claim: ClaimView, *, kind: str = "", error: str = "") -> list[Card]:
    """Return the cards of a claim's papers, with `error` at the card of `kind`."""
    documents = documents_of(claim)
    return [
        Card(
            paper=paper,
            document=documents.get(paper.asked.kind),
            state=_state(paper, documents),
            error=error if paper.asked.kind == kind else "",
        )
        for paper in uploads(claim)
    ]


def _state(paper: PaperView, documents: dict[str, DocumentView]) -> str:
    document = documents.get(paper.asked.kind)
    if document is None or paper.document_id is None:
        return "empty"
    if is_open(paper, documents):
        return "blurred"
    return "clear" if document.verdict is Verdict.OK else "officer"


def _shown_again(request: LapakRequest) -> HttpResponse:
    if request.headers.get("X-Fragment") == "papers":
        claim = draft_of(request)
        if claim is not None:
            return _page(request, claim)
    return redirect("participant:papers")


def _page(request: LapakRequest, claim: ClaimView, *, kind: str = "", error: str = "") -> HttpResponse:
    cards = cards_of(claim, kind=kind, error=error)
    finished = [card for card in cards if card.state in ("clear", "officer") and not card.error]
    facts = {
        "claim": claim,
        "finished": finished,
        "open_cards": [card for card in cards if card not in finished],
        "done": len(finished),
        "total": len(cards),
        "blurred": sum(card.state == "blurred" for card in cards),
    }
    fragment = request.headers.get("X-Fragment") == "papers"
    template = "participant/papers_body.html" if fragment else "participant/papers.html"
    return render(request, template, facts, status=422 if error else 200)
