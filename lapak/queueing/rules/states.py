"""The life of a ticket, and what it says about its holder."""

from enum import StrEnum

from lapak.booking.rules.states import Priority
from lapak.kernel.actors import ActorKind
from lapak.kernel.transitions import TransitionTable, move

__all__ = ["Priority"]  # one word for why somebody goes first, whether said when booking or seen at the door


class TicketState(StrEnum):
    """`called` and `in_service` are apart: many who are called come late or never."""

    WAITING = "waiting"
    ON_HOLD = "on_hold"
    CALLED = "called"
    IN_SERVICE = "in_service"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"
    TRANSFERRED = "transferred"
    UNSERVED = "unserved"


class TicketMove(StrEnum):
    CALL = "call"
    RECALL = "recall"
    START = "start"
    SKIP = "skip"
    RETURN_FIRST = "return_first"
    LET_PASS = "let_pass"  # noqa: S105 not a password
    HOLD = "hold"
    RESUME = "resume"
    GO_ONLINE = "go_online"
    TRANSFER = "transfer"
    FINISH = "finish"
    NO_SHOW = "no_show"
    COME_BACK = "come_back"
    LEAVE = "leave"
    CLOSE_DAY = "close_day"


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


PRESENT = (TicketState.WAITING, TicketState.ON_HOLD)  # before any call
ACTIVE = (*PRESENT, TicketState.CALLED, TicketState.IN_SERVICE)
_ANYONE = tuple(ActorKind)
_OFFICE = (ActorKind.STAFF, ActorKind.SYSTEM)
_DOOR = (*_OFFICE, ActorKind.DEVICE)

# Everyone may cause a call or a start: an arrival or a leaving lets the desk fill its places at once.
TICKET_MOVES = TransitionTable(
    entity="ticket",
    initial=TicketState.WAITING,
    moves=(
        move(name=TicketMove.CALL, sources=[TicketState.WAITING], to=TicketState.CALLED, roles=_ANYONE),
        move(name=TicketMove.RECALL, sources=[TicketState.CALLED], to=TicketState.CALLED, roles=_OFFICE),
        move(name=TicketMove.START, sources=[TicketState.CALLED], to=TicketState.IN_SERVICE, roles=_ANYONE),
        move(name=TicketMove.SKIP, sources=[TicketState.CALLED], to=TicketState.WAITING, roles=_OFFICE),
        move(
            name=TicketMove.RETURN_FIRST,
            sources=[TicketState.CALLED, TicketState.IN_SERVICE],
            to=TicketState.WAITING,
            roles=_OFFICE,
        ),
        move(name=TicketMove.LET_PASS, sources=[TicketState.WAITING], to=TicketState.WAITING, roles=_ANYONE),
        move(name=TicketMove.HOLD, sources=[TicketState.WAITING], to=TicketState.ON_HOLD, roles=_ANYONE),
        move(name=TicketMove.RESUME, sources=[TicketState.ON_HOLD], to=TicketState.WAITING, roles=_ANYONE),
        move(name=TicketMove.GO_ONLINE, sources=[TicketState.WAITING], to=TicketState.WAITING, roles=_ANYONE),
        move(name=TicketMove.TRANSFER, sources=PRESENT, to=TicketState.TRANSFERRED, roles=_DOOR),
        move(name=TicketMove.FINISH, sources=[TicketState.IN_SERVICE], to=TicketState.DONE, roles=_OFFICE),
        move(
            name=TicketMove.NO_SHOW,
            sources=[*PRESENT, TicketState.CALLED],
            to=TicketState.NO_SHOW,
            roles=_OFFICE,
        ),
        move(name=TicketMove.COME_BACK, sources=[TicketState.NO_SHOW], to=TicketState.WAITING, roles=_DOOR),
        move(name=TicketMove.LEAVE, sources=ACTIVE, to=TicketState.LEFT, roles=_ANYONE),
        move(
            name=TicketMove.CLOSE_DAY,
            sources=[*PRESENT, TicketState.CALLED],
            to=TicketState.UNSERVED,
            roles=[ActorKind.SYSTEM],
        ),
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
