import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.approvals import (
    ApprovalProgress,
    Tier,
    TiersInvalid,
    approvers_needed,
    require_tiers,
    tiers_from,
    usual_tiers,
)

TWO = (Tier(100_000_000, 2), Tier(500_000_000, 3))


@pytest.mark.parametrize(
    ("net", "people"),
    [(0, 1), (100_000_000, 1), (100_000_001, 2), (500_000_000, 2), (500_000_001, 3), (10**13, 3)],
)
def test_a_line_is_crossed_only_above_it(net: int, people: int) -> None:
    assert approvers_needed(net=net, tiers=TWO) == people


@given(net=st.integers(0, 10**13), more=st.integers(0, 10**12))
def test_a_larger_sum_never_needs_fewer_people(net: int, more: int) -> None:
    assert approvers_needed(net=net + more, tiers=TWO) >= approvers_needed(net=net, tiers=TWO) >= 1


def test_without_a_setting_one_person_approves() -> None:
    assert approvers_needed(net=10**13, tiers=usual_tiers()) == 1


def test_tiers_are_read_in_the_order_of_their_sums() -> None:
    stored = [{"above": 500_000_000, "approvers": 3}, {"above": 100_000_000, "approvers": 2}]
    assert tiers_from(stored) == TWO


@pytest.mark.parametrize(
    ("tiers", "wrong"),
    [
        ((Tier(0, 2),), [("above_1", "tier_amount_invalid")]),
        ((Tier(-1, 2),), [("above_1", "tier_amount_invalid")]),
        ((Tier(10**13 + 1, 2),), [("above_1", "tier_amount_invalid")]),
        ((Tier(1, 1),), [("approvers_1", "tier_approvers_invalid")]),
        ((Tier(1, 6),), [("approvers_1", "tier_approvers_invalid")]),
        ((Tier(1, 4),), [("approvers_1", "tier_too_few_people")]),
        ((Tier(5, 2), Tier(5, 3)), [("above_2", "tier_not_rising")]),
        ((Tier(5, 2), Tier(9, 2)), [("approvers_2", "tier_not_rising")]),
    ],
)
def test_what_makes_no_rule_is_told_at_its_field(
    tiers: tuple[Tier, ...], wrong: list[tuple[str, str]]
) -> None:
    with pytest.raises(TiersInvalid) as refused:
        require_tiers(tiers=tiers, people=3)
    assert [(one.field, one.code) for one in refused.value.fields] == wrong


def test_rising_tiers_and_none_are_fine() -> None:
    require_tiers(tiers=TWO, people=3)
    require_tiers(tiers=(), people=0)


@pytest.mark.parametrize(
    ("given", "left", "complete"), [(0, 2, False), (1, 1, False), (2, 0, True), (3, 0, True)]
)
def test_progress_counts_down_to_nothing(given: int, left: int, complete: bool) -> None:
    progress = ApprovalProgress(given=given, needed=2)
    assert (progress.left, progress.is_complete) == (left, complete)
