"""What makes a checker look twice, and when they must write what they made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lapak.claims.rules.eligibility import Finding

LARGE_SUM = 100_000_000  # rupiah to be paid out; the service's own line, no source draws one


class Why(StrEnum):
    """A reason to look, as the queue shows it."""

    DIFFERENCE = "difference"
    LARGE_SUM = "large_sum"
    REJECTION_PROPOSED = "rejection_proposed"
    ORDER_AGAIN = "order_again"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not agree and did not stop the claim.

    `code` is that of a finding or of a point of the officer's list, `note` what the officer wrote about it.
    """

    code: str
    note: str


def differences(*, warnings: Iterable[Finding], noted: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return what does not agree: warnings of the rules, and points of the list the officer wrote about."""
    found = [Difference(str(finding.code), "") for finding in warnings]
    return (*found, *(Difference(code, note) for code, note in noted.items()))


def reasons_to_look(
    *, net: int | None, differing: int, is_rejection: bool, to_order_again: bool
) -> tuple[Why, ...]:
    """Return the reasons for one claim, the weightiest first; none for a routine one. `net` in rupiah."""
    holds = {
        Why.ORDER_AGAIN: to_order_again,
        Why.REJECTION_PROPOSED: is_rejection,
        Why.DIFFERENCE: differing > 0,
        Why.LARGE_SUM: net is not None and net > LARGE_SUM,
    }
    return tuple(why for why, so in holds.items() if so)
