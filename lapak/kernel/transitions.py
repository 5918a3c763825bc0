"""The one way a state changes: a table of moves per entity, and a pure decision over it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from lapak.kernel.errors import DomainError

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)
R = TypeVar("R", bound=StrEnum)


class MoveRefused(DomainError):
    """The move may not be made. Codes: `move_unknown`, `move_not_from_here`, `move_not_for_role`."""


@dataclass(frozen=True, slots=True)
class Move(Generic[S, M, R]):
    """A named move: where it starts, where it ends, and who may make it."""

    name: M
    from_states: frozenset[S]
    to_state: S
    roles: frozenset[R]


@dataclass(frozen=True, slots=True)
class TransitionTable(Generic[S, M, R]):
    """All moves of one entity and its first state."""

    entity: str
    initial: S
    moves: tuple[Move[S, M, R], ...]

    def __post_init__(self) -> None:
        repeated = [name for name, times in Counter(move.name for move in self.moves).items() if times > 1]
        if repeated:
            raise ValueError(f"{self.entity}: moves named twice: {', '.join(repeated)}")
        lost = set(type(self.initial)) - self.reachable()
        if lost:
            raise ValueError(f"{self.entity}: states no move leads to: {', '.join(sorted(lost))}")

    def reachable(self) -> frozenset[S]:
        """Return every state that moves lead to from the initial one, itself included."""
        found = {self.initial}
        size = 0
        while size != len(found):
            size = len(found)
            found |= {move.to_state for move in self.moves if move.from_states & found}
        return frozenset(found)

    def final(self) -> frozenset[S]:
        """Return the states that no move leaves."""
        left = frozenset(state for move in self.moves for state in move.from_states)
        return frozenset(type(self.initial)) - left


def move(*, name: M, sources: Iterable[S], to: S, roles: Iterable[R]) -> Move[S, M, R]:
    """Return a move, written briefly for a table."""
    return Move(name=name, from_states=frozenset(sources), to_state=to, roles=frozenset(roles))


def decide(*, table: TransitionTable[S, M, R], state: S, move: M, role: R) -> S:
    """Return the state after the move. Raises MoveRefused; the role is asked before the state, so that nobody
    learns by trying where an entity of others stands.
    """
    found = next((known for known in table.moves if known.name == move), None)
    if found is None:
        raise MoveRefused("move_unknown", params={"entity": table.entity, "move": move})
    if role not in found.roles:
        raise MoveRefused("move_not_for_role", params={"entity": table.entity, "move": move, "role": role})
    if state not in found.from_states:
        raise MoveRefused("move_not_from_here", params={"entity": table.entity, "move": move, "state": state})
    return found.to_state


def open_moves(*, table: TransitionTable[S, M, R], state: S, role: R) -> tuple[M, ...]:
    """Return the moves this role may make now, in the order of the table."""
    return tuple(known.name for known in table.moves if state in known.from_states and role in known.roles)
