"""Which table a payment falls under, after which earlier payments, as the institution reads the rules."""

from dataclasses import replace
from datetime import date

import pytest

from lapak.claims.rules.benefit import Doubt
from lapak.claims.rules.tax import Bracket, Treatment, tax_table_on
from lapak.claims.rules.treatment import Manner, Part, TaxRules, Why, days_of, history, tables_needed
from tests.jht import JHT
from tests.rules.claims.sums import as_part, rules_for, sum_of

JUNE = date(2020, 6, 18)


def part(paid_on: date, gross: int, tax: int = 0, *, partial: bool = True) -> Part:
    return Part(paid_on, partial, gross, tax)


def test_the_first_payment_of_everything_is_paid_at_once() -> None:
    worked = sum_of(62_480_000)
    assert (worked.why, worked.tax_table, worked.final) == (Why.AT_ONCE, "pp-68-2009", True)
    assert worked.free_limit == 50_000_000
    assert (worked.gross, worked.tax, worked.net, worked.free_up_to) == (
        62_480_000,
        624_000,
        61_856_000,
        50_000_000,
    )


EDGES = [
    (date(2020, 1, 1), date(2021, 12, 31), Why.WITHIN_TWO_YEARS),
    (date(2020, 1, 1), date(2022, 1, 1), Why.LATER_YEAR),
    (date(2020, 12, 31), date(2021, 12, 31), Why.WITHIN_TWO_YEARS),
    (date(2020, 12, 31), date(2022, 1, 1), Why.LATER_YEAR),
    (date(2020, 2, 29), date(2020, 2, 29), Why.WITHIN_TWO_YEARS),
    (date(2020, 2, 29), date(2024, 2, 29), Why.LATER_YEAR),
]
EDGES_OF_24_MONTHS = [
    (date(2020, 1, 1), date(2021, 12, 31), Why.WITHIN_TWO_YEARS),
    (date(2020, 1, 1), date(2022, 1, 1), Why.LATER_YEAR),
    (date(2020, 12, 31), date(2022, 12, 30), Why.WITHIN_TWO_YEARS),
    (date(2020, 12, 31), date(2022, 12, 31), Why.LATER_YEAR),
    (date(2020, 2, 29), date(2022, 2, 27), Why.WITHIN_TWO_YEARS),
    (date(2020, 2, 29), date(2022, 2, 28), Why.LATER_YEAR),
]


@pytest.mark.parametrize(("first", "on", "why"), EDGES)
def test_two_calendar_years_are_that_of_the_first_part_and_the_next(first: date, on: date, why: Why) -> None:
    assert sum_of(10_000_000, part(first, 5_000_000), on=on).why is why


@pytest.mark.parametrize(("first", "on", "why"), EDGES_OF_24_MONTHS)
def test_or_two_years_from_day_to_day_if_the_institution_reads_it_so(first: date, on: date, why: Why) -> None:
    assert sum_of(10_000_000, part(first, 5_000_000), on=on, two_years="months_24").why is why


def test_the_fifty_million_count_once_over_all_parts() -> None:
    first = sum_of(100_000_000, share=30)
    assert (first.gross, first.tax, first.why) == (30_000_000, 0, Why.PARTIAL_FINAL)
    rest = sum_of(70_000_000, as_part(first), on=date(2021, 12, 31))
    assert (rest.used_before, rest.free_up_to, rest.tax) == (30_000_000, 20_000_000, 2_500_000)
    assert first.tax + rest.tax == sum_of(100_000_000).tax


def test_in_the_third_year_the_rest_is_taxed_by_article_17_from_its_first_rupiah() -> None:
    first = sum_of(100_000_000, share=30)
    in_2021 = sum_of(60_000_000, as_part(first), on=date(2021, 12, 31))
    in_2022 = sum_of(60_000_000, as_part(first), on=date(2022, 1, 1))
    assert in_2021.tax == 2_000_000
    assert (in_2022.tax, in_2022.other_tax, in_2022.tax_table) == (3_000_000, 3_600_000, "uu-7-2021")
    assert in_2022.npwp_matters
    assert not in_2021.npwp_matters


def test_figures_of_2020_for_a_member_paid_in_part_in_2018() -> None:
    earlier = part(date(2018, 3, 1), 20_000_000)
    assert sum_of(60_000_000, earlier).tax == 4_000_000
    assert sum_of(60_000_000, earlier, npwp=False).tax == 4_800_000


@pytest.mark.parametrize(
    ("reading", "due", "why"),
    [
        ("final", 0, Why.PARTIAL_FINAL),
        ("on_balance", 1_500_000, Why.PARTIAL_ON_BALANCE),
        ("progressive", 1_500_000, Why.PARTIAL_PROGRESSIVE),
    ],
)
def test_the_first_partial_payment_as_the_institution_reads_it(reading: str, due: int, why: Why) -> None:
    worked = sum_of(100_000_000, share=30, first_partial=reading)
    assert (worked.tax, worked.why) == (due, why)
    assert worked.choices["first_partial"] == reading


@pytest.mark.parametrize(("balance", "due"), [(50_000_000, 0), (50_000_010, 250_000)])
def test_by_the_balance_five_percent_are_due_on_the_whole_part(balance: int, due: int) -> None:
    worked = sum_of(balance, share=10, first_partial="on_balance")
    assert worked.tax == due
    assert worked.why is (Why.PARTIAL_ON_BALANCE if due else Why.PARTIAL_FINAL)


@pytest.mark.parametrize("reading", ["on_balance", "progressive"])
def test_a_part_taxed_in_another_way_leaves_the_fifty_million_to_the_rest(reading: str) -> None:
    first = sum_of(100_000_000, share=10, first_partial=reading)
    rest = sum_of(90_000_000, as_part(first), on=date(2021, 6, 1), first_partial=reading)
    assert (first.tax, rest.used_before, rest.tax) == (500_000, 0, 2_000_000)


