"""How a claim moves: every state, every action, every role."""

from collections.abc import Iterator

from lapak.claims.rules.claim_moves import CLAIM_TABLE, ClaimMove, ClaimRole, ClaimState, decide
from lapak.config.reference.markdown import WRITTEN_BY, table
from lapak.kernel.transitions import MoveRefused

REFUSED = {"move_not_for_role": "", "move_not_from_here": "–"}


def claim_moves() -> str:
    """Return the drawing, the moves, and the full grid of state x action x role as Markdown."""
    lines = [
        "# How a claim moves",
        "",
        WRITTEN_BY,
        "",
        *_drawing(),
        "",
        "## The moves",
        "",
        *table(("move", "from", "to", "who"), _moves()),
        "",
        "## The full grid",
        "",
        "A cell names the state after the action. `–`: this role may do it, but not from here. "
        "Empty: not for this role.",
    ]
    for state in ClaimState:
        lines += ["", f"### {state}", "", *table(("action", *map(str, ClaimRole)), _grid(state))]
    return "\n".join(lines) + "\n"


def _drawing() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {CLAIM_TABLE.initial}"
    for move in CLAIM_TABLE.moves:
        for source in sorted(move.from_states, key=list(ClaimState).index):
            yield f"    {source} --> {move.to_state}: {move.name}"
    for state in ClaimState:
        if state in CLAIM_TABLE.final():
            yield f"    {state} --> [*]"
    yield "```"


def _moves() -> Iterator[tuple[str, ...]]:
    for move in CLAIM_TABLE.moves:
        sources = [f"`{state}`" for state in ClaimState if state in move.from_states]
        roles = [str(role) for role in ClaimRole if role in move.roles]
        yield f"`{move.name}`", ", ".join(sources), f"`{move.to_state}`", ", ".join(roles)


def _grid(state: ClaimState) -> Iterator[tuple[str, ...]]:
    for move in ClaimMove:
        yield f"`{move}`", *(_cell(state, move, role) for role in ClaimRole)


def _cell(state: ClaimState, move: ClaimMove, role: ClaimRole) -> str:
    try:
        return f"`{decide(state=state, move=move, role=role)}`"
    except MoveRefused as refusal:
        return REFUSED[refusal.code]
