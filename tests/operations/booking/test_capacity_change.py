"""Days that can hold less, or more, than when they were opened."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import (
    Relocated,
    SlotGone,
    cancel,
    confirm,
    fit_days,
    hold,
    learn,
    relocate,
    relocate_all,
)
from lapak.booking.queries import hits, minutes_expected, person_key
from lapak.booking.rules.pace import Served
from lapak.booking.rules.states import Channel
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.offices import operations as office
from lapak.offices.queries import BranchView, workdays
from lapak.offices.rules.workday import Terms
from lapak.outbox.models import Message
from tests.operations.booking.branch_days import open_branch
from tests.races import at_once

ME = Actor.participant(subject_id="p")
HEAD = Actor.staff(staff_id=1, role="branch_head")
MONDAY = date(2020, 6, 22)
DIMAS, SARI = 7, 8
HALF = Terms(online_percent=50, walk_in_percent=0, priority_percent=0, lead_minutes=0, lot_minutes=0)
pytestmark = pytest.mark.django_db


@pytest.fixture
def staffed(now: datetime) -> BranchView:
    """Two officers, four places each, half for video: four people each half hour and channel."""
    branch = open_branch("TGR")
    office.set_terms(branch_id=branch.id, first_day=MONDAY, terms=HALF, actor=HEAD, now=now)
    for officer in (DIMAS, SARI):
        for weekday in range(5):
            office.set_shift(
                branch_id=branch.id,
                officer_id=officer,
                weekday=weekday,
                starts=time(8),
                ends=time(15),
                places=4,
                first_day=MONDAY,
                actor=HEAD,
                now=now,
            )
    fit(branch, now)
    return branch


def fit(branch: BranchView, now: datetime) -> tuple[int, int, int]:
    done = fit_days(branch_id=branch.id, first_day=MONDAY, days=2, now=now)
    return done.opened, done.changed, done.over


def online(branch: BranchView) -> list[Slot]:
    rows = Slot.objects.filter(branch_id=branch.id, channel=Channel.ONLINE, starts_at__date=MONDAY)
    return list(rows.order_by("starts_at"))


def book(slot: UUID, now: datetime, *, nik: str, priority: str = "") -> UUID:
    key = person_key(nik=nik)
    held = hold(slot_id=slot, subject_id=new_id(), person_key=key, actor=ME, now=now, priority=priority)
    return confirm(booking_id=held.id, actor=ME, now=now).id


def away(branch: BranchView, officer: int, now: datetime, **hours: time) -> None:
    office.note_absence(
        branch_id=branch.id,
        officer_id=officer,
        first_day=MONDAY,
        last_day=MONDAY,
        actor=HEAD,
        now=now,
        **hours,
    )


def monday(branch: BranchView) -> object:
    return workdays(branch_id=branch.id, days=[MONDAY])[MONDAY]


def test_slots_come_from_shifts_not_from_places_set_by_hand(staffed: BranchView, now: datetime) -> None:
    assert [slot.capacity for slot in online(staffed)] == [4] * 7  # from 10.30 on, the break left out


def test_an_absence_shrinks_what_is_free_and_shows_whom_it_hits(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    booked = [book(first.pk, now + timedelta(seconds=n), nik=str(n)) for n in range(3)]
    away(staffed, DIMAS, now)
    expected = hits(branch_id=staffed.id, workday=monday(staffed), now=now)  # type: ignore[arg-type]
    assert [hit.booking.id for hit in expected] == [booked[2]]
    assert fit(staffed, now)[2] == 1
    slot = Slot.objects.get(pk=first.pk)
    assert (slot.capacity, slot.taken, slot.over) == (3, 3, 1)
    assert [slot.capacity for slot in online(staffed)[1:]] == [2] * 6
    assert Booking.objects.filter(state="confirmed").count() == 3  # nobody lost anything


def test_in_a_slot_with_people_too_many_a_place_given_back_falls_away(
    staffed: BranchView, now: datetime
) -> None:
    first = online(staffed)[0]
    booked = [book(first.pk, now, nik=str(n)) for n in range(4)]
    away(staffed, DIMAS, now)
    fit(staffed, now)
    cancel(booking_id=booked[0], actor=ME, now=now)
    slot = Slot.objects.get(pk=first.pk)
    assert (slot.capacity, slot.taken, slot.over) == (3, 3, 1)
    with pytest.raises(SlotGone):
        book(first.pk, now, nik="9")


def test_an_officer_who_is_back_brings_the_places_back(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    for n in range(3):
        book(first.pk, now, nik=str(n))
    away(staffed, DIMAS, now)
    fit(staffed, now)
    office.withdraw_absence(
        branch_id=staffed.id,
        absence_id=_absence(staffed),
        actor=HEAD,
        now=now,
    )
    fit(staffed, now)
    slot = Slot.objects.get(pk=first.pk)
    assert (slot.capacity, slot.taken, slot.over) == (4, 3, 0)
    assert fit(staffed, now) == (0, 0, 0)


def test_priority_people_and_the_oldest_promises_are_hit_last(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    old = book(first.pk, now, nik="1")
    young = book(first.pk, now + timedelta(minutes=1), nik="2")
    elderly = book(first.pk, now + timedelta(minutes=2), nik="3", priority="elderly")
    key = person_key(nik="4")
    held = hold(slot_id=first.pk, subject_id=new_id(), person_key=key, actor=ME, now=now).id
    for officer in (DIMAS, SARI):
        away(staffed, officer, now)
    found = hits(branch_id=staffed.id, workday=monday(staffed), now=now)  # type: ignore[arg-type]
    assert [hit.booking.id for hit in found] == [held, young, old, elderly]


def test_a_day_that_closes_hits_everybody_on_it(staffed: BranchView, now: datetime) -> None:
    booked = {book(slot.pk, now, nik=str(n)) for n, slot in enumerate(online(staffed))}
    office.set_special_day(
        branch_id=staffed.id, day=MONDAY, opens=None, closes=None, why="Banjir", actor=HEAD, now=now
    )
    assert fit(staffed, now)[2] == len(booked)
    found = hits(branch_id=staffed.id, workday=monday(staffed), now=now)  # type: ignore[arg-type]
    assert {hit.booking.id for hit in found} == booked
    assert sum(slot.capacity - slot.taken for slot in online(staffed)) == 0


def test_places_that_are_kept_go_to_priority_people_only(staffed: BranchView, now: datetime) -> None:
    kept = Terms(online_percent=50, walk_in_percent=0, priority_percent=50, lead_minutes=0)
    office.set_terms(branch_id=staffed.id, first_day=MONDAY, terms=kept, actor=HEAD, now=now)
    fit(staffed, now)
    first = online(staffed)[0]
    assert (first.capacity, first.kept) == (4, 2)
    book(first.pk, now, nik="1")
    book(first.pk, now, nik="2")
    with pytest.raises(SlotGone):
        book(first.pk, now, nik="3")
    ill = book(first.pk, now, nik="4", priority="ill")
    book(first.pk, now, nik="5", priority="pregnant")
    cancel(booking_id=ill, actor=ME, now=now)
    with pytest.raises(SlotGone):
        book(first.pk, now, nik="6")
    book(first.pk, now, nik="7", priority="disabled")


def test_a_time_can_be_booked_until_its_lead_and_not_longer(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    Slot.objects.filter(pk=first.pk).update(book_by=first.starts_at - timedelta(minutes=20))
    book(first.pk, now, nik="1")
    with pytest.raises(SlotGone):
        book(first.pk, first.starts_at - timedelta(minutes=20), nik="2")
    Slot.objects.filter(pk=first.pk).update(opens_at=now + timedelta(minutes=1))
    with pytest.raises(SlotGone):
        book(first.pk, now, nik="2")
    book(first.pk, now + timedelta(minutes=1), nik="2")


def test_new_lead_and_length_reach_times_that_are_open(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[1]
    booked = book(first.pk, now, nik="1")
    terms = replace(HALF, lead_minutes=24 * 60, slot_minutes=60)
    office.set_terms(branch_id=staffed.id, first_day=MONDAY, terms=terms, actor=HEAD, now=now)
    fit(staffed, now)
    open_ones = [slot for slot in online(staffed) if slot.starts_at.minute == first.starts_at.minute]
    assert {slot.minutes for slot in open_ones} == {60}
    assert {slot.starts_at - slot.book_by for slot in open_ones if slot.book_by} == {timedelta(days=1)}
    with pytest.raises(SlotGone):
        book(first.pk, now, nik="2")
    assert relocate_all(now=now) == Relocated(0, 0)
    assert Booking.objects.get(pk=booked).slot_id == first.pk
    assert fit(staffed, now) == (0, 0, 0)


def test_slower_services_leave_fewer_places(staffed: BranchView, now: datetime) -> None:
    yesterday = MONDAY - timedelta(days=1)
    for _ in range(2):  # learning a day again replaces it
        learn(branch_id=staffed.id, day=yesterday, served=[Served(Channel.ONLINE, "resigned", 400, 24_000)])
    minutes = minutes_expected(branch_id=staffed.id, day=MONDAY)
    assert 58 < minutes[Channel.ONLINE] < 60
    fit(staffed, now)
    assert sum(slot.capacity for slot in online(staffed)) < 4 * 7 / 1.8


def test_people_too_many_get_the_nearest_free_time_and_a_mail(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    booked = [book(first.pk, now + timedelta(seconds=n), nik=str(n)) for n in range(4)]
    away(staffed, DIMAS, now)
    fit(staffed, now)
    # 10.30 was opened for four and can keep two; 11.00 has two places: the two youngest go there
    assert relocate(branch_id=staffed.id, day=MONDAY, now=now) == Relocated(moved=2, cancelled=0)
    at = dict(Booking.objects.values_list("pk", "slot__starts_at"))
    assert [at[id] - first.starts_at for id in booked] == [timedelta(0)] * 2 + [timedelta(minutes=30)] * 2
    slots = online(staffed)
    assert [(slot.taken, slot.over) for slot in slots[:2]] == [(2, 0), (2, 0)]
    assert all(slot.taken <= slot.capacity for slot in slots)
    mails = Message.objects.filter(kind="mail.send", payload__template="appointment_moved")
    assert {one.payload["was"] for one in mails} == {first.starts_at.isoformat()}
    assert mails.count() == 2
    assert relocate(branch_id=staffed.id, day=MONDAY, now=now) == Relocated(0, 0)
    last = trail(subject=Subject("booking", str(booked[3])))[-1]
    assert (last.what, verify(subject=Subject("booking", str(booked[3]))).broken) == ("booking.relocated", ())


def test_where_nothing_near_is_free_the_promise_ends_with_a_mail(staffed: BranchView, now: datetime) -> None:
    first = online(staffed)[0]
    promised = book(first.pk, now, nik="1")
    key = person_key(nik="2")
    held = hold(slot_id=first.pk, subject_id=new_id(), person_key=key, actor=ME, now=now).id
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        office.set_special_day(
            branch_id=staffed.id, day=day, opens=None, closes=None, why="Banjir", actor=HEAD, now=now
        )
    fit(staffed, now)
    assert relocate_all(now=now) == Relocated(moved=0, cancelled=2)
    rows = Booking.objects.filter(pk__in=[promised, held])
    assert set(rows.values_list("state", "ended_why")) == {("cancelled", "branch_changed")}
    assert Message.objects.filter(payload__template="appointment_cancelled").count() == 2
    assert sum(slot.taken + slot.over + slot.capacity for slot in online(staffed)) == 0


def test_priority_people_get_a_place_that_is_kept_for_them(staffed: BranchView, now: datetime) -> None:
    first, second, *others = online(staffed)
    Slot.objects.filter(pk__in=[one.pk for one in others]).update(capacity=0)
    tomorrow = Slot.objects.filter(starts_at__gt=others[-1].starts_at)
    tomorrow.update(capacity=0)
    elderly, other = (
        book(first.pk, now, nik=nik, priority=kind) for nik, kind in (("1", "elderly"), ("2", ""))
    )
    Slot.objects.filter(pk=second.pk).update(capacity=1, kept=1)
    Slot.objects.filter(pk=first.pk).update(capacity=2, over=2)
    assert relocate_all(now=now) == Relocated(moved=1, cancelled=1)
    moved = Booking.objects.get(pk=elderly)
    assert (moved.slot_id, moved.kept_place) == (second.pk, True)
    assert Booking.objects.get(pk=other).state == "cancelled"


@pytest.mark.parametrize(("ahead", "state"), [(60, "confirmed"), (59, "cancelled")])
def test_nobody_is_moved_to_a_time_they_learn_of_too_late(
    staffed: BranchView, now: datetime, ahead: int, state: str
) -> None:
    """The only other time that is free begins so many minutes after the mail."""
    other, *_, lost = online(staffed)
    Slot.objects.exclude(pk__in=[other.pk, lost.pk]).update(capacity=0)
    mine = book(lost.pk, now, nik="1")
    Slot.objects.filter(pk=lost.pk).update(capacity=1, over=1)
    relocate_all(now=other.starts_at - timedelta(minutes=ahead))
    assert Booking.objects.get(pk=mine).state == state


@pytest.mark.django_db(transaction=True)
def test_relocating_twice_at_once_while_one_cancels_moves_each_once(
    staffed: BranchView, now: datetime
) -> None:
    first = online(staffed)[0]
    booked = [book(first.pk, now + timedelta(seconds=n), nik=str(n)) for n in range(4)]
    away(staffed, DIMAS, now)
    fit(staffed, now)
    at_once(
        lambda: relocate(branch_id=staffed.id, day=MONDAY, now=now),
        lambda: relocate(branch_id=staffed.id, day=MONDAY, now=now),
        lambda: cancel(booking_id=booked[3], actor=ME, now=now),
    )
    slots = online(staffed)
    active = Booking.objects.filter(state="confirmed")
    assert active.count() == sum(slot.taken for slot in slots) == 3
    assert all(slot.taken <= slot.capacity and slot.over == 0 for slot in slots)


def _absence(branch: BranchView) -> UUID:
    from lapak.offices.queries import absences

    return absences(branch_id=branch.id, since=MONDAY)[0].id
