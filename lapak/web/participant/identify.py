"""Who claims, and in whose stead: what the first form does, on the phone and in a booth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lapak.claims import steps
from lapak.claims.operations.filing import Answered
from lapak.claims.operations.parties import act_as
from lapak.claims.rules.capacities import Capacity
from lapak.kernel.actors import Actor
from lapak.web.participant.identity_form import MEMBER


def give_identity(
    *, claim_id: UUID, values: Mapping[str, Any], actor: Actor, now: datetime, request_id: str = ""
) -> Answered:
    """Keep who acts and who the member is, ask the register, and return its answer.

    Raises what `act_as` and `steps.give_identity` raise; what was entered is kept.
    """
    entered = dict(values)
    chosen = entered.pop("acts_as")
    capacity = None if chosen == MEMBER else Capacity(chosen)
    act_as(claim_id=claim_id, capacity=capacity, actor=actor, now=now)
    return steps.give_identity(claim_id=claim_id, actor=actor, now=now, request_id=request_id, **entered)
