"""The line of a day that is given out by lot, for a claim."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.booking import operations as booking
from lapak.claims import facts as core_facts
from lapak.claims.models import Claim
from lapak.claims.operations.asking import locked_asker
from lapak.claims.operations.submission import AWAITS_TALK
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict


@transaction.atomic
def enter_line(*, claim_id: UUID, release_id: UUID, actor: Actor, now: datetime, priority: str = "") -> UUID:
    """Put the person of a claim in the line of a day and return the entry.

    A draft needs somebody whom the register knows, so that invented numbers win nothing. Locks the claim,
    then what `booking.operations.enter` locks. Raises what that raises, Conflict(`claim_moved_on`,
    `identity_not_checked`), NotFound.
    """
    asker = locked_asker(claim_id=claim_id, actor=actor, states=(ClaimState.DRAFT, *AWAITS_TALK))
    if asker.state is ClaimState.DRAFT and not _is_known(claim_id):
        raise Conflict("identity_not_checked")
    return booking.enter(
        release_id=release_id,
        subject_id=claim_id,
        person_key=asker.person_key,
        now=now,
        priority=priority,
    )


@transaction.atomic
def leave_line(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Give up the place in line of the person of a claim. Locks the claim, the entry. Raises NotFound."""
    asker = locked_asker(claim_id=claim_id, actor=actor)
    booking.leave_line(person_key=asker.person_key, now=now)


def _is_known(claim_id: UUID) -> bool:
    """Return whether the register has answered that the member of a claim exists."""
    answer = core_facts.load(Claim.objects.values_list("facts", flat=True).get(pk=claim_id)).member
    return answer is not None and answer.member is not None
