"""Bad days of a line: the branch changes, the service is away, holidays, other clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError

from lapak.booking.models import Booking, Release, Slot, Waiter
from lapak.booking.operations import ensure_slots, releasing, step
from lapak.booking.queries import published, waiting
from lapak.booking.rules.lot import faults
from lapak.offices.queries import BranchView
from tests.operations.booking.lot_days import (
    MINUTE,
    announced,
    ask,
    draw_time,
    lot_branch,
    slots,
    states,
    turns,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> BranchView:
    return lot_branch("LOT")


@pytest.fixture
def day(branch: BranchView, now: datetime) -> Release:
    return announced(branch, now)


def test_whose_place_the_branch_took_away_is_on_the_waiting_list_and_not_out(day: Release) -> None:
    only = slots(day)[0]
    Slot.objects.filter(release=day).exclude(pk=only).delete()
    for n in range(2):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    first = turns(day)[0]
    assert first.turn_until is not None
    Slot.objects.filter(pk=only).update(capacity=0)
    step(release_id=day.pk, now=first.turn_until)
    assert states(day) == {"listed": 2}
    assert waiting(subject_id=first.subject_id).place == 1  # type: ignore[union-attr] # it waits


def test_a_day_that_was_away_for_hours_goes_on_where_it_was(day: Release) -> None:
    for n in range(20):
        ask(day, day.opens_at, nik=n)
    late = day.closes_at + timedelta(hours=5)
    step(release_id=day.pk, now=late)
    assert turns(day)[0].turn_until == late + timedelta(hours=2)
    assert step(release_id=day.pk, now=day.closes_at + timedelta(hours=24)).ended
    assert set(states(day)) <= {"listed", "passed"}
    assert Waiter.objects.count() == states(day)["listed"]
    assert not Booking.objects.exists()


def test_nobody_gets_a_turn_that_would_end_after_the_line(day: Release) -> None:
    ask(day, day.opens_at, nik=1)
    step(release_id=day.pk, now=day.closes_at + timedelta(hours=23))
    assert turns(day) == []


def test_a_step_that_breaks_off_in_the_rush_leaves_nothing_and_is_done_again(
    day: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        ask(day, day.opens_at, nik=n)

    def gone(*_arguments: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as broken:
        broken.setattr(releasing, "_owe_mails", gone)
        with pytest.raises(OperationalError):
            step(release_id=day.pk, now=draw_time(day))
    assert published(release_id=day.pk) is None
    assert states(day) == {"waiting": 20}
    step(release_id=day.pk, now=draw_time(day) + MINUTE)
    told = published(release_id=day.pk)
    assert told is not None
    assert (faults(published=told), len(told.order), len(turns(day))) == ((), 20, 1)


def test_a_branch_in_the_east_opens_by_its_own_clock_and_serves_people_of_the_west(now: datetime) -> None:
    day = announced(lot_branch("WIT", zone="Asia/Jayapura"), now)
    assert day.opens_at == datetime(2020, 6, 22, 23, 0, tzinfo=UTC)  # 08.00 WIT on the 23rd, 06.00 WIB
    assert ask(day, day.opens_at, nik="3671").release.zone == "Asia/Jayapura"


def test_a_holiday_has_nothing_to_give_out_and_a_day_may_open_on_one() -> None:
    branch = lot_branch("HOL")
    for day, before, releases in (
        (date(2020, 8, 17), date(2020, 8, 10), 0),  # Independence Day itself
        (date(2020, 8, 19), date(2020, 8, 12), 2),
        (date(2020, 8, 24), date(2020, 8, 14), 2),  # opens on the 18th, near joint leave
    ):
        at = datetime(before.year, before.month, before.day, 1, tzinfo=UTC)
        ensure_slots(branch_id=branch.id, first_day=day, days=1, now=at)
        found = Release.objects.filter(day=day)
        assert found.count() == releases, day
        for one in found:
            assert one.opens_at == datetime(day.year, day.month, day.day, 1, tzinfo=UTC) - timedelta(days=6)
