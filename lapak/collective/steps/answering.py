"""An objection is kept first; then its claim is stopped, which may need a word with the core system."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from lapak.claims import steps
from lapak.claims.operations import checking
from lapak.claims.operations.endings import withdraw
from lapak.claims.queries.claim import claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.collective.operations import answering
from lapak.collective.operations.answering import TALKED_ABOUT
from lapak.collective.rules.workers import Heard, Objection
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError

STOPPER = Actor.system(job="collective.objection")
NOTE = "Pekerja keberatan diajukan perusahaan."
TRIES = 3  # a checker may decide at the same moment
_AWAITING_CHECK = (ClaimState.VERIFIED, ClaimState.REJECTION_PROPOSED)
_DECIDED = (ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAYMENT_RETURNED)
_WITH_OFFICER = (ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER)


def object_to(*, claim_id: UUID, why: Objection, actor: Actor, now: datetime, request_id: str = "") -> Heard:
    """Keep that the worker objects, stop the claim where that can still be done, and return what came of it.

    What was verified or approved goes back to its officer while no money is on its way. Raises NotFound
    (`worker_unknown`), NotAllowed(`not_your_claim`).
    """
    talked_about = why in TALKED_ABOUT
    if answering.object_to(claim_id=claim_id, why=why, actor=actor, now=now):
        return Heard.OWN if talked_about else Heard.ENDED
    if not _stop(claim_id, now, request_id):
        return Heard.LATE
    if not talked_about:
        with suppress(DomainError):
            withdraw(claim_id=claim_id, actor=actor, now=now)
            return Heard.ENDED
    return Heard.HELD


def _stop(claim_id: UUID, now: datetime, request_id: str) -> bool:
    """Give the claim back to its officer; return whether it lies there now."""
    for _ in range(TRIES):
        seen = claim(claim_id=claim_id, now=now)
        try:
            if seen.state in _AWAITING_CHECK:
                checking.return_to_officer(
                    claim_id=claim_id, note=NOTE, expected_version=seen.version, actor=STOPPER, now=now
                )
            elif seen.state in _DECIDED:
                steps.recall(
                    claim_id=claim_id,
                    note=NOTE,
                    expected_version=seen.version,
                    actor=STOPPER,
                    now=now,
                    request_id=request_id,
                )
            return claim(claim_id=claim_id, now=now).state in _WITH_OFFICER
        except Conflict as refusal:
            if refusal.code != "changed_meanwhile":
                return False
        except DomainError:
            return False
    return False
