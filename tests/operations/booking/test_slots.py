from datetime import UTC, date, datetime, timedelta

import pytest

from lapak.booking.models import Slot
from lapak.booking.operations import ensure_slots, hold, open_days, set_plan
from lapak.booking.queries import free_slots, person_key, quiet_times, soonest_elsewhere
from lapak.booking.rules.states import Channel
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local
from lapak.offices.queries import BranchView
from tests.operations.booking.branch_days import open_branch, slots_of

MONDAY = date(2020, 6, 22)
ME = Actor.participant(subject_id=new_id())
pytestmark = pytest.mark.django_db


def clock(moment: datetime, zone: str) -> str:
    return f"{local(moment=moment, zone=zone):%H.%M}"


def test_slots_fill_the_open_hours_and_leave_out_the_break(branch: BranchView) -> None:
    night = datetime(2020, 6, 21, 15, 0, tzinfo=UTC)
    ensure_slots(branch_id=branch.id, first_day=MONDAY, days=1, now=night)
    (today, monday, *_) = free_slots(branch_id=branch.id, channel=Channel.ONLINE, now=night)
    assert (today.day, today.closed, today.slots) == (date(2020, 6, 21), True, ())
    assert [clock(slot.starts_at, slot.zone) for slot in monday.slots] == [
        *("08.00", "08.30", "09.00", "09.30", "10.00", "10.30", "11.00", "11.30"),
        *("13.00", "13.30", "14.00", "14.30"),
    ]
    assert monday.free == 24


def test_opening_days_again_opens_nothing_twice(branch: BranchView, now: datetime) -> None:
    assert open_days(now=now) > 0
    before = Slot.objects.count()
    assert open_days(now=now) == 0
    assert Slot.objects.count() == before


def test_slots_that_have_begun_are_neither_opened_nor_offered(branch: BranchView, now: datetime) -> None:
    slots_of(branch, now)
    (today, *_) = free_slots(branch_id=branch.id, channel=Channel.ONLINE, now=now)
    assert clock(today.slots[0].starts_at, branch.timezone) == "10.30"
    later = now + timedelta(hours=1)
    (today, *_) = free_slots(branch_id=branch.id, channel=Channel.ONLINE, now=later)
    assert clock(today.slots[0].starts_at, branch.timezone) == "11.30"


def test_a_holiday_is_closed_and_says_why(branch: BranchView) -> None:
    before_new_year = datetime(2020, 12, 31, 3, 0, tzinfo=UTC)
    days = free_slots(branch_id=branch.id, channel=Channel.ONLINE, now=before_new_year)
    assert [(day.closed, day.holiday) for day in days[:2]] == [
        (True, "Pengganti Cuti Bersama Hari Raya Idul Fitri"),
        (True, "Tahun Baru Masehi"),
    ]


def test_the_week_is_counted_in_days_of_the_branch(now: datetime) -> None:
    east = open_branch("JYP", zone="Asia/Jayapura")
    evening = datetime(2020, 6, 22, 15, 30, tzinfo=UTC)  # 00.30 on Tuesday in Jayapura
    days = free_slots(branch_id=east.id, channel=Channel.ONLINE, now=evening)
    assert days[0].day == date(2020, 6, 23)
    assert len(days) == 7


def test_the_soonest_slot_elsewhere_names_its_branch_and_zone(
    branch: BranchView, slots: list[object], now: datetime
) -> None:
    east = open_branch("JYP", zone="Asia/Jayapura")
    slots_of(east, now)
    found = soonest_elsewhere(channel=Channel.ONLINE, now=now, not_at=branch.id)
    assert found is not None
    assert (found.branch_name, found.zone) == ("JYP", "Asia/Jayapura")
    assert found.starts_at == datetime(2020, 6, 22, 4, 0, tzinfo=UTC)  # 13.00 in Jayapura, after the break
    assert soonest_elsewhere(channel=Channel.ONLINE, now=now, than=now, not_at=branch.id) is None


def test_full_slots_are_not_offered_elsewhere(branch: BranchView, now: datetime) -> None:
    set_plan(branch_id=branch.id, channel=Channel.ONLINE, minutes=30, capacity=1)
    first, second = slots_of(branch, now)[:2]
    hold(slot_id=first, subject_id=new_id(), person_key=person_key(nik="1"), actor=ME, now=now)
    found = soonest_elsewhere(channel=Channel.ONLINE, now=now)
    assert found is not None
    assert found.id == second


def test_quiet_times_join_slots_that_are_at_least_half_free(branch: BranchView, now: datetime) -> None:
    set_plan(branch_id=branch.id, channel=Channel.ONSITE, minutes=30, capacity=2)
    slots_of(branch, now, days=1)
    Slot.objects.filter(
        channel=Channel.ONSITE, starts_at__lt=datetime(2020, 6, 22, 4, 30, tzinfo=UTC)
    ).update(taken=2)
    windows = quiet_times(branch_id=branch.id, now=now)
    zone = branch.timezone
    assert [(clock(start, zone), clock(end, zone)) for start, end in windows] == [
        ("11.30", "12.00"),
        ("13.00", "15.00"),
    ]
