"""How many people approve a payment: by its net sum, under what the branch had set when it was verified."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lapak.claims.rules.workflow import workflow
from lapak.kernel.errors import FieldError, InvalidInput

MOST_RUPIAH = 10_000_000_000_000  # the largest sum the core system's contract knows


class TiersInvalid(InvalidInput):
    """Code `tiers_invalid`; fields `above_N`, `approvers_N` (N from 1) with `tier_incomplete`,
    `tier_amount_invalid`, `tier_not_rising`, `tier_approvers_invalid`, `tier_too_few_people`.
    """


@dataclass(frozen=True, slots=True)
class Tier:
    """Above `above` rupiah net of tax, `approvers` different people approve."""

    above: int
    approvers: int


@dataclass(frozen=True, slots=True)
class ApprovalProgress:
    """How many of the approvals a claim needs were given in its present round."""

    given: int
    needed: int

    @property
    def left(self) -> int:
        """Return how many are still missing."""
        return max(self.needed - self.given, 0)

    @property
    def is_complete(self) -> bool:
        """Return whether nobody else has to approve."""
        return self.left == 0


def usual_tiers() -> tuple[Tier, ...]:
    """Return the tiers of branches that set none."""
    return tuple(Tier(one.above, one.approvers) for one in workflow().approvals.tiers)


def most_tiers() -> int:
    """Return how many tiers a branch may set."""
    return workflow().approvals.most_tiers


def tiers_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Return tiers as they are kept, the lowest first."""
    tiers = (Tier(above=int(one["above"]), approvers=int(one["approvers"])) for one in stored)
    return tuple(sorted(tiers, key=lambda tier: tier.above))


def approvers_needed(*, net: int, tiers: Sequence[Tier]) -> int:
    """Return how many people have to approve a payment of `net` rupiah: one, or more above a line."""
    return max([1, *(tier.approvers for tier in tiers if net > tier.above)])


def require_tiers(*, tiers: Sequence[Tier], people: int) -> None:
    """Raise TiersInvalid unless amounts and numbers rise from tier to tier and enough people can approve.

    `people` is how many checkers the branch has. No tier at all is fine: one person approves.
    """
    wrong = [
        error for number, tier in enumerate(tiers, start=1) for error in _wrong_tier(number, tier, people)
    ]
    for number, (lower, higher) in enumerate(pairwise(tiers), start=2):
        if higher.above <= lower.above:
            wrong.append(FieldError(f"above_{number}", "tier_not_rising"))
        elif higher.approvers <= lower.approvers:
            wrong.append(FieldError(f"approvers_{number}", "tier_not_rising"))
    if wrong:
        raise TiersInvalid("tiers_invalid", fields=wrong)


def _wrong_tier(number: int, tier: Tier, people: int) -> Iterable[FieldError]:
    most = workflow().approvals.most_approvers
    if not 0 < tier.above <= MOST_RUPIAH:
        yield FieldError(f"above_{number}", "tier_amount_invalid")
    if not 2 <= tier.approvers <= most:
        yield FieldError(f"approvers_{number}", "tier_approvers_invalid", {"most": most})
    elif tier.approvers > people:
        yield FieldError(f"approvers_{number}", "tier_too_few_people", {"people": people})
