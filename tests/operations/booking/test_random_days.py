"""Random days of booking on a real database: whatever people, branches and the clock do, promises hold."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lapak.booking import operations as booking
from lapak.booking.models import Booking, LotEntry, Offer, Release, Slot, Waiter
from lapak.booking.queries import person_key
from lapak.booking.queries.lots import free_places, turns_kept
from lapak.booking.rules.states import ACTIVE, Channel
from lapak.booking.rules.waiting import MOST_OFFERS
from lapak.kernel.errors import DomainError
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local_date
from tests.operations.booking.branch_days import open_branch, slots_of
from tests.operations.booking.lot_days import ME, announced, lot_branch, slots

pytestmark = pytest.mark.django_db

MONDAY = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
PEOPLE = st.integers(0, 7)
TIMES = st.integers(0, 3)
PRIORITY = st.sampled_from(["", "", "elderly"])


class RandomDay(RuleBasedStateMachine):
    """Two branches, one of whose days is given out by lot; eight people, the last of them spelled anew."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    @initialize(early=st.lists(st.tuples(PEOPLE, PRIORITY), min_size=3, max_size=8))
    def open(self, early: list[tuple[int, str]]) -> None:
        self.now = MONDAY
        self.claims = [new_id() for _ in range(8)]
        self.plain = open_branch("PLA", places=2)
        self.near = slots_of(self.plain, self.now, days=3)[-14:-12]  # the day after the draw
        self.lots = lot_branch("LOT", zone="Asia/Jayapura", places=2, priority=50)
        self.day = announced(self.lots, self.now)
        self.far = slots(self.day)[:2]
        Slot.objects.exclude(pk__in=[*self.near, *self.far]).delete()
        self.now = self.day.opens_at
        for person, priority in early:
            self.enter_the_line(person, priority)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def key(self, person: int) -> str:
        return person_key(nik="36.03 0" if person == 7 else f"3603{person}")  # the last is the first again

    def slot(self, time: int) -> UUID:
        return [*self.near, *self.far][time]

    def attempt(self, act: Callable[..., Any], **arguments: Any) -> None:
        try:
            with transaction.atomic():
                act(now=self.now, **arguments)
        except DomainError:
            pass

    def who(self, person: int) -> dict[str, Any]:
        return {"subject_id": self.claims[person], "person_key": self.key(person)}

    @rule(person=PEOPLE, time=TIMES, priority=PRIORITY, for_good=st.booleans())
    def ask_for_a_time(self, person: int, time: int, priority: str, for_good: bool) -> None:
        act = booking.book if for_good else booking.hold
        self.attempt(act, slot_id=self.slot(time), priority=priority, actor=ME, **self.who(person))

    @rule(time=TIMES, for_good=st.booleans())
    def whose_turn_it_is_chooses(self, time: int, for_good: bool) -> None:
        for entry in LotEntry.objects.filter(state="turn").order_by("rank"):
            self.ask_for_a_time(self.claims.index(entry.subject_id), time, "", for_good)

    @rule(person=PEOPLE, confirm=st.booleans())
    def confirm_or_cancel(self, person: int, confirm: bool) -> None:
        act = booking.confirm if confirm else booking.cancel
        for id in Booking.objects.filter(subject_id=self.claims[person], state__in=ACTIVE).values_list("pk"):
            self.attempt(act, booking_id=id[0], actor=ME)

    @rule(person=PEOPLE, anywhere=st.booleans(), priority=PRIORITY)
    def wait(self, person: int, anywhere: bool, priority: str) -> None:
        branch = None if anywhere else self.plain.id
        self.attempt(
            booking.join, branch_id=branch, channel="online", priority=priority, actor=ME, **self.who(person)
        )

    @rule(person=PEOPLE)
    def stop_waiting(self, person: int) -> None:
        self.attempt(booking.leave, subject_id=self.claims[person], actor=ME)

    @rule(person=PEOPLE, take=st.booleans(), for_good=st.booleans())
    def answer_an_offer(self, person: int, take: bool, for_good: bool) -> None:
        for offer in Offer.objects.filter(waiter__subject_id=self.claims[person], state="open"):
            if take:
                self.attempt(
                    booking.take_offer, offer_id=offer.pk, for_good=for_good, actor=ME, **self.who(person)
                )
            else:
                self.attempt(booking.decline, offer_id=offer.pk, subject_id=self.claims[person], actor=ME)

    @rule(person=PEOPLE, priority=PRIORITY)
    def enter_the_line(self, person: int, priority: str) -> None:
        self.attempt(booking.enter, release_id=self.day.pk, priority=priority, **self.who(person))

    @rule(person=PEOPLE)
    def leave_the_line(self, person: int) -> None:
        self.attempt(booking.leave_line, person_key=self.key(person))

    @rule(capacity=st.integers(0, 3))
    def the_branch_changes(self, capacity: int) -> None:
        booking.set_plan(branch_id=self.plain.id, channel=Channel.ONLINE, minutes=30, capacity=capacity)
        first = local_date(moment=MONDAY, zone=self.plain.timezone)
        booking.fit_days(branch_id=self.plain.id, first_day=first, days=3, now=self.now)
        booking.relocate_all(now=self.now)

    @rule(minutes=st.sampled_from([1, 4, 11, 31, 121]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.sweep()

    @precondition(lambda self: self.now < self.day.closes_at)
    @rule()
    def the_day_is_drawn(self) -> None:
        self.now = self.day.closes_at + timedelta(seconds=10)
        self.sweep()

    def sweep(self) -> None:
        booking.release_expired(now=self.now)
        booking.expire_offers(now=self.now)
        booking.release_days(now=self.now)
        booking.offer_free(now=self.now)

    @invariant()
    def each_place_is_counted_once(self) -> None:
        held = Counter(
            (slot, kept)
            for rows in (Booking.objects.filter(state__in=ACTIVE), Offer.objects.filter(state="open"))
            for slot, kept in rows.values_list("slot_id", "kept_place")
        )
        for slot in Slot.objects.all():
            assert slot.kept_taken == held[slot.pk, True]
            assert slot.taken == held[slot.pk, True] + held[slot.pk, False]
            assert 0 <= slot.taken <= slot.capacity

    @invariant()
    def one_person_has_one_of_each(self) -> None:
        for rows in (
            Booking.objects.filter(state__in=ACTIVE),
            Waiter.objects.filter(state="waiting"),
            LotEntry.objects.filter(state__in=["waiting", "turn"]),
        ):
            keys = list(rows.values_list("person_key", flat=True))
            assert len(keys) == len(set(keys))

    @invariant()
    def nobody_is_offered_more_than_three(self) -> None:
        for waiter in Waiter.objects.all():
            counted = waiter.offered.exclude(state="recalled").count()
            assert counted == waiter.offers <= MOST_OFFERS

    @invariant()
    def a_turn_has_a_place_behind_it(self) -> None:
        for release in Release.objects.filter(ended_at=None):
            room, counted = (
                free_places(release_id=release.pk, now=self.now),
                turns_kept(release_id=release.pk),
            )
            assert counted.general <= room.general
            assert counted.kept <= room.kept

    @invariant()
    def turns_come_in_the_order_of_the_line(self) -> None:
        rows = LotEntry.objects.filter(priority="", rank__isnull=False)
        called = rows.filter(state="turn").order_by("-rank").first()
        waits = rows.filter(state="waiting").order_by("rank").first()
        if called and waits:
            assert (called.rank or 0) < (waits.rank or 0)

    @invariant()
    def nobody_is_lost_when_the_line_has_ended(self) -> None:
        ended = LotEntry.objects.filter(release__ended_at__isnull=False)
        assert not ended.filter(state__in=["waiting", "turn"]).exists()
        for key in ended.filter(state="listed").values_list("person_key", flat=True):
            assert Waiter.objects.filter(person_key=key).exists()


def test_whatever_happens_the_promises_hold() -> None:
    run_state_machine_as_test(
        RandomDay,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
