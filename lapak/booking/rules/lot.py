"""The draw for a day that opens, so that neither speed nor the office decides whose turn comes first.

A seed is made before the window opens and its hash is published; the seed itself follows with the result. The
order rests on the seed *and* on everybody who entered, so whoever knows the seed alone knows nothing:

    digest = sha256 of the sorted lines "TICKET 0\\n" (with 1 for priority people)
    order  = tickets sorted by sha256("SEED:DIGEST:TICKET")

Then the priority rule: of every first m places at least floor(m x percent / 100) go to priority people while
any are left; who is moved up is the first of them by the draw, and all others keep their order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

PERCENT = 100


@dataclass(frozen=True, order=True)
class Entrant:
    """Who takes part, known by a ticket that says nothing about the person."""

    ticket: str
    priority: bool


@dataclass(frozen=True)
class Published:
    """What is published of a draw: everything needed to work it out again."""

    commitment: str
    seed: str
    digest: str
    priority_percent: int
    order: tuple[Entrant, ...]


def commitment_of(*, seed: str) -> str:
    """Return what is published of a seed before the draw: SHA-256 in hex."""
    return _hash(seed)


def digest_of(*, entrants: Iterable[Entrant]) -> str:
    """Return the SHA-256 in hex of all who entered; in which order they came does not matter."""
    return _hash("".join(f"{one.ticket} {int(one.priority)}\n" for one in sorted(entrants)))


def draw(*, seed: str, entrants: Iterable[Entrant], priority_percent: int) -> tuple[Entrant, ...]:
    """Return the entrants in the order of their turns."""
    known = list(entrants)
    digest = digest_of(entrants=known)
    drawn = sorted(known, key=lambda one: _hash(f"{seed}:{digest}:{one.ticket}"))
    return with_priority(drawn=drawn, percent=priority_percent)


def with_priority(*, drawn: Sequence[Entrant], percent: int) -> tuple[Entrant, ...]:
    """Return the drawn order after the priority rule."""
    first = iter([one for one in drawn if one.priority])
    upcoming, moved_up = next(first, None), set[str]()
    order, had = [], 0
    rest = iter(drawn)
    for position in range(1, len(drawn) + 1):
        if upcoming is not None and position * percent // PERCENT > had:
            one = upcoming
            moved_up.add(one.ticket)
        else:
            one = next(each for each in rest if each.ticket not in moved_up)
        if one is upcoming:
            upcoming, had = next(first, None), had + 1
        order.append(one)
    return tuple(order)


def faults(*, published: Published) -> tuple[str, ...]:
    """Return what is wrong with a published draw, nothing when it is right.

    Codes: `commitment_differs`, `digest_differs`, `ticket_twice`, `order_differs`.
    """
    found = []
    if commitment_of(seed=published.seed) != published.commitment:
        found.append("commitment_differs")
    if len({one.ticket for one in published.order}) != len(published.order):
        found.append("ticket_twice")
    if digest_of(entrants=published.order) != published.digest:
        found.append("digest_differs")
    again = draw(seed=published.seed, entrants=published.order, priority_percent=published.priority_percent)
    if again != published.order:
        found.append("order_differs")
    return tuple(found)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
