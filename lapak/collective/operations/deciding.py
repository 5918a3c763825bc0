"""The officer's work on a batch: the workers chosen on the list, each decided as if alone.

One who is refused stops no other, and goes back to where they were. Lock order: the batch, its workers, then
what `claims` locks.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.booking.operations import mark_used
from lapak.claims.operations import collective, desk_work
from lapak.claims.operations.desk_work import Found, Verified
from lapak.claims.operations.rows import ClaimChanged
from lapak.claims.operations.sheet import Verdicts
from lapak.claims.operations.signals import explain_signal
from lapak.claims.queries.collective import listed_claims, points_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.collective.models import Batch, Worker
from lapak.collective.operations.scheduling import locked_batch, tell_batch
from lapak.collective.queries.batches import talked_with
from lapak.collective.rules.batches import BatchState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from lapak.kernel.transitions import MoveRefused
from lapak.people.rules import Role


@transaction.atomic
def verify_rows(
    *, batch_id: UUID, claim_ids: Collection[UUID], actor: Actor, now: datetime
) -> Verdicts[Verified]:
    """Verify the claims of the chosen workers; the officer says that papers, forms and accounts are right.

    Return a verdict by claim; refusals are those of the operations of `claims`, Conflict(`talk_first`) for
    who was drawn to be called and was not, NotFound(`worker_unknown`) for who is not on the batch.
    """
    batch = _open(batch_id, actor)
    verdicts, ids = _may_be_decided(batch, actor, claim_ids)
    begun = _go_on(verdicts, desk_work.begin_service_all(claim_ids=ids, actor=actor, now=now))
    points = {
        id: dict.fromkeys(codes, Found(True)) for id, codes in points_of(claim_ids=begun, now=now).items()
    }
    ids = _go_on(verdicts, desk_work.set_checks(found=points, actor=actor, now=now))
    claims = listed_claims(claim_ids=ids)
    kinds = {id: [paper.kind for paper in one.papers if paper.document_id] for id, one in claims.items()}
    ids = _go_on(verdicts, desk_work.accept_papers(kinds=kinds, actor=actor, now=now))
    ids = _go_on(verdicts, collective.take_signed_forms(claim_ids=ids, actor=actor, now=now))
    done = desk_work.verify_all(versions=dict.fromkeys(ids), actor=actor, now=now)
    passed = _go_on(verdicts, done)
    for id in set(begun) - set(passed):
        desk_work.interrupt_service(claim_id=id, actor=actor, now=now)
    tell_batch(batch, "batch.verified", actor, now, workers=len(passed), refused=len(claim_ids) - len(passed))
    return {**verdicts, **{id: done[id] for id in passed}}


@transaction.atomic
def ask_rows_again(
    *,
    batch_id: UUID,
    claim_ids: Collection[UUID],
    kind: str,
    reason_code: str,
    actor: Actor,
    now: datetime,
) -> Verdicts[ClaimChanged]:
    """Ask one kind of paper of the chosen workers again; they leave the batch and go on alone.

    Refusals as `claims.ask_paper_again` has them.
    """
    batch = _open(batch_id, actor)
    verdicts, ids = _may_be_decided(batch, actor, claim_ids, asks_talk=False)
    begun = _go_on(verdicts, desk_work.begin_service_all(claim_ids=ids, actor=actor, now=now))
    for id in begun:
        try:
            with transaction.atomic():
                desk_work.ask_paper_again(
                    claim_id=id, kind=kind, reason_code=reason_code, actor=actor, now=now
                )
                verdicts[id] = desk_work.ask_correction(claim_id=id, actor=actor, now=now)
        except DomainError as refusal:
            verdicts[id] = refusal
            desk_work.interrupt_service(claim_id=id, actor=actor, now=now)
    _leave(batch, _accepted(verdicts), "asked_again", actor, now)
    return verdicts


@transaction.atomic
def reject_rows(
    *,
    batch_id: UUID,
    claim_ids: Collection[UUID],
    reason_code: str,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> Verdicts[ClaimChanged]:
    """Propose to turn the claims of the chosen workers down; a checker decides on each."""
    batch = _open(batch_id, actor)
    verdicts, ids = _may_be_decided(batch, actor, claim_ids, asks_talk=False)
    begun = _go_on(verdicts, desk_work.begin_service_all(claim_ids=ids, actor=actor, now=now))
    for id in begun:
        try:
            with transaction.atomic():
                verdicts[id] = desk_work.propose_rejection(
                    claim_id=id, reason_code=reason_code, note=note, actor=actor, now=now
                )
        except DomainError as refusal:
            verdicts[id] = refusal
            desk_work.interrupt_service(claim_id=id, actor=actor, now=now)
    return verdicts


@transaction.atomic
def explain_rows(
    *, batch_id: UUID, claim_ids: Collection[UUID], note: str, actor: Actor, now: datetime
) -> int:
    """Keep one explanation for all reasons to look at the chosen workers; return how many were explained.

    Raises InvalidInput(`note_empty`, `note_too_long`) at `note`.
    """
    batch = _open(batch_id, actor)
    _, ids = _may_be_decided(batch, actor, claim_ids, asks_talk=False)
    found = [(id, code) for id, one in listed_claims(claim_ids=ids).items() for code in one.unexplained]
    for id, code in found:
        explain_signal(claim_id=id, code=code, note=note, actor=actor, now=now)
    return len(found)


@transaction.atomic
def finish(*, batch_id: UUID, actor: Actor, now: datetime) -> int:
    """End the day of a batch: who was not decided goes on alone, or to a later day; return how many.

    Raises Conflict(`batch_moved_on`), NotAllowed, NotFound.
    """
    batch = _open(batch_id, actor)
    on_it = dict(batch.workers.values_list("claim_id", "pk"))
    late = [id for id, one in listed_claims(claim_ids=on_it).items() if one.state in (ClaimState.SUBMITTED,)]
    for id in batch.places.values_list("booking_id", flat=True):
        with suppress(MoveRefused), transaction.atomic():  # the day may be over, and its places with it
            mark_used(booking_id=id, actor=actor, now=now)
    batch.state = BatchState.DONE
    batch.save(update_fields=["state"])
    _leave(batch, late, "late", actor, now)
    tell_batch(batch, "batch.done", actor, now, late=len(late))
    return len(late)


def _open(batch_id: UUID, actor: Actor) -> Batch:
    batch = locked_batch(batch_id, actor, Role.OFFICER)
    if batch.state != BatchState.AGREED:
        raise Conflict("batch_moved_on")
    return batch


def _may_be_decided(
    batch: Batch, actor: Actor, claim_ids: Collection[UUID], *, asks_talk: bool = True
) -> tuple[Verdicts[Any], list[UUID]]:
    """Return a refusal for each who is not on the batch, is with a colleague or is to be called first, and
    the others.
    """
    if not claim_ids:
        raise InvalidInput("nobody_chosen")
    rows = batch.workers.select_for_update(of=("self",)).filter(claim_id__in=claim_ids)
    on_it: Mapping[UUID, Worker] = {one.claim_id: one for one in rows.order_by("pk")}
    met = talked_with(row_ids=[one.pk for one in on_it.values()])
    verdicts: Verdicts[Any] = {id: NotFound("worker_unknown") for id in claim_ids if id not in on_it}
    for id, claim in listed_claims(claim_ids=on_it).items():
        if claim.state is ClaimState.IN_SERVICE and str(claim.officer_id) != actor.id:
            verdicts[id] = NotAllowed("not_your_claim")
        elif not claim.is_listed:  # the worker booked a talk of their own: they are to be met in person
            verdicts[id] = Conflict("claim_left_list")
    for id, one in on_it.items():
        if asks_talk and one.sampled and one.pk not in met:
            verdicts[id] = Conflict("talk_first")
    return verdicts, [id for id in on_it if id not in verdicts]


def _go_on(verdicts: Verdicts[Any], done: Mapping[UUID, Any]) -> list[UUID]:
    """Keep the refusals, and return those who go on."""
    refused = {id: one for id, one in done.items() if isinstance(one, DomainError)}
    verdicts.update(refused)
    return [id for id in done if id not in refused]


def _accepted(verdicts: Verdicts[Any]) -> list[UUID]:
    return [id for id, one in verdicts.items() if not isinstance(one, DomainError)]


def _leave(batch: Batch, claim_ids: Collection[UUID], why: str, actor: Actor, now: datetime) -> None:
    """Take workers off a batch: each goes on alone, or is given another day."""
    if batch.workers.filter(claim_id__in=claim_ids).update(batch=None):
        tell_batch(batch, "batch.left", actor, now, why=why, workers=len(claim_ids))
