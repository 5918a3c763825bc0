"""Income tax on a benefit, by dated tables of brackets.

Parts of one benefit share the brackets: a later part goes on where the earlier ones ended, so the sum of the
taxes of the parts is the tax of the whole, to the rupiah (PP 68/2009 Article 2(2): parts paid within two
calendar years are "reckoned as one unit").

Rounding: each bracket's tax is cut down to whole rupiah, in the member's favour. No source was found for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.claims.rules.rule_sets import RuleNotFound


class Treatment(StrEnum):
    """How a payment is taxed.

    `lump_sum`: all parts within two calendar years, final; `progressive`: Article 17 of the Income Tax Act;
    `untaxed`: a programme whose benefit is no taxable income.
    """

    LUMP_SUM = "lump_sum"
    PROGRESSIVE = "progressive"
    UNTAXED = "untaxed"


@dataclass(frozen=True, slots=True)
class Bracket:
    """The rates on the part of an amount above `above` rupiah, up to the next bracket.

    `without_npwp_percent` is for who has no tax number, as the sources print it; None: the same rate.
    """

    above: int
    rate_percent: int
    without_npwp_percent: int | None = None

    def rate(self, *, npwp: bool) -> int:
        """Return the rate in percent for who has, or has not, a tax number."""
        return self.rate_percent if npwp or self.without_npwp_percent is None else self.without_npwp_percent


@dataclass(frozen=True, slots=True)
class TaxTable:
    """Brackets from the lowest, in force from a day, for one treatment."""

    id: str
    label: str
    treatment: Treatment
    in_force_from: date
    final: bool
    object_code: str
    source: str
    brackets: tuple[Bracket, ...]

    @property
    def asks_npwp(self) -> bool:
        """Whether a tax number changes the tax."""
        return any(bracket.rate(npwp=False) != bracket.rate_percent for bracket in self.brackets)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One bracket worked out, in rupiah: `base` x `rate_percent` % = `amount`, cut to whole rupiah."""

    above: int
    base: int
    rate_percent: int
    amount: int


def tax_table_on(on: date, *, tables: Iterable[TaxTable], treatment: str) -> TaxTable:
    """Return the table in force on the day of payment. Raises RuleNotFound `tax_table_none_in_force`."""
    fitting = [table for table in tables if table.treatment == treatment and table.in_force_from <= on]
    if not fitting:
        raise RuleNotFound("tax_table_none_in_force", params={"on": on.isoformat(), "treatment": treatment})
    return max(fitting, key=lambda table: table.in_force_from)


def tax_lines(
    *, gross: int, table: TaxTable, before: int = 0, npwp: bool = True, unit: int = 1
) -> tuple[TaxLine, ...]:
    """Return the tax on an amount in rupiah, a line for each bracket it reaches; 0 % included.

    `before` rupiah of the brackets are used by earlier parts. `unit` cuts what is taxed, earlier parts
    included, down to a multiple of so many rupiah. Raises ValueError for a negative amount.
    """
    if min(gross, before) < 0:
        raise ValueError("gross and before must not be negative")
    lower, upper = before // unit * unit, (before + gross) // unit * unit
    tops = [bracket.above for bracket in table.brackets[1:]] + [upper]
    return tuple(
        _line(bracket, start=max(lower, bracket.above), end=min(upper, top), npwp=npwp)
        for bracket, top in zip(table.brackets, tops, strict=True)
        if min(upper, top) > max(lower, bracket.above)
    )


def tax_of(lines: Iterable[TaxLine]) -> int:
    """Return the tax of the lines in rupiah."""
    return sum(line.amount for line in lines)


def _line(bracket: Bracket, *, start: int, end: int, npwp: bool) -> TaxLine:
    """Return the line from `start` to `end`: the bracket's tax up to the end less that up to the start, so
    that cutting to whole rupiah loses nothing when a payment is split.
    """
    rate = bracket.rate(npwp=npwp)
    until, already = ((edge - bracket.above) * rate // 100 for edge in (end, start))
    return TaxLine(above=bracket.above, base=end - start, rate_percent=rate, amount=until - already)
