"""The draw: arrival counts for nothing, every order is as likely, priority as promised, lies are found."""

from collections import Counter
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.booking.rules.lot import (
    Entrant,
    Published,
    commitment_of,
    digest_of,
    draw,
    faults,
    with_priority,
)

SEED = "5e" * 32
TICKETS = st.text("0123456789ABCDEF", min_size=12, max_size=12)
PEOPLE = st.lists(st.tuples(TICKETS, st.booleans()), unique_by=lambda one: one[0], max_size=60).map(
    lambda many: [Entrant(*one) for one in many]
)


def people(count: int, *, priority: int = 0) -> list[Entrant]:
    return [Entrant(f"{n:012X}", n < priority) for n in range(count)]


def made(entrants: list[Entrant], *, percent: int = 10, seed: str = SEED) -> Published:
    return Published(
        commitment=commitment_of(seed=seed),
        seed=seed,
        digest=digest_of(entrants=entrants),
        priority_percent=percent,
        order=draw(seed=seed, entrants=entrants, priority_percent=percent),
    )


@given(PEOPLE, st.integers(0, 100), st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference_and_nobody_is_lost(
    entrants: list[Entrant], percent: int, random: Random
) -> None:
    order = draw(seed=SEED, entrants=entrants, priority_percent=percent)
    shuffled = random.sample(entrants, len(entrants))
    assert draw(seed=SEED, entrants=shuffled, priority_percent=percent) == order
    assert sorted(order) == sorted(entrants)


@given(PEOPLE, st.integers(0, 100))
def test_of_every_first_so_many_the_promised_share_goes_to_priority_people(
    entrants: list[Entrant], percent: int
) -> None:
    order = draw(seed=SEED, entrants=entrants, priority_percent=percent)
    total = sum(one.priority for one in entrants)
    for first in range(len(order) + 1):
        had = sum(one.priority for one in order[:first])
        assert had >= min(total, first * percent // 100)


@given(PEOPLE, st.integers(0, 100))
def test_moving_priority_people_up_leaves_the_order_among_each_kind(
    entrants: list[Entrant], percent: int
) -> None:
    order = with_priority(drawn=entrants, percent=percent)
    for kind in (True, False):
        assert [one for one in order if one.priority is kind] == [
            one for one in entrants if one.priority is kind
        ]


def test_nobody_is_moved_up_further_than_the_share_asks() -> None:
    drawn = [*people(20), Entrant("F" * 12, priority=True)]
    assert with_priority(drawn=drawn, percent=10).index(drawn[-1]) == 9
    assert with_priority(drawn=drawn, percent=0) == tuple(drawn)


def test_every_order_is_as_likely() -> None:
    """Chi-square over all 24 orders of four people and 4,800 seeds; 49.7 is passed once in a thousand."""
    four, seeds = people(4), 4_800
    seen = Counter(draw(seed=f"{n}", entrants=four, priority_percent=0) for n in range(seeds))
    expected = seeds / 24
    chi = sum((seen[order] - expected) ** 2 / expected for order in permutations(four))
    assert chi < 49.7


def test_each_person_is_as_likely_in_each_tenth_of_the_line() -> None:
    """Chi-square with nine degrees of freedom; 27.9 is passed once in a thousand."""
    entrants, seeds = people(50, priority=5), 1_000
    watched = entrants[17]
    tenths = Counter(
        draw(seed=f"s{n}", entrants=entrants, priority_percent=0).index(watched) // 5 for n in range(seeds)
    )
    assert sum((tenths[tenth] - seeds / 10) ** 2 / (seeds / 10) for tenth in range(10)) < 27.9


def test_one_more_entry_changes_the_whole_order_so_that_who_knows_the_seed_knows_nothing() -> None:
    before, after = people(40), people(41)
    old = draw(seed=SEED, entrants=before, priority_percent=0)
    new = [one for one in draw(seed=SEED, entrants=after, priority_percent=0) if one in before]
    assert sum(one == other for one, other in zip(old, new, strict=True)) < 10


def test_a_published_draw_that_is_right_has_no_faults() -> None:
    assert faults(published=made(people(30, priority=4))) == ()
    assert faults(published=made([])) == ()


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        (lambda one: replace(one, seed="0" * 64), {"commitment_differs", "order_differs"}),
        (lambda one: replace(one, order=one.order[::-1]), {"order_differs"}),
        (lambda one: replace(one, order=one.order[1:]), {"digest_differs", "order_differs"}),
        (lambda one: replace(one, priority_percent=90), {"order_differs"}),
        (
            lambda one: replace(one, order=(*one.order, one.order[0])),
            {"ticket_twice", "digest_differs", "order_differs"},
        ),
        (
            lambda one: replace(one, order=tuple(Entrant(each.ticket, True) for each in one.order)),
            {"digest_differs", "order_differs"},
        ),
    ],
)
def test_every_lie_about_a_draw_is_found(lie: object, found: set[str]) -> None:
    assert callable(lie)
    told = lie(made(people(30, priority=4)))
    assert set(faults(published=told)) == found
