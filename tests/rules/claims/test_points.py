"""What is in force on a point on which day, and which changes are refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.points import (
    Change,
    ChoiceRefused,
    Default,
    Option,
    Point,
    choices_on,
    chosen,
    point_of,
    require_change,
)
from lapak.kernel.errors import NotFound
from tests.jht import JHT

TODAY = date(2020, 6, 18)
YES, NO = (Option(code, code, "source", "consequence") for code in ("yes", "no"))
POINT = Point(
    "asked", "Asked?", (YES, NO), (Default("no", date(2015, 9, 1)), Default("yes", date(2022, 7, 14)))
)
OTHER = Point("other", "Other?", (YES, NO), (Default("no", date(2015, 9, 1)),))
days = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("on", "option"),
    [
        (date(2010, 1, 1), "no"),
        (date(2022, 7, 13), "no"),
        (date(2022, 7, 14), "yes"),
        (date(2024, 2, 29), "yes"),
    ],
)
def test_until_the_institution_chooses_the_default_of_the_day_holds(on: date, option: str) -> None:
    assert chosen(POINT, changes=(), on=on) == option


def test_a_choice_holds_from_its_day_until_the_next_and_over_later_defaults() -> None:
    changes = [Change("asked", "no", date(2020, 7, 1)), Change("other", "yes", date(2020, 1, 1))]
    assert choices_on((POINT, OTHER), changes=changes, on=date(2022, 7, 14)) == {
        "asked": "no",
        "other": "yes",
    }
    changes.append(Change("asked", "yes", date(2023, 1, 1)))
    assert chosen(POINT, changes=changes, on=date(2022, 12, 31)) == "no"
    assert chosen(POINT, changes=changes, on=date(2023, 1, 1)) == "yes"


@given(on=days, moments=st.lists(days, max_size=5, unique=True))
def test_the_order_in_which_choices_are_kept_does_not_matter(on: date, moments: list[date]) -> None:
    changes = [Change("asked", "yes" if n % 2 else "no", day) for n, day in enumerate(moments)]
    assert chosen(POINT, changes=changes, on=on) == chosen(POINT, changes=changes[::-1], on=on)


def refusal(option: str, from_day: date, *changes: Change) -> ChoiceRefused:
    with pytest.raises(ChoiceRefused) as refused:
        require_change(POINT, option=option, from_day=from_day, changes=changes, today=TODAY)
    return refused.value


def test_a_choice_begins_tomorrow_or_later() -> None:
    require_change(POINT, option="yes", from_day=TODAY + timedelta(days=1), changes=(), today=TODAY)
    for day in (TODAY - timedelta(days=1), TODAY):
        assert refusal("yes", day).code == "point_from_past"


def test_a_choice_comes_after_every_other_of_its_point() -> None:
    coming = Change("asked", "yes", date(2020, 8, 1))
    assert refusal("no", date(2020, 8, 1), coming).code == "point_change_overlaps"
    refused = refusal("no", date(2020, 7, 31), coming)
    assert (refused.code, refused.params) == ("point_change_overlaps", {"from": "2020-08-01"})
    require_change(POINT, option="no", from_day=date(2020, 8, 2), changes=(coming,), today=TODAY)
    of_another = Change("other", "yes", date(2020, 8, 1))
    require_change(POINT, option="yes", from_day=date(2020, 7, 31), changes=(of_another,), today=TODAY)


def test_a_choice_says_something_new() -> None:
    assert refusal("no", TODAY + timedelta(days=1)).code == "point_choice_same"
    assert refusal("yes", date(2022, 7, 14)).code == "point_choice_same"
    assert refusal("yes", date(2020, 9, 1), Change("asked", "yes", TODAY)).code == "point_choice_same"


def test_only_an_option_of_the_point_can_be_chosen() -> None:
    assert refusal("perhaps", TODAY).code == "point_option_unknown"
    assert point_of((POINT, OTHER), "other") is OTHER
    with pytest.raises(NotFound) as refused:
        point_of((POINT,), "other")
    assert refused.value.code == "point_unknown"


def test_every_point_of_the_programme_names_sources_and_consequences() -> None:
    assert len(JHT.points) >= 4
    for point in JHT.points:
        assert len(point.options) >= 2
        assert all(option.label and option.source and option.consequence for option in point.options)
        assert chosen(point, changes=(), on=date(2015, 9, 1)) == point.defaults[0].option
