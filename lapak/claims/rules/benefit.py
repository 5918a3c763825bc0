"""The worked sum: what is in the account, what of it is paid now, what is taxed, what the member receives.

The benefit is all contributions and the yield recorded in the member's own account; of it at most 10 % or
30 % may be paid before the end of work, once in the whole membership (PP 46/2015 Article 22).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.claims.rules.npwp import NIK_SERVES
from lapak.claims.rules.tax import Bracket, TaxLine, tax_of
from lapak.claims.rules.treatment import (
    AFTER_FULL,
    FIRST_PARTIAL,
    PROGRESSIVE_YEAR,
    TAX_BASE,
    TWO_YEARS,
    Part,
    Taxation,
    Taxed,
    TaxRules,
    Why,
    history,
    taxation,
)
from lapak.kernel.errors import DomainError, InvalidInput

LARGEST = 2**63 - 1  # rupiah; what the database and the core system can hold


class AccountInconsistent(DomainError):
    """The account's figures do not add up, so nothing may be paid on them.

    Code: `account_does_not_add_up`.
    """


class AmountRefused(InvalidInput):
    """The amount asked for cannot be paid.

    Codes: `amount_not_positive`, `amount_above_limit` (`limit` in rupiah), `amount_not_for_full`.
    """


class Doubt(StrEnum):
    """Something about earlier payments that an officer should look at; it stops nothing."""

    EARLIER_PAYMENTS_DIFFER = "earlier_payments_differ"
    EARLIER_TAX_UNEXPLAINED = "earlier_tax_unexplained"


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The individual account as the core system states it, in rupiah."""

    contributions: int
    yield_: int
    paid_out: int = 0


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What is to be paid: the account on the day of payment, and what was paid from it before.

    `share_percent` is the limit of a partial payment, None when everything is paid; `amount` is what the
    member asks of it in rupiah, None for all of it. `npwp`: whether a tax number counts.
    """

    on: date
    account: AccountFigures
    earlier: tuple[Part, ...] = ()
    share_percent: int | None = None
    amount: int | None = None
    npwp: bool = False


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An earlier payment as the sum shows it, in rupiah; `why` says how it was taxed."""

    paid_on: date
    partial: bool
    gross: int
    tax: int
    why: Why


@dataclass(frozen=True, slots=True)
class Sum:
    """A worked sum in rupiah: `balance` = `contributions` + `yield_` - `paid_out`; `gross` is the balance or
    the part asked of it, up to `limit` = `share_percent` % of the balance; `net` = `gross` - `tax`.

    `tax` is the sum of `tax_lines`, of `taxed` rupiah: the gross amount, cut down where the rules cut it.
    `used_before` of the `brackets` were used by earlier parts. `tax_table`, `tax_label`, `why` and `choices`
    (point to option; `deciding` are the points that bore on this sum) say by which rule. `other_tax` is the
    tax if `npwp` were the other way round.
    """

    on: date
    contributions: int
    yield_: int
    paid_out: int
    balance: int
    share_percent: int | None
    limit: int | None
    gross: int
    tax_lines: tuple[TaxLine, ...]
    taxed: int
    tax: int
    net: int
    tax_table: str
    tax_label: str
    tax_source: str
    final: bool
    object_code: str
    brackets: tuple[Bracket, ...]
    why: Why
    used_before: int
    npwp: bool
    other_tax: int
    earlier: tuple[EarlierLine, ...]
    doubts: tuple[Doubt, ...]
    choices: Mapping[str, str]
    deciding: tuple[str, ...]

    @property
    def npwp_matters(self) -> bool:
        """Whether the tax is another with, or without, a tax number."""
        return self.other_tax != self.tax

    @property
    def free_up_to(self) -> int:
        """How many rupiah of the gross amount are not taxed."""
        return sum(line.base for line in self.tax_lines if line.rate_percent == 0)

    @property
    def free_limit(self) -> int:
        """Where the first taxed bracket begins, in rupiah; 0 when tax begins with the first rupiah."""
        return next((one.above for one in self.brackets if one.rate_percent), 0)


