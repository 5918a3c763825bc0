"""How a number in the queue moves: every state, every action, every kind of actor."""

from lapak.config.reference.moves import moves_page
from lapak.kernel.actors import ActorKind
from lapak.queueing.rules.states import TICKET_MOVES, TicketMove


def ticket_moves() -> str:
    """Return the page about the moves of a number as Markdown."""
    return moves_page(
        TICKET_MOVES,
        title="How a number in the queue moves",
        names=TicketMove,
        roles=ActorKind,
        who="actor",
        about="Who waits, in which order and why, is said in [the queue](../queue.md).",
    )
