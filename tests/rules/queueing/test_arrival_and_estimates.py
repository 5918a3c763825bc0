import heapq
import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel.ids import new_id
from lapak.queueing.rules.arrival import Appointment, Door, Verdict, arrival_verdict
from lapak.queueing.rules.estimates import USUAL_GAP, Given, record, usual_gap, wait_range
from lapak.queueing.rules.hall import Fullness, Hall, inside_now

HALF_PAST_TEN = datetime(2020, 6, 22, 3, 30, tzinfo=UTC)
HERE = new_id()
DOOR = Door(branch_id=HERE, zone="Asia/Jakarta", early=timedelta(minutes=30))


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [
        (-24 * 60, Verdict.WRONG_DAY),
        (-31, Verdict.TOO_EARLY),
        (-30, Verdict.OK),
        (0, Verdict.OK),
        (15, Verdict.OK),
        (16, Verdict.LATE),
        (10 * 60, Verdict.LATE),
        (24 * 60, Verdict.WRONG_DAY),
    ],
)
def test_the_verdict_at_the_door(minutes: int, verdict: Verdict) -> None:
    appointment = Appointment(branch_id=HERE, starts_at=HALF_PAST_TEN)
    found = arrival_verdict(
        appointment=appointment, door=DOOR, now=HALF_PAST_TEN + timedelta(minutes=minutes)
    )
    assert found.verdict == verdict
    assert found.admitted == (verdict in {Verdict.OK, Verdict.LATE})


def test_who_is_too_early_is_told_when_to_come() -> None:
    found = arrival_verdict(
        appointment=Appointment(branch_id=HERE, starts_at=HALF_PAST_TEN),
        door=DOOR,
        now=HALF_PAST_TEN - timedelta(hours=1),
    )
    assert found.come_at == HALF_PAST_TEN - timedelta(minutes=30)


def test_another_branch_is_the_first_thing_said() -> None:
    appointment = Appointment(branch_id=new_id(), starts_at=HALF_PAST_TEN)
    assert arrival_verdict(appointment=appointment, door=DOOR, now=HALF_PAST_TEN).verdict == (
        Verdict.WRONG_BRANCH
    )


def test_the_day_is_that_of_the_branch() -> None:
    """00.30 in Jayapura on the 23rd is the 22nd in UTC: an appointment that day at 09.00 is only early."""
    door = Door(branch_id=HERE, zone="Asia/Jayapura", early=timedelta(minutes=30))
    found = arrival_verdict(
        appointment=Appointment(branch_id=HERE, starts_at=datetime(2020, 6, 23, 0, 0, tzinfo=UTC)),
        door=door,
        now=datetime(2020, 6, 22, 15, 30, tzinfo=UTC),
    )
    assert found.verdict == Verdict.TOO_EARLY


@given(st.integers(0, 300), st.floats(0.1, 30))
def test_the_range_grows_with_the_line_and_is_never_empty(ahead: int, minutes: float) -> None:
    step = timedelta(minutes=minutes)
    here, behind = wait_range(ahead=ahead, pace=step), wait_range(ahead=ahead + 1, pace=step)
    assert 0 <= here.low < here.high
    assert (here.low, here.high) <= (behind.low, behind.high)


def test_places_at_work_and_the_minutes_a_person_takes_give_the_pace() -> None:
    assert usual_gap(minutes=36.0, places=6) == timedelta(minutes=6)
    assert usual_gap(minutes=36.0, places=0) == usual_gap(minutes=None, places=6) == USUAL_GAP


def test_people_who_are_expected_first_widen_the_range_at_its_end_only() -> None:
    alone = wait_range(ahead=3, pace=timedelta(minutes=5))
    with_others = wait_range(ahead=3, pace=timedelta(minutes=5), coming=2)
    assert with_others.low == alone.low
    assert with_others.high > alone.high


def simulated_wait(chance: random.Random, *, places: int, minutes: float, ahead: int) -> float:
    """Return when the person behind `ahead` others is called, all places being taken at the start."""
    spread = 0.5  # services scatter by half their mean

    def service() -> float:
        sigma = math.sqrt(math.log(1 + spread**2))
        return chance.lognormvariate(math.log(minutes) - sigma**2 / 2, sigma)

    free_at = [service() * chance.random() for _ in range(places)]
    heapq.heapify(free_at)
    for _ in range(ahead):
        heapq.heappush(free_at, heapq.heappop(free_at) + service())
    return free_at[0]


@pytest.mark.parametrize("places", [1, 3, 6, 12])
@pytest.mark.parametrize("ahead", [0, 2, 8, 25])
def test_four_of_five_estimates_hold_where_services_scatter_and_minutes_are_a_fifth_off(
    places: int, ahead: int
) -> None:
    chance = random.Random(f"{places} {ahead}")
    held = 0
    for _ in range(300):
        believed = 30 * chance.uniform(0.85, 1.2)
        found = wait_range(ahead=ahead, pace=usual_gap(minutes=believed, places=places))
        waited = simulated_wait(chance, places=places, minutes=30, ahead=ahead)
        held += found.low <= waited <= found.high
    assert held >= 240


def test_estimates_are_held_against_the_calls_that_came() -> None:
    def given_for(call: int | None) -> Given:
        at = HALF_PAST_TEN
        called = None if call is None else at + timedelta(minutes=call)
        return Given(at + timedelta(minutes=5), at + timedelta(minutes=15), called)

    found = record(estimates=[given_for(call) for call in (4, 5, 10, 15, 16, 30, None)])
    assert (found.given, found.called, found.held, found.sooner, found.later) == (7, 6, 3, 1, 2)
    assert found.share == 0.5
    assert record(estimates=[]).share is None


@pytest.mark.parametrize(
    ("inside", "fullness", "seats"),
    [
        (0, Fullness.ROOMY, 2),
        (29, Fullness.ROOMY, 2),
        (30, Fullness.CROWDED, 2),
        (38, Fullness.FULL_FOR_PUBLIC, 2),
        (39, Fullness.FULL_FOR_PUBLIC, 1),
        (40, Fullness.FULL, 0),
    ],
)
def test_seats_for_priority_people_are_kept(inside: int, fullness: Fullness, seats: int) -> None:
    hall = Hall(inside=inside, limit=40, priority_seats=2)
    assert (hall.fullness, hall.priority_seats_free) == (fullness, seats)


def test_the_count_starts_at_nought_after_the_night() -> None:
    assert inside_now(counted=7, moved_at=HALF_PAST_TEN, now=HALF_PAST_TEN + timedelta(hours=5)) == 7
    assert inside_now(counted=7, moved_at=HALF_PAST_TEN, now=HALF_PAST_TEN + timedelta(hours=6)) == 0
    assert inside_now(counted=7, moved_at=None, now=HALF_PAST_TEN) == 0
