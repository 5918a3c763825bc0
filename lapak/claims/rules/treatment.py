"""Which tax table a payment falls under, and how much of its brackets earlier payments have used.

Sources: PP 68/2009 Article 2(2) (parts within two calendar years are one payment), Article 5 (rates),
Article 6 (third and later calendar years: Article 17 on the gross of each calendar year, not final, 20 %
more without NPWP). Where sources disagree the institution chooses (`points`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.claims.rules.dates import add_months
from lapak.claims.rules.points import DaysChoices
from lapak.claims.rules.rule_sets import RuleNotFound
from lapak.claims.rules.tax import TaxLine, TaxTable, Treatment, tax_lines, tax_of, tax_table_on

FIRST_PARTIAL = "first_partial"
TWO_YEARS = "two_years"
AFTER_FULL = "after_full"
PROGRESSIVE_YEAR = "progressive_year"
TAX_BASE = "tax_base"
THOUSAND = 1_000


class Why(StrEnum):
    """Why a payment falls under its table; the sentence for it is made in `web`."""

    UNTAXED = "untaxed"
    AT_ONCE = "at_once"
    WITHIN_TWO_YEARS = "within_two_years"
    LATER_YEAR = "later_year"
    PARTIAL_FINAL = "partial_final"
    PARTIAL_ON_BALANCE = "partial_on_balance"
    PARTIAL_PROGRESSIVE = "partial_progressive"
    AS_WITHHELD = "as_withheld"


class Manner(StrEnum):
    """How the brackets of a table are taken.

    `top`: as if the lower brackets were used up, which leaves them to the later parts.
    """

    UNTAXED = "untaxed"
    LUMP_SUM = "lump_sum"
    TOP = "top"
    PROGRESSIVE = "progressive"

    @property
    def treatment(self) -> Treatment:
        """The treatment whose table counts."""
        return Treatment.LUMP_SUM if self is Manner.TOP else Treatment(self)


@dataclass(frozen=True, slots=True)
class Part:
    """An earlier payment from the account, in rupiah; `partial`: of a part the member asked for."""

    paid_on: date
    partial: bool
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class TaxRules:
    """All that the tax of a payment depends on, beside its facts: tables, and what the institution chose on
    each of the days concerned (of the payment, and of every earlier one).
    """

    tables: tuple[TaxTable, ...]
    choices: DaysChoices

    def choice(self, point: str, on: date) -> str:
        """Return the option in force on a day, empty where the programme has no such point."""
        return self.choices.get(on, {}).get(point, "")

    def table(self, on: date, treatment: Treatment) -> TaxTable:
        """Return the table of a treatment on a day. Raises RuleNotFound `tax_table_none_in_force`."""
        return tax_table_on(on, tables=self.tables, treatment=treatment)


@dataclass(frozen=True, slots=True)
class Taxed:
    """An earlier payment and how it was taxed; `explained`: what was withheld is what that gives."""

    part: Part
    manner: Manner
    why: Why
    explained: bool


@dataclass(frozen=True, slots=True)
class Taxation:
    """How a payment is taxed: the table, why, what is used of its brackets before it (rupiah), and to how
    many whole rupiah the amount is cut down before the rates are applied.
    """

    table: TaxTable
    why: Why
    before: int
    unit: int

    def lines(self, *, gross: int, npwp: bool) -> tuple[TaxLine, ...]:
        """Return the tax on the gross amount, line by line."""
        return tax_lines(gross=gross, table=self.table, before=self.before, npwp=npwp, unit=self.unit)


def taxation(*, on: date, partial: bool, balance: int, earlier: Sequence[Taxed], rules: TaxRules) -> Taxation:
    """Return how a payment on the day is taxed after the earlier ones; `balance` in rupiah before it.

    Raises RuleNotFound `tax_table_none_in_force`.
    """
    manner, why = _manner(on, partial, balance, earlier, rules)
    return _taxation(on, manner, why, earlier, rules)


def history(*, earlier: Iterable[Part], rules: TaxRules) -> tuple[Taxed, ...]:
    """Return the earlier payments, the oldest first, each with how it was taxed.

    What was withheld says more than what we would have chosen: when the tax does not agree with that but
    with another manner, the other counts.
    """
    known: tuple[Taxed, ...] = ()
    for part in sorted(earlier, key=lambda one: (one.paid_on, one.gross)):
        known = (*known, _taxed(part, known, rules))
    return known


def days_of(*, on: date, earlier: Iterable[Part]) -> tuple[date, ...]:
    """Return the days whose choices and tables the tax of a payment depends on."""
    return tuple(sorted({on, *(part.paid_on for part in earlier)}))


def tables_needed(*, days: Iterable[date], tables: Sequence[TaxTable]) -> tuple[TaxTable, ...]:
    """Return those of the tables that are in force on one of the days."""
    days = tuple(days)
    return tuple(table for table in tables if any(_in_force(table, day, tables) for day in days))


def _in_force(table: TaxTable, day: date, tables: Sequence[TaxTable]) -> bool:
    rivals = (one.in_force_from for one in tables if one.treatment is table.treatment)
    return table.in_force_from == max((begun for begun in rivals if begun <= day), default=None)


def _taxation(on: date, manner: Manner, why: Why, earlier: Sequence[Taxed], rules: TaxRules) -> Taxation:
    table = rules.table(on, manner.treatment)
    before = _top(table) if manner is Manner.TOP else _used(on, manner, earlier, rules)
    return Taxation(table, why, before, _unit(on, manner, rules))


def _manner(
    on: date, partial: bool, balance: int | None, earlier: Sequence[Taxed], rules: TaxRules
) -> tuple[Manner, Why]:
    """Return how a payment is to be taxed; without `balance` a partial one is taken to be of a large one."""
    if any(one.treatment is Treatment.UNTAXED and one.in_force_from <= on for one in rules.tables):
        return Manner.UNTAXED, Why.UNTAXED
    series = _series(on, earlier, rules)
    if series and _is_later_year(on, series[0].part.paid_on, rules):
        return Manner.PROGRESSIVE, Why.LATER_YEAR
    if partial:
        return _partial_manner(on, balance, rules)
    return Manner.LUMP_SUM, Why.WITHIN_TWO_YEARS if series else Why.AT_ONCE


def _partial_manner(on: date, balance: int | None, rules: TaxRules) -> tuple[Manner, Why]:
    choice = rules.choice(FIRST_PARTIAL, on)
    if choice == "progressive":
        return Manner.PROGRESSIVE, Why.PARTIAL_PROGRESSIVE
    if choice == "on_balance" and (balance is None or balance > _top(rules.table(on, Treatment.LUMP_SUM))):
        return Manner.TOP, Why.PARTIAL_ON_BALANCE
    return Manner.LUMP_SUM, Why.PARTIAL_FINAL


def _top(table: TaxTable) -> int:
    return table.brackets[-1].above


def _series(on: date, earlier: Sequence[Taxed], rules: TaxRules) -> Sequence[Taxed]:
    """Return the earlier parts of the same benefit; a full payment ends it if the institution says so."""
    if rules.choice(AFTER_FULL, on) != "new_benefit":
        return earlier
    full = [place for place, one in enumerate(earlier) if not one.part.partial]
    return earlier[full[-1] + 1 :] if full else earlier


def _is_later_year(on: date, first: date, rules: TaxRules) -> bool:
    if rules.choice(TWO_YEARS, on) == "months_24":
        return on >= add_months(start=first, months=24)
    return on.year - first.year >= 2


def _used(on: date, manner: Manner, earlier: Sequence[Taxed], rules: TaxRules) -> int:
    """Return how many rupiah earlier parts have used of the brackets: those of one benefit for the final
    rates, those of the calendar year for Article 17.
    """
    if manner is not Manner.PROGRESSIVE:
        counted = _series(on, earlier, rules)
    elif rules.choice(PROGRESSIVE_YEAR, on) == "each_payment":
        counted = ()
    else:
        counted = [one for one in earlier if one.part.paid_on.year == on.year]
    return sum(one.part.gross for one in counted if one.manner is manner)


def _unit(on: date, manner: Manner, rules: TaxRules) -> int:
    choice = rules.choice(TAX_BASE, on)
    cut = choice == "thousands" or (choice == "thousands_article_17" and manner is Manner.PROGRESSIVE)
    return THOUSAND if cut else 1


def _taxed(part: Part, earlier: tuple[Taxed, ...], rules: TaxRules) -> Taxed:
    ruled, why = _manner(part.paid_on, part.partial, None, earlier, rules)
    fitting = [manner for manner in Manner if _explains(manner, part, earlier, rules)]
    if ruled in fitting:
        return Taxed(part, ruled, why, explained=True)
    if fitting:
        return Taxed(part, fitting[-1], Why.AS_WITHHELD, explained=True)
    return Taxed(part, ruled, why, explained=False)


def _explains(manner: Manner, part: Part, earlier: tuple[Taxed, ...], rules: TaxRules) -> bool:
    """Return whether the manner gives the tax that was withheld, with or without NPWP.

    Nothing explains a payment older than every table; it is beyond any window, so it uses no bracket.
    """
    if manner is Manner.TOP and not part.partial:
        return False
    try:
        taxed = _taxation(part.paid_on, manner, Why.AS_WITHHELD, earlier, rules)
    except RuleNotFound:
        return False
    return part.tax in {tax_of(taxed.lines(gross=part.gross, npwp=npwp)) for npwp in (True, False)}
