"""Taking an approval back before money moves. Lock order: the claim, then its orders.

An order may be withdrawn only when the core system has said that it never had it and never will take it
(`CoreSystem.withdraw_order`): that answer is got before, outside any transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.facts import CoreFacts
from lapak.claims.models import PaymentOrder
from lapak.claims.operations.giving_back import send_back, send_back_changed
from lapak.claims.operations.payment import SYSTEM, locked_order, settle_order
from lapak.claims.operations.rows import ClaimChanged, decide_move, locked
from lapak.claims.rules.claim_moves import ClaimMove, require_four_eyes
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput

UNDER_WAY = (PaymentOrder.State.ORDERED, PaymentOrder.State.PAID)


@transaction.atomic
def record_recalled(*, order_id: UUID, why: str, fresh: CoreFacts, now: datetime) -> None:
    """Withdraw an order the core system never took, and give the claim back with what it answers now.

    `why` is a code of `facts.differs`, `sum_changed`, or `core_refused`. An order that was taken or settled
    stays as it is.
    """
    row, order = locked_order(order_id)
    if order.state != PaymentOrder.State.ORDERED or order.core_reference:
        return
    settle_order(order, PaymentOrder.State.WITHDRAWN, now=now, reason=why)
    send_back_changed(row, fresh, why=why, actor=SYSTEM, now=now, move=ClaimMove.RECALL)


@transaction.atomic
def recall(
    *,
    claim_id: UUID,
    note: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
    withdrawn: UUID | None = None,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Give an approved claim back to its officer with a word why; no order may be under way.

    `withdrawn` is an order of which the core system said that it never had it. Raises
    InvalidInput(`note_empty`), FourEyesRefused, MoveRefused, Conflict(`changed_meanwhile`,
    `order_under_way`), NotFound.
    """
    if not note.strip():
        raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    row = locked(claim_id=claim_id, actor=actor)
    require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    decide_move(row, move=ClaimMove.RECALL, actor=actor)
    if row.version != expected_version:
        raise Conflict("changed_meanwhile", params={"expected": expected_version, "found": row.version})
    last = row.orders.select_for_update().order_by("-attempt").first()
    if last is not None and last.state in UNDER_WAY:
        if last.state != PaymentOrder.State.ORDERED or last.core_reference or last.pk != withdrawn:
            raise Conflict("order_under_way")
        settle_order(last, PaymentOrder.State.WITHDRAWN, now=now, reason="recalled")
    return send_back(row, actor=actor, now=now, topics=topics, note=note, move=ClaimMove.RECALL)
