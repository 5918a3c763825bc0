"""What an individual account holds on a day: contributions, yield and what was paid out, in whole rupiah.

Contributions of a month and the yield on them are credited on the first of the next month, so a balance
stands still within a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# Worker 2 % and employer 3.7 % of the reported wage (PP 46/2015 Art. 16).
CONTRIBUTION_PER_MILLE = 57
# Yearly yield in basis points. 2016 as published; 2020 and the others are plausible figures without a source.
YIELD_BASIS_POINTS = {
    2005: 900, 2006: 950, 2007: 900, 2008: 850, 2009: 1000, 2010: 1050, 2011: 980, 2012: 1000, 2013: 920,
    2014: 950, 2015: 870, 2016: 719, 2017: 780, 2018: 631, 2019: 608, 2020: 560, 2021: 546, 2022: 589,
    2023: 609, 2024: 615, 2025: 600, 2026: 590,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = min(YIELD_BASIS_POINTS), max(YIELD_BASIS_POINTS)
FULL = "full"


@dataclass(frozen=True, slots=True)
class Spell:
    """Months in one year at one employer at one reported monthly wage (rupiah)."""

    npp: str
    year: int
    first_month: int
    months: int
    wage: int


@dataclass(frozen=True, slots=True)
class Correction:
    """An amount booked by hand on a day; negative amounts take away."""

    booked_on: date
    contributions: int
    yield_: int


@dataclass(frozen=True, slots=True)
class PaidOut:
    """Money that left the account. `full` settles it: nothing is credited afterwards."""

    paid_on: date
    kind: str
    gross: int
    tax: int

    def as_json(self) -> dict[str, Any]:
        """Return the payment as the contract writes it."""
        return {"paid_on": self.paid_on.isoformat(), "kind": self.kind, "gross": self.gross, "tax": self.tax}


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """`total` = `contributions` + `yield_` - `paid_out`."""

    contributions: int
    yield_: int
    paid_out: int
    version: str

    @property
    def total(self) -> int:
        """What is left to pay, rupiah."""
        return self.contributions + self.yield_ - self.paid_out


def monthly_contribution(wage: int) -> int:
    """Return a month's contribution on a reported wage, rupiah."""
    return wage * CONTRIBUTION_PER_MILLE // 1000


def yield_basis_points(year: int) -> int:
    """Return the yearly yield; years outside the table take the nearest one in it."""
    return YIELD_BASIS_POINTS[min(max(year, FIRST_YEAR), LAST_YEAR)]


def balance(
    *, spells: Sequence[Spell], corrections: Sequence[Correction], paid: Sequence[PaidOut], on: date
) -> AccountBalance:
    """Return the account on the day."""
    past = [payment for payment in paid if payment.paid_on <= on]
    settled = [payment.paid_on for payment in past if payment.kind == FULL]
    credited_until = min([on, *settled])
    contributions, yield_ = _credited(spells, past, credited_until)
    booked = [correction for correction in corrections if correction.booked_on <= on]
    return AccountBalance(
        contributions=contributions + sum(correction.contributions for correction in booked),
        yield_=yield_ + sum(correction.yield_ for correction in booked),
        paid_out=sum(payment.gross for payment in past),
        version=f"{credited_until:%Y%m}-{len(booked)}-{len(past)}",
    )


def _credited(spells: Sequence[Spell], paid: Sequence[PaidOut], until: date) -> tuple[int, int]:
    """Return contributions and yield credited by the day, the yield compounded once a year."""
    contributions = yield_ = 0
    for year in range(min((spell.year for spell in spells), default=until.year), until.year + 1):
        months = 12 if year < until.year else until.month - 1
        fresh = sum(
            monthly_contribution(spell.wage) * _months_before(spell, months + 1)
            for spell in spells
            if spell.year == year
        )
        left = sum(payment.gross for payment in paid if payment.paid_on.year < year)
        opening = max(contributions + yield_ - left, 0)
        yield_ += (2 * opening + fresh) * yield_basis_points(year) * months // (2 * 10_000 * 12)
        contributions += fresh
    return contributions, yield_


def _months_before(spell: Spell, month: int) -> int:
    return max(0, min(spell.months, month - spell.first_month))
