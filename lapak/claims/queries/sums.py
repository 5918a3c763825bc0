"""The worked sum of a claim as it is stored: what the core system stated, what the member asks and gave, and
what the institution chose for the days concerned.
"""

from collections.abc import Mapping
from datetime import date, datetime

from lapak.claims import facts as core_facts
from lapak.claims.models import Claim
from lapak.claims.programmes import programme
from lapak.claims.queries.policy import tax_rules
from lapak.claims.rules.benefit import PaymentFacts, Sum, benefit, partial_limit, work_out
from lapak.claims.rules.npwp import NpwpState, npwp_counts
from lapak.claims.rules.treatment import TaxRules
from lapak.kernel.zones import local_date


def worked_sum(row: Claim, *, on: date) -> Sum | None:
    """Return the sum for a payment on the day, None until the register answered with a balance.

    Raises AccountInconsistent.
    """
    asked = payment(row, on=on)
    return work_out(facts=asked[0], rules=asked[1]) if asked else None


def sum_differs(row: Claim, *, now: datetime) -> str:
    """Return `sum_changed` when the sum worked out on today's day of the branch is not the one that was
    signed, else nothing. Raises AccountInconsistent.
    """
    due = worked_sum(row, on=local_date(moment=now, zone=row.zone))
    return "" if due and (due.gross, due.tax, due.net) == (row.gross, row.tax, row.net) else "sum_changed"


def payment(row: Claim, *, on: date) -> tuple[PaymentFacts, TaxRules] | None:
    """Return what is to be paid on the day and the rules for it, None until there is a balance."""
    known = row.known.member
    if known is None or known.balance is None:
        return None
    earlier = core_facts.parts(known)
    rules = tax_rules(programme_code=row.programme, on=on, earlier=earlier)
    account, share = core_facts.account_figures(known.balance), share_percent(row)
    facts = PaymentFacts(
        on=on,
        account=account,
        earlier=earlier,
        share_percent=share,
        amount=amount_within(row.amount_asked, balance=benefit(account), share_percent=share),
        npwp=npwp_counts(state=NpwpState(row.npwp_state), choices=rules.choices[on]),
    )
    return facts, rules


def amount_within(asked: int | None, *, balance: int, share_percent: int | None) -> int | None:
    """Return the amount that was asked while the limit allows it, None (all that may be paid) otherwise."""
    if asked is None or share_percent is None:
        return None
    return asked if asked <= partial_limit(balance=balance, share_percent=share_percent) else None


def share_percent(row: Claim) -> int | None:
    """Return the limit of a partial payment in percent of the balance, None when everything is paid."""
    return programme(row.programme).rule_set_by_id(row.rule_set).reason(row.reason).share_percent


def choices_for(row: Claim, *, on: date) -> Mapping[str, str]:
    """Return what the institution chose on each point for the day."""
    return tax_rules(programme_code=row.programme, on=on).choices[on]
