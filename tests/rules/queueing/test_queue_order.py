from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lapak.queueing.rules.order import (
    HEAD_START,
    MOST_PRIORITY_IN_A_ROW,
    Behind,
    Entry,
    Reason,
    behind_next,
    in_order,
    lets_pass,
    queue_order,
    rank,
    run_of_priority,
    turn_at,
)
from tests.rules.queueing.lines import LINES, at, entry

RUNS = st.integers(0, MOST_PRIORITY_IN_A_ROW)


def ordered(*entries: Entry) -> list[Entry]:
    return in_order(entries=entries)


def test_each_place_has_its_reason() -> None:
    interrupted = entry(0, due=0, returning=50)
    yesterday = entry(60, kept=-1200)
    elderly = entry(40, priority="elderly")
    booked = entry(20, due=30)
    walk_in = entry(10)
    forfeited = entry(91, due=30)
    turns = queue_order(entries=[forfeited, walk_in, booked, elderly, yesterday, interrupted])
    assert [(turn.place, turn.reason) for turn in turns] == [
        (1, Reason.RETURNING),
        (2, Reason.KEPT),
        (3, Reason.PRIORITY),
        (4, Reason.BOOKED),
        (5, Reason.WALK_IN),
        (6, Reason.LATE),
    ]


def test_an_appointment_goes_before_those_who_came_within_the_half_hour_before_it() -> None:
    booked = entry(25, due=30)
    just_before, long_before = entry(1), entry(-1)
    assert ordered(just_before, booked, long_before) == [long_before, booked, just_before]


def test_fifteen_minutes_late_still_keeps_the_appointment() -> None:
    kept, lost = entry(45, due=30), entry(46, due=30)
    assert [turn.reason for turn in queue_order(entries=[kept, lost])] == [Reason.BOOKED, Reason.LATE]


def test_who_is_late_goes_behind_the_next_and_behind_nobody_else() -> None:
    line = [entry(20, due=30), entry(21, due=30), entry(10)]
    late = entry(50, due=0)
    late = replace(late, behind=behind_next(entry=late, line=line, now=at(50)))
    assert ordered(late, *line) == [line[0], late, *line[1:]]


def test_who_is_an_hour_late_waits_like_somebody_without_an_appointment() -> None:
    walk_in, late, hour_late = entry(59), entry(60, due=0), entry(61, due=0)
    assert ordered(hour_late, walk_in, late) == [late, walk_in, hour_late]


def test_letting_pass_costs_one_place_each_time() -> None:
    line = [entry(minute, number=minute + 1) for minute in range(4)]
    first = line[0]
    for expected in ([1, 0, 2, 3], [1, 2, 0, 3], [1, 2, 3, 0], [1, 2, 3, 0]):
        behind = behind_next(entry=first, line=line, now=at(100 + len(expected)))
        first = replace(first, behind=behind or first.behind)
        line[0] = first
        assert [line.index(one) for one in ordered(*line)] == expected


def test_two_who_let_the_same_one_pass_keep_the_order_in_which_they_did() -> None:
    one, two, three = entry(0), entry(1), entry(2)
    one = replace(one, behind=behind_next(entry=one, line=[one, two, three], now=at(10)))
    assert ordered(one, two, three) == [two, one, three]
    two = replace(two, behind=behind_next(entry=two, line=[one, two, three], now=at(11)))
    assert ordered(one, two, three) == [one, two, three]


def test_priority_lets_priority_pass_and_others_when_alone() -> None:
    first, second, other = entry(0, priority="ill"), entry(1, priority="elderly"), entry(2)
    behind = behind_next(entry=first, line=[first, second, other], now=at(9))
    assert ordered(replace(first, behind=behind), second, other)[1].priority == "ill"
    alone = behind_next(entry=first, line=[first, other], now=at(9))
    assert ordered(replace(first, behind=alone), other)[0] == other
    assert behind_next(entry=first, line=[first], now=at(9)) is None


def test_who_let_one_pass_never_comes_forward_by_letting_another_pass() -> None:
    """After two priority calls somebody is next whose turn is later: the next priority number has passed."""
    one = entry(0, behind=Behind(at(100), at(70), at(71)))
    elderly = entry(80, priority="elderly")
    assert in_order(entries=[elderly, one], in_a_row=2) == [one, elderly]
    assert behind_next(entry=one, line=[elderly, one], in_a_row=2, now=at(90)) is None


def test_the_one_interrupted_first_returns_first() -> None:
    second, first = entry(0, returning=11), entry(5, returning=10)
    assert ordered(second, first) == [first, second]


def test_of_two_equal_ones_the_lower_number_goes_first() -> None:
    later, earlier = entry(0, number=8), entry(0, number=7)
    assert ordered(later, earlier) == [earlier, later]


