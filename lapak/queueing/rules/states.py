"""The life of a ticket, and what it says about its holder."""

from enum import StrEnum

from lapak.kernel.actors import ActorKind
from lapak.kernel.transitions import TransitionTable, move


class TicketState(StrEnum):
    """`called` and `in_service` are apart: many who are called come late or never."""

    WAITING = "waiting"
    CALLED = "called"
    IN_SERVICE = "in_service"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"


class TicketMove(StrEnum):
    CALL = "call"
    START = "start"
    RETURN_FIRST = "return_first"
    FINISH = "finish"
    NO_SHOW = "no_show"
    LEAVE = "leave"


class Priority(StrEnum):
    """Why somebody is served earlier."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"


class Waits(StrEnum):
    """Where the holder waits, and so how a call reaches them."""

    HALL = "hall"
    PHONE = "phone"
    PAGER = "pager"


class Letter(StrEnum):
    """First letter of a ticket: at the branch, from afar, priority."""

    ONSITE = "A"
    ONLINE = "D"
    PRIORITY = "P"


ACTIVE = (TicketState.WAITING, TicketState.CALLED, TicketState.IN_SERVICE)
_ANYONE = tuple(ActorKind)
_OFFICE = (ActorKind.STAFF, ActorKind.SYSTEM)

# Everyone may cause a call or a start: an arrival or a leaving lets the desk fill its places at once.
TICKET_MOVES = TransitionTable(
    entity="ticket",
    initial=TicketState.WAITING,
    moves=(
        move(name=TicketMove.CALL, sources=[TicketState.WAITING], to=TicketState.CALLED, roles=_ANYONE),
        move(name=TicketMove.START, sources=[TicketState.CALLED], to=TicketState.IN_SERVICE, roles=_ANYONE),
        move(
            name=TicketMove.RETURN_FIRST,
            sources=[TicketState.CALLED, TicketState.IN_SERVICE],
            to=TicketState.WAITING,
            roles=_OFFICE,
        ),
        move(name=TicketMove.FINISH, sources=[TicketState.IN_SERVICE], to=TicketState.DONE, roles=_OFFICE),
        move(
            name=TicketMove.NO_SHOW,
            sources=[TicketState.WAITING, TicketState.CALLED],
            to=TicketState.NO_SHOW,
            roles=_OFFICE,
        ),
        move(name=TicketMove.LEAVE, sources=ACTIVE, to=TicketState.LEFT, roles=_ANYONE),
    ),
)


def letter_for(*, channel: str, priority: str) -> Letter:
    """Return the first letter of a ticket; priority goes before the channel."""
    if priority:
        return Letter.PRIORITY
    return Letter.ONLINE if channel == "online" else Letter.ONSITE


def label(*, letter: str, number: int) -> str:
    """Return a ticket as people read it: `A-058`."""
    return f"{letter}-{number:03d}"
