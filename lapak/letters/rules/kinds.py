"""Which letters there are, and of which event each one tells."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lapak.claims.rules.claim_moves import ClaimState


class Kind(StrEnum):
    """What a letter is."""

    RECEIPT = "receipt"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHHOLDING = "withholding"


class Group(StrEnum):
    """Letters that take each other's place: of one group a claim has one that counts."""

    FILING = "filing"
    DECISION = "decision"
    TAX = "tax"


GROUP_OF = {
    Kind.RECEIPT: Group.FILING,
    Kind.APPROVED: Group.DECISION,
    Kind.REJECTED: Group.DECISION,
    Kind.WITHHOLDING: Group.TAX,
}
SHORT = {Group.FILING: "TT", Group.DECISION: "KEP", Group.TAX: "PPH"}
WITH_AMOUNT = frozenset({Kind.APPROVED, Kind.WITHHOLDING})
_S = ClaimState
_APPROVED = frozenset({_S.APPROVED, _S.ORDERED, _S.PAYMENT_RETURNED, _S.PAID})


@dataclass(frozen=True, slots=True)
class Moments:
    """Where a claim stands and when it was filed, approved, decided and paid (UTC)."""

    state: ClaimState
    submitted_at: datetime | None
    approved_at: datetime | None
    checked_at: datetime | None
    paid_at: datetime | None


def happened_at(*, kind: Kind, moments: Moments) -> datetime | None:
    """Return when the event happened of which a letter of this kind tells; None when it does not stand.

    The moment names the event: a decision that was taken back and made anew has another one.
    """
    state = moments.state
    if kind is Kind.RECEIPT:
        return moments.submitted_at if state is not _S.DRAFT else None
    if kind is Kind.APPROVED:
        return moments.approved_at if state in _APPROVED else None
    if kind is Kind.REJECTED:
        return moments.checked_at if state is _S.REJECTED else None
    return moments.paid_at if state is _S.PAID else None


def due_kinds(*, moments: Moments) -> tuple[Kind, ...]:
    """Return the letters that a claim standing there has or ought to have, in the order of their events."""
    return tuple(kind for kind in Kind if happened_at(kind=kind, moments=moments) is not None)


def letter_number(*, claim_number: str, kind: Kind, serial: int) -> str:
    """Return the number of the claim's `serial`-th letter of its group: `K-2020-0618-0742/KEP/1`."""
    return f"{claim_number}/{SHORT[GROUP_OF[kind]]}/{serial}"
