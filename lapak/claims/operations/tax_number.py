"""What the member tells for the payment beside the account: the tax number, and how much of a partial payment
is asked; and what the officer finds of the number.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim
from lapak.claims.operations.desk_work import in_hands
from lapak.claims.operations.papers import back_in_line, lay_out_papers, unsign
from lapak.claims.operations.rows import (
    CORRECTABLE,
    ClaimChanged,
    changed,
    day_of,
    locked_by_owner,
    require_state,
    save,
)
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.benefit import AmountRefused, gross_amount
from lapak.claims.rules.npwp import NpwpState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError, FieldError, InvalidInput
from lapak.kernel.identity import parse_npwp


@transaction.atomic
def give_npwp(
    *,
    claim_id: UUID,
    npwp: str,
    has_none: bool,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep the tax number, or that the member says to have none; both empty takes back what was said.

    A number the officer has found right stays so while it is the same. A form signed for another tax is
    unsigned. Raises InvalidInput(`npwp_invalid`) with the field, Conflict, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, *CORRECTABLE)
    number = _read_npwp(npwp, has_none=has_none)
    if number and number == row.npwp:
        return changed(row)
    state = NpwpState.GIVEN if number else NpwpState.NONE if has_none else NpwpState.UNKNOWN
    if (number, state) == (row.npwp, row.npwp_state):
        return changed(row)
    row.npwp, row.npwp_state = number, state
    return _saved(row, what="claim.npwp_given", data={"npwp": state}, actor=actor, now=now)


@transaction.atomic
def ask_amount(
    *,
    claim_id: UUID,
    amount: int | None,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep how many rupiah of a partial payment the member asks; None asks all that may be paid.

    Raises AmountRefused with the field, Conflict(`sum_unknown`, `claim_moved_on`, `changed_meanwhile`),
    NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, *CORRECTABLE)
    due = worked_sum(row, on=day_of(row, now))
    if due is None:
        raise Conflict("sum_unknown")
    try:
        gross_amount(balance=due.balance, share_percent=due.share_percent, amount=amount)
    except AmountRefused as refusal:
        fields = [FieldError("amount", refusal.code, refusal.params)]
        raise AmountRefused(refusal.code, params=refusal.params, fields=fields) from None
    if amount == row.amount_asked:
        return changed(row)
    row.amount_asked = amount
    return _saved(row, what="claim.amount_asked", data={"amount": amount}, actor=actor, now=now)


@transaction.atomic
def judge_npwp(
    *, claim_id: UUID, is_right: bool, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Note whether the officer found the tax number right; a number found wrong does not count.

    Raises Conflict(`npwp_not_given`, `claim_moved_on`), NotAllowed(`not_your_claim`), NotFound.
    """
    row = in_hands(claim_id, actor)
    if not row.npwp:
        raise Conflict("npwp_not_given")
    state = NpwpState.CONFIRMED if is_right else NpwpState.REFUSED
    if row.npwp_state == state:
        return changed(row)
    row.npwp_state = state
    return _saved(row, what="claim.npwp_judged", data={"npwp": state}, actor=actor, now=now, topics=topics)


def _saved(
    row: Claim,
    *,
    what: str,
    data: dict[str, object],
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Write the claim; papers that are asked no longer go, and a form signed for another sum is unsigned.

    A claim that waited for nothing but such papers goes back into the queue.
    """
    due = worked_sum(row, on=day_of(row, now))
    signed = (row.gross, row.tax, row.net)
    if row.gross is not None and (due is None or (due.gross, due.tax, due.net) != signed):
        unsign(row, now=now)
    done = save(row, what=what, actor=actor, now=now, data=data, topics=topics)
    lay_out_papers(row, now=now)
    return back_in_line(row, actor=actor, now=now) or done


def _read_npwp(text: str, *, has_none: bool) -> str:
    if not text.strip():
        return ""
    try:
        if has_none:
            raise InvalidInput("npwp_and_none")
        return parse_npwp(text)
    except DomainError as refusal:
        fields = [FieldError("npwp", refusal.code, refusal.params)]
        raise InvalidInput("npwp_invalid", fields=fields) from None
