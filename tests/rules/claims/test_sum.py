"""The worked sum: what is paid, what is taxed, what the member receives."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.benefit import (
    LARGEST,
    AccountFigures,
    AccountInconsistent,
    AmountRefused,
    Doubt,
    PaymentFacts,
    benefit,
    work_out,
)
from lapak.claims.rules.tax import TaxLine, Treatment, tax_lines, tax_of, tax_table_on
from lapak.claims.rules.treatment import Part
from tests.jht import JHT
from tests.rules.claims.sums import as_part, rules_for, sum_of

JUNE = date(2020, 6, 18)
amounts = st.integers(0, 10**11)
days = st.dates(date(2015, 9, 1), date(2026, 12, 31))
readings = st.fixed_dictionaries(
    {point.code: st.sampled_from([option.code for option in point.options]) for point in JHT.points}
)


def test_the_sum_of_the_console_is_worked_line_by_line() -> None:
    account = AccountFigures(contributions=51_730_000, yield_=10_750_000)
    worked = work_out(facts=PaymentFacts(on=JUNE, account=account), rules=rules_for(JUNE))
    assert (worked.balance, worked.gross, worked.taxed) == (62_480_000, 62_480_000, 62_480_000)
    assert (worked.tax, worked.net) == (624_000, 61_856_000)
    assert worked.tax_lines == (
        TaxLine(above=0, base=50_000_000, rate_percent=0, amount=0),
        TaxLine(above=50_000_000, base=12_480_000, rate_percent=5, amount=624_000),
    )
    assert (worked.tax_table, worked.tax_label) == ("pp-68-2009", "PP 68/2009 Pasal 5")
    assert (worked.object_code, worked.final, worked.doubts) == ("21-401-02", True, ())
    assert not worked.npwp_matters
    assert worked.free_limit == 50_000_000


@pytest.mark.parametrize(
    "account",
    [
        AccountFigures(-1, 0),
        AccountFigures(0, -1),
        AccountFigures(10, 0, -1),
        AccountFigures(10, 5, 16),
        AccountFigures(LARGEST, 1),
        AccountFigures(LARGEST + 1, 0, 1),
    ],
)
def test_an_account_that_does_not_add_up_or_cannot_be_kept_is_not_paid(account: AccountFigures) -> None:
    with pytest.raises(AccountInconsistent) as refused:
        benefit(account)
    assert refused.value.code == "account_does_not_add_up"


def test_the_largest_account_that_can_be_kept_is_worked_out_exactly() -> None:
    worked = sum_of(LARGEST)
    assert worked.net == LARGEST - (LARGEST - 50_000_000) * 5 // 100


@pytest.mark.parametrize(
    ("balance", "share", "limit"),
    [(62_480_000, 10, 6_248_000), (62_480_000, 30, 18_744_000), (99, 10, 9), (9, 10, 0), (0, 30, 0)],
)
def test_a_part_is_at_most_its_share_in_whole_rupiah(balance: int, share: int, limit: int) -> None:
    worked = sum_of(balance, share=share)
    assert (worked.limit, worked.gross, worked.balance) == (limit, limit, balance)


def test_the_member_asks_any_amount_up_to_the_limit() -> None:
    assert sum_of(62_480_000, share=10, amount=6_248_000).gross == 6_248_000
    assert sum_of(62_480_000, share=10, amount=1).net == 1


@pytest.mark.parametrize(
    ("share", "amount", "code"),
    [
        (10, 6_248_001, "amount_above_limit"),
        (10, 0, "amount_not_positive"),
        (10, -1, "amount_not_positive"),
        (None, 1, "amount_not_for_full"),
    ],
)
def test_any_other_amount_is_refused(share: int | None, amount: int, code: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        sum_of(62_480_000, share=share, amount=amount)
    assert refused.value.code == code
    if code == "amount_above_limit":
        assert refused.value.params == {"limit": 6_248_000}


def test_earlier_payments_that_do_not_make_what_left_the_account_are_a_doubt() -> None:
    facts = PaymentFacts(
        on=JUNE,
        account=AccountFigures(60_000_000, 0, 9_000_000),
        earlier=(Part(date(2020, 1, 2), True, 8_000_000, 0),),
    )
    worked = work_out(facts=facts, rules=rules_for(JUNE, *facts.earlier))
    assert worked.doubts == (Doubt.EARLIER_PAYMENTS_DIFFER,)


@given(balance=amounts, on=days, share=st.sampled_from([None, 10, 30]), npwp=st.booleans(), chosen=readings)
def test_net_is_gross_less_tax_and_nothing_is_negative_however_the_rules_are_read(
    balance: int, on: date, share: int | None, npwp: bool, chosen: dict[str, str]
) -> None:
    worked = sum_of(balance, on=on, share=share, npwp=npwp, **chosen)
    assert worked.net == worked.gross - worked.tax
    assert worked.tax == tax_of(worked.tax_lines)
    assert 0 <= worked.tax <= worked.gross <= worked.balance
    assert 0 <= worked.gross - worked.taxed < 1000
    assert worked == sum_of(balance, on=on, share=share, npwp=npwp, **chosen)
    if worked.limit is not None:
        assert worked.gross <= worked.limit


@given(less=amounts, more=amounts, on=days, npwp=st.booleans(), first=days)
def test_who_has_more_receives_no_less(less: int, more: int, on: date, npwp: bool, first: date) -> None:
    less, more = sorted((less, more))
    earlier = Part(first, True, 7_000_000, 0)
    of_less, of_more = (sum_of(one, earlier, on=on, npwp=npwp) for one in (less, more))
    assert of_less.tax <= of_more.tax
    assert of_less.net <= of_more.net


def _exact(lines: Iterable[TaxLine]) -> int:
    """The tax of lines before anything is cut, in hundredths of a rupiah."""
    return sum(line.base * line.rate_percent for line in lines)


@given(
    balance=amounts,
    moments=st.lists(days, min_size=1, max_size=4),
    shares=st.lists(st.integers(0, 100), min_size=4, max_size=4),
    reading=st.sampled_from(["final", "on_balance", "progressive"]),
)
def test_splitting_never_pays_more_than_there_is_nor_less_tax_than_paying_at_once(
    balance: int, moments: list[date], shares: list[int], reading: str
) -> None:
    """However often and whenever the account is paid in parts, the first of them at the member's wish.

    Before cutting, splitting never lowers the tax. Each taxed line is cut down to whole rupiah by itself,
    in the member's favour; so `n` taxed lines can be short of the tax of the whole by at most `n` - 1 rupiah.
    """
    paid: list[Part] = []
    lines: list[TaxLine] = []
    left = balance
    for place, on in enumerate(sorted(moments)):
        last = place == len(moments) - 1
        amount = left if last else left * shares[place] // 100
        facts = PaymentFacts(
            on=on, account=AccountFigures(amount, 0), earlier=tuple(paid), npwp=True, share_percent=None
        )
        if not paid and not last:
            facts = PaymentFacts(on=on, account=AccountFigures(left, 0), share_percent=30, npwp=True)
        worked = work_out(facts=facts, rules=rules_for(on, *paid, first_partial=reading))
        paid.append(as_part(worked))
        lines.extend(worked.tax_lines)
        left -= worked.gross
    whole = sum_of(balance, on=max(moments))
    taxed = sum(line.rate_percent > 0 for line in lines)
    assert left == 0
    assert sum(part.gross for part in paid) == balance
    assert _exact(lines) >= _exact(whole.tax_lines)
    assert sum(part.tax for part in paid) >= whole.tax - max(taxed - 1, 0)


def test_two_tables_cut_to_whole_rupiah_can_be_one_rupiah_short_of_the_whole() -> None:
    """The bound of the property above is reached: two taxed lines, one rupiah."""
    whole = sum_of(78_275_244, on=date(2021, 3, 1))
    part = sum_of(78_275_244, on=JUNE, share=30, first_partial="progressive")
    rest = sum_of(78_275_244 - part.gross, as_part(part), on=date(2021, 3, 1), first_partial="progressive")
    taxed = [line for line in (*part.tax_lines, *rest.tax_lines) if line.rate_percent]
    assert len(taxed) == 2
    assert whole.tax - (part.tax + rest.tax) == 1
    assert _exact(taxed) == _exact(whole.tax_lines)


@given(balance=amounts, share=st.sampled_from([10, 30]), first=days)
def test_within_two_calendar_years_the_parts_are_taxed_as_the_whole(
    balance: int, share: int, first: date
) -> None:
    part = sum_of(balance, on=first, share=share)
    rest = sum_of(balance - part.gross, as_part(part), on=date(first.year + 1, 12, 31))
    assert part.tax + rest.tax == sum_of(balance, on=first).tax


@given(balance=amounts, on=st.dates(date(2018, 1, 1), date(2026, 12, 31)))
def test_in_the_third_year_the_rest_is_taxed_by_the_table_of_that_year(balance: int, on: date) -> None:
    earlier = Part(date(on.year - 2, 12, 31), True, 1_000_000, 0)
    table = tax_table_on(on, tables=JHT.tax_tables, treatment=Treatment.PROGRESSIVE)
    assert sum_of(balance, earlier, on=on).tax == tax_of(tax_lines(gross=balance, table=table))
