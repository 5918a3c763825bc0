"""Holding a place and promising it. Lock order: the turn, bookings by id, then slots by id, last.

A place counts as taken from the moment it is held; `slot_never_oversold` and `booking_one_per_person` hold
even if the code here were wrong.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lapak import prepared
from lapak.booking.models import Booking
from lapak.booking.operations import room
from lapak.booking.operations.refusals import AlreadyBooked, HoldExpired, SlotGone, refusal
from lapak.booking.operations.rows import SWEEPER, end, locked, move, tell
from lapak.booking.operations.taking import take_new
from lapak.booking.operations.turns import locked_turn
from lapak.booking.operations.waiting import accept, hand_on
from lapak.booking.queries.bookings import BookingView, booking
from lapak.booking.queries.facts import SlotNow, asked_slot
from lapak.booking.rules.choosing import Act, Asked, Choice, Mine, Refused, choose
from lapak.booking.rules.holding import LONGEST_HOLD, held_until, is_open
from lapak.booking.rules.states import ACTIVE, BookingMove, BookingState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id

_GONE = (
    "select id from booking_booking where slot_id = %s and state = 'held' and held_until <= %s"
    " order by id for update skip locked"
)


@dataclass(frozen=True)
class HeldBooking:
    """A place: held until `held_until` (UTC), or promised."""

    id: UUID
    slot_id: UUID
    state: str
    held_until: datetime
    branch_id: UUID
    channel: str


@dataclass(frozen=True)
class Wish:
    """Who asks for a place in which slot, and by what right of way (`priority` empty: none).

    `kinds` are the places to try in order, True for those kept for priority people. A turn counts on a place
    of one kind, so it takes no other.
    """

    slot: SlotNow
    subject_id: UUID
    person_key: str
    priority: str
    kinds: tuple[bool, ...]
    actor: Actor
    now: datetime
    state: BookingState


@transaction.atomic
def hold(
    *, slot_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime, priority: str = ""
) -> HeldBooking:
    """Keep a place for ten minutes and return it; what the claim held before goes back.

    Holding the same slot again extends it, up to half an hour in all, so a double click takes one place; a
    promised place stays as it is. Priority people may take a place that is kept for them. Locks the person's
    bookings, then the slots. Raises SlotGone, AlreadyBooked (this person, by another claim or for good),
    MovedTooOften, NotFound(`slot_unknown`).
    """
    return _ask(slot_id, subject_id, person_key, priority, BookingState.HELD, actor, now)


@transaction.atomic
def book(
    *, slot_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime, priority: str = ""
) -> HeldBooking:
    """Promise a place at once and return it; a promise that the claim has already moves to this slot.

    Booking the same slot again changes nothing. The booking stays the same one, and so does its QR. Locks
    and raises as `hold` does.
    """
    return book_within(
        slot_id=slot_id,
        subject_id=subject_id,
        person_key=person_key,
        actor=actor,
        now=now,
        priority=priority,
    )


def book_within(
    *, slot_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime, priority: str = ""
) -> HeldBooking:
    """Do what `book` does as part of the caller's transaction, all of which a refusal has to undo."""
    return _ask(slot_id, subject_id, person_key, priority, BookingState.CONFIRMED, actor, now)


@transaction.atomic
def confirm(*, booking_id: UUID, actor: Actor, now: datetime) -> BookingView:
    """Promise the held place for good and return it; confirming twice changes nothing.

    Locks the booking. Raises HoldExpired when the hold has run out, NotFound(`booking_unknown`), MoveRefused.
    """
    row = locked(booking_id=booking_id)
    if row.state != BookingState.CONFIRMED:
        if row.state == BookingState.CANCELLED or row.held_until <= now:
            raise HoldExpired("hold_expired")
        row.confirmed_at, row.moves = now, 0
        move(row=row, move=BookingMove.CONFIRM, actor=actor, now=now)
    view = booking(booking_id=row.pk)
    assert view is not None  # it is locked
    return view


@transaction.atomic
def take_offer(
    *, offer_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime, for_good: bool = True
) -> HeldBooking:
    """Give the person the place they were offered, in place of the appointment they have, and return it.

    Not `for_good`, it is held for half an hour, for a claim that is not filed yet.
    Locks the offer, the waiter, the booking, and the slot that is handed on. Raises OfferGone, AlreadyBooked
    (by another claim), NotFound(`offer_unknown`).
    """
    offer = accept(offer_id=offer_id, subject_id=subject_id, actor=actor, now=now)
    row = Booking.objects.select_for_update().filter(subject_id=subject_id, state__in=ACTIVE).first()
    old = (row.slot_id, row.kept_place) if row else None
    if row is None:
        row = Booking(
            id=new_id(now=now), subject_id=subject_id, person_key=person_key, held_at=now, held_until=now
        )
    row.slot_id, row.kept_place, row.priority = offer.slot_id, offer.kept_place, offer.waiter.priority
    if for_good:
        row.state, row.confirmed_at = BookingState.CONFIRMED, now
    elif row.state != BookingState.CONFIRMED:
        row.state, row.held_at, row.held_until = BookingState.HELD, now, now + LONGEST_HOLD
    try:
        row.save()
    except IntegrityError:  # booking_one_per_person
        raise AlreadyBooked("already_booked") from None
    tell(row=row, what="booking.moved" if old else f"booking.{row.state}", actor=actor, now=now)
    if old:
        hand_on(slot_id=old[0], kept=old[1], giver=subject_id, now=now)
    return HeldBooking(
        row.pk, row.slot_id, row.state, row.held_until, offer.slot.branch_id, offer.slot.channel
    )


