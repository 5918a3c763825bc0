"""The second look at some approved claims: which are drawn, and by whom they are looked at."""

from collections.abc import Collection
from enum import StrEnum

from lapak.claims.rules.workflow import workflow
from lapak.kernel.errors import FieldError, InvalidInput, NotAllowed

_DIGITS = 8  # of the mark, in hex: enough to tell a hundredth of a percent
_MARKS = 0x1_0000_0000


class SampleOutcome(StrEnum):
    """What a second look found."""

    OK = "ok"
    FINDING = "finding"


def usual_percent() -> int:
    """Return the share of branches that set none."""
    return workflow().sampling.percent


def is_drawn(*, mark: str, percent: int) -> bool:
    """Return whether a claim is looked at once more.

    `mark` is a keyed hash of its id in hex: the same claim is always drawn or never, and nobody without the
    key can tell which.
    """
    return int(mark[:_DIGITS], 16) * 100 < percent * _MARKS


def require_percent(percent: int) -> None:
    """Raise InvalidInput(`percent_invalid`) unless it is a share of a whole."""
    if not 0 <= percent <= 100:
        raise InvalidInput("percent_invalid", fields=[FieldError("percent", "percent_invalid")])


def may_look(*, staff_id: int, officer_id: int | None, approver_ids: Collection[int]) -> bool:
    """Return whether this person neither verified the claim nor approved it."""
    return staff_id != officer_id and staff_id not in approver_ids


def require_may_look(*, staff_id: int, officer_id: int | None, approver_ids: Collection[int]) -> None:
    """Raise NotAllowed(`sample_own_work`) unless `may_look`."""
    if not may_look(staff_id=staff_id, officer_id=officer_id, approver_ids=approver_ids):
        raise NotAllowed("sample_own_work")
