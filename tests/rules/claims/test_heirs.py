from datetime import date
from itertools import combinations

import pytest

from lapak.claims.rules.heirs import RANKS, Heir, Kin, entitlement, is_minor, rank_of

ON = date(2020, 6, 22)
ADULT, CHILD = date(1980, 3, 1), date(2010, 3, 1)


def heirs(*kins: Kin) -> list[Heir]:
    return [Heir(number, kin, ADULT) for number, kin in enumerate(kins, start=1)]


def test_every_relation_has_exactly_one_rank() -> None:
    assert sorted(kin for rank in RANKS for kin in rank) == sorted(Kin)


@pytest.mark.parametrize("kins", [pair for n in (1, 2, 3) for pair in combinations(Kin, n)])
def test_the_first_rank_with_anybody_takes_all(kins: tuple[Kin, ...]) -> None:
    found = entitlement(heirs=heirs(*kins), on=ON)
    first = min(rank_of(kin) for kin in kins)
    assert found.rank == first
    assert [kins[number - 1] for number in found.entitled] == [kin for kin in kins if rank_of(kin) == first]
    assert sorted((*found.entitled, *found.others)) == list(range(1, len(kins) + 1))


def test_nobody_named_leaves_it_to_the_estate_office() -> None:
    found = entitlement(heirs=[], on=ON)
    assert found.goes_to_estate_office
    assert found.entitled == found.others == found.minors == ()


def test_only_entitled_minors_need_a_guardian() -> None:
    named = [Heir(1, Kin.SPOUSE, ADULT), Heir(2, Kin.CHILD, CHILD), Heir(3, Kin.SIBLING, CHILD)]
    assert entitlement(heirs=named, on=ON).minors == (2,)


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2002, 6, 23), date(2020, 6, 22), True),
        (date(2002, 6, 22), date(2020, 6, 22), False),
        (date(2004, 2, 29), date(2022, 2, 27), True),
        (date(2004, 2, 29), date(2022, 2, 28), False),
    ],
)
def test_majority_begins_on_the_birthday(born: date, on: date, minor: bool) -> None:
    assert is_minor(birth_date=born, on=on) is minor
