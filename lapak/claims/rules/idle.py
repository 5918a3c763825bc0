"""When a claim has waited too long, counted in working days of its branch."""

from collections.abc import Collection
from datetime import date

from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.workflow import workflow
from lapak.kernel.working_days import count_working_days


def idle_limit(state: ClaimState) -> int | None:
    """Return after how many working days a claim in this state shows itself, None where it never does."""
    return workflow().idle.get(state)


def days_over(*, state: ClaimState, since: date, on: date, holidays: Collection[date]) -> int:
    """Return by how many working days a claim has waited longer than its state allows; 0 within the limit.

    `since` is the day of its last move, of its appointment, or the last day to send a paper, whichever it
    waits for; that day is not counted.
    """
    limit = idle_limit(state)
    if limit is None:
        return 0
    return max(count_working_days(start=since, end=on, holidays=holidays) - limit, 0)
