"""The class of a company, by the rules of the day."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.collective.rules.size import Figure, SizeClass, size_on

S, F = SizeClass, Figure
IN_2020, IN_2021 = date(2020, 6, 22), date(2021, 2, 2)
ORDER = list(S)


@pytest.mark.parametrize(
    ("on", "figure", "value", "size"),
    [
        (IN_2020, F.NET_ASSETS, 50_000_000, S.MICRO),
        (IN_2020, F.NET_ASSETS, 50_000_001, S.SMALL),
        (IN_2020, F.NET_ASSETS, 500_000_001, S.MEDIUM),
        (IN_2020, F.NET_ASSETS, 10_000_000_000, S.MEDIUM),
        (IN_2020, F.NET_ASSETS, 10_000_000_001, S.LARGE),
        (IN_2020, F.YEARLY_SALES, 300_000_000, S.MICRO),
        (IN_2020, F.YEARLY_SALES, 2_500_000_000, S.SMALL),
        (IN_2020, F.YEARLY_SALES, 50_000_000_000, S.MEDIUM),
        (IN_2021, F.YEARLY_SALES, 2_500_000_000, S.SMALL),
        (IN_2021, F.YEARLY_SALES, 15_000_000_000, S.SMALL),
        (IN_2021, F.YEARLY_SALES, 15_000_000_001, S.MEDIUM),
        (IN_2021, F.CAPITAL, 1_000_000_000, S.MICRO),
        (IN_2021, F.CAPITAL, 5_000_000_001, S.MEDIUM),
        (IN_2021, F.CAPITAL, 10_000_000_001, S.LARGE),
        (IN_2020, F.WORKERS, 4, S.MICRO),
        (IN_2020, F.WORKERS, 19, S.SMALL),
        (IN_2020, F.WORKERS, 99, S.MEDIUM),
        (IN_2021, F.WORKERS, 100, S.LARGE),
    ],
)
def test_each_edge_of_each_rule(on: date, figure: Figure, value: int, size: SizeClass) -> None:
    found = size_on({figure: value}, on=on)
    assert found is not None
    assert (found.size, found.by, found.may_file) == (size, figure, size in (S.MEDIUM, S.LARGE))


def test_the_day_before_the_new_law_is_still_under_the_old() -> None:
    sales = {F.YEARLY_SALES: 2_500_000_001}
    old, new = size_on(sales, on=date(2021, 2, 1)), size_on(sales, on=IN_2021)
    assert old
    assert new
    assert [(old.size, old.rule), (new.size, new.rule)] == [
        (S.MEDIUM, "uu-20-2008"),
        (S.SMALL, "pp-7-2021"),
    ]


def test_the_larger_figure_counts_in_2020_and_sales_first_from_2021() -> None:
    figures = {F.NET_ASSETS: 600_000_000, F.YEARLY_SALES: 100_000_000, F.CAPITAL: 20_000_000_000}
    old, new = size_on(figures, on=IN_2020), size_on(figures, on=IN_2021)
    assert old
    assert new
    assert [(old.size, old.by), (new.size, new.by)] == [(S.MEDIUM, F.NET_ASSETS), (S.MICRO, F.YEARLY_SALES)]


def test_workers_count_only_without_money_and_nothing_stated_is_nothing() -> None:
    both = size_on({F.WORKERS: 500, F.YEARLY_SALES: 1}, on=IN_2020)
    assert both is not None
    assert both.size is S.MICRO
    assert size_on({}, on=IN_2020) is None
    assert size_on({F.CAPITAL: 10**12}, on=IN_2020) is None  # no such measure in 2020


@given(st.sampled_from(Figure), st.lists(st.integers(0, 10**12), min_size=2), st.dates(date(2009, 1, 1)))
def test_more_is_never_a_smaller_company(figure: Figure, values: list[int], on: date) -> None:
    found = [size_on({figure: value}, on=on) for value in sorted(values)]
    if None not in found:
        classes = [ORDER.index(one.size) for one in found if one]
        assert all(one <= another for one, another in pairwise(classes))
