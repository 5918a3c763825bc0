"""Income tax on the benefit, by dated tables of brackets.

Rounding: each bracket's tax is cut down to whole rupiah, in the member's favour. No source was found for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lapak.claims.rules.rule_sets import RuleNotFound

LUMP_SUM = "lump_sum"


@dataclass(frozen=True, slots=True)
class Bracket:
    """The rate on the part of an amount above `above` rupiah, up to the next bracket."""

    above: int
    rate_percent: int


@dataclass(frozen=True, slots=True)
class TaxTable:
    """Brackets from the lowest, in force from a day, for one treatment (`lump_sum`: paid at once)."""

    id: str
    label: str
    treatment: str
    in_force_from: date
    final: bool
    object_code: str
    source: str
    brackets: tuple[Bracket, ...]


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One bracket worked out, in rupiah: `base` x `rate_percent` % = `amount`, cut to whole rupiah."""

    above: int
    base: int
    rate_percent: int
    amount: int


def tax_table_on(on: date, *, tables: Iterable[TaxTable], treatment: str = LUMP_SUM) -> TaxTable:
    """Return the table in force on the day of payment. Raises RuleNotFound `tax_table_none_in_force`."""
    fitting = [table for table in tables if table.treatment == treatment and table.in_force_from <= on]
    if not fitting:
        raise RuleNotFound("tax_table_none_in_force", params={"on": on.isoformat(), "treatment": treatment})
    return max(fitting, key=lambda table: table.in_force_from)


def tax_lines(*, gross: int, table: TaxTable) -> tuple[TaxLine, ...]:
    """Return the tax on a gross amount in rupiah, a line for each bracket it reaches; 0 % included.

    Raises ValueError for a negative amount.
    """
    if gross < 0:
        raise ValueError("gross must not be negative")
    uppers = [bracket.above for bracket in table.brackets[1:]] + [gross]
    return tuple(
        _line(bracket, base=min(gross, upper) - bracket.above)
        for bracket, upper in zip(table.brackets, uppers, strict=True)
        if gross > bracket.above
    )


def _line(bracket: Bracket, *, base: int) -> TaxLine:
    return TaxLine(
        above=bracket.above,
        base=base,
        rate_percent=bracket.rate_percent,
        amount=base * bracket.rate_percent // 100,
    )
