"""The waiting list: in order, three offers, each with a deadline, and no place is lost or given twice."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F

from lapak.booking.models import Booking, Offer, Slot, Waiter
from lapak.booking.operations import (
    OfferGone,
    Relocated,
    SlotGone,
    book,
    cancel,
    carry_out,
    decline,
    expire_offers,
    fit_days,
    join,
    leave,
    mark_used,
    offer_free,
    preview,
    relocate_all,
    set_plan,
    take_offer,
)
from lapak.booking.queries import hits, person_key, waiting
from lapak.booking.rules.states import Channel
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.offices import operations as office
from lapak.offices.queries import BranchView, workdays
from lapak.outbox.models import Message
from tests.operations.booking.branch_days import open_branch, slots_of
from tests.races import at_once
from tests.stack import eventually

ME = Actor.participant(subject_id="p")
HEAD = Actor.staff(staff_id=1, role="branch_head")
MONDAY, TUESDAY = date(2020, 6, 22), date(2020, 6, 23)
pytestmark = pytest.mark.django_db


def promise(slot: UUID, now: datetime, *, nik: str, claim: UUID | None = None) -> UUID:
    key = person_key(nik=nik)
    return book(slot_id=slot, subject_id=claim or new_id(), person_key=key, actor=ME, now=now).id


def wait(
    branch: BranchView, now: datetime, *, nik: str, claim: UUID | None = None, priority: str = ""
) -> UUID:
    subject = claim or new_id()
    join(
        branch_id=branch.id,
        channel="online",
        subject_id=subject,
        person_key=person_key(nik=nik),
        priority=priority,
        actor=ME,
        now=now,
    )
    return subject


def offered(subject: UUID) -> Offer:
    return Offer.objects.get(waiter__subject_id=subject, state="open")


def take(subject: UUID, now: datetime, *, nik: str) -> UUID:
    key = person_key(nik=nik)
    offer = offered(subject).pk
    return take_offer(offer_id=offer, subject_id=subject, person_key=key, actor=ME, now=now).id


def accounts_hold() -> bool:
    """Return whether every slot counts its bookings and open offers, and no more than it has room for."""
    return all(
        slot.taken
        == slot.bookings.exclude(state="cancelled").count() + slot.offers.filter(state="open").count()
        and slot.taken <= slot.capacity
        for slot in Slot.objects.all()
    )


@pytest.fixture
def full(slots: list[UUID], now: datetime) -> list[UUID]:
    """The fifth slot has two people in it, all others no room; return those two bookings."""
    Slot.objects.exclude(pk=slots[8]).update(capacity=0)
    return [promise(slots[8], now, nik=str(n)) for n in (8, 9)]


def test_a_place_given_back_goes_to_the_first_in_line_with_a_mail(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    first, second = (wait(branch, now + timedelta(seconds=n), nik=str(n)) for n in (1, 2))
    cancel(booking_id=full[0], actor=ME, now=now)
    offer = offered(first)
    assert (offer.slot_id, offer.deadline) == (slots[8], now + timedelta(hours=2))
    assert not Offer.objects.filter(waiter__subject_id=second).exists()
    mail = Message.objects.get(payload__template="slot_offered")
    assert mail.payload == {"template": "slot_offered", "subject_id": str(first), "offer": str(offer.pk)}
    with pytest.raises(SlotGone):
        promise(slots[8], now, nik="3")  # kept for who waits, not for who is quick
    view = waiting(subject_id=second)
    assert view is not None
    assert (view.place, view.offers_left) == (2, 3)
    assert accounts_hold()


def test_who_takes_the_offer_has_the_place_and_hands_the_old_one_on(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    late = slots[10]
    Slot.objects.filter(pk=late).update(capacity=1)
    claim = new_id()
    booking = promise(late, now, nik="1", claim=claim)
    wait(branch, now, nik="1", claim=claim)
    next_one = wait(branch, now + timedelta(seconds=1), nik="2")
    cancel(booking_id=full[0], actor=ME, now=now)
    assert take(claim, now, nik="1") == booking
    assert Booking.objects.get(pk=booking).slot_id == slots[8]
    assert offered(next_one).slot_id == late
    assert waiting(subject_id=claim) is None
    taken = take(next_one, now, nik="2")
    assert Booking.objects.get(pk=taken).state == "confirmed"
    assert accounts_hold()
    assert verify(subject=None).broken == ()


def test_nobody_is_offered_what_is_not_sooner_than_what_they_have(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    claim = new_id()
    Slot.objects.filter(pk=slots[4]).update(capacity=1)
    promise(slots[4], now, nik="1", claim=claim)
    wait(branch, now, nik="1", claim=claim)
    cancel(booking_id=full[0], actor=ME, now=now)
    assert not Offer.objects.exists()
    assert Slot.objects.get(pk=slots[8]).taken == 1


def test_an_offer_that_passes_goes_to_the_next_and_after_three_the_line_is_left(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    first, second = (wait(branch, now + timedelta(seconds=n), nik=str(n)) for n in (1, 2))
    cancel(booking_id=full[0], actor=ME, now=now)
    late = now + timedelta(hours=2)
    assert expire_offers(now=late - timedelta(seconds=1)) == 0
    with pytest.raises(OfferGone):
        take(first, late, nik="1")
    assert expire_offers(now=late) == 1
    assert offered(second).slot_id == slots[8]
    decline(offer_id=offered(second).pk, subject_id=second, actor=ME, now=late)
    assert Slot.objects.get(pk=slots[8]).taken == 1  # both were asked: free for everybody
    for slot in slots[9:11]:
        Slot.objects.filter(pk=slot).update(capacity=1)
        assert offer_free(now=late) == 1
        decline(offer_id=offered(first).pk, subject_id=first, actor=ME, now=late)
        offers = Offer.objects.filter(waiter__subject_id=second, state="open")
        decline(offer_id=offers.get().pk, subject_id=second, actor=ME, now=late)
    assert set(Waiter.objects.values_list("state", "offers")) == {("spent", 3)}
    assert accounts_hold()
    wait(branch, late, nik="1", claim=first)  # at the end of the line, as anybody
    assert waiting(subject_id=first) is not None


def test_who_leaves_or_has_come_waits_no_more_and_what_was_offered_goes_on(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    first, second = (wait(branch, now + timedelta(seconds=n), nik=str(n)) for n in (1, 2))
    cancel(booking_id=full[0], actor=ME, now=now)
    for _ in range(2):
        leave(subject_id=first, actor=ME, now=now)
    booking = take(second, now, nik="2")
    wait(branch, now, nik="2", claim=second)
    mark_used(booking_id=booking, actor=ME, now=now)
    assert not Waiter.objects.filter(state="waiting").exists()
    assert accounts_hold()


def test_who_corrects_their_nik_waits_anew_and_only_once(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    claim = wait(branch, now, nik="1")
    other = wait(branch, now + timedelta(seconds=1), nik="2")
    cancel(booking_id=full[0], actor=ME, now=now)
    wait(branch, now + timedelta(seconds=2), nik="2", claim=claim)  # that person waits by another claim, too
    waits = Waiter.objects.get(state="waiting")
    assert (waits.subject_id, waits.person_key) == (claim, person_key(nik="2"))
    assert waiting(subject_id=other) is None
    assert accounts_hold()


def test_an_offer_is_for_its_own_person_only(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    first = wait(branch, now, nik="1")
    cancel(booking_id=full[0], actor=ME, now=now)
    with pytest.raises(NotFound):
        decline(offer_id=offered(first).pk, subject_id=new_id(), actor=ME, now=now)
    assert offered(first).state == "open"


def test_a_kept_place_is_offered_to_priority_people_only(
    branch: BranchView, slots: list[UUID], now: datetime
) -> None:
    Slot.objects.update(capacity=0)
    Slot.objects.filter(pk=slots[8]).update(capacity=1, kept=1)
    key = person_key(nik="9")
    ill = book(slot_id=slots[8], subject_id=new_id(), person_key=key, priority="ill", actor=ME, now=now).id
    wait(branch, now, nik="1")
    elderly = wait(branch, now + timedelta(seconds=1), nik="2", priority="elderly")
    cancel(booking_id=ill, actor=ME, now=now)
    assert offered(elderly).kept_place
    assert Slot.objects.filter(kept_taken=F("kept"), pk=slots[8]).exists()


def shrink(branch: BranchView, now: datetime, *, places: int) -> None:
    set_plan(branch_id=branch.id, channel=Channel.ONLINE, minutes=30, capacity=places)
    fit_days(branch_id=branch.id, first_day=MONDAY, days=2, now=now)


def test_a_mere_offer_gives_way_before_a_promise(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    waiter = wait(branch, now, nik="1")
    cancel(booking_id=full[0], actor=ME, now=now)
    shrink(branch, now, places=1)
    day = workdays(branch_id=branch.id, days=[TUESDAY])[TUESDAY]
    assert hits(branch_id=branch.id, workday=day, now=now) == ()
    assert relocate_all(now=now) == Relocated(0, 0)
    assert Booking.objects.get(pk=full[1]).slot_id == slots[8]
    view = waiting(subject_id=waiter)
    assert view is not None
    assert (view.offer, view.place, view.offers_left) == (None, 1, 3)
    mail = Message.objects.get(payload__template="offer_recalled")
    assert mail.payload["subject_id"] == str(waiter)
    assert accounts_hold()
    assert verify(subject=None).broken == ()


def test_a_time_that_falls_away_cannot_be_taken_and_the_old_one_stays(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    claim, late = new_id(), slots[10]
    Slot.objects.filter(pk=late).update(capacity=1)
    mine = promise(late, now, nik="1", claim=claim)
    wait(branch, now, nik="1", claim=claim)
    cancel(booking_id=full[0], actor=ME, now=now)
    Slot.objects.filter(pk=slots[8]).update(over=1)
    with pytest.raises(OfferGone):
        take(claim, now, nik="1")
    assert Booking.objects.get(pk=mine).slot_id == late
    relocate_all(now=now)
    assert not Offer.objects.filter(state="open").exists()
    assert Booking.objects.get(pk=mine).state == "confirmed"


def test_closing_a_day_takes_its_offers_back_and_opening_it_again_offers_anew(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    waiter = wait(branch, now, nik="1")
    for one in full:
        cancel(booking_id=one, actor=ME, now=now)
    day = {"branch_id": branch.id, "day": TUESDAY, "actor": HEAD, "now": now}
    close = partial(office.set_special_day, opens=None, closes=None, why="Banjir", **day)
    shown = preview(branch_id=branch.id, act=close, first_day=TUESDAY, now=now)
    assert shown.hit == 0  # nobody has said yes to that day
    carry_out(branch_id=branch.id, act=close, first_day=TUESDAY, seen=shown.mark, actor=HEAD, now=now)
    assert Offer.objects.get().state == "recalled"
    office.drop_special_day(**day)
    fit_days(branch_id=branch.id, first_day=TUESDAY, days=1, now=now)
    Slot.objects.exclude(pk=slots[8]).update(capacity=0)
    assert offer_free(now=now) == 1
    assert offered(waiter).slot_id == slots[8]
    assert accounts_hold()


@pytest.mark.parametrize(
    "unfit",
    [
        {"book_by": datetime(2020, 6, 22, 3, 19, tzinfo=UTC)},  # 10.19: no twenty minutes to answer
        {"kept": F("capacity")},
    ],
)
def test_times_that_cannot_be_offered_keep_nobody_from_those_that_can(
    branch: BranchView, slots: list[UUID], now: datetime, unfit: dict[str, Any]
) -> None:
    Slot.objects.filter(pk__in=slots[:8]).update(**unfit)
    waiter = wait(branch, now, nik="1")
    assert offer_free(now=now) == 1
    assert offered(waiter).slot_id == slots[8]


@pytest.mark.parametrize(("told", "earliest"), [(3, 4.5), (15, 25.5)])
def test_who_waits_anywhere_is_offered_the_first_time_that_leaves_an_answer(
    now: datetime, told: float, earliest: float
) -> None:
    """Six branches have times too soon: at 10.00 those before 11.20, at 22.00 those before 08.20."""
    midnight = datetime(2020, 6, 22, tzinfo=UTC)
    at = midnight + timedelta(hours=told)
    for number in range(6):
        slots_of(open_branch(f"B{number}"), now)
    claim = new_id()
    who = {"subject_id": claim, "person_key": person_key(nik="1")}
    join(branch_id=None, channel="online", actor=ME, now=at, **who)
    assert offer_free(now=at) == 1
    assert offered(claim).slot.starts_at == midnight + timedelta(hours=earliest)


def test_where_only_a_kept_place_is_free_priority_people_are_asked_first(
    branch: BranchView, slots: list[UUID], now: datetime
) -> None:
    Slot.objects.exclude(pk=slots[8]).update(capacity=0)
    Slot.objects.filter(pk=slots[8]).update(capacity=1, kept=1)
    wait(branch, now, nik="1")
    elderly = wait(branch, now + timedelta(seconds=1), nik="2", priority="elderly")
    assert offer_free(now=now, most=1) == 1
    assert offered(elderly).kept_place


@pytest.mark.django_db(transaction=True)
def test_two_places_given_back_at_once_are_offered_to_two_people(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    people = [wait(branch, now + timedelta(seconds=n), nik=str(n)) for n in range(3)]
    at_once(*[lambda id=id: cancel(booking_id=id, actor=ME, now=now) for id in full])
    open_offers = Offer.objects.filter(state="open")
    assert {one.waiter.subject_id for one in open_offers} <= set(people)
    assert open_offers.count() == 2
    assert accounts_hold()


@pytest.mark.django_db(transaction=True)
def test_whom_another_place_is_offered_in_between_is_passed_over(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    people = [wait(branch, now + timedelta(seconds=n), nik=str(n)) for n in range(2)]

    def slowly(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the statement that looks for the next wait between what it sees and what it locks."""
        if "SKIP LOCKED" in sql:
            sql = sql.replace(" WHERE ", " WHERE (SELECT pg_sleep(1.5))::text IS NOT NULL AND ", 1)
        return execute(sql, params, many, context)

    def give_back_slowly() -> None:
        with connection.execute_wrapper(slowly):
            cancel(booking_id=full[0], actor=ME, now=now)

    def give_back_meanwhile() -> None:
        here = "select count(*) from pg_stat_activity where datname = current_database()"
        asleep = f"{here} and wait_event = 'PgSleep'"
        with connection.cursor() as cursor:
            eventually(
                lambda: cursor.execute(asleep).fetchone() == (1,), within=20, what="a statement under way"
            )
        cancel(booking_id=full[1], actor=ME, now=now)

    at_once(give_back_slowly, give_back_meanwhile)
    assert {offered(one).slot_id for one in people} == {slots[8]}
    assert accounts_hold()


@pytest.mark.django_db(transaction=True)
def test_taking_leaving_and_running_out_agree_on_one_end(
    branch: BranchView, slots: list[UUID], full: list[UUID], now: datetime
) -> None:
    first = wait(branch, now, nik="1")
    cancel(booking_id=full[0], actor=ME, now=now)
    offer = offered(first)
    at_once(
        lambda: take(first, now, nik="1"),
        lambda: leave(subject_id=first, actor=ME, now=now),
        lambda: decline(offer_id=offer.pk, subject_id=first, actor=ME, now=now),
        lambda: expire_offers(now=offer.deadline),
    )
    offer.refresh_from_db()
    has_it = Booking.objects.filter(subject_id=first, state="confirmed").exists()
    assert has_it == (offer.state == "accepted")
    assert offer.state != "open"
    assert accounts_hold()


@pytest.mark.django_db(transaction=True)
def test_joining_twice_at_once_gives_one_place_in_line(branch: BranchView, now: datetime) -> None:
    claim = new_id()
    at_once(*[lambda: wait(branch, now, nik="1", claim=claim)] * 3)
    assert Waiter.objects.filter(state="waiting").count() == 1
