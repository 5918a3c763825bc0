"""Signing the form: drawn by the person, or taken down by the officer from who cannot sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, Signature
from lapak.claims.operations.desk_work import in_hands
from lapak.claims.operations.entries import LONGEST_NAME
from lapak.claims.operations.papers import paper_of, put_in
from lapak.claims.operations.rows import (
    ClaimChanged,
    day_of,
    lock_each,
    programme_of,
    require_owner,
    require_state,
    save,
)
from lapak.claims.operations.sheet import Verdicts, for_each, only, writing
from lapak.claims.queries.assess import ASSESSED
from lapak.claims.queries.parties import acting_facts
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.benefit import Sum
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.signing import BY_OFFICER, Way, way_on
from lapak.documents import operations as documents
from lapak.documents.operations import Upload
from lapak.documents.rules.files import LEAST_OF_DRAWING, LEAST_OF_STILL, Size
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, DomainError, FieldError, InvalidInput


@dataclass(frozen=True)
class Form:
    """The kind of paper that is signed, and the sum that stands on it."""

    form: str
    sum: Sum


def sign_form(*, claim_id: UUID, drawing: bytes, actor: Actor, now: datetime) -> ClaimChanged:
    """Keep the signature under the form and the sum that was signed; signing again replaces it.

    Raises Conflict(`claim_moved_on`) outside the talk, Conflict(`sum_unknown`), DocumentRefused, NotFound.
    """
    return only(sign_forms(drawn={claim_id: drawing}, actor=actor, now=now))


@transaction.atomic
def sign_forms(*, drawn: Mapping[UUID, bytes], actor: Actor, now: datetime) -> Verdicts[ClaimChanged]:
    """Keep the signatures under several forms that one device took in, each as `sign_form` does."""
    require_owner(actor)
    rows, closed = lock_each(claim_ids=drawn, actor=actor, beside=[*ASSESSED, "papers"])
    found = for_each(rows, lambda row: _to_sign(row, now), now=now)
    forms = {id: one for id, one in found.items() if not isinstance(one, DomainError)}
    uploads = [
        Upload(subject_id=id, kind=one.form, content=drawn[id], least=LEAST_OF_DRAWING, drawn=True)
        for id, one in forms.items()
    ]
    kept = dict(zip(forms, documents.store_all(uploads, actor=actor, now=now), strict=True))

    def sign(row: Claim) -> ClaimChanged:
        document = kept[row.pk]
        if isinstance(document, DomainError):
            raise document
        return _keep_signature(row, forms[row.pk], document.id, way=Way.DRAWN, actor=actor, now=now)

    signed = for_each([row for row in rows if row.pk in forms], sign, now=now)
    refused = {id: one for id, one in found.items() if isinstance(one, DomainError)}
    verdicts = {**closed, **refused, **signed}
    return {id: verdicts[id] for id in drawn}


@transaction.atomic
def take_consent(
    *,
    claim_id: UUID,
    way: Way,
    still: bytes,
    actor: Actor,
    now: datetime,
    witness: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Keep that the officer read the form aloud and the person agreed, by word or by thumb print.

    `still` is the picture of that moment, kept as evidence. Raises InvalidInput(`witness_missing`,
    `consent_invalid`) with the fields that are wrong, RuleNotFound(`way_not_allowed`),
    Conflict(`claim_moved_on`, `sum_unknown`), NotAllowed(`not_your_claim`), DocumentRefused, NotFound.
    """
    row = in_hands(claim_id, actor)
    witness = " ".join(witness.split())
    if way not in BY_OFFICER:
        raise InvalidInput("consent_invalid", fields=[FieldError("way", "way_unknown")])
    if way_on(way, on=day_of(row, now)).witness and not witness:
        raise InvalidInput("witness_missing", fields=[FieldError("witness", "witness_missing")])
    if len(witness) > LONGEST_NAME:
        raise InvalidInput(
            "consent_invalid", fields=[FieldError("witness", "name_too_long", {"most": LONGEST_NAME})]
        )
    return _sign(
        row,
        way=way,
        content=still,
        least=LEAST_OF_STILL,
        witness=witness,
        actor=actor,
        now=now,
        topics=topics,
    )


def _sign(
    row: Claim,
    *,
    way: Way,
    content: bytes,
    least: Size,
    actor: Actor,
    now: datetime,
    witness: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    form = _form(row, now)
    document = documents.store(
        subject_id=row.pk, kind=form.form, content=content, least=least, actor=actor, now=now
    )
    return _keep_signature(
        row, form, document.id, way=way, actor=actor, now=now, witness=witness, topics=topics
    )


def _to_sign(row: Claim, now: datetime) -> Form:
    require_state(row, ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER)
    form = _form(row, now)
    paper_of(row, form.form)  # refused here, or else its picture would be kept
    return form


def _form(row: Claim, now: datetime) -> Form:
    signed = worked_sum(row, on=day_of(row, now))
    if signed is None:
        raise Conflict("sum_unknown")
    return Form(programme_of(row).signed_form, signed)


def _keep_signature(
    row: Claim,
    form: Form,
    document_id: UUID,
    *,
    way: Way,
    actor: Actor,
    now: datetime,
    witness: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    signed = form.sum
    paper = paper_of(row, form.form)
    put_in(paper, document_id=document_id, now=now)
    facts = acting_facts(row)
    signature = Signature(
        claim=row,
        way=way,
        person=facts.acting if facts else None,
        witness=witness,
        taken_by_id=int(actor.id) if actor.kind is ActorKind.STAFF else None,
        document_id=document_id,
        gross=signed.gross,
        tax=signed.tax,
        net=signed.net,
        at=now,
    )
    with writing(now=now) as sheet:
        sheet.change([paper], "state", "document_id", "changed_at", "reason_code", "deadline")
        sheet.added.append(signature)
    row.gross, row.tax, row.net, row.tax_table = signed.gross, signed.tax, signed.net, signed.tax_table
    amounts = {"gross": signed.gross, "tax": signed.tax, "net": signed.net}
    data = {"document": str(document_id), "way": str(way), **amounts}
    return save(row, what="claim.form_signed", actor=actor, now=now, data=data, topics=topics)
