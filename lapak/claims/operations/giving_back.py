"""Giving a locked claim back to its officer: what was verified and approved on it holds no longer."""

from collections.abc import Sequence
from datetime import datetime

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.models import Claim, Decision
from lapak.claims.operations.decisions import keep_decision
from lapak.claims.operations.papers import unsign
from lapak.claims.operations.rows import ClaimChanged, checks_topic, owe_mail
from lapak.claims.operations.rows import move as make_move
from lapak.claims.queries.sums import sum_differs
from lapak.claims.rules.claim_moves import ClaimMove
from lapak.kernel.actors import Actor


def send_back_changed(
    row: Claim,
    fresh: CoreFacts,
    *,
    why: str,
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
    move: ClaimMove = ClaimMove.RETURN_TO_OFFICER,
) -> ClaimChanged:
    """Give the claim back with the new facts, as `send_back` does."""
    if fresh.member is not None:
        row.facts = core_facts.dump(fresh)
    return send_back(row, actor=actor, now=now, topics=topics, reason_code=why, move=move)


def send_back(
    row: Claim,
    *,
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
    reason_code: str = "",
    note: str = "",
    move: ClaimMove = ClaimMove.RETURN_TO_OFFICER,
) -> ClaimChanged:
    """Give the claim back with a reason from the code, or a note of who does it. Raises MoveRefused.

    What was signed holds no longer when today's sum is another.
    """
    recalled = move is ClaimMove.RECALL
    if sum_differs(row, now=now):
        unsign(row, now=now)
    row.verified_at, row.decision_reason = None, ""
    row.checker_id = row.checked_at = row.approved_at = None
    keep_decision(
        row,
        kind=Decision.Kind.RECALLED if recalled else Decision.Kind.RETURNED,
        actor=actor,
        now=now,
        reason_code=reason_code,
        note=note,
    )
    done = make_move(
        row,
        move=move,
        actor=actor,
        now=now,
        data={"reason": reason_code},
        topics=(checks_topic(row), *topics),
    )
    if recalled:  # the person was told of the approval, and its letter counts no longer
        owe_mail(row, template="approval_recalled", now=now)
    return done
