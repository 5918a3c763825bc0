from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.benefit import AccountFigures, AccountInconsistent, benefit, work_out
from lapak.claims.rules.rule_sets import RuleNotFound
from lapak.claims.rules.tax import Bracket, TaxLine, TaxTable, tax_lines, tax_table_on
from tests.jht import JHT

LUMP_SUM = JHT.tax_table_on(date(2020, 6, 18))
PROGRESSIVE = TaxTable(
    id="four-brackets",
    label="Tabel empat lapis",
    treatment="progressive",
    in_force_from=date(2009, 1, 1),
    final=False,
    object_code="",
    source="domain figures of 2020",
    brackets=(Bracket(0, 5), Bracket(50_000_000, 15), Bracket(250_000_000, 25), Bracket(500_000_000, 30)),
)
amounts = st.integers(0, 10**12)
tables = st.sampled_from([LUMP_SUM, PROGRESSIVE])


def tax_on(gross: int, table: TaxTable = LUMP_SUM) -> int:
    return sum(line.amount for line in tax_lines(gross=gross, table=table))


@pytest.mark.parametrize(
    ("gross", "due"),
    [
        (0, 0),
        (50_000_000, 0),
        (50_000_001, 0),
        (50_000_020, 1),
        (60_000_000, 500_000),
        (62_480_000, 624_000),
        (120_000_000, 3_500_000),
    ],
)
def test_paid_at_once_five_percent_is_due_on_what_exceeds_fifty_million(gross: int, due: int) -> None:
    assert tax_on(gross) == due


@pytest.mark.parametrize(
    ("gross", "due"),
    [
        (50_000_000, 2_500_000),
        (60_000_000, 4_000_000),
        (250_000_000, 32_500_000),
        (600_000_000, 125_000_000),
    ],
)
def test_a_table_of_more_brackets_is_worked_out_by_the_same_code(gross: int, due: int) -> None:
    assert tax_on(gross, PROGRESSIVE) == due


def test_the_sum_of_the_console_is_worked_line_by_line() -> None:
    worked = work_out(account=AccountFigures(contributions=51_730_000, yield_=10_750_000), table=LUMP_SUM)
    assert (worked.gross, worked.tax, worked.net) == (62_480_000, 624_000, 61_856_000)
    assert worked.tax_lines == (
        TaxLine(above=0, base=50_000_000, rate_percent=0, amount=0),
        TaxLine(above=50_000_000, base=12_480_000, rate_percent=5, amount=624_000),
    )
    assert (worked.tax_table, worked.tax_label) == ("pp-68-2009", "PP 68/2009 Pasal 5")


@given(contributions=amounts, yield_=amounts, share=st.integers(0, 100), table=tables)
def test_net_is_gross_less_tax_and_nothing_is_negative(
    contributions: int, yield_: int, share: int, table: TaxTable
) -> None:
    paid_out = (contributions + yield_) * share // 100
    worked = work_out(account=AccountFigures(contributions, yield_, paid_out), table=table)
    assert worked.gross == contributions + yield_ - paid_out
    assert worked.net == worked.gross - worked.tax
    assert sum(line.base for line in worked.tax_lines) == worked.gross
    assert sum(line.amount for line in worked.tax_lines) == worked.tax
    assert 0 <= worked.tax <= worked.gross
    assert all(line.base > 0 for line in worked.tax_lines)


@given(less=amounts, more=amounts, table=tables)
def test_who_has_more_pays_no_less_tax_and_receives_no_less(less: int, more: int, table: TaxTable) -> None:
    less, more = sorted((less, more))
    assert tax_on(less, table) <= tax_on(more, table)
    assert less - tax_on(less, table) <= more - tax_on(more, table)


@given(gross=amounts, table=tables)
def test_no_bracket_takes_more_than_its_exact_share(gross: int, table: TaxTable) -> None:
    for line in tax_lines(gross=gross, table=table):
        assert 0 <= line.base * line.rate_percent - line.amount * 100 < 100


def test_of_several_tables_the_newest_in_force_counts() -> None:
    newer = replace(LUMP_SUM, id="newer", in_force_from=date(2030, 1, 1))
    tables = (LUMP_SUM, newer)
    assert tax_table_on(date(2029, 12, 31), tables=tables) is LUMP_SUM
    assert tax_table_on(date(2030, 1, 1), tables=tables) is newer


@pytest.mark.parametrize(
    "account",
    [AccountFigures(-1, 0), AccountFigures(0, -1), AccountFigures(10, 0, -1), AccountFigures(10, 5, 16)],
)
def test_an_account_that_does_not_add_up_is_not_paid(account: AccountFigures) -> None:
    with pytest.raises(AccountInconsistent) as refused:
        benefit(account)
    assert refused.value.code == "account_does_not_add_up"


def test_a_negative_amount_to_tax_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="gross"):
        tax_lines(gross=-1, table=LUMP_SUM)


@pytest.mark.parametrize(
    ("on", "treatment"), [(date(2009, 11, 15), "lump_sum"), (date(2020, 1, 1), "progressive")]
)
def test_without_a_table_in_force_nothing_is_worked_out(on: date, treatment: str) -> None:
    with pytest.raises(RuleNotFound) as refused:
        JHT.tax_table_on(on, treatment=treatment)
    assert refused.value.code == "tax_table_none_in_force"
