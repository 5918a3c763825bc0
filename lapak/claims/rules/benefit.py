"""The worked sum: what is in the account, what is taxed, what the member receives.

The benefit is all contributions and the yield recorded in the member's own account (PP 46/2015 Article 22).
"""

from dataclasses import dataclass

from lapak.claims.rules.tax import TaxLine, TaxTable, tax_lines
from lapak.kernel.errors import DomainError


class AccountInconsistent(DomainError):
    """The account's figures do not add up, so nothing may be paid on them.

    Code: `account_does_not_add_up`.
    """


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The individual account as the core system states it, in rupiah."""

    contributions: int
    yield_: int
    paid_out: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A worked sum in rupiah: `gross` = `contributions` + `yield_` - `paid_out`, `net` = `gross` - `tax`.

    `tax` is the sum of `tax_lines`; `tax_table` and `tax_label` say by which rule.
    """

    contributions: int
    yield_: int
    paid_out: int
    gross: int
    tax_lines: tuple[TaxLine, ...]
    tax: int
    net: int
    tax_table: str
    tax_label: str


def benefit(account: AccountFigures) -> int:
    """Return the gross benefit in rupiah.

    Raises AccountInconsistent when a figure or the result is negative.
    """
    gross = account.contributions + account.yield_ - account.paid_out
    if min(account.contributions, account.yield_, account.paid_out, gross) < 0:
        raise AccountInconsistent("account_does_not_add_up")
    return gross


def work_out(*, account: AccountFigures, table: TaxTable) -> Sum:
    """Return the sum for paying the whole account under a tax table. Raises AccountInconsistent."""
    gross = benefit(account)
    lines = tax_lines(gross=gross, table=table)
    tax = sum(line.amount for line in lines)
    return Sum(
        contributions=account.contributions,
        yield_=account.yield_,
        paid_out=account.paid_out,
        gross=gross,
        tax_lines=lines,
        tax=tax,
        net=gross - tax,
        tax_table=table.id,
        tax_label=table.label,
    )
