"""How a number in the queue moves: every state, every action, every kind of actor."""

from collections.abc import Iterator

from lapak.config.reference.markdown import WRITTEN_BY, table
from lapak.kernel.actors import ActorKind
from lapak.kernel.transitions import MoveRefused, decide
from lapak.queueing.rules.states import TICKET_MOVES, TicketMove, TicketState

REFUSED = {"move_not_for_role": "", "move_not_from_here": "–"}


def ticket_moves() -> str:
    """Return the drawing, the moves, and the full grid of state x action x actor as Markdown."""
    lines = [
        "# How a number in the queue moves",
        "",
        WRITTEN_BY,
        "",
        "Who waits, in which order and why, is said in [the queue](../queue.md).",
        "",
        *_drawing(),
        "",
        "## The moves",
        "",
        *table(("move", "from", "to", "who"), _moves()),
        "",
        "## The full grid",
        "",
        "A cell names the state after the action. `–`: this actor may do it, but not from here. "
        "Empty: not for this actor.",
    ]
    for state in TicketState:
        lines += ["", f"### {state}", "", *table(("action", *map(str, ActorKind)), _grid(state))]
    return "\n".join(lines) + "\n"


def _drawing() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {TICKET_MOVES.initial}"
    for move in TICKET_MOVES.moves:
        for source in sorted(move.from_states, key=list(TicketState).index):
            yield f"    {source} --> {move.to_state}: {move.name}"
    for state in TicketState:
        if state in TICKET_MOVES.final():
            yield f"    {state} --> [*]"
    yield "```"


def _moves() -> Iterator[tuple[str, ...]]:
    for move in TICKET_MOVES.moves:
        sources = [f"`{state}`" for state in TicketState if state in move.from_states]
        roles = [str(role) for role in ActorKind if role in move.roles]
        yield f"`{move.name}`", ", ".join(sources), f"`{move.to_state}`", ", ".join(roles)


def _grid(state: TicketState) -> Iterator[tuple[str, ...]]:
    for move in TicketMove:
        yield f"`{move}`", *(_cell(state, move, role) for role in ActorKind)


def _cell(state: TicketState, move: TicketMove, role: ActorKind) -> str:
    try:
        return f"`{decide(table=TICKET_MOVES, state=state, move=move, role=role)}`"
    except MoveRefused as refusal:
        return REFUSED[refusal.code]