def benefit(account: AccountFigures) -> int:
    """Return what is in the account, in rupiah.

    Raises AccountInconsistent when a figure or the result is negative, or larger than can be kept.
    """
    balance = account.contributions + account.yield_ - account.paid_out
    figures = (account.contributions, account.yield_, account.paid_out, balance)
    if min(figures) < 0 or max(figures) > LARGEST:
        raise AccountInconsistent("account_does_not_add_up")
    return balance


def partial_limit(*, balance: int, share_percent: int) -> int:
    """Return the most that may be paid of the balance: the share, cut down to whole rupiah."""
    return balance * share_percent // 100


def gross_amount(*, balance: int, share_percent: int | None, amount: int | None) -> int:
    """Return what is paid: everything, or what the member asks up to the limit. Raises AmountRefused."""
    if share_percent is None:
        if amount is not None:
            raise AmountRefused("amount_not_for_full")
        return balance
    limit = partial_limit(balance=balance, share_percent=share_percent)
    if amount is None:
        return limit
    if amount <= 0:
        raise AmountRefused("amount_not_positive")
    if amount > limit:
        raise AmountRefused("amount_above_limit", params={"limit": limit})
    return amount


def work_out(*, facts: PaymentFacts, rules: TaxRules) -> Sum:
    """Return the sum. Raises AccountInconsistent, AmountRefused, RuleNotFound `tax_table_none_in_force`."""
    account, share = facts.account, facts.share_percent
    balance = benefit(account)
    gross = gross_amount(balance=balance, share_percent=share, amount=facts.amount)
    known = history(earlier=facts.earlier, rules=rules)
    partial = share is not None
    taxed = taxation(on=facts.on, partial=partial, balance=balance, earlier=known, rules=rules)
    lines = taxed.lines(gross=gross, npwp=facts.npwp)
    tax = tax_of(lines)
    return Sum(
        on=facts.on,
        contributions=account.contributions,
        yield_=account.yield_,
        paid_out=account.paid_out,
        balance=balance,
        share_percent=share,
        limit=None if share is None else partial_limit(balance=balance, share_percent=share),
        gross=gross,
        tax_lines=lines,
        taxed=sum(line.base for line in lines),
        tax=tax,
        net=gross - tax,
        tax_table=taxed.table.id,
        tax_label=taxed.table.label,
        tax_source=taxed.table.source,
        final=taxed.table.final,
        object_code=taxed.table.object_code,
        brackets=taxed.table.brackets,
        why=taxed.why,
        used_before=taxed.before,
        npwp=facts.npwp,
        other_tax=tax_of(taxed.lines(gross=gross, npwp=not facts.npwp)),
        earlier=tuple(_earlier_line(one) for one in known),
        doubts=tuple(_doubts(facts, known, taxed)),
        choices=rules.choices.get(facts.on, {}),
        deciding=tuple(_deciding(known, taxed, partial=partial, rules=rules, on=facts.on)),
    )


def _earlier_line(one: Taxed) -> EarlierLine:
    part = one.part
    return EarlierLine(part.paid_on, part.partial, part.gross, part.tax, one.why)


def _deciding(
    known: tuple[Taxed, ...], taxed: Taxation, *, partial: bool, rules: TaxRules, on: date
) -> Iterator[str]:
    """Return the points whose choice bore on the sum, of those the programme has."""
    progressive = not taxed.table.final and taxed.why is not Why.UNTAXED
    bears = {
        FIRST_PARTIAL: partial and taxed.why is not Why.LATER_YEAR,
        TWO_YEARS: bool(known),
        AFTER_FULL: any(not one.part.partial for one in known),
        PROGRESSIVE_YEAR: progressive,
        TAX_BASE: taxed.why is not Why.UNTAXED,
        NIK_SERVES: progressive,
    }
    yield from (point for point, so in bears.items() if so and rules.choice(point, on))


def _doubts(facts: PaymentFacts, known: tuple[Taxed, ...], taxed: Taxation) -> Iterator[Doubt]:
    """Return what is odd: payments that do not add up to what left the account, or a withheld tax that no
    rule gives although the payment counts for the brackets now.
    """
    if sum(one.part.gross for one in known) != facts.account.paid_out:
        yield Doubt.EARLIER_PAYMENTS_DIFFER
    if taxed.before and any(not one.explained for one in known):
        yield Doubt.EARLIER_TAX_UNEXPLAINED
