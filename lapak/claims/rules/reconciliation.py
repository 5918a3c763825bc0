"""What follows when our book of payments and the core system's say different things of one order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ours(StrEnum):
    """Where an order stands in our book; the words of its states."""

    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Theirs(StrEnum):
    """Where it stands in the core system's book."""

    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    UNKNOWN = "unknown"


class Difference(StrEnum):
    """A difference between the books. Those of MENDED are put right at once, the others need a person."""

    TAKEN_UNKNOWN = "taken_unknown"  # they took the order, we did not know
    PAID_UNKNOWN = "paid_unknown"  # they paid, we did not know
    RETURNED_UNKNOWN = "returned_unknown"  # the bank returned it, we did not know
    NOT_PAID = "not_paid"  # we thought it paid, for them it is under way
    NEVER_HEARD = "never_heard"  # they do not know an order they once took: it is sent anew, same key
    NEVER_ORDERED = "never_ordered"  # they paid what we never ordered
    SUM_DIFFERS = "sum_differs"
    ACCOUNT_DIFFERS = "account_differs"
    CONTRADICTS = "contradicts"  # the order ended here, and lives or was paid there


MENDED = frozenset(
    {
        Difference.TAKEN_UNKNOWN,
        Difference.PAID_UNKNOWN,
        Difference.RETURNED_UNKNOWN,
        Difference.NOT_PAID,
        Difference.NEVER_HEARD,
    }
)
# These undo what was said to be so before; they are asked about once more before anything is undone.
UNDOING = frozenset({Difference.RETURNED_UNKNOWN, Difference.NOT_PAID, Difference.NEVER_HEARD})


@dataclass(frozen=True, slots=True)
class OurOrder:
    """An order in our book. `sent`: the core system took it once. `waits`: the claim still waits for it.

    `sums` are gross, tax and net in rupiah, `account` is bank and number.
    """

    state: Ours
    sent: bool
    waits: bool
    sums: tuple[int, int, int]
    account: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TheirOrder:
    """The same in theirs, since when (UTC); `sums` and `account` are None where they were not asked."""

    state: Theirs
    reference: str = ""
    at: datetime | None = None
    reason: str = ""
    sums: tuple[int, int, int] | None = None
    account: tuple[str, str] | None = None


def difference(*, ours: OurOrder | None, theirs: TheirOrder) -> Difference | None:
    """Return how the books differ about an order, None when they agree."""
    alive = theirs.state in (Theirs.ORDERED, Theirs.PAID)
    if ours is None:
        return Difference.NEVER_ORDERED if alive else None
    if alive and (otherwise := paid_otherwise(ours=ours, sums=theirs.sums, account=theirs.account)):
        return otherwise
    if ours.state is Ours.ORDERED:
        return _of_ordered(ours, theirs.state)
    if ours.state is Ours.PAID:
        return _OF_PAID[theirs.state]
    if not alive:
        return None
    if ours.state is Ours.REFUSED and ours.waits:
        return Difference.PAID_UNKNOWN if theirs.state is Theirs.PAID else Difference.TAKEN_UNKNOWN
    return Difference.CONTRADICTS


def paid_otherwise(
    *, ours: OurOrder, sums: tuple[int, int, int] | None, account: tuple[str, str] | None
) -> Difference | None:
    """Return whether another sum is paid than ordered, or to another account, where that was told."""
    if sums not in (None, ours.sums):
        return Difference.SUM_DIFFERS
    return Difference.ACCOUNT_DIFFERS if account not in (None, ours.account) else None


_OF_PAID = {
    Theirs.PAID: None,
    Theirs.ORDERED: Difference.NOT_PAID,
    Theirs.RETURNED: Difference.RETURNED_UNKNOWN,
    Theirs.UNKNOWN: Difference.NEVER_HEARD,
}


def _of_ordered(ours: OurOrder, theirs: Theirs) -> Difference | None:
    if theirs is Theirs.PAID:
        return Difference.PAID_UNKNOWN
    if theirs is Theirs.RETURNED:
        return Difference.RETURNED_UNKNOWN
    if theirs is Theirs.ORDERED:
        return None if ours.sent else Difference.TAKEN_UNKNOWN
    return Difference.NEVER_HEARD if ours.sent else None  # not sent: its message still waits
