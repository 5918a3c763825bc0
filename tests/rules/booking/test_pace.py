from hypothesis import given
from hypothesis import strategies as st

from lapak.booking.rules.pace import (
    LONGEST,
    PRIOR_MINUTES,
    PRIOR_WEIGHT,
    Served,
    counted_minutes,
    expected_minutes,
    of_kind,
    shrunk,
)
from lapak.booking.rules.states import Channel

ONLINE, ONSITE = Channel.ONLINE, Channel.ONSITE
PRIOR = PRIOR_MINUTES[ONLINE]


def served(count: int, each: float, *, channel: Channel = ONLINE, kind: str = "resigned") -> Served:
    return Served(channel, kind, count, count * each)


def test_without_anything_seen_the_prior_holds() -> None:
    assert expected_minutes(nation=[], branch=[]) == dict(PRIOR_MINUTES)


def test_as_many_services_as_the_weight_stand_halfway() -> None:
    assert shrunk(prior=30, served=[served(PRIOR_WEIGHT, 20)]) == 25


@given(st.integers(1, 5000), st.floats(2, 180))
def test_an_estimate_lies_between_the_prior_and_what_was_seen_and_nears_it(count: int, each: float) -> None:
    low, high = sorted((PRIOR, each))
    little = shrunk(prior=PRIOR, served=[served(count, each)])
    more = shrunk(prior=PRIOR, served=[served(count * 2, each)])
    assert low - 1e-9 <= little <= high + 1e-9
    assert abs(more - each) <= abs(little - each) + 1e-9


def test_a_small_branch_leans_on_the_nation() -> None:
    nation = [served(2000, 20)]
    wide = of_kind(channel=ONLINE, kind="resigned", nation=nation, branch=[])
    slow_once = of_kind(channel=ONLINE, kind="resigned", nation=nation, branch=[served(1, 120)])
    slow_often = of_kind(channel=ONLINE, kind="resigned", nation=nation, branch=[served(500, 60)])
    assert 20 < wide < 20.2
    assert wide < slow_once < 26
    assert 58 < slow_often < 60


def test_kinds_are_weighed_by_how_many_came() -> None:
    branch = [served(900, 20, kind="resigned"), served(100, 70, kind="death")]
    found = expected_minutes(nation=branch, branch=branch)
    assert 24 < found[ONLINE] < 26
    assert found[ONSITE] == PRIOR_MINUTES[ONSITE]


def test_what_was_forgotten_to_be_ended_counts_little_and_what_was_no_service_not_at_all() -> None:
    assert counted_minutes(seconds=20) is None
    assert counted_minutes(seconds=25 * 60) == 25
    assert counted_minutes(seconds=9 * 3600) == LONGEST
