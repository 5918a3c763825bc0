from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel.ids import new_id
from lapak.queueing.rules.order import HEAD_START, Entry, Reason, queue_order, turn_at

TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def entry(
    arrived: int,
    *,
    due: int | None = None,
    priority: str = "",
    returning: int | None = None,
    number: int = 1,
) -> Entry:
    """Return an entry; moments in minutes after ten."""
    return Entry(
        ticket_id=new_id(),
        arrived_at=TEN + minutes(arrived),
        due_at=None if due is None else TEN + minutes(due),
        priority=priority,
        returning_since=None if returning is None else TEN + minutes(returning),
        number=number,
    )


def in_order(*entries: Entry) -> list[Entry]:
    by_id = {each.ticket_id: each for each in entries}
    return [by_id[turn.ticket_id] for turn in queue_order(entries=entries)]


def test_each_place_has_its_reason() -> None:
    interrupted = entry(0, due=0, returning=50)
    elderly = entry(40, priority="elderly")
    booked = entry(20, due=30)
    late = entry(46, due=30)
    walk_in = entry(10)
    turns = queue_order(entries=[late, walk_in, booked, elderly, interrupted])
    assert [(turn.place, turn.reason) for turn in turns] == [
        (1, Reason.RETURNING),
        (2, Reason.PRIORITY),
        (3, Reason.BOOKED),
        (4, Reason.WALK_IN),
        (5, Reason.LATE),
    ]


def test_an_appointment_goes_before_those_who_came_within_the_half_hour_before_it() -> None:
    booked = entry(25, due=30)
    just_before, long_before = entry(1), entry(-1)
    assert in_order(just_before, booked, long_before) == [long_before, booked, just_before]


def test_fifteen_minutes_late_still_keeps_the_appointment() -> None:
    kept, lost = entry(45, due=30), entry(46, due=30)
    assert [turn.reason for turn in queue_order(entries=[kept, lost])] == [Reason.BOOKED, Reason.LATE]


def test_the_one_interrupted_first_returns_first() -> None:
    second, first = entry(0, returning=11), entry(5, returning=10)
    assert in_order(second, first) == [first, second]


def test_of_two_equal_ones_the_lower_number_goes_first() -> None:
    later, earlier = entry(0, number=8), entry(0, number=7)
    assert in_order(later, earlier) == [earlier, later]


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(0, 300),
        due=st.one_of(st.none(), st.integers(0, 300)),
        priority=st.sampled_from(["", "elderly", "disabled", "pregnant"]),
        number=st.integers(1, 500),
    ),
    max_size=30,
)


@given(ENTRIES)
def test_everyone_has_one_place_and_nobody_is_lost(entries: list[Entry]) -> None:
    turns = queue_order(entries=entries)
    assert [turn.place for turn in turns] == list(range(1, len(entries) + 1))
    assert {turn.ticket_id for turn in turns} == {each.ticket_id for each in entries}


@given(ENTRIES, st.integers(0, 300))
def test_who_comes_an_hour_later_without_an_appointment_never_overtakes(
    entries: list[Entry], arrived: int
) -> None:
    waits = entry(arrived)
    overtakers = [
        each
        for each in entries
        if each.arrived_at > waits.arrived_at + 2 * HEAD_START
        and (each.due_at is None or each.due_at > waits.arrived_at + 2 * HEAD_START)
    ]
    assert all(turn_at(entry=each) > turn_at(entry=waits) for each in overtakers)


@given(ENTRIES, ENTRIES)
def test_later_arrivals_never_change_the_order_of_those_who_wait(
    here: list[Entry], coming: list[Entry]
) -> None:
    before = in_order(*here)
    after = [each for each in in_order(*here, *coming) if each in here]
    assert before == after
