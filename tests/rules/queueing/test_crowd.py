from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.offices.rules.zones import Zone, ZoneKind
from lapak.queueing.rules.crowd import clear_at, count, is_alarming, let_in, pressed_at

NOON = datetime(2020, 6, 22, 5, 0, tzinfo=UTC)
PRESSES = st.lists(st.tuples(st.integers(0, 9 * 60), st.sampled_from([1, -1])), max_size=60).map(
    lambda made: [(NOON + timedelta(minutes=minute), delta) for minute, delta in made]
)
LIMITS = st.integers(1, 80).flatmap(
    lambda limit: st.integers(50, 99).map(
        lambda percent: Zone(ZoneKind.HALL, people_limit=limit, alarm_percent=percent)
    )
)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@given(PRESSES)
def test_whatever_is_pressed_nobody_is_ever_less_than_nobody(made: list[tuple[datetime, int]]) -> None:
    for known in range(len(made) + 1):
        assert 0 <= count(presses=made[:known]) <= sum(delta > 0 for _, delta in made[:known])


@given(PRESSES, st.randoms(use_true_random=False))
def test_presses_that_arrive_late_count_as_if_they_had_come_in_time(made: list, chance) -> None:  # type: ignore[no-untyped-def]
    moments = {at: (at, delta) for at, delta in made}  # one press a moment: their order is known
    late = list(moments.values())
    chance.shuffle(late)
    assert count(presses=late) == count(presses=sorted(late))


def test_who_goes_out_uncounted_changes_nothing_and_the_night_empties_the_count() -> None:
    assert count(presses=[(NOON, -1), (NOON + minutes(1), 1)]) == 1
    assert count(presses=[(NOON, 1), (NOON + minutes(359), 1)]) == 2
    assert count(presses=[(NOON, 1), (NOON + minutes(360), 1)]) == 1


@pytest.mark.parametrize(("age", "back"), [(-60, 0), (0, 0), (10, 10), (119, 119), (5000, 120)])
def test_a_device_cannot_press_ahead_of_time_nor_long_ago(age: float, back: float) -> None:
    assert pressed_at(age=minutes(age), now=NOON) == NOON - minutes(back)


@given(LIMITS, st.lists(st.integers(0, 90), max_size=60))
def test_an_alarm_neither_flutters_nor_misses(zone: Zone, seen: list[int]) -> None:
    was = False
    for inside in seen:
        now = is_alarming(was=was, inside=inside, zone=zone)
        if inside >= zone.alarm_at:
            assert now
        if inside <= clear_at(zone=zone):
            assert not now
        if clear_at(zone=zone) < inside < zone.alarm_at:
            assert now == was
        was = now


@given(LIMITS)
def test_one_person_at_the_door_cannot_make_an_alarm_begin_and_end_in_turn(zone: Zone) -> None:
    assert clear_at(zone=zone) < zone.alarm_at
    on = is_alarming(was=False, inside=zone.alarm_at, zone=zone)
    steps = [is_alarming(was=on, inside=zone.alarm_at - out, zone=zone) for out in (0, 1)]
    assert steps[0]
    assert steps[1] == (zone.alarm_at - 1 > clear_at(zone=zone))


@pytest.mark.parametrize(
    ("room", "inside", "booths", "minutes_each", "may"),
    [
        (40, 0, 6, 40.0, 3),  # six booths of forty minutes take three people in twenty minutes
        (40, 2, 6, 40.0, 1),
        (40, 3, 6, 40.0, 0),
        (1, 0, 6, 40.0, 1),
        (0, 0, 6, 40.0, 0),
        (-4, 0, 6, 40.0, 0),
        (40, 0, 0, 40.0, 0),
        (40, 0, 1, 40.0, 1),  # half a person is let in, or the booth would stand empty
    ],
)
def test_entry_keeps_pace_with_the_booths(
    room: int, inside: int, booths: int, minutes_each: float, may: int
) -> None:
    assert let_in(room=room, in_line_inside=inside, booths=booths, minutes_each=minutes_each) == may


@pytest.mark.parametrize(("room", "inside", "booths"), list(product((0, 1, 5, 40), range(8), (0, 1, 3, 6))))
def test_more_booths_or_more_room_never_let_fewer_in(room: int, inside: int, booths: int) -> None:
    def may(room: int, booths: int) -> int:
        return let_in(room=room, in_line_inside=inside, booths=booths, minutes_each=35)

    assert 0 <= may(room, booths) <= room
    assert may(room + 1, booths) >= may(room, booths)
    assert may(room, booths + 1) >= may(room, booths)
