"""What happens when somebody asks for a time: taken, moved, held longer, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lapak.booking.rules.holding import SlotFacts, is_bookable
from lapak.booking.rules.states import BookingState

MOST_SWITCHES = 20  # from one time to another while filling in
MOST_MOVES = 5  # of a promised time; each keeps others from it for a while


class Act(StrEnum):
    """What is to be done."""

    TAKE = "take"
    SWITCH = "switch"
    EXTEND = "extend"
    KEEP = "keep"


@dataclass(frozen=True)
class Mine:
    """A place that this person has, or that this claim has, in whatever slot."""

    booking_id: UUID
    subject_id: UUID
    person_key: str
    slot_id: UUID
    state: BookingState
    held_until: datetime
    moves: int


@dataclass(frozen=True)
class Asked:
    """Who asks for which slot; `for_good` asks for a promise at once, else the place is held. `has_turn` says
    that it is this person's turn in a day that is given out by lot.
    """

    slot_id: UUID
    slot: SlotFacts
    subject_id: UUID
    person_key: str
    for_good: bool
    has_turn: bool = False


@dataclass(frozen=True)
class Choice:
    """What to do with `mine`, the place the claim has already, and which forgotten holds to give back."""

    act: Act
    mine: Mine | None = None
    forgotten: tuple[Mine, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Why it cannot be. Codes: `slot_gone`, `slot_not_open_yet`, `already_booked`, `moved_too_often`."""

    code: str


def choose(*, asked: Asked, places: Sequence[Mine], now: datetime) -> Choice | Refused:
    """Return what to do when somebody asks for a slot and has these places.

    One person has one place, whatever the claim. A claim's own hold moves along with each new choice; its
    promise moves only when a promise is asked for. Holds that ran out and were not given back yet stand in
    nobody's way.
    """
    own = next((one for one in places if _same(one, asked)), None)
    others = tuple(one for one in places if one is not own)
    if own and own.state is BookingState.CONFIRMED and own.slot_id == asked.slot_id:
        return Choice(Act.KEEP, own)
    if any(_stands_in_the_way(one, asked, now) for one in others):
        return Refused("already_booked")
    if not is_bookable(slot=asked.slot, now=now, has_turn=asked.has_turn):
        return Refused(_why_not(asked.slot, now))
    if own is None:
        return Choice(Act.TAKE, forgotten=others)
    if own.state is BookingState.CONFIRMED and not asked.for_good:
        return Refused("already_booked")
    if own.slot_id == asked.slot_id:
        return Choice(Act.EXTEND, own, others)
    if own.moves >= (MOST_MOVES if own.state is BookingState.CONFIRMED else MOST_SWITCHES):
        return Refused("moved_too_often")
    return Choice(Act.SWITCH, own, others)


def _same(one: Mine, asked: Asked) -> bool:
    return one.subject_id == asked.subject_id and one.person_key == asked.person_key


def _stands_in_the_way(one: Mine, asked: Asked, now: datetime) -> bool:
    """Another claim's place of this person does, while it lives; of the own claim only a promise does, made
    under another number that was entered before.
    """
    if one.state is BookingState.CONFIRMED:
        return True
    return one.subject_id != asked.subject_id and one.held_until > now


def _why_not(slot: SlotFacts, now: datetime) -> str:
    return "slot_not_open_yet" if slot.opens_at and now < slot.opens_at else "slot_gone"
