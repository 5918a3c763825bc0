from datetime import date

import pytest

from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimMove, ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.reopening import (
    EndedClaim,
    ReopeningRefused,
    answer_due_on,
    may_object,
    reopening_move,
    require_objection,
    require_reopenable,
)
from lapak.claims.rules.workflow import ReasonKind, reason, reasons


def ended(state: ClaimState = ClaimState.REJECTED, **facts: bool) -> EndedClaim:
    return EndedClaim(state=state, **{"was_submitted": True, **facts})


@pytest.mark.parametrize("state", ClaimState)
@pytest.mark.parametrize("was_submitted", [True, False])
@pytest.mark.parametrize("objected", [True, False])
def test_an_owner_objects_once_to_each_end_of_a_claim_that_was_filed(
    state: ClaimState, was_submitted: bool, objected: bool
) -> None:
    claim = ended(state, was_submitted=was_submitted, objected=objected)
    allowed = state in ENDED_UNPAID and was_submitted and not objected
    assert may_object(claim) is allowed
    if allowed:
        require_objection(claim)
        return
    with pytest.raises(ReopeningRefused) as refused:
        require_objection(claim)
    assert refused.value.code == ("objection_already_made" if objected else "objection_not_now")


def test_a_draft_is_not_reopened_nor_a_claim_beside_another() -> None:
    require_reopenable(ended())
    for claim, code in (
        (ended(was_submitted=False, another_is_live=True), "claim_never_submitted"),
        (ended(another_is_live=True), "another_claim_live"),
    ):
        with pytest.raises(ReopeningRefused, match=code):
            require_reopenable(claim)


def test_it_goes_on_where_the_person_left_it() -> None:
    assert reopening_move(ended(asked_again=True)) is ClaimMove.REOPEN_FOR_PAPERS
    assert reopening_move(ended()) is ClaimMove.REOPEN


def test_the_answer_is_due_after_five_working_days_without_holidays() -> None:
    thursday, holiday = date(2020, 6, 18), date(2020, 6, 22)
    assert answer_due_on(objected_on=thursday, holidays=[]) == date(2020, 6, 25)
    assert answer_due_on(objected_on=thursday, holidays=[holiday]) == date(2020, 6, 26)


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_reason_has_words_for_staff_and_participant_and_fits_its_column(kind: ReasonKind) -> None:
    assert reasons(kind)
    for one in reasons(kind):
        assert reason(kind, one.code) == one
        assert one.sentence.endswith(".")
        assert "!" not in one.sentence
        assert len(one.code) <= 40
    with pytest.raises(ReasonNotOffered) as refused:
        reason(kind, "because")
    assert refused.value.code == f"{kind}_reason_unknown"