def _ask(
    slot_id: UUID,
    subject_id: UUID,
    person_key: str,
    priority: str,
    state: BookingState,
    actor: Actor,
    now: datetime,
) -> HeldBooking:
    slot, places = asked_slot(slot_id=slot_id, subject_id=subject_id, person_key=person_key)
    if slot is None:
        raise NotFound("slot_unknown")
    turn = None
    if slot.turn is not None and not is_open(slot=slot.facts, now=now):
        turn = locked_turn(entry_id=slot.turn, now=now)
    for_good = state is BookingState.CONFIRMED
    asked = Asked(slot_id, slot.facts, subject_id, person_key, for_good=for_good, has_turn=turn is not None)
    choice = choose(asked=asked, places=places, now=now)
    if isinstance(choice, Refused):
        raise refusal(choice.code)
    kinds: tuple[bool, ...] = (True, False) if priority else (False,)
    if turn is not None:
        priority, kinds = turn.priority, (turn.kept,)
    wish = Wish(slot, subject_id, person_key, priority, kinds, actor, now, state)
    return _made(wish, _do(wish, choice))


def _do(wish: Wish, choice: Choice) -> Booking:
    _clear(wish, choice.forgotten)
    if choice.mine is None:
        return _taken(wish)
    row = _still(choice.mine)
    if choice.act is Act.EXTEND:
        return _extended(wish, row)
    return _switched(wish, row) if choice.act is Act.SWITCH else row


def _taken(wish: Wish) -> Booking:
    """Return a new booking in the slot, where forgotten holds are cleared away if it is full."""
    for attempt in range(2):
        for kept in wish.kinds:
            row = _new_row(wish, kept=kept)
            has_room = wish.slot.kept_room if kept else wish.slot.room
            if (has_room or attempt) and take_new(row=row, actor=wish.actor, now=wish.now):
                return row
        if attempt or not release_holds_of(slot_id=wish.slot.id, now=wish.now):
            break
    raise SlotGone("slot_gone")


def _new_row(wish: Wish, *, kept: bool) -> Booking:
    is_promise = wish.state is BookingState.CONFIRMED
    return Booking(
        id=new_id(now=wish.now),
        slot_id=wish.slot.id,
        subject_id=wish.subject_id,
        person_key=wish.person_key,
        state=wish.state,
        priority=wish.priority,
        kept_place=kept,
        held_at=wish.now,
        held_until=held_until(held_at=wish.now, now=wish.now),
        confirmed_at=wish.now if is_promise else None,
    )


def _extended(wish: Wish, row: Booking) -> Booking:
    """Hold the place longer; one that ran out and is still there begins anew. Asked for good, promise it."""
    if row.held_until <= wish.now:
        row.held_at = wish.now
    row.held_until = held_until(held_at=row.held_at, now=wish.now)
    if wish.state is BookingState.CONFIRMED:
        row.confirmed_at, row.moves = wish.now, 0
        move(row=row, move=BookingMove.CONFIRM, actor=wish.actor, now=wish.now)
    else:
        row.save(update_fields=["held_at", "held_until"])
    return row


def _switched(wish: Wish, row: Booking) -> Booking:
    """Let the booking have a place in the new slot, and give the old one back."""
    row.priority = wish.priority or row.priority
    kept = _exchange(wish, row)
    row.slot_id, row.kept_place, row.moves = wish.slot.id, kept, row.moves + 1
    if row.state == BookingState.HELD:
        row.held_at, row.held_until = wish.now, held_until(held_at=wish.now, now=wish.now)
    if wish.state is BookingState.CONFIRMED and row.state == BookingState.HELD:
        row.confirmed_at, row.moves = wish.now, 0
        move(row=row, move=BookingMove.CONFIRM, actor=wish.actor, now=wish.now)
    else:
        row.save()
        tell(row=row, what="booking.moved", actor=wish.actor, now=wish.now)
    return row


def _exchange(wish: Wish, row: Booking) -> bool:
    """Take a place and hand the old one on, the slots in the order of their ids; return whether it is kept.

    Raises SlotGone, and then nothing was given back: the transaction is undone.
    """
    old_first = row.slot_id < wish.slot.id
    if old_first:
        hand_on(slot_id=row.slot_id, kept=row.kept_place, giver=row.subject_id, now=wish.now)
    kept = room.take_first(slot_id=wish.slot.id, kinds=wish.kinds)
    if kept is None:
        raise SlotGone("slot_gone")
    if not old_first:
        hand_on(slot_id=row.slot_id, kept=row.kept_place, giver=row.subject_id, now=wish.now)
    return kept


def _clear(wish: Wish, forgotten: tuple[Mine, ...]) -> None:
    """Give back what this person, or this claim under another number, left held."""
    for one in sorted(forgotten, key=lambda each: each.booking_id):
        row = _still(one)
        end(row=row, by=BookingMove.CANCEL, actor=wish.actor, now=wish.now)


def _still(mine: Mine) -> Booking:
    """Return the locked row of a place, if it still is what was seen. Raises AlreadyBooked."""
    row = locked(booking_id=mine.booking_id)
    if (row.state, row.slot_id) != (mine.state, mine.slot_id):
        raise AlreadyBooked("already_booked")
    return row


def release_holds_of(*, slot_id: UUID, now: datetime) -> int:
    """Give back the places of a slot that were held too long; return how many. Skips what others hold."""
    gone = prepared.rows(_GONE, [slot_id, now])
    for (id,) in gone:
        end(row=locked(booking_id=id), by=BookingMove.EXPIRE, actor=SWEEPER, now=now)
    return len(gone)


def _made(wish: Wish, row: Booking) -> HeldBooking:
    assert row.state in ACTIVE
    return HeldBooking(row.pk, row.slot_id, row.state, row.held_until, wish.slot.branch_id, wish.slot.channel)
