"""A day given out by lot: announced, entered, drawn, called turn by turn, and everybody has an answer."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lapak.booking.models import LotEntry, Offer, Release, Slot
from lapak.booking.operations import (
    AlreadyBooked,
    LotClosed,
    SlotGone,
    TurnOver,
    book,
    cancel,
    confirm,
    ensure_slots,
    enter,
    join,
    leave_line,
    release_days,
    release_expired,
    step,
)
from lapak.booking.queries import (
    person_key,
    place,
    place_of_person,
    published,
    recent_releases,
    release,
    releases_under_way,
    turn_of,
    waiting,
)
from lapak.booking.rules.lot import commitment_of, faults
from lapak.booking.rules.release import LotState, Phase
from lapak.journal.queries import verify
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.offices.queries import BranchView
from lapak.outbox.models import Message
from tests.operations.booking.lot_days import (
    ALL_CALLED,
    ME,
    MINUTE,
    SECOND,
    announced,
    ask,
    choose,
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


def test_the_hash_of_the_seed_is_public_before_the_window_and_nobody_can_book(
    day: Release, now: datetime
) -> None:
    view = release(release_id=day.pk)
    assert view is not None
    assert view.phase(now=now) is Phase.ANNOUNCED
    assert (view.seed, view.commitment) == ("", commitment_of(seed=day.seed))
    assert published(release_id=day.pk) is None
    assert day.opens_at > now
    assert set(releases_under_way(branch_id=day.branch_id, channel="online", now=now)) == {day.day}
    assert {one.channel for one in recent_releases(branch_id=day.branch_id)} == {"online", "onsite"}
    with pytest.raises(SlotGone, match="slot_not_open_yet"):
        book(slot_id=slots(day)[0], subject_id=new_id(), person_key="k", actor=ME, now=day.closes_at)


def test_planning_the_day_again_keeps_the_seed(day: Release, branch: BranchView, now: datetime) -> None:
    again = announced(branch, now + MINUTE)
    assert (again.pk, again.seed) == (day.pk, day.seed)


def test_a_day_whose_window_has_begun_is_free_at_once(branch: BranchView, day: Release) -> None:
    opens = day.opens_at
    Slot.objects.all().delete()
    Release.objects.all().delete()
    ensure_slots(branch_id=branch.id, first_day=day.day, days=2, now=opens)
    assert set(Release.objects.values_list("day", flat=True)) == {day.day + timedelta(days=1)}
    assert Slot.objects.filter(opens_at=None, release=None).count() == 24


def test_too_early_too_late_and_unknown_are_refused(day: Release, now: datetime) -> None:
    with pytest.raises(LotClosed, match="lot_not_open_yet"):
        ask(day, day.opens_at - SECOND, nik=1)
    step(release_id=day.pk, now=draw_time(day))
    with pytest.raises(LotClosed, match="lot_over"):
        ask(day, draw_time(day), nik=1)
    with pytest.raises(NotFound):
        enter(release_id=new_id(), subject_id=new_id(), person_key="k", now=now)


def test_one_person_has_one_entry_whatever_the_spelling_the_tab_or_the_claim(day: Release) -> None:
    first = ask(day, day.opens_at, nik="3603 1852 0586 0003")
    for spelling in ("3603185205860003", "3603.1852.0586.0003", "36-03185205860003"):
        again = ask(day, day.opens_at + MINUTE, nik=spelling, priority="elderly")
        assert (again.id, again.ticket, again.priority) == (first.id, first.ticket, "")
    assert LotEntry.objects.count() == 1


def test_who_leaves_and_comes_back_has_the_same_ticket(day: Release) -> None:
    first = ask(day, day.opens_at, nik=1)
    leave_line(person_key=first.person_key, now=day.opens_at)
    leave_line(person_key=first.person_key, now=day.opens_at)
    assert place_of_person(person_key=first.person_key) is None
    assert ask(day, day.opens_at, nik=1).ticket == first.ticket


def test_a_person_stands_in_one_line(day: Release, branch: BranchView, now: datetime) -> None:
    other = announced(lot_branch("TWO"), now)
    first = ask(day, day.opens_at, nik=1)
    second = ask(other, day.opens_at, nik=1)
    assert second.ticket != first.ticket
    stands = place_of_person(person_key=first.person_key)
    assert stands is not None
    assert stands.release.id == other.pk
    gone = place_of_person(person_key=first.person_key, release_id=day.pk)
    assert gone is not None
    assert gone.state is LotState.LEFT


def test_a_claim_that_names_another_person_gives_up_the_place_of_the_first(day: Release) -> None:
    claim = new_id()
    first = ask(day, day.opens_at, nik=1, claim=claim)
    ask(day, day.opens_at, nik=2, claim=claim)
    assert LotEntry.objects.get(pk=first.id).state == "left"


def test_who_has_a_promise_already_cannot_take_part(day: Release, branch: BranchView, now: datetime) -> None:
    near = announced_now(branch, now)
    book(slot_id=near, subject_id=new_id(), person_key=person_key(nik="1"), actor=ME, now=now)
    with pytest.raises(AlreadyBooked):
        ask(day, day.opens_at, nik=1)


def announced_now(branch: BranchView, now: datetime) -> UUID:
    from tests.operations.booking.branch_days import slots_of

    return slots_of(branch, now, days=1)[0]


def test_the_draw_can_be_worked_out_again_and_arrival_made_no_difference(day: Release) -> None:
    for n in range(30):
        ask(day, day.opens_at + SECOND * (n * 19), nik=n, priority="ill" if n % 7 == 0 else "")
    assert release_days(now=draw_time(day) - SECOND) == 0
    done = step(release_id=day.pk, now=draw_time(day))
    assert done.drawn == 30
    told = published(release_id=day.pk)
    assert told is not None
    assert faults(published=told) == ()
    assert len(told.order) == 30
    view = release(release_id=day.pk)
    assert view is not None
    assert (view.seed, view.places) == (day.seed, 12)
    assert step(release_id=day.pk, now=draw_time(day)).drawn == 0
    assert verify().broken == ()


def test_leaving_and_priority_said_later_change_nothing_that_was_published(day: Release) -> None:
    places = [ask(day, day.opens_at, nik=n) for n in range(20)]
    step(release_id=day.pk, now=draw_time(day))
    before = published(release_id=day.pk)
    leave_line(person_key=places[3].person_key, now=draw_time(day))
    again = ask(day, draw_time(day), nik=3, priority="pregnant")
    assert again.rank is None
    step(release_id=day.pk, now=draw_time(day) + SECOND)
    assert published(release_id=day.pk) == before
    moved = place(entry_id=again.id)
    assert moved is not None
    assert (moved.rank, moved.by_draw) == (21, False)


def test_turns_come_in_waves_by_rank_and_each_has_a_place_behind_it(day: Release) -> None:
    for n in range(30):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    assert [one.rank for one in turns(day)] == [1]  # twelve places in twenty waves
    third = place_of_person(person_key=LotEntry.objects.get(rank=3).person_key)
    assert third is not None
    assert (third.ahead, third.turn_about) == (1, draw_time(day) + SECOND * 30)
    step(release_id=day.pk, now=draw_time(day) + SECOND * 30)
    assert [one.rank for one in turns(day)] == [1, 2, 3]
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)
    assert [one.rank for one in turns(day)] == list(range(1, 13))
    assert Message.objects.filter(payload__template="lot_turn").count() == 12


def test_only_whose_turn_it_is_can_choose(day: Release) -> None:
    for n in range(3):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    first, second = LotEntry.objects.order_by("rank")[:2]
    at = draw_time(day) + SECOND
    mine = place(entry_id=first.pk)
    other = place(entry_id=second.pk)
    assert mine is not None
    assert other is not None
    with pytest.raises(SlotGone, match="slot_not_open_yet"):
        choose(other, slots(day)[0], at)
    turn = turn_of(person_key=mine.person_key, now=at)
    assert turn is not None
    assert turn.turn_until is not None
    with pytest.raises(TurnOver):
        choose(mine, slots(day)[0], turn.turn_until)
    held = choose(mine, slots(day)[0], at)
    held = choose(mine, slots(day)[1], at)  # and choose another
    confirm(booking_id=held.id, actor=ME, now=at)
    step(release_id=day.pk, now=at)
    assert place(entry_id=first.pk).state is LotState.SERVED  # type: ignore[union-attr] # it is there


def test_a_turn_that_passes_goes_to_the_next_and_its_person_may_begin_anew(
    branch: BranchView, day: Release
) -> None:
    Slot.objects.filter(release=day).exclude(pk=slots(day)[0]).delete()
    for n in range(3):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    first = turns(day)[0]
    assert first.turn_until == draw_time(day) + timedelta(hours=2)
    step(release_id=day.pk, now=first.turn_until - SECOND)
    assert [one.rank for one in turns(day)] == [1]
    step(release_id=day.pk, now=first.turn_until)
    assert [one.rank for one in turns(day)] == [2]
    assert place(entry_id=first.pk).state is LotState.PASSED  # type: ignore[union-attr] # it is there
    again = enter(
        release_id=day.pk, subject_id=first.subject_id, person_key=first.person_key, now=first.turn_until
    )
    assert again == first.pk
    assert LotEntry.objects.filter(pk=again, state="waiting", rank=None).exists()
    step(release_id=day.pk, now=first.turn_until)
    assert place(entry_id=first.pk).rank == 4  # type: ignore[union-attr] # it is there


def test_a_hold_keeps_the_turn_until_it_runs_out(day: Release) -> None:
    Slot.objects.filter(release=day).exclude(pk=slots(day)[0]).delete()
    for n in range(2):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    first = turns(day)[0]
    assert first.turn_until is not None
    mine = place(entry_id=first.pk)
    assert mine is not None
    held = choose(mine, slots(day)[0], first.turn_until - SECOND)
    step(release_id=day.pk, now=first.turn_until)
    assert [one.rank for one in turns(day)] == [1]
    release_expired(now=held.held_until)
    step(release_id=day.pk, now=held.held_until)
    assert [one.rank for one in turns(day)] == [2]


def test_who_comes_later_comes_after_by_arrival(day: Release) -> None:
    late = [ask(day, day.closes_at + SECOND * n, nik=f"9{n}") for n in (3, 1, 2)]
    for n in range(4):
        ask(day, day.closes_at - SECOND, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    ranks = {one.id: place(entry_id=one.id).rank for one in late}  # type: ignore[union-attr] # they are there
    assert [ranks[one.id] for one in late] == [7, 5, 6]
    assert not any(place(entry_id=one.id).by_draw for one in late)  # type: ignore[union-attr] # they are there


def test_kept_places_are_called_for_priority_people_and_nobody_else_gets_them(now: datetime) -> None:
    day = announced(lot_branch("KEP", places=10, priority=20), now)
    chosen = slots(day)[0]
    Slot.objects.filter(release=day).exclude(pk=chosen).delete()
    assert Slot.objects.get(pk=chosen).kept == 2
    for n in range(20):
        ask(day, day.opens_at, nik=n, priority="disabled" if n < 4 else "")
    step(release_id=day.pk, now=draw_time(day))
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)
    called = turns(day)
    assert (len(called), sum(one.kept for one in called)) == (10, 2)
    for entry in called:
        mine = place(entry_id=entry.pk)
        assert mine is not None
        choose(mine, chosen, draw_time(day) + ALL_CALLED)
    slot = Slot.objects.get(pk=chosen)
    assert (slot.taken, slot.kept_taken) == (10, 2)


def test_at_the_end_who_is_left_stands_on_the_waiting_list_in_their_order(day: Release) -> None:
    Slot.objects.filter(release=day).exclude(pk=slots(day)[0]).delete()
    for n in range(5):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    mine = place(entry_id=turns(day)[0].pk)
    assert mine is not None
    held = choose(mine, slots(day)[0], draw_time(day))
    confirm(booking_id=held.id, actor=ME, now=draw_time(day))
    done = step(release_id=day.pk, now=draw_time(day) + SECOND)
    assert (done.ended, done.listed) == (True, 4)
    assert states(day) == {"served": 1, "listed": 4}
    left = LotEntry.objects.filter(state="listed").order_by("rank")
    assert [waiting(subject_id=one.subject_id).place for one in left] == [1, 2, 3, 4]  # type: ignore[union-attr] # all wait
    assert Message.objects.filter(payload__template="lot_listed").count() == 4
    later = draw_time(day) + MINUTE
    cancel(booking_id=held.id, actor=ME, now=later)
    assert Offer.objects.get(state="open").waiter.subject_id == left[0].subject_id


def test_a_place_given_back_in_the_line_goes_to_the_line_and_not_to_the_waiting_list(
    branch: BranchView, day: Release
) -> None:
    only = slots(day)[0]
    Slot.objects.filter(release=day).exclude(pk=only).delete()
    join(
        branch_id=branch.id, channel="online", subject_id=new_id(), person_key="w", actor=ME, now=day.opens_at
    )
    for n in range(2):
        ask(day, day.opens_at, nik=n)
    step(release_id=day.pk, now=draw_time(day))
    mine = place(entry_id=turns(day)[0].pk)
    assert mine is not None
    held = choose(mine, only, draw_time(day))
    cancel(booking_id=held.id, actor=ME, now=draw_time(day) + SECOND)
    assert not Offer.objects.exists()
    leave_line(person_key=mine.person_key, now=draw_time(day) + SECOND)
    step(release_id=day.pk, now=draw_time(day) + ALL_CALLED)
    assert [one.rank for one in turns(day)] == [2]


def test_without_anybody_the_day_is_free_for_everybody_after_the_window(day: Release) -> None:
    assert step(release_id=day.pk, now=draw_time(day)).ended
    at = draw_time(day) + SECOND
    book(slot_id=slots(day)[0], subject_id=new_id(), person_key="k", actor=ME, now=at)
    assert step(release_id=day.pk, now=at).ended is False  # and once only
