"""The life of a booking."""

from enum import StrEnum

from lapak.kernel.actors import ActorKind
from lapak.kernel.transitions import TransitionTable, move


class Channel(StrEnum):
    """How the visit takes place: by the participant's own phone, or at the branch."""

    ONLINE = "online"
    ONSITE = "onsite"


class Priority(StrEnum):
    """Why a place that is kept may be taken: said by the person, seen at the door."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    ILL = "ill"


class BookingState(StrEnum):
    """Held for a person who is still filling in, promised, or over."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    USED = "used"
    MISSED = "missed"


class BookingMove(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    EXPIRE = "expire"
    USE = "use"
    MISS = "miss"


ACTIVE = (BookingState.HELD, BookingState.CONFIRMED)
_ANYONE = tuple(ActorKind)

BOOKING_MOVES = TransitionTable(
    entity="booking",
    initial=BookingState.HELD,
    moves=(
        move(name=BookingMove.CONFIRM, sources=[BookingState.HELD], to=BookingState.CONFIRMED, roles=_ANYONE),
        move(name=BookingMove.CANCEL, sources=ACTIVE, to=BookingState.CANCELLED, roles=_ANYONE),
        move(
            name=BookingMove.EXPIRE,
            sources=[BookingState.HELD],
            to=BookingState.CANCELLED,
            roles=[ActorKind.SYSTEM],
        ),
        move(name=BookingMove.USE, sources=[BookingState.CONFIRMED], to=BookingState.USED, roles=_ANYONE),
        move(
            name=BookingMove.MISS,
            sources=[BookingState.CONFIRMED],
            to=BookingState.MISSED,
            roles=[ActorKind.SYSTEM],
        ),
    ),
)