def test_after_two_priority_numbers_it_is_somebody_elses_turn() -> None:
    old = [entry(50 + minute, priority="elderly") for minute in range(4)]
    others = [entry(40 + minute) for minute in range(2)]
    assert ordered(*old, *others) == [old[0], old[1], others[0], old[2], old[3], others[1]]
    assert in_order(entries=[*old, *others], in_a_row=2)[0] == others[0]
    assert in_order(entries=old, in_a_row=2) == old


@pytest.mark.parametrize(
    ("called", "run"), [([], 0), ([False, True], 0), ([True, False], 1), ([True, True, True], 2)]
)
def test_priority_calls_in_a_row_are_counted_up_to_two(called: list[bool], run: int) -> None:
    assert run_of_priority(called=called) == run


@given(LINES, RUNS)
def test_everyone_has_one_place_and_nobody_is_lost(entries: list[Entry], run: int) -> None:
    turns = queue_order(entries=entries, in_a_row=run)
    assert [turn.place for turn in turns] == list(range(1, len(entries) + 1))
    assert {turn.ticket_id for turn in turns} == {each.ticket_id for each in entries}


@given(LINES, RUNS)
def test_nobody_waits_for_more_than_two_priority_people_before_each_of_the_others(
    entries: list[Entry], run: int
) -> None:
    """The ceiling: the k-th of those without priority is called by the 3k-th call, returning ones aside."""
    line = in_order(entries=entries, in_a_row=run)
    returning = sum(one.returning_since is not None for one in line)
    others = [place for place, one in enumerate(line, 1) if not one.priority and not one.returning_since]
    for nth, place in enumerate(others, 1):
        assert place - returning <= nth * (MOST_PRIORITY_IN_A_ROW + 1)


@given(LINES, LINES, RUNS)
def test_a_priority_line_that_never_ends_starves_nobody(
    here: list[Entry], coming: list[Entry], run: int
) -> None:
    """People with priority arrive before every call; all others are served within three calls each."""
    others = [replace(one, priority="", returning_since=None) for one in here]
    line, calls = [*others], 0
    while any(not one.priority for one in line):
        line += [entry(minute, priority="ill") for minute in range(3)]
        line += [replace(one, priority="elderly", returning_since=None) for one in coming[:1]]
        first = in_order(entries=line, in_a_row=run)[0]
        run = min(2, run + 1) if first.priority else 0
        line.remove(first)
        calls += 1
    assert calls <= 3 * len(others)


@given(LINES, RUNS)
def test_calling_the_first_leaves_the_rest_as_it_was(entries: list[Entry], run: int) -> None:
    line = in_order(entries=entries, in_a_row=run)
    for first in line[:1]:
        if not first.returning_since:
            run = min(MOST_PRIORITY_IN_A_ROW, run + 1) if first.priority else 0
        assert in_order(entries=line[1:], in_a_row=run) == line[1:]


@given(LINES, LINES)
def test_later_arrivals_never_change_the_order_within_a_kind(here: list[Entry], coming: list[Entry]) -> None:
    assume(not {one.ticket_id for one in here} & {one.ticket_id for one in coming})
    before, after = in_order(entries=here), in_order(entries=[*here, *coming])
    for kind in (True, False):
        alike = [one for one in before if bool(one.priority) is kind]
        assert alike == [one for one in after if one in here and bool(one.priority) is kind]


@given(LINES, st.integers(0, 300))
def test_who_comes_an_hour_later_without_an_appointment_never_overtakes(
    entries: list[Entry], arrived: int
) -> None:
    waits = entry(arrived)
    late_comers = [
        each
        for each in entries
        if each.arrived_at > waits.arrived_at + 2 * HEAD_START
        and (each.due_at is None or each.due_at > waits.arrived_at + 2 * HEAD_START)
        and each.kept_turn is None
        and each.returning_since is None
    ]
    assert all(turn_at(entry=each) > turn_at(entry=waits) for each in late_comers)


@given(LINES, RUNS, st.data())
def test_letting_pass_never_moves_anybody_forward_in_their_kind(
    entries: list[Entry], run: int, data: st.DataObject
) -> None:
    if not entries:
        return
    one = data.draw(st.sampled_from(entries))
    if one.returning_since:
        return
    behind = behind_next(entry=one, line=entries, in_a_row=run, now=at(900))
    if behind is None:
        return
    moved = replace(one, behind=behind)
    assert lets_pass(entry=moved) or rank(entry=moved) == rank(entry=replace(one, behind=None))
    alike = [each for each in entries if bool(each.priority) == bool(one.priority) and each != one]
    alike = [each for each in alike if not each.returning_since]
    passed = [each for each in alike if rank(entry=each) < rank(entry=one)]
    assert all(rank(entry=each) < rank(entry=moved) for each in passed)
