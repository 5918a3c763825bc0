"""The claim of somebody who asks for a place, locked: no more of it than a place needs.

A rush is made of these, and a whole claim costs more to read than a place to take.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from lapak import prepared
from lapak.booking.queries import person_key
from lapak.claims.operations.rows import require_owner
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotFound

LOCK = "select state, branch_id, channel, nik from claims_claim where id = %s for update"
ACTS = (  # asked after the lock, or it might be who acted before
    "select p.nik from claims_acting a join claims_party p on p.id = a.person_id where a.claim_id = %s"
)


@dataclass(frozen=True)
class Asker:
    """A claim as booking sees it; `nik` is that of the person the service talks to, empty while unknown."""

    state: ClaimState
    branch_id: UUID | None
    channel: str
    nik: str

    @property
    def person_key(self) -> str:
        """What stands for the person in booking."""
        return person_key(nik=self.nik)


def locked_asker(*, claim_id: UUID, actor: Actor, states: Collection[ClaimState] = ()) -> Asker:
    """Return the locked claim to the person it belongs to, as booking sees it.

    Nobody asks for a place in another's stead. Raises NotAllowed(`not_for_staff`), NotFound(`claim_unknown`),
    and Conflict(`claim_moved_on`) for a claim in none of `states`, where any are named.
    """
    require_owner(actor)
    is_own = actor.kind is ActorKind.PARTICIPANT and actor.id == str(claim_id)
    found = prepared.rows(LOCK, [claim_id]) if is_own else []
    if not found:
        raise NotFound("claim_unknown")
    state, branch_id, channel, nik = found[0]
    if states and state not in states:
        raise Conflict("claim_moved_on", params={"state": state})
    for (acting,) in prepared.rows(ACTS, [claim_id]):
        nik = acting
    return Asker(ClaimState(state), branch_id, channel, nik)
