"""What a change of days does is shown before it is made, and made only as it was shown."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import CarriedOut, ChangedMeanwhile, Preview, carry_out, preview
from lapak.booking.rules.states import Channel
from lapak.journal.queries import verify
from lapak.kernel.errors import Conflict
from lapak.offices import operations as office
from lapak.offices.models import Absence
from lapak.offices.queries import BranchView, absences
from lapak.offices.rules.workday import Terms
from tests.operations.booking.test_capacity_change import (
    DIMAS,
    HALF,
    HEAD,
    MONDAY,
    SARI,
    away,
    book,
    online,
    staffed,
)
from tests.races import at_once

__all__ = ["staffed"]
pytestmark = pytest.mark.django_db
TUESDAY = date(2020, 6, 23)


def seen(branch: BranchView, act: Callable[[], object], now: datetime, *, first: date = MONDAY) -> Preview:
    return preview(branch_id=branch.id, act=act, first_day=first, now=now)


def done(branch: BranchView, act: Callable[[], object], now: datetime, mark: str) -> CarriedOut:
    return carry_out(branch_id=branch.id, act=act, first_day=MONDAY, seen=mark, actor=HEAD, now=now)


def test_a_preview_says_what_an_absence_does_and_leaves_nothing_behind(
    staffed: BranchView, now: datetime
) -> None:
    first = online(staffed)[0]
    booked = [book(first.pk, now + timedelta(seconds=n), nik=str(n)) for n in range(3)]
    act = partial(away, staffed, DIMAS, now)
    found = seen(staffed, act, now)
    (monday,) = found.days
    assert (monday.day, monday.people(channel=Channel.ONLINE)) == (MONDAY, (28, 14))
    assert [one.id for one in monday.hit] == [booked[2]]
    assert [one.hit for one in monday.slots if one.starts_at == first.starts_at] == [1, 0]
    assert absences(branch_id=staffed.id, since=MONDAY) == ()
    assert Slot.objects.get(pk=first.pk).capacity == 4
    assert verify().broken == ()


def test_what_was_agreed_to_is_done_and_those_hit_get_another_time(
    staffed: BranchView, now: datetime
) -> None:
    first = online(staffed)[0]
    for number in range(3):
        book(first.pk, now + timedelta(seconds=number), nik=str(number))
    act = partial(away, staffed, DIMAS, now)
    assert done(staffed, act, now, seen(staffed, act, now).mark) == CarriedOut(moved=1, cancelled=0)
    assert [slot.capacity for slot in online(staffed)] == [2] * 7
    assert Booking.objects.filter(state="confirmed").count() == 3
    assert seen(staffed, partial(away, staffed, SARI, now), now).days[0].people(channel=Channel.ONLINE) == (
        14,
        0,
    )


def test_somebody_booked_after_the_look_so_it_is_shown_again(staffed: BranchView, now: datetime) -> None:
    slots = online(staffed)
    act = partial(away, staffed, DIMAS, now)
    mark = seen(staffed, act, now).mark
    for number in range(3):
        book(slots[0].pk, now + timedelta(seconds=number), nik=str(number))
    with pytest.raises(ChangedMeanwhile):
        done(staffed, act, now, mark)
    assert not Absence.objects.exists()
    assert [slot.capacity for slot in online(staffed)] == [4] * 7


def test_a_change_that_cannot_be_is_refused_in_the_preview(staffed: BranchView, now: datetime) -> None:
    again = partial(
        office.set_shift,
        branch_id=staffed.id,
        officer_id=DIMAS,
        weekday=0,
        starts=time(9),
        ends=time(10),
        places=2,
        first_day=MONDAY,
        actor=HEAD,
        now=now,
    )
    with pytest.raises(Conflict, match="shift_overlaps"):
        seen(staffed, again, now)


@pytest.mark.parametrize(
    ("act", "first", "people"),
    [
        (
            partial(office.set_special_day, day=TUESDAY, opens=None, closes=None, why="Rapat"),
            TUESDAY,
            (48, 0),
        ),
        (
            partial(office.set_special_day, day=TUESDAY, opens=time(8), closes=time(9), why="Rapat"),
            TUESDAY,
            (48, 8),
        ),
        (
            partial(office.set_rest, weekday=1, starts=time(11), ends=time(12), first_day=TUESDAY),
            TUESDAY,
            (48, 40),
        ),
        (
            partial(office.change_hours, hours=[], first_day=TUESDAY),
            TUESDAY,
            (48, 0),
        ),
        (
            partial(
                office.set_terms,
                first_day=TUESDAY,
                terms=Terms(online_percent=100, lead_minutes=0, lot_minutes=0, priority_percent=0),
            ),
            TUESDAY,
            (48, 96),
        ),
    ],
)
def test_every_arrangement_shows_its_day(
    staffed: BranchView,
    now: datetime,
    act: Callable[..., object],
    first: date,
    people: tuple[int, int],
) -> None:
    found = seen(staffed, partial(act, branch_id=staffed.id, actor=HEAD, now=now), now, first=first)
    assert found.first == first
    tuesday = found.days[0]
    assert (tuesday.day, tuesday.people(channel=Channel.ONLINE)) == (TUESDAY, people)


def test_what_changes_no_time_changes_no_day(staffed: BranchView, now: datetime) -> None:
    nothing = partial(
        office.set_terms, branch_id=staffed.id, first_day=TUESDAY, terms=HALF, actor=HEAD, now=now
    )
    assert seen(staffed, nothing, now, first=TUESDAY).days == ()


@pytest.mark.django_db(transaction=True)
def test_two_heads_agree_at_once_and_the_second_sees_it_anew(staffed: BranchView, now: datetime) -> None:
    acts = [partial(away, staffed, officer, now) for officer in (DIMAS, SARI)]
    marks = [seen(staffed, act, now).mark for act in acts]
    results = at_once(
        *(partial(done, staffed, act, now, mark) for act, mark in zip(acts, marks, strict=True))
    )
    assert sorted(map(str, results)) == ["CarriedOut(moved=0, cancelled=0)", "changed_meanwhile"]
    assert Absence.objects.count() == 1
