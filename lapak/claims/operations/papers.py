"""The papers of a claim, given by the participant."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lapak.claims.models import Claim, PaperState
from lapak.claims.operations.rows import (
    CORRECTABLE,
    ClaimChanged,
    day_of,
    locked_by_owner,
    programme_of,
    require_state,
    save,
)
from lapak.claims.operations.rows import move as make_move
from lapak.claims.queries.assess import required_papers
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.documents import operations as documents
from lapak.documents.queries import DocumentView
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound


@dataclass(frozen=True)
class PaperGiven:
    """The paper as it was kept, with what the machine thinks of its sharpness, and the claim."""

    claim: ClaimChanged
    document: DocumentView


@transaction.atomic
def attach_paper(
    *, claim_id: UUID, kind: str, content: bytes, file_name: str, actor: Actor, now: datetime
) -> PaperGiven:
    """Keep a paper of the claim, in place of an earlier one of its kind, and return how readable it is.

    Locks the claim while the picture is written anew (about 0.2 s). Raises DocumentRefused for a file that
    cannot be kept, NotFound(`paper_not_asked`, `claim_unknown`), Conflict(`paper_accepted`,
    `claim_moved_on`).
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    paper = paper_of(row, kind)
    if paper.state == PaperState.State.ACCEPTED:
        raise Conflict("paper_accepted")
    document = documents.store(
        subject_id=row.pk, kind=kind, content=content, file_name=file_name, actor=actor, now=now
    )
    if paper.state == PaperState.State.ASKED_AGAIN and paper.document_id == document.id:
        raise InvalidInput("paper_same_as_before")
    give(paper, document_id=document.id, now=now)
    data = {"kind": kind, "document": str(document.id), "sharpness": document.verdict}
    given = save(row, what="claim.paper_given", actor=actor, now=now, data=data)
    return PaperGiven(given, document)


@transaction.atomic
def correct_paper(
    *, claim_id: UUID, kind: str, content: bytes, file_name: str, actor: Actor, now: datetime
) -> PaperGiven:
    """Keep a paper that was asked again; with the last one the claim goes back into the queue.

    During the talk the claim stays in service. Raises what `attach_paper` raises, and
    InvalidInput(`paper_same_as_before`) for the very picture that was not good enough.
    """
    given = attach_paper(
        claim_id=claim_id, kind=kind, content=content, file_name=file_name, actor=actor, now=now
    )
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    return PaperGiven(back_in_line(row, actor=actor, now=now) or given.claim, given.document)


def back_in_line(row: Claim, *, actor: Actor, now: datetime) -> ClaimChanged | None:
    """Put the locked claim back into the queue if it waits for papers of which none is wanted any more: all
    came, or those that did not are not needed now. Return it then, None while it stays where it is.
    """
    if row.state != ClaimState.NEEDS_CORRECTION or wanted_papers(row).exists():
        return None
    return make_move(row, move=ClaimMove.CORRECT, actor=actor, now=now)


def wanted_papers(row: Claim) -> QuerySet[PaperState]:
    """Return the papers the person still has to send of a claim that is filed: those asked again, and those
    that came to be needed since. What a company has not sent yet of a claim is the company's to send.
    """
    states = [PaperState.State.ASKED_AGAIN]
    if row.channel != Claim.Channel.COLLECTIVE:
        states.append(PaperState.State.MISSING)
    wanted = row.papers.filter(state__in=states)
    return wanted.exclude(kind=programme_of(row).signed_form).order_by("position")


def lay_out_papers(row: Claim, *, now: datetime) -> None:
    """Keep a line for each paper the claim needs; what was given for a kind that is still needed stays."""
    wanted = required_papers(row, on=day_of(row, now))
    row.papers.exclude(kind__in=[paper.kind for paper in wanted]).delete()
    for position, paper in enumerate(wanted):
        PaperState.objects.update_or_create(
            claim=row,
            kind=paper.kind,
            defaults={"position": position},
            create_defaults={"position": position, "changed_at": now},
        )


def unsign(row: Claim, *, now: datetime) -> None:
    """Take the signature back, because the form would now say something else."""
    PaperState.objects.filter(claim=row, kind=programme_of(row).signed_form).update(
        state=PaperState.State.MISSING, document_id=None, reason_code="", deadline=None, changed_at=now
    )
    row.gross = row.tax = row.net = None
    row.tax_table = ""


def paper_of(row: Claim, kind: str) -> PaperState:
    """Return a paper the claim asks for. Raises NotFound(`paper_not_asked`)."""
    paper = next((paper for paper in row.papers.all() if paper.kind == kind), None)
    if paper is None:
        raise NotFound("paper_not_asked")
    return paper


def give(paper: PaperState, *, document_id: UUID, now: datetime) -> None:
    """Keep the document that counts as the paper now."""
    put_in(paper, document_id=document_id, now=now)
    paper.save()


def put_in(paper: PaperState, *, document_id: UUID, now: datetime) -> None:
    """Put the document that counts now into the row, which is not written yet."""
    paper.state, paper.document_id, paper.changed_at = PaperState.State.GIVEN, document_id, now
    paper.reason_code, paper.deadline = "", None
