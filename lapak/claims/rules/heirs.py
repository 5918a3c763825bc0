"""Who is entitled to a dead member's savings, and who may receive them for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.claims.rules.dates import birthday

ADULT_AGE = 18  # UU 1/1974 Article 47 and 50, as commonly read; unsourced


class Kin(StrEnum):
    """How an heir is related to the member."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    PARENT_IN_LAW = "parent_in_law"
    NAMED_IN_WILL = "named_in_will"


# Permenaker 19/2015: widow, widower, child; without them, in this order, blood relatives in straight line up
# and down to the second degree, siblings, parents-in-law, the person named in a will; without all of them the
# Balai Harta Peninggalan. No other order was found for Permenaker 4/2022.
RANKS: tuple[frozenset[Kin], ...] = (
    frozenset({Kin.SPOUSE, Kin.CHILD}),
    frozenset({Kin.PARENT, Kin.GRANDCHILD, Kin.GRANDPARENT}),
    frozenset({Kin.SIBLING}),
    frozenset({Kin.PARENT_IN_LAW}),
    frozenset({Kin.NAMED_IN_WILL}),
)


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody who is named as heir, by a number of the claim's own."""

    number: int
    kin: Kin
    birth_date: date


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the order says of those who were named, by their numbers.

    `rank` is the first that has anybody, 1 being spouse and children; None when nobody is named at all: then
    the savings go to the Balai Harta Peninggalan. `minors` are those of the entitled whom a guardian speaks
    for.
    """

    rank: int | None
    entitled: tuple[int, ...]
    others: tuple[int, ...]
    minors: tuple[int, ...]

    @property
    def goes_to_estate_office(self) -> bool:
        """Whether nobody is entitled (Balai Harta Peninggalan)."""
        return self.rank is None


def rank_of(kin: Kin) -> int:
    """Return the place of a relation in the order, 1 being the first."""
    return next(place for place, kins in enumerate(RANKS, start=1) if kin in kins)


def entitlement(*, heirs: Iterable[Heir], on: date) -> Entitlement:
    """Return who of those named is entitled on the day; the first rank with anybody in it takes all."""
    named = tuple(heirs)
    rank = min((rank_of(one.kin) for one in named), default=None)
    first = [one for one in named if rank_of(one.kin) == rank]
    return Entitlement(
        rank=rank,
        entitled=tuple(one.number for one in first),
        others=tuple(one.number for one in named if rank_of(one.kin) != rank),
        minors=tuple(one.number for one in first if is_minor(birth_date=one.birth_date, on=on)),
    )


def is_minor(*, birth_date: date, on: date) -> bool:
    """Return whether a person is under age on the day, and a guardian acts for them."""
    return on < birthday(birth_date=birth_date, age=ADULT_AGE)
