"""When a claim that ended without payment can be taken up again, and when its owner may ask for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimMove, ClaimState
from lapak.claims.rules.workflow import workflow
from lapak.kernel.errors import Conflict
from lapak.kernel.working_days import add_working_days


class ReopeningRefused(Conflict):
    """Codes: `claim_never_submitted`, `another_claim_live`, `objection_not_now`, `objection_already_made`,
    `objection_not_open`.
    """


@dataclass(frozen=True, slots=True)
class EndedClaim:
    """What reopening depends on. `objected` says whether its owner objected to this ending already."""

    state: ClaimState
    was_submitted: bool
    another_is_live: bool = False
    asked_again: bool = False
    objected: bool = False


def require_reopenable(claim: EndedClaim) -> None:
    """Raise ReopeningRefused for a draft that ended, or while another of the membership is under way."""
    if not claim.was_submitted:
        raise ReopeningRefused("claim_never_submitted")
    if claim.another_is_live:
        raise ReopeningRefused("another_claim_live")


def reopening_move(claim: EndedClaim) -> ClaimMove:
    """Return where it goes on: at the papers still asked for, or else in the queue."""
    return ClaimMove.REOPEN_FOR_PAPERS if claim.asked_again else ClaimMove.REOPEN


def may_object(claim: EndedClaim) -> bool:
    """Return whether the owner may ask to look again: once after each ending of a claim that was filed."""
    return claim.state in ENDED_UNPAID and claim.was_submitted and not claim.objected


def require_objection(claim: EndedClaim) -> None:
    """Raise ReopeningRefused(`objection_already_made`, `objection_not_now`) unless `may_object`."""
    if claim.objected:
        raise ReopeningRefused("objection_already_made")
    if not may_object(claim):
        raise ReopeningRefused("objection_not_now")


def answer_due_on(*, objected_on: date, holidays: Collection[date]) -> date:
    """Return the last day to answer an objection, in working days of the branch."""
    days = workflow().objections.answer_working_days
    return add_working_days(start=objected_on, count=days, holidays=holidays)
