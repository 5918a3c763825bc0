"""Rates, and how long to wait when one is used up."""

from dataclasses import dataclass
from datetime import timedelta

from lapak.kernel.errors import DomainError


class TooOften(DomainError):
    """The rate is used up. Code: `too_often`, params `minutes` to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too_often", params={"minutes": minutes(wait)})
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` tries at once, and as many again spread evenly over `per`: no window at whose edge twice fit."""

    name: str
    most: int
    per: timedelta

    @property
    def each(self) -> timedelta:
        """How long one try takes to be free again."""
        return self.per / self.most


def minutes(wait: timedelta) -> int:
    """Return the wait in whole minutes, at least 1."""
    return max(1, -(-int(wait.total_seconds()) // 60))
