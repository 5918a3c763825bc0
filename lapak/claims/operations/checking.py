"""The second pair of eyes, and where a branch wants it a third. Who had the claim as officer is refused
here, by the rule and by the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.models import Claim, Decision, PaymentOrder
from lapak.claims.operations.approvals import count_approval, has_approved, tell_partly_approved
from lapak.claims.operations.decisions import keep_decision
from lapak.claims.operations.giving_back import send_back, send_back_changed
from lapak.claims.operations.payment import place_order
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    checks_topic,
    day_of,
    decide_move,
    each_locked,
    locked,
    owe_letter,
    owe_mail,
    programme_of,
    require_version,
)
from lapak.claims.operations.rows import move as make_move
from lapak.claims.operations.samples import draw
from lapak.claims.operations.sheet import Verdicts, only
from lapak.claims.operations.signals import require_explained
from lapak.claims.queries.approvals import approval_progress
from lapak.claims.queries.assess import ASSESSED
from lapak.claims.queries.checking import differences_of
from lapak.claims.queries.sums import sum_differs
from lapak.claims.rules.approvals import ApprovalProgress
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState, require_four_eyes
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput

APPROVED_ALREADY = (ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAID, ClaimState.PAYMENT_RETURNED)


@dataclass(frozen=True, kw_only=True)
class ToApprove:
    """What the checker saw of a claim, and what the core system answered just before."""

    fresh: CoreFacts
    expected_version: int
    note: str = ""


@dataclass(frozen=True)
class Approved:
    """What became of an approval: a payment is ordered, or others have to approve too (`progress`), or the
    claim went back because of `sent_back`.

    `sent_back` is empty, or `member_unknown`, `membership_changed`, `balance_changed`, `account_changed`,
    `sum_changed`.
    """

    claim: ClaimChanged
    order_id: UUID | None
    sent_back: str
    progress: ApprovalProgress


def approve(
    *,
    claim_id: UUID,
    fresh: CoreFacts,
    expected_version: int,
    actor: Actor,
    now: datetime,
    note: str = "",
    topics: Sequence[str] = (),
) -> Approved:
    """Approve, and with the last approval the claim needs order the payment; or send back what the core
    system now answers otherwise.

    `fresh` is what it answered just before (`inquiries.ask_again`). Approving twice counts and orders once.
    Raises FourEyesRefused, MoveRefused, Conflict(`changed_meanwhile`, `core_refused`), NotFound, and
    InvalidInput(`difference_unexplained`, `signal_unexplained`) when something differs, or is a reason to
    look that nobody has explained, and the note says nothing about it.
    """
    asked = {claim_id: ToApprove(fresh=fresh, expected_version=expected_version, note=note)}
    return only(approve_all(asked=asked, actor=actor, now=now, topics=topics))


@transaction.atomic
def approve_all(
    *, asked: Mapping[UUID, ToApprove], actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> Verdicts[Approved]:
    """Approve several claims, each as `approve` does."""
    beside = [*ASSESSED, "checks", "papers", "orders", "approvals", "signals", "sample"]
    return each_locked(
        lambda row: _approve(row, asked[row.pk], actor, now, topics),
        claim_ids=asked,
        actor=actor,
        now=now,
        beside=beside,
    )


@transaction.atomic
def return_to_officer(
    *,
    claim_id: UUID,
    note: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Give the claim back to its officer with a word why.

    Raises InvalidInput(`note_empty`), FourEyesRefused, MoveRefused, Conflict(`changed_meanwhile`), NotFound.
    """
    if not note.strip():
        raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    row = locked(claim_id=claim_id, actor=actor)
    require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    decide_move(row, move=ClaimMove.RETURN_TO_OFFICER, actor=actor)
    require_version(row, expected_version)
    return send_back(row, actor=actor, now=now, topics=topics, note=note)


@transaction.atomic
def reject(
    *,
    claim_id: UUID,
    reason_code: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
    note: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Turn the claim down for a reason from the list, and tell the person.

    Raises ReasonNotOffered, FourEyesRefused, MoveRefused, Conflict(`changed_meanwhile`), NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor)
    require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    decide_move(row, move=ClaimMove.REJECT, actor=actor)
    require_version(row, expected_version)
    row.decision_reason = programme_of(row).rejection_reason(reason_code).code
    row.checker_id, row.checked_at = int(actor.id), now
    keep_decision(row, kind=Decision.Kind.REJECTED, actor=actor, now=now, reason_code=reason_code, note=note)
    done = make_move(
        row,
        move=ClaimMove.REJECT,
        actor=actor,
        now=now,
        data={"reason": reason_code},
        topics=(checks_topic(row), *topics),
    )
    owe_mail(row, template="decision", now=now, decision="rejected", reason=reason_code)
    owe_letter(row, kind="rejected", now=now)
    return done


def _approve(row: Claim, asked: ToApprove, actor: Actor, now: datetime, topics: Sequence[str]) -> Approved:
    if row.state in APPROVED_ALREADY and has_approved(row, actor=actor):
        return Approved(changed(row), _open_order(row), "", approval_progress(row))
    require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    decide_move(row, move=ClaimMove.APPROVE, actor=actor)
    if has_approved(row, actor=actor):
        return Approved(changed(row), None, "", approval_progress(row))
    require_version(row, asked.expected_version)
    if row.core_refusal:
        raise Conflict("core_refused", params={"reason": row.core_refusal})
    if not asked.note.strip() and differences_of(row, on=day_of(row, now)):
        raise InvalidInput("difference_unexplained", fields=[FieldError("note", "difference_unexplained")])
    require_explained(row, note=asked.note, actor=actor, now=now)
    why = core_facts.differs(row.known, asked.fresh) or sum_differs(row, now=now)
    if why:
        back = send_back_changed(row, asked.fresh, why=why, actor=actor, now=now, topics=topics)
        return Approved(back, None, why, approval_progress(row))
    progress = count_approval(row, actor=actor, now=now, note=asked.note)
    keep_decision(row, kind=Decision.Kind.APPROVED, actor=actor, now=now, note=asked.note)
    if not progress.is_complete:
        tell_partly_approved(row, progress, actor=actor, now=now)
        return Approved(changed(row), None, "", progress)
    row.checker_id, row.checked_at, row.approved_at = int(actor.id), now, now
    done = make_move(
        row,
        move=ClaimMove.APPROVE,
        actor=actor,
        now=now,
        data={"net": row.net},
        topics=(checks_topic(row), *topics),
    )
    draw(row, now=now)
    order = place_order(row, now=now)
    owe_mail(row, template="decision", now=now, decision="approved")
    owe_letter(row, kind="approved", now=now)
    return Approved(done, order.pk, "", progress)


def _open_order(row: Claim) -> UUID | None:
    states = (PaymentOrder.State.ORDERED, PaymentOrder.State.PAID)
    return next((order.pk for order in row.orders.all() if order.state in states), None)
