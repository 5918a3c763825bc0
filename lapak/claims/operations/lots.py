"""The line of a day that is given out by lot, for a claim."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.booking import operations as booking
from lapak.booking.queries import person_key
from lapak.claims import facts as core_facts
from lapak.claims.operations.rows import locked_by_owner, require_state
from lapak.claims.operations.submission import AWAITS_TALK
from lapak.claims.queries.parties import acting_person
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
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT, *AWAITS_TALK)
    answer = core_facts.load(row.facts).member
    if row.state == ClaimState.DRAFT and (answer is None or answer.member is None):
        raise Conflict("identity_not_checked")
    return booking.enter(
        release_id=release_id,
        subject_id=row.pk,
        person_key=person_key(nik=acting_person(row).nik),
        now=now,
        priority=priority,
    )


@transaction.atomic
def leave_line(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Give up the place in line of the person of a claim. Locks the claim, the entry. Raises NotFound."""
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    booking.leave_line(person_key=person_key(nik=acting_person(row).nik), now=now)
