"""Signing the form: drawn by the person, or taken down by the officer from who cannot sign."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, Signature
from lapak.claims.operations.desk_work import in_hands
from lapak.claims.operations.entries import LONGEST_NAME
from lapak.claims.operations.papers import give, paper_of
from lapak.claims.operations.rows import (
    ClaimChanged,
    day_of,
    locked_by_owner,
    programme_of,
    require_state,
    save,
)
from lapak.claims.queries.parties import acting_facts
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.signing import BY_OFFICER, Way, way_on
from lapak.documents import operations as documents
from lapak.documents.rules.files import LEAST_OF_PAPER, LEAST_OF_STILL, Size
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, FieldError, InvalidInput


@transaction.atomic
def sign_form(*, claim_id: UUID, strokes_png: bytes, actor: Actor, now: datetime) -> ClaimChanged:
    """Keep the signature under the form and the sum that was signed; signing again replaces it.

    Raises Conflict(`claim_moved_on`) outside the talk, Conflict(`sum_unknown`), DocumentRefused, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER)
    return _sign(row, way=Way.DRAWN, content=strokes_png, least=LEAST_OF_PAPER, actor=actor, now=now)


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
    signed = worked_sum(row, on=day_of(row, now))
    if signed is None:
        raise Conflict("sum_unknown")
    form = programme_of(row).signed_form
    document = documents.store(
        subject_id=row.pk,
        kind=form,
        content=content,
        least=least,
        drawn=way is Way.DRAWN,
        actor=actor,
        now=now,
    )
    give(paper_of(row, form), document_id=document.id, now=now)
    facts = acting_facts(row)
    Signature.objects.create(
        claim=row,
        way=way,
        person=facts.acting if facts else None,
        witness=witness,
        taken_by_id=int(actor.id) if actor.kind is ActorKind.STAFF else None,
        document_id=document.id,
        gross=signed.gross,
        tax=signed.tax,
        net=signed.net,
        at=now,
    )
    row.gross, row.tax, row.net, row.tax_table = signed.gross, signed.tax, signed.net, signed.tax_table
    amounts = {"gross": signed.gross, "tax": signed.tax, "net": signed.net}
    data = {"document": str(document.id), "way": str(way), **amounts}
    return save(row, what="claim.form_signed", actor=actor, now=now, data=data, topics=topics)
