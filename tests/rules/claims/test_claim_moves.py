import pytest

from lapak.claims.rules.claim_moves import (
    CLAIM_TABLE,
    ENDED_UNPAID,
    ClaimMove,
    ClaimRole,
    ClaimState,
    FourEyesRefused,
    decide,
    decide_order_again,
    may_approve,
    open_moves,
    require_four_eyes,
)
from lapak.kernel.transitions import MoveRefused

S, M, R = ClaimState, ClaimMove, ClaimRole
P, O, C, H, Y = R.PARTICIPANT, R.OFFICER, R.CHECKER, R.BRANCH_HEAD, R.SYSTEM  # noqa: E741 - O stands for officer

# Written out by hand a second time, state by state, so that a slip in the table shows here.
ALLOWED: dict[ClaimState, dict[ClaimMove, tuple[ClaimState, set[ClaimRole]]]] = {
    S.DRAFT: {
        M.SUBMIT: (S.SUBMITTED, {P}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
        M.EXPIRE: (S.EXPIRED, {Y}),
    },
    S.SUBMITTED: {
        M.BEGIN_SERVICE: (S.IN_SERVICE, {O}),
        M.TAKE_FILE: (S.RETURNED_TO_OFFICER, {O}),
        M.ASK_CORRECTION: (S.NEEDS_CORRECTION, {O}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
        M.EXPIRE: (S.EXPIRED, {Y}),
    },
    S.IN_SERVICE: {
        M.BEGIN_SERVICE: (S.IN_SERVICE, {O}),
        M.INTERRUPT_SERVICE: (S.SUBMITTED, {O, H, Y}),
        M.ASK_CORRECTION: (S.NEEDS_CORRECTION, {O}),
        M.VERIFY: (S.VERIFIED, {O}),
        M.PROPOSE_REJECTION: (S.REJECTION_PROPOSED, {O}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
    },
    S.NEEDS_CORRECTION: {
        M.BEGIN_SERVICE: (S.IN_SERVICE, {O}),
        M.CORRECT: (S.SUBMITTED, {P}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
        M.EXPIRE: (S.EXPIRED, {Y}),
    },
    S.VERIFIED: {
        M.APPROVE: (S.APPROVED, {C}),
        M.RETURN_TO_OFFICER: (S.RETURNED_TO_OFFICER, {C, Y}),
        M.REJECT: (S.REJECTED, {C}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
    },
    S.REJECTION_PROPOSED: {
        M.RETURN_TO_OFFICER: (S.RETURNED_TO_OFFICER, {C, Y}),
        M.REJECT: (S.REJECTED, {C}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
    },
    S.RETURNED_TO_OFFICER: {
        M.BEGIN_SERVICE: (S.IN_SERVICE, {O}),
        M.TAKE_FILE: (S.RETURNED_TO_OFFICER, {O}),
        M.PUT_BACK: (S.SUBMITTED, {O, H}),
        M.ASK_CORRECTION: (S.NEEDS_CORRECTION, {O}),
        M.VERIFY: (S.VERIFIED, {O}),
        M.PROPOSE_REJECTION: (S.REJECTION_PROPOSED, {O}),
        M.WITHDRAW: (S.WITHDRAWN, {P}),
    },
    S.APPROVED: {M.ORDER_PAYMENT: (S.ORDERED, {Y}), M.RECALL: (S.RETURNED_TO_OFFICER, {C, H, Y})},
    S.ORDERED: {
        M.RECORD_PAID: (S.PAID, {Y}),
        M.RECORD_RETURNED: (S.PAYMENT_RETURNED, {Y}),
        M.RECALL: (S.RETURNED_TO_OFFICER, {C, H, Y}),
    },
    S.PAYMENT_RETURNED: {
        M.ORDER_AGAIN: (S.ORDERED, {C, H, Y}),
        M.RECALL: (S.RETURNED_TO_OFFICER, {C, H, Y}),
    },
    S.PAID: {M.RECORD_RETURNED: (S.PAYMENT_RETURNED, {Y}), M.RECORD_UNPAID: (S.ORDERED, {Y})},
    S.REJECTED: {M.REOPEN: (S.SUBMITTED, {H}), M.REOPEN_FOR_PAPERS: (S.NEEDS_CORRECTION, {H})},
    S.WITHDRAWN: {M.REOPEN: (S.SUBMITTED, {H}), M.REOPEN_FOR_PAPERS: (S.NEEDS_CORRECTION, {H})},
    S.EXPIRED: {M.REOPEN: (S.SUBMITTED, {H}), M.REOPEN_FOR_PAPERS: (S.NEEDS_CORRECTION, {H})},
}


@pytest.mark.parametrize("role", ClaimRole)
@pytest.mark.parametrize("move", ClaimMove)
@pytest.mark.parametrize("state", ClaimState)
def test_every_state_move_and_role_is_decided_as_written(
    state: ClaimState, move: ClaimMove, role: ClaimRole
) -> None:
    after, roles = ALLOWED[state].get(move, (None, set()))
    assert (move in open_moves(state=state, role=role)) is (role in roles)
    if role in roles:
        assert decide(state=state, move=move, role=role) is after
        return
    with pytest.raises(MoveRefused) as refused:
        decide(state=state, move=move, role=role)
    roles_anywhere = set().union(*(moves[move][1] for moves in ALLOWED.values() if move in moves))
    expected = "move_not_from_here" if role in roles_anywhere else "move_not_for_role"
    assert refused.value.code == expected


@pytest.mark.parametrize("role", ClaimRole)
@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("state", ClaimState)
def test_only_what_is_still_approved_is_ordered_again(
    state: ClaimState, refused: bool, role: ClaimRole
) -> None:
    after = {
        S.PAYMENT_RETURNED: S.ORDERED,
        **({S.APPROVED: S.APPROVED, S.ORDERED: S.ORDERED} if refused else {}),
    }
    if state in after and role in {C, H, Y}:
        assert decide_order_again(state=state, role=role, refused=refused) is after[state]
        return
    with pytest.raises(MoveRefused):
        decide_order_again(state=state, role=role, refused=refused)


def test_nobody_undoes_a_payment_by_hand_and_only_a_branch_head_takes_up_what_ended() -> None:
    assert CLAIM_TABLE.final() == frozenset()
    from_paid = [move for move in CLAIM_TABLE.moves if S.PAID in move.from_states]
    assert {role for move in from_paid for role in move.roles} == {Y}
    for state in ENDED_UNPAID:
        for role in R:
            assert bool(open_moves(state=state, role=role)) is (role is H)


def test_every_move_has_its_line_in_the_table() -> None:
    assert {move.name for move in CLAIM_TABLE.moves} == set(ClaimMove)


def test_money_leaves_only_after_a_checker_approved() -> None:
    paths_without_approval = {S.DRAFT}
    for _ in ClaimState:
        paths_without_approval |= {
            move.to_state
            for move in CLAIM_TABLE.moves
            if move.name is not M.APPROVE and move.from_states & paths_without_approval
        }
    assert not paths_without_approval & {S.APPROVED, S.ORDERED, S.PAID}


@pytest.mark.parametrize(
    ("officer", "checker", "allowed"),
    [(1, 2, True), (1, 1, False), (1, "1", False), (None, 2, False), (1, None, False), (None, None, False)],
)
def test_who_verified_does_not_approve(officer: object, checker: object, allowed: bool) -> None:
    assert may_approve(officer_id=officer, checker_id=checker) is allowed
    if allowed:
        require_four_eyes(officer_id=officer, checker_id=checker)
        return
    with pytest.raises(FourEyesRefused) as refused:
        require_four_eyes(officer_id=officer, checker_id=checker)
    assert refused.value.code == "four_eyes"
