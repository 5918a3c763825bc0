"""Sums worked out under the programme that came along, for tests of rules."""

from collections.abc import Iterable
from datetime import date

from lapak.claims.rules.benefit import AccountFigures, PaymentFacts, Sum, work_out
from lapak.claims.rules.points import Change, choices_on
from lapak.claims.rules.treatment import Part, TaxRules, days_of, tables_needed
from tests.jht import JHT

LONG_AGO = date(2000, 1, 1)


def rules_for(on: date, *earlier: Part, changes: Iterable[Change] = (), **chosen: str) -> TaxRules:
    """What holds for a payment on the day; `chosen` are options in force ever since."""
    made = (*changes, *(Change(point, option, LONG_AGO) for point, option in chosen.items()))
    days = days_of(on=on, earlier=earlier)
    return TaxRules(
        tables=tables_needed(days=days, tables=JHT.tax_tables),
        choices={day: choices_on(JHT.points, changes=made, on=day) for day in days},
    )


def sum_of(
    balance: int,
    *earlier: Part,
    on: date = date(2020, 6, 18),
    share: int | None = None,
    amount: int | None = None,
    npwp: bool = True,
    **chosen: str,
) -> Sum:
    """The sum for paying a balance (what was paid before comes on top of it) or a share of it."""
    paid = sum(part.gross for part in earlier)
    facts = PaymentFacts(
        on=on,
        account=AccountFigures(contributions=balance + paid, yield_=0, paid_out=paid),
        earlier=earlier,
        share_percent=share,
        amount=amount,
        npwp=npwp,
    )
    return work_out(facts=facts, rules=rules_for(on, *earlier, **chosen))


def as_part(worked: Sum) -> Part:
    """The payment as a later one finds it."""
    return Part(worked.on, worked.share_percent is not None, worked.gross, worked.tax)
