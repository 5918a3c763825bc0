"""Whom the officer turns to next."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lapak.desk.rules.attention import Attended, attention_order, limit_for
from lapak.desk.rules.stages import PlaceMode, Stage

NOW = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
LIMIT = 240


def place(number: int, alone: int, **facts) -> Attended:
    values = {"mode": PlaceMode.HOLD, "stage": Stage.ON_HOLD, **facts}
    return Attended(number=number, unattended_since=NOW - timedelta(seconds=alone), **values)


def numbers(*places: Attended) -> list[int]:
    return [turn.number for turn in attention_order(places=places, hold_limit_seconds=LIMIT, now=NOW)]


def test_a_raised_hand_goes_before_the_longest_unattended():
    raised = place(1, alone=10, flagged_at=NOW - timedelta(seconds=1))
    assert numbers(place(2, alone=500), raised) == [1, 2]


def test_of_raised_hands_the_oldest_comes_first():
    late = place(1, alone=90, flagged_at=NOW - timedelta(seconds=5))
    early = place(2, alone=10, flagged_at=NOW - timedelta(seconds=50))
    assert numbers(late, early) == [2, 1]


def test_without_hands_the_longest_unattended_comes_first():
    assert numbers(place(1, alone=30), place(2, alone=90), place(3, alone=60)) == [2, 3, 1]


def test_priority_halves_the_limit_and_so_comes_sooner():
    assert limit_for(hold_limit_seconds=LIMIT, has_priority=True) == timedelta(seconds=120)
    assert numbers(place(1, alone=150), place(2, alone=40, has_priority=True)) == [2, 1]
    assert numbers(place(1, alone=170), place(2, alone=40, has_priority=True)) == [1, 2]


def test_the_limit_is_over_only_after_it():
    at_limit, past_limit = place(1, alone=LIMIT), place(2, alone=LIMIT + 1)
    turns = attention_order(places=[at_limit, past_limit], hold_limit_seconds=LIMIT, now=NOW)
    assert {turn.number: turn.is_over_limit for turn in turns} == {1: False, 2: True}


def test_who_is_in_focus_done_or_not_connected_waits_for_nobody():
    assert numbers(
        place(1, alone=9, mode=PlaceMode.FOCUS, stage=Stage.TALKING),
        place(2, alone=9, stage=Stage.DONE),
        place(3, alone=9, is_dropped=True),
        place(4, alone=9, mode=PlaceMode.WORK, stage=Stage.SIGNING),
    ) == [4]


def test_equal_cases_go_by_number_whatever_the_order_they_come_in():
    same = [place(number, alone=60) for number in (1, 2, 3)]
    assert all(numbers(*order) == [1, 2, 3] for order in permutations(same))


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.booleans(), st.none() | st.integers(0, 900)), min_size=1, max_size=6
    )
)
def test_everybody_who_waits_has_exactly_one_rank(people):
    places = [
        place(
            number,
            alone=alone,
            has_priority=priority,
            flagged_at=None if flagged is None else NOW - timedelta(seconds=flagged),
        )
        for number, (alone, priority, flagged) in enumerate(people, start=1)
    ]
    turns = attention_order(places=places, hold_limit_seconds=LIMIT, now=NOW)
    assert [turn.rank for turn in turns] == list(range(1, len(people) + 1))
    hands = [places[turn.number - 1].flagged_at is not None for turn in turns]
    assert hands == sorted(hands, reverse=True)
