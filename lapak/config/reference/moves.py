"""How something moves, written from its transition table: a drawing, the moves, and the full grid."""

from collections.abc import Iterable, Iterator

from lapak.config.reference.markdown import WRITTEN_BY, table
from lapak.kernel.transitions import M, MoveRefused, R, S, TransitionTable, decide

REFUSED = {"move_not_for_role": "", "move_not_from_here": "–"}


def moves_page(
    known: TransitionTable[S, M, R],
    *,
    title: str,
    names: Iterable[M],
    roles: Iterable[R],
    who: str,
    about: str = "",
) -> str:
    """Return the drawing, the moves, and the full grid of state x action x role as Markdown.

    `names` are the actions in the order of the page, `who` the word for one of the `roles`.
    """
    roles, names, states = tuple(roles), tuple(names), tuple(type(known.initial))
    lines = [
        f"# {title}",
        "",
        WRITTEN_BY,
        "",
        *((about, "") if about else ()),
        *_drawing(known, states),
        "",
        "## The moves",
        "",
        *table(("move", "from", "to", "who"), _moves(known, states, roles)),
        "",
        "## The full grid",
        "",
        f"A cell names the state after the action. `–`: this {who} may do it, but not from here. "
        f"Empty: not for this {who}.",
    ]
    for state in states:
        grid = ((f"`{name}`", *(_cell(known, state, name, role) for role in roles)) for name in names)
        lines += ["", f"### {state}", "", *table(("action", *map(str, roles)), grid)]
    return "\n".join(lines) + "\n"


def _drawing(known: TransitionTable[S, M, R], states: tuple[S, ...]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {known.initial}"
    for move in known.moves:
        for source in sorted(move.from_states, key=states.index):
            yield f"    {source} --> {move.to_state}: {move.name}"
    for state in states:
        if state in known.final():
            yield f"    {state} --> [*]"
    yield "```"


def _moves(
    known: TransitionTable[S, M, R], states: tuple[S, ...], roles: tuple[R, ...]
) -> Iterator[tuple[str, ...]]:
    for move in known.moves:
        sources = [f"`{state}`" for state in states if state in move.from_states]
        allowed = [str(role) for role in roles if role in move.roles]
        yield f"`{move.name}`", ", ".join(sources), f"`{move.to_state}`", ", ".join(allowed)


def _cell(known: TransitionTable[S, M, R], state: S, move: M, role: R) -> str:
    try:
        return f"`{decide(table=known, state=state, move=move, role=role)}`"
    except MoveRefused as refusal:
        return REFUSED[refusal.code]
