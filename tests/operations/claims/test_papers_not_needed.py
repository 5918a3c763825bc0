"""A claim that waits for papers goes on when none of them is needed any more, for whatever reason."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from lapak.claims.operations import desk_work, submission, tax_number
from lapak.claims.operations.changing_reason import answer_proposal, propose_reason
from lapak.claims.operations.parties import remove_party, state_whole
from lapak.claims.rules.claim_moves import ClaimState
from lapak.journal.queries import verify
from tests.operations.claims.claim_scene import Scene
from tests.operations.claims.test_heirs_path import died
from tests.operations.claims.test_heirs_path import draft as heirs_draft
from tests.operations.claims.test_policy import choose, make_administrator


def waiting_for(scene: Scene, claim_id: UUID, kind: str, *, propose: str = "") -> None:
    """Ask for one paper again and end the talk, with another reason proposed if there is one."""
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind=kind, reason_code="glare")
    if propose:
        propose_reason(**ask, reason=propose)
    desk_work.ask_correction(**ask)
    scene.wait(seconds=5)
    assert scene.view(claim_id).state is ClaimState.NEEDS_CORRECTION


def test_another_reason_that_needs_other_papers(scene: Scene) -> None:
    scene.now = datetime(2022, 5, 23, 3, tzinfo=UTC)
    claim_id = scene.examined()
    waiting_for(scene, claim_id, "paklaring", propose="contract_ended")
    answer_proposal(claim_id=claim_id, agrees=True, actor=scene.person(claim_id), now=scene.now)
    assert "paklaring" not in {one.asked.kind for one in scene.view(claim_id).papers}
    assert scene.view(claim_id).state is ClaimState.SUBMITTED
    assert verify().broken == ()


def test_a_tax_number_the_member_says_to_have_none_of(scene: Scene) -> None:
    the_day_before = scene.now - timedelta(days=1)
    choose(make_administrator(), "declared", date(2020, 6, 22), point="npwp_missing", now=the_day_before)
    claim_id = scene.examined()
    waiting_for(scene, claim_id, "npwp")
    tax_number.give_npwp(
        claim_id=claim_id, npwp="", has_none=True, actor=scene.person(claim_id), now=scene.now
    )
    assert scene.view(claim_id).state is ClaimState.SUBMITTED
    assert verify().broken == ()


def test_a_paper_of_an_heir_who_is_named_no_longer(scene: Scene) -> None:
    died(scene)
    claim_id = heirs_draft(scene)
    who = {"claim_id": claim_id, "actor": scene.person(claim_id)}
    submission.choose_slot(**who, slot_id=scene.slot().pk, now=scene.now)
    scene.submit(claim_id)
    scene.examined(claim_id)
    kind = next(p.asked.kind for p in scene.view(claim_id).papers if p.asked.kind.endswith("-2"))
    waiting_for(scene, claim_id, kind)
    remove_party(**who, number=2, now=scene.now)
    assert scene.view(claim_id).state is ClaimState.SUBMITTED
    state_whole(**who, now=scene.now)
    assert verify().broken == ()
