from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.queueing.rules.explaining import Called, Why, explain, explain_called
from lapak.queueing.rules.order import Behind, Entry, in_order, is_late, lets_pass, turn_at
from tests.rules.queueing.lines import LINES, at, entry

BEHIND = Behind(at(30), at(20), at(50))

PAIRS = {
    Why.RETURNING: (entry(0, returning=50), entry(0, priority="elderly")),
    Why.INTERRUPTED_EARLIER: (entry(9, returning=50), entry(0, returning=51)),
    Why.OTHERS_TURN: (entry(20), entry(0, priority="ill")),
    Why.CAME_LATE: (entry(20, due=30), entry(46, due=10, behind=BEHIND)),
    Why.LET_PASS: (entry(20, due=30), entry(0, due=10, behind=BEHIND)),
    Why.KEPT: (entry(20, kept=-900), entry(0, priority="elderly")),
    Why.PRIORITY: (entry(20, priority="elderly"), entry(0)),
    Why.PRIORITY_EARLIER: (entry(20, priority="elderly"), entry(21, priority="ill")),
    Why.APPOINTMENT: (entry(25, due=30), entry(1)),
    Why.APPOINTMENT_EARLIER: (entry(25, due=30), entry(1, due=60)),
    Why.EARLIER_TURN: (entry(-1), entry(-5, due=30)),
    Why.CAME_EARLIER: (entry(1), entry(2)),
    Why.LOWER_NUMBER: (entry(1, number=7), entry(1, number=8)),
}


@pytest.mark.parametrize("why", PAIRS)
def test_every_reason_has_its_pair(why: Why) -> None:
    first, second = PAIRS[why]
    run = 2 if why is Why.OTHERS_TURN else 0
    assert in_order(entries=[second, first], in_a_row=run) == [first, second]
    assert explain(first=first, second=second).why == why


def test_an_explanation_names_the_moments_that_were_compared() -> None:
    found = explain(first=entry(25, due=30), second=entry(1, due=60))
    assert (found.first_at, found.second_at) == (at(30), at(60))
    found = explain(first=entry(1), second=entry(2))
    assert (found.first_at, found.second_at) == (at(1), at(2))


TRUE_WHEN = {
    Why.RETURNING: lambda a, b: a.returning_since and not b.returning_since,
    Why.INTERRUPTED_EARLIER: lambda a, b: a.returning_since <= b.returning_since,
    Why.OTHERS_TURN: lambda a, b: b.priority and not a.priority and turn_at(entry=b) <= turn_at(entry=a),
    Why.CAME_LATE: lambda _, b: is_late(arrived_at=b.arrived_at, due_at=b.due_at),
    Why.LET_PASS: lambda _, b: lets_pass(entry=b),
    Why.KEPT: lambda a, b: a.kept_turn and turn_at(entry=a) <= turn_at(entry=b),
    Why.PRIORITY: lambda a, b: a.priority and not b.priority,
    Why.PRIORITY_EARLIER: lambda a, b: a.priority and b.priority and turn_at(entry=a) <= turn_at(entry=b),
    Why.APPOINTMENT: lambda a, b: a.due_at <= turn_at(entry=b),
    Why.APPOINTMENT_EARLIER: lambda a, b: a.due_at < b.due_at,
    Why.EARLIER_TURN: lambda a, b: turn_at(entry=a) <= turn_at(entry=b),
    Why.CAME_EARLIER: lambda a, b: a.arrived_at < b.arrived_at,
    Why.LOWER_NUMBER: lambda a, b: a.arrived_at == b.arrived_at and a.number <= b.number,
}


@given(LINES, st.integers(0, 2))
def test_what_is_said_of_any_two_is_true(entries: list[Entry], run: int) -> None:
    line = in_order(entries=entries, in_a_row=run)
    for place, first in enumerate(line):
        for second in line[place + 1 :]:
            found = explain(first=first, second=second)
            assert TRUE_WHEN[found.why](first, second), found


def called(of: Entry, minute: int, *, online: bool = False) -> Called:
    return Called(entry=of, called_at=at(minute), online=online)


def test_why_somebody_was_called_already() -> None:
    mine = entry(10)
    ahead, after = entry(5), entry(15)
    cases = [
        (called(after, 9), Why.CALLED_BEFORE),
        (called(ahead, 20), Why.CAME_EARLIER),
        (called(after, 20, online=True), Why.OTHER_WAY),
        (called(after, 20), Why.OTHER_DESK),
        (called(replace(after, returning_since=at(16)), 20), Why.RETURNING),
    ]
    for call, why in cases:
        assert explain_called(called=call, mine=mine, online=False).why == why
    elderly = replace(mine, priority="elderly")
    assert explain_called(called=called(entry(50), 60), mine=elderly, online=False).why == Why.OTHERS_TURN


def test_the_moment_of_a_call_is_named() -> None:
    found = explain_called(called=called(entry(0), 5), mine=entry(6), online=False)
    assert found.second_at - found.first_at == timedelta(minutes=1)
