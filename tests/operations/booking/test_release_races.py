"""Two and more connections in the line of a day, committed for real."""

from datetime import datetime
from functools import partial

import pytest

from lapak.booking.models import Booking, LotEntry, Release, Slot
from lapak.booking.operations import leave_line, step
from lapak.booking.queries import LotPlace, place
from lapak.kernel.ids import new_id
from lapak.offices.queries import BranchView
from tests.operations.booking.lot_days import (
    ALL_CALLED,
    SECOND,
    announced,
    ask,
    choose,
    draw_time,
    lot_branch,
    slots,
    turns,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 8  # one moment is rarely the wrong one


@pytest.fixture
def branch() -> BranchView:
    return lot_branch("LOT")


@pytest.fixture
def day(branch: BranchView, now: datetime) -> Release:
    return announced(branch, now)


def test_one_person_in_six_tabs_has_one_entry(day: Release) -> None:
    spellings = ("36031852", "3603 1852", "3603-1852", "3603.1852", "36031852", " 36031852")
    found = at_once(*(lambda nik=nik: ask(day, day.opens_at, nik=nik).id for nik in spellings))  # type: ignore[misc] # bound at once
    assert len(set(found)) == 1
    assert LotEntry.objects.count() == 1


def test_one_person_in_two_lines_at_once_stands_in_one(day: Release, now: datetime) -> None:
    other = announced(lot_branch("TWO"), now)
    for nik in range(PRESSES):
        claim = new_id()
        presses = [partial(ask, one, day.opens_at, nik=nik, claim=claim) for one in (day, other, day, other)]
        assert all(isinstance(found, LotPlace) for found in at_once(*presses))
        assert LotEntry.objects.filter(subject_id=claim, state="waiting").count() == 1


def test_the_lot_is_drawn_once_while_people_still_come(day: Release) -> None:
    for n in range(10):
        ask(day, day.opens_at, nik=n)
    at = draw_time(day)
    results = at_once(
        lambda: step(release_id=day.pk, now=at),
        lambda: step(release_id=day.pk, now=at),
        lambda: ask(day, at, nik=20),
        lambda: ask(day, day.closes_at - SECOND, nik=21),  # was slow to be written
    )
    assert sorted(one.drawn for one in results[:2])[0] == 0
    step(release_id=day.pk, now=at)
    ranks = sorted(LotEntry.objects.values_list("rank", flat=True))
    assert ranks == list(range(1, 13))
    assert len(turns(day)) == 1


def test_choosing_and_the_end_of_the_turn_agree_on_one_outcome(day: Release) -> None:
    only = slots(day)[0]
    Slot.objects.filter(release=day).exclude(pk=only).delete()
    for n in range(2):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    first = turns(day)[0]
    mine = place(entry_id=first.pk)
    assert mine is not None
    end = first.turn_until
    assert end is not None
    at_once(
        lambda: choose(mine, only, end - SECOND),
        lambda: step(release_id=day.pk, now=end),
    )
    turn = turns(day)[0]
    assert (turn.rank, Booking.objects.count()) in {(1, 1), (2, 0)}


def test_leaving_and_being_called_at_once_loses_no_turn(day: Release) -> None:
    places = [ask(day, day.opens_at, nik=n) for n in range(4)]
    at_once(
        lambda: step(release_id=day.pk, now=draw_time(day)),
        *(lambda one=one: leave_line(person_key=one.person_key, now=draw_time(day)) for one in places[:2]),  # type: ignore[misc] # bound at once
    )
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)  # of a turn given and left, the next wave knows
    assert LotEntry.objects.filter(state="left").count() == 2
    assert {one.pk for one in turns(day)} == {one.id for one in places[2:]}


def test_everybody_whose_turn_it_is_finds_a_place_at_once(now: datetime) -> None:
    day = announced(lot_branch("MNY", places=8), now)
    only = slots(day)[0]
    Slot.objects.filter(release=day).exclude(pk=only).delete()
    for n in range(12):
        ask(day, day.opens_at, nik=n)
    at = draw_time(day) + SECOND * 300
    for moment in (draw_time(day), at, at):
        step(release_id=day.pk, now=moment)
    mine = [place(entry_id=one.pk) for one in turns(day)]
    assert len(mine) == 8
    at_once(*(lambda one=one: choose(one, only, at) for one in mine if one))  # type: ignore[misc] # bound at once
    assert Booking.objects.count() == Slot.objects.get(pk=only).taken == 8
