import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.sampling import (
    is_drawn,
    may_look,
    require_may_look,
    require_percent,
    usual_percent,
)
from lapak.kernel.errors import InvalidInput, NotAllowed

MARKS = st.text("0123456789abcdef", min_size=8, max_size=64)


@given(MARKS)
def test_nothing_is_drawn_of_none_and_everything_of_all(mark: str) -> None:
    assert not is_drawn(mark=mark, percent=0)
    assert is_drawn(mark=mark, percent=100)


@given(MARKS, st.integers(0, 99))
def test_a_larger_share_draws_all_of_a_smaller_one(mark: str, percent: int) -> None:
    assert is_drawn(mark=mark, percent=percent) <= is_drawn(mark=mark, percent=percent + 1)


def test_about_the_share_is_drawn() -> None:
    marks = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(4_000)]
    assert 340 < sum(is_drawn(mark=mark, percent=10) for mark in marks) < 460


def test_a_share_is_one_of_a_whole() -> None:
    require_percent(usual_percent())
    for percent in (0, 100):
        require_percent(percent)
    for percent in (-1, 101):
        with pytest.raises(InvalidInput) as refused:
            require_percent(percent)
        assert [(one.field, one.code) for one in refused.value.fields] == [("percent", "percent_invalid")]


@pytest.mark.parametrize(("staff_id", "allowed"), [(1, False), (2, False), (3, False), (4, True)])
def test_who_looks_neither_verified_nor_approved(staff_id: int, allowed: bool) -> None:
    people = {"officer_id": 1, "approver_ids": {2, 3}}
    assert may_look(staff_id=staff_id, **people) is allowed
    if allowed:
        require_may_look(staff_id=staff_id, **people)
        return
    with pytest.raises(NotAllowed, match="sample_own_work"):
        require_may_look(staff_id=staff_id, **people)