def test_what_was_withheld_tells_how_an_earlier_part_was_taxed() -> None:
    """Lapak would have taxed it as final; the five percent that were withheld say otherwise."""
    rest = sum_of(60_000_000, part(JUNE, 10_000_000, 500_000), on=date(2021, 1, 4))
    assert (rest.earlier[0].why, rest.used_before, rest.tax) == (Why.AS_WITHHELD, 0, 500_000)
    assert rest.doubts == ()
    agrees = sum_of(60_000_000, part(JUNE, 10_000_000, 0), on=date(2021, 1, 4))
    assert (agrees.earlier[0].why, agrees.used_before, agrees.tax) == (
        Why.PARTIAL_FINAL,
        10_000_000,
        1_000_000,
    )


def test_a_tax_that_no_rule_gives_is_a_doubt_when_it_counts() -> None:
    odd = part(JUNE, 10_000_000, 123)
    counts = sum_of(60_000_000, odd, on=date(2021, 1, 4))
    assert (counts.used_before, counts.doubts) == (10_000_000, (Doubt.EARLIER_TAX_UNEXPLAINED,))
    assert sum_of(60_000_000, odd, on=date(2022, 1, 4)).doubts == ()


def test_an_earlier_part_is_read_by_the_choice_of_its_own_day() -> None:
    first = sum_of(100_000_000, share=10, first_partial="progressive")
    rules = rules_for(date(2021, 6, 1), as_part(first), first_partial="final")
    then = replace(rules, choices={**rules.choices, JUNE: {"first_partial": "progressive"}})
    assert history(earlier=[as_part(first)], rules=then)[0].why is Why.PARTIAL_PROGRESSIVE
    assert history(earlier=[as_part(first)], rules=rules)[0].why is Why.AS_WITHHELD


def test_article_17_goes_on_over_the_calendar_year_or_begins_anew_for_each_payment() -> None:
    old = part(date(2017, 5, 1), 10_000_000)
    january = as_part(sum_of(40_000_000, old, on=date(2020, 1, 31)))
    december = {"on": date(2020, 12, 31)}
    assert (january.tax, sum_of(40_000_000, old, january, **december).tax) == (2_000_000, 5_000_000)
    alone = sum_of(40_000_000, old, january, **december, progressive_year="each_payment")
    assert (alone.used_before, alone.tax) == (0, 2_000_000)
    assert sum_of(40_000_000, old, january, on=date(2021, 1, 1)).tax == 2_000_000


def test_what_comes_in_after_a_full_payment_is_the_same_benefit_or_a_new_one() -> None:
    full = as_part(sum_of(60_000_000, on=date(2017, 5, 1)))
    same = sum_of(1_000_000, full)
    new = sum_of(1_000_000, full, after_full="new_benefit")
    assert (same.why, same.tax) == (Why.LATER_YEAR, 50_000)
    assert (new.why, new.tax, new.used_before) == (Why.AT_ONCE, 0, 0)
    first = part(date(2019, 5, 1), 10_000_000)
    again = sum_of(60_000_000, full, first, after_full="new_benefit")
    assert (again.why, again.used_before) == (Why.WITHIN_TWO_YEARS, 10_000_000)
    only_parts = sum_of(60_000_000, first, after_full="new_benefit")
    assert only_parts.used_before == 10_000_000


@pytest.mark.parametrize(
    ("reading", "taxed_at_once", "taxed_later"),
    [
        ("rupiah", 62_480_999, 62_480_999),
        ("thousands_article_17", 62_480_999, 62_480_000),
        ("thousands", 62_480_000, 62_480_000),
    ],
)
def test_what_is_taxed_is_cut_down_as_the_institution_reads_it(
    reading: str, taxed_at_once: int, taxed_later: int
) -> None:
    assert sum_of(62_480_999, tax_base=reading).taxed == taxed_at_once
    earlier = part(date(2017, 1, 1), 1_000_000)
    assert sum_of(62_480_999, earlier, tax_base=reading).taxed == taxed_later


def test_a_payment_older_than_every_table_puts_the_next_into_a_later_year() -> None:
    worked = sum_of(60_000_000, part(date(1999, 1, 1), 5_000_000, 250_000))
    assert (worked.why, worked.used_before, worked.doubts) == (Why.LATER_YEAR, 0, ())


def test_a_benefit_that_is_no_income_is_not_taxed() -> None:
    free = replace(
        tax_table_on(JUNE, tables=JHT.tax_tables, treatment=Treatment.LUMP_SUM),
        id="free",
        treatment=Treatment.UNTAXED,
        brackets=(Bracket(0, 0),),
    )
    rules = TaxRules(tables=(*JHT.tax_tables, free), choices={})
    before = history(earlier=[part(date(2015, 1, 1), 1_000_000)], rules=rules)
    assert (before[0].manner, before[0].why) == (Manner.UNTAXED, Why.UNTAXED)


def test_a_decision_needs_the_tables_and_choices_of_its_own_days_only() -> None:
    earlier = [part(date(2018, 5, 1), 1_000_000), part(JUNE, 1_000_000)]
    days = days_of(on=JUNE, earlier=earlier)
    assert days == (date(2018, 5, 1), JUNE)
    needed = tables_needed(days=days, tables=JHT.tax_tables)
    assert {table.id for table in needed} == {"pp-68-2009", "uu-36-2008"}
    assert tables_needed(days=[date(1990, 1, 1)], tables=JHT.tax_tables) == ()
