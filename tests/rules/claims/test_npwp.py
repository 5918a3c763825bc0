"""When a tax number counts, and when its paper is asked."""

from datetime import date

import pytest

from lapak.claims.rules.npwp import NpwpState, npwp_counts, papers_asked
from tests.jht import JHT


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


def kinds(**given: object) -> list[str]:
    """The papers that are asked for a resignation in 2020."""
    facts = {
        "balance": 60_000_000,
        "gross": 6_000_000,
        "paid_before": False,
        "state": NpwpState.UNKNOWN,
        "choices": {},
        **given,
    }
    papers = JHT.rule_set_on(date(2020, 6, 18)).papers_of(reason="resigned")
    return [paper.kind for paper in papers_asked(papers, **facts)]  # type: ignore[arg-type]


def test_the_number_alone_is_asked_by_other_measures() -> None:
    assert [kind for kind in kinds() if kind not in kinds(balance=50_000_000)] == ["npwp"]


@pytest.mark.parametrize(("reading", "asked"), [("balance", True), ("gross", False), ("", True)])
def test_the_paper_is_asked_by_the_balance_or_by_what_is_paid(reading: str, asked: bool) -> None:
    assert ("npwp" in kinds(choices={"npwp_measure": reading})) is asked
    assert "npwp" in kinds(gross=50_000_001, choices={"npwp_measure": reading})


def test_the_paper_may_be_asked_because_something_was_paid_before() -> None:
    small = {"balance": 10, "gross": 10}
    assert "npwp" in kinds(**small, paid_before=True, choices={"npwp_after_earlier": "yes"})
    assert "npwp" not in kinds(**small, paid_before=True, choices={"npwp_after_earlier": "no"})
    assert "npwp" not in kinds(**small, paid_before=False, choices={"npwp_after_earlier": "yes"})


@pytest.mark.parametrize("state", NpwpState)
@pytest.mark.parametrize("reading", ["required", "declared"])
def test_only_who_says_to_have_none_may_do_without_and_only_where_that_is_enough(
    state: NpwpState, reading: str
) -> None:
    choices = {"npwp_missing": reading, "npwp_after_earlier": "yes"}
    asked = kinds(state=state, choices=choices, paid_before=True)
    assert ("npwp" in asked) is not (state is NpwpState.NONE and reading == "declared")
