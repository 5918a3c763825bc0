"""The tables of every year, bracket by bracket, and how a payment is cut at their edges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.rule_sets import RuleNotFound
from lapak.claims.rules.tax import TaxTable, Treatment, tax_lines, tax_of, tax_table_on
from tests.jht import JHT

LUMP_SUM, PROGRESSIVE = Treatment.LUMP_SUM, Treatment.PROGRESSIVE
amounts = st.integers(0, 10**11)
tables = st.sampled_from(JHT.tax_tables)
units = st.sampled_from([1, 1000])


def table(on: date, treatment: Treatment = PROGRESSIVE) -> TaxTable:
    return tax_table_on(on, tables=JHT.tax_tables, treatment=treatment)


def tax(gross: int, of: TaxTable, **given: int) -> int:
    return tax_of(tax_lines(gross=gross, table=of, **given))


FIGURES_AT_ONCE = [
    (0, 0),
    (1, 0),
    (50_000_000, 0),
    (50_000_001, 0),
    (50_000_019, 0),
    (50_000_020, 1),
    (60_000_000, 500_000),
    (62_480_000, 624_000),
    (120_000_000, 3_500_000),
]
FIGURES_2020 = [
    (0, 0, 0),
    (16, 0, 0),
    (17, 0, 1),
    (20, 1, 1),
    (50_000_000, 2_500_000, 3_000_000),
    (50_000_001, 2_500_000, 3_000_000),
    (50_000_006, 2_500_000, 3_000_001),
    (50_000_007, 2_500_001, 3_000_001),
    (60_000_000, 4_000_000, 4_800_000),
    (250_000_000, 32_500_000, 39_000_000),
    (250_000_004, 32_500_001, 39_000_001),
    (500_000_000, 95_000_000, 114_000_000),
    (600_000_000, 125_000_000, 150_000_000),
]
FIGURES_2022 = [
    (50_000_000, 2_500_000, 3_000_000),
    (60_000_000, 3_000_000, 3_600_000),
    (60_000_007, 3_000_001, 3_600_001),
    (250_000_000, 31_500_000, 37_800_000),
    (500_000_000, 94_000_000, 112_800_000),
    (5_000_000_000, 1_444_000_000, 1_732_800_000),
    (6_000_000_000, 1_794_000_000, 2_152_800_000),
]


@pytest.mark.parametrize(("gross", "due"), FIGURES_AT_ONCE)
@pytest.mark.parametrize("npwp", [True, False])
def test_at_once_five_percent_on_what_exceeds_fifty_million_npwp_or_not(
    gross: int, due: int, npwp: bool
) -> None:
    assert tax(gross, table(date(2020, 6, 18), LUMP_SUM), npwp=npwp) == due


@pytest.mark.parametrize(("gross", "with_npwp", "without"), FIGURES_2020)
def test_progressive_until_2021(gross: int, with_npwp: int, without: int) -> None:
    of = table(date(2021, 12, 31))
    assert (tax(gross, of, npwp=True), tax(gross, of, npwp=False)) == (with_npwp, without)


@pytest.mark.parametrize(("gross", "with_npwp", "without"), FIGURES_2022)
def test_progressive_since_the_tax_harmonisation_act(gross: int, with_npwp: int, without: int) -> None:
    of = table(date(2022, 1, 1))
    assert (tax(gross, of, npwp=True), tax(gross, of, npwp=False)) == (with_npwp, without)


@pytest.mark.parametrize("of", [one for one in JHT.tax_tables if one.treatment is PROGRESSIVE])
def test_without_npwp_every_rate_is_a_fifth_higher(of: TaxTable) -> None:
    for bracket in of.brackets:
        assert bracket.rate(npwp=False) * 100 == bracket.rate(npwp=True) * 120
    assert of.asks_npwp
    assert not of.final


@pytest.mark.parametrize(
    ("on", "treatment", "id", "code"),
    [
        (date(2009, 11, 16), LUMP_SUM, "pp-68-2009", "21-401-02"),
        (date(2026, 1, 1), LUMP_SUM, "pp-68-2009", "21-401-02"),
        (date(2009, 1, 1), PROGRESSIVE, "uu-36-2008", "21-100-99"),
        (date(2021, 12, 31), PROGRESSIVE, "uu-36-2008", "21-100-99"),
        (date(2022, 1, 1), PROGRESSIVE, "uu-7-2021", "21-100-99"),
        (date(2023, 12, 31), PROGRESSIVE, "uu-7-2021", "21-100-99"),
        (date(2024, 2, 29), PROGRESSIVE, "uu-7-2021-2024", "21-100-25"),
    ],
)
def test_the_table_of_the_day_of_payment_counts(on: date, treatment: Treatment, id: str, code: str) -> None:
    found = table(on, treatment)
    assert (found.id, found.object_code, bool(found.source)) == (id, code, True)


@pytest.mark.parametrize(
    ("on", "treatment"),
    [
        (date(2009, 11, 15), LUMP_SUM),
        (date(2008, 12, 31), PROGRESSIVE),
        (date(2020, 1, 1), Treatment.UNTAXED),
    ],
)
def test_without_a_table_in_force_nothing_is_worked_out(on: date, treatment: Treatment) -> None:
    with pytest.raises(RuleNotFound) as refused:
        table(on, treatment)
    assert refused.value.code == "tax_table_none_in_force"


@pytest.mark.parametrize("given", [{"gross": -1}, {"gross": 1, "before": -1}])
def test_a_negative_amount_is_a_mistake_of_the_program(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        tax_lines(table=table(date(2020, 1, 1)), **given)


@given(gross=amounts, before=amounts, of=tables, npwp=st.booleans(), unit=units)
def test_the_lines_cover_the_amount_and_no_bracket_takes_more_than_its_share(
    gross: int, before: int, of: TaxTable, npwp: bool, unit: int
) -> None:
    lines = tax_lines(gross=gross, table=of, before=before, npwp=npwp, unit=unit)
    assert sum(line.base for line in lines) == (before + gross) // unit * unit - before // unit * unit
    for line in lines:
        assert line.base > 0
        assert 0 <= line.amount <= line.base
        assert -100 < line.base * line.rate_percent - line.amount * 100 < 100


@given(less=amounts, more=amounts, before=amounts, of=tables, npwp=st.booleans(), unit=units)
def test_who_has_more_pays_no_less_tax_and_receives_no_less(
    less: int, more: int, before: int, of: TaxTable, npwp: bool, unit: int
) -> None:
    less, more = sorted((less, more))
    of_less, of_more = (
        tax_of(tax_lines(gross=one, table=of, before=before, npwp=npwp, unit=unit)) for one in (less, more)
    )
    assert of_less <= of_more
    if unit == 1:
        assert less - of_less <= more - of_more


@given(parts=st.lists(amounts, max_size=6), of=tables, npwp=st.booleans(), unit=units)
def test_the_taxes_of_the_parts_are_the_tax_of_the_whole_to_the_rupiah(
    parts: list[int], of: TaxTable, npwp: bool, unit: int
) -> None:
    paid = taxed = 0
    for part in parts:
        taxed += tax_of(tax_lines(gross=part, table=of, before=paid, npwp=npwp, unit=unit))
        paid += part
    assert taxed == tax_of(tax_lines(gross=paid, table=of, npwp=npwp, unit=unit))
