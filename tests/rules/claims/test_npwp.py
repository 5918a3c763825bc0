"""When a tax number counts, and when its paper is asked."""

import pytest

from lapak.claims.rules.npwp import (
    NpwpState,
    asks_after_earlier,
    may_do_without,
    npwp_counts,
    npwp_measure,
)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (NpwpState.UNKNOWN, False),
        (NpwpState.NONE, False),
        (NpwpState.GIVEN, True),
        (NpwpState.CONFIRMED, True),
        (NpwpState.REFUSED, False),
    ],
)
def test_a_number_counts_unless_the_officer_refused_it_or_the_nik_serves(
    state: NpwpState, counts: bool
) -> None:
    assert npwp_counts(state=state, choices={"nik_as_npwp": "no"}) is counts
    assert npwp_counts(state=state, choices={}) is counts
    assert npwp_counts(state=state, choices={"nik_as_npwp": "yes"}) is True


@pytest.mark.parametrize(
    ("reading", "measure"), [("balance", 60_000_000), ("gross", 6_000_000), ("", 60_000_000)]
)
def test_the_paper_is_asked_by_the_balance_or_by_what_is_paid(reading: str, measure: int) -> None:
    choices = {"npwp_measure": reading}
    assert npwp_measure(balance=60_000_000, gross=6_000_000, choices=choices) == measure


def test_the_paper_may_be_asked_because_something_was_paid_before() -> None:
    assert asks_after_earlier(paid_before=True, choices={"npwp_after_earlier": "yes"})
    assert not asks_after_earlier(paid_before=True, choices={"npwp_after_earlier": "no"})
    assert not asks_after_earlier(paid_before=False, choices={"npwp_after_earlier": "yes"})


@pytest.mark.parametrize("state", NpwpState)
@pytest.mark.parametrize("reading", ["required", "declared"])
def test_only_who_says_to_have_none_may_do_without_and_only_where_that_is_enough(
    state: NpwpState, reading: str
) -> None:
    without = may_do_without(state=state, choices={"npwp_missing": reading})
    assert without is (state is NpwpState.NONE and reading == "declared")
