from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.membership import Spell, membership_complete_on, since

DAY = timedelta(days=1)


def complete(*spells: tuple[date, date | None], gaps_count: bool = False, years: int = 10) -> date | None:
    members = [Spell(*spell) for spell in spells]
    return membership_complete_on(spells=members, years=years, gaps_count=gaps_count)


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([], None),
        ([(date(2010, 6, 18), None)], date(2020, 6, 18)),
        ([(date(2012, 2, 29), None)], date(2022, 2, 28)),
        ([(date(2010, 6, 18), date(2020, 6, 17))], date(2020, 6, 18)),
        ([(date(2010, 6, 18), date(2020, 6, 16))], None),
        # the gap of 31 days in December moves the day on, also over a leap day
        ([(date(2010, 1, 1), date(2015, 11, 30)), (date(2016, 1, 1), None)], date(2020, 2, 1)),
        ([(date(2010, 1, 1), date(2015, 11, 30)), (date(2016, 1, 1), date(2020, 1, 30))], None),
        ([(date(2010, 1, 1), date(2015, 11, 30)), (date(2016, 1, 1), date(2020, 1, 31))], date(2020, 2, 1)),
        # complete before the gap
        ([(date(2000, 1, 1), date(2012, 5, 1)), (date(2019, 1, 1), None)], date(2010, 1, 1)),
        # two employers at a time, and one after the other without a day between
        ([(date(2010, 1, 1), date(2014, 1, 1)), (date(2012, 1, 1), date(2019, 12, 31))], date(2020, 1, 1)),
        ([(date(2010, 1, 1), date(2014, 6, 30)), (date(2014, 7, 1), None)], date(2020, 1, 1)),
        ([(date(2010, 1, 1), None), (date(2012, 1, 1), date(2013, 1, 1))], date(2020, 1, 1)),
        ([(date(2012, 1, 1), None), (date(2010, 1, 1), date(2013, 1, 1))], date(2020, 1, 1)),
    ],
)
def test_ten_years_are_complete_on_the_day(
    spells: list[tuple[date, date | None]], expected: date | None
) -> None:
    assert complete(*spells) == expected


def test_where_gaps_count_only_the_first_day_and_the_last_do() -> None:
    gap = [(date(2010, 1, 1), date(2011, 1, 1)), (date(2019, 6, 1), date(2020, 1, 1))]
    assert complete(*gap, gaps_count=True) == date(2020, 1, 1)
    assert complete(*gap) is None
    assert complete(gap[0], gaps_count=True) is None


def test_what_was_before_a_full_payment_is_a_membership_of_its_own() -> None:
    spells = [Spell(date(2000, 1, 1), date(2005, 1, 1)), Spell(date(2004, 1, 1), None)]
    assert since(spells, last=date(2005, 1, 1)) == (Spell(date(2005, 1, 2), None),)
    assert since(spells, last=date(1999, 1, 1)) == tuple(spells)


starts = st.dates(date(1990, 1, 1), date(2025, 1, 1))
spell_lists = st.lists(
    st.builds(lambda start, days: Spell(start, start + days * DAY), starts, st.integers(0, 4000)), max_size=5
)


@given(spells=spell_lists, years=st.integers(1, 12))
def test_days_worked_once_and_counted_once(spells: list[Spell], years: int) -> None:
    worked = {
        one.started_on + n * DAY
        for one in spells
        if one.ended_on is not None
        for n in range((one.ended_on - one.started_on).days + 1)
    }
    found = membership_complete_on(spells=spells, years=years, gaps_count=False)
    least, most = 365 * years + years // 4 - 1, 365 * years + years // 4 + 1
    if found is None:
        assert len(worked) <= most
    else:
        before = sum(day < found for day in worked)
        assert least <= before <= most
        assert found - DAY in worked
    assert found is None or membership_complete_on(spells=spells, years=years, gaps_count=True) <= found  # type: ignore[operator] # then it is a date too
