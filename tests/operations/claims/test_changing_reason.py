"""Another reason after filing: proposed by the officer, answered by the person."""

from datetime import date
from uuid import UUID

import pytest

from lapak.claims.models import ReasonProposal
from lapak.claims.operations import desk_work
from lapak.claims.operations.changing_reason import answer_proposal, propose_reason, take_proposal_back
from lapak.claims.operations.papers import correct_paper
from lapak.claims.queries.changing_reason import other_reasons, proposed_reason
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.journal.models import Entry
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from tests.operations.claims.claim_scene import Scene, paper


def propose(scene: Scene, claim_id: UUID, reason: str = "laid_off", **changes: object) -> None:
    values = {"actor": scene.officer, "now": scene.now, "note": "Di paklaring tertulis PHK", **changes}
    propose_reason(claim_id=claim_id, reason=reason, **values)


def answer(scene: Scene, claim_id: UUID, *, agrees: bool) -> None:
    scene.wait(seconds=1)
    answer_proposal(claim_id=claim_id, agrees=agrees, actor=scene.person(claim_id), now=scene.now)


def said(claim_id: UUID) -> list[str]:
    rows = Entry.objects.filter(subject_id=str(claim_id), what__startswith="claim.reason").order_by("pk")
    return list(rows.values_list("what", flat=True))


def test_agreed_the_claim_has_the_other_reason_and_papers_and_list_begin_anew(scene: Scene) -> None:
    claim_id = scene.examined()
    before = {one.asked.kind for one in scene.view(claim_id).papers}
    propose(scene, claim_id)
    assert scene.view(claim_id).reason == "resigned"  # nothing changes before the person agrees
    found = proposed_reason(claim_id=claim_id)
    assert found is not None
    assert (found.was.code, found.reason.code) == ("resigned", "laid_off")
    assert scene.templates()[-1] == "reason_proposed"
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert "reason_unanswered" in {one.code for one in refused.value.fields}
    answer(scene, claim_id, agrees=True)
    view = scene.view(claim_id)
    papers = {one.asked.kind: one.state for one in view.papers}
    assert view.reason == "laid_off"
    assert set(papers) != before
    assert papers["bukti_phk"] == "missing"
    assert papers["ktp"] == "given"  # accepted before: looked at again
    assert view.signed is None
    assert {one.state for one in view.checks} == {""}
    assert said(claim_id) == ["claim.reason_proposed", "claim.reason_changed"]


def test_a_paper_that_came_to_be_needed_is_sent_before_the_claim_goes_on(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind="ktp", reason_code="glare")
    propose(scene, claim_id)
    answer(scene, claim_id, agrees=True)
    desk_work.ask_correction(**ask)
    asked = {one.kind for one in tracking(claim_id=claim_id, now=scene.now).asked_papers}
    assert asked == {"ktp", "bukti_phk"}

    def send(kind: str) -> None:
        content = paper(f"{kind} anew")
        give = {"content": content, "file_name": "x.pdf", "actor": scene.person(claim_id), "now": scene.now}
        correct_paper(claim_id=claim_id, kind=kind, **give)

    send("ktp")
    assert scene.view(claim_id).state is ClaimState.NEEDS_CORRECTION
    send("bukti_phk")
    assert scene.view(claim_id).state is ClaimState.SUBMITTED


def test_declined_or_taken_back_the_claim_stays_as_it_is(scene: Scene) -> None:
    claim_id = scene.examined()
    propose(scene, claim_id)
    answer(scene, claim_id, agrees=False)
    with pytest.raises(Conflict, match="proposal_gone"):
        answer(scene, claim_id, agrees=True)
    propose(scene, claim_id)
    take_proposal_back(claim_id=claim_id, actor=scene.officer, now=scene.now)
    take_proposal_back(claim_id=claim_id, actor=scene.officer, now=scene.now)
    assert scene.view(claim_id).reason == "resigned"
    assert [one.outcome for one in ReasonProposal.objects.order_by("pk")] == ["declined", "taken_back"]
    assert scene.verify(claim_id).claim.state is ClaimState.VERIFIED


def test_a_new_proposal_replaces_the_one_before(scene: Scene) -> None:
    claim_id = scene.examined()
    propose(scene, claim_id)
    propose(scene, claim_id, "total_disability", event_on=date(2020, 3, 2))
    found = proposed_reason(claim_id=claim_id)
    assert found is not None
    assert (found.reason.code, found.event_on) == ("total_disability", date(2020, 3, 2))
    answer(scene, claim_id, agrees=True)
    assert scene.view(claim_id).event_on == date(2020, 3, 2)


@pytest.mark.parametrize(
    ("reason", "changes", "field", "code"),
    [
        ("resigned", {}, "reason", "reason_same"),
        ("nonsense", {}, "reason", "reason_unknown"),
        ("death", {"event_on": date(2020, 5, 2)}, "reason", "reason_of_others"),
        ("retirement_age", {}, "reason", "reason_not_open"),
        ("total_disability", {}, "event_on", "event_on_empty"),
        ("laid_off", {"note": "x" * 301}, "note", "note_too_long"),
    ],
)
def test_what_cannot_be_proposed_is_said_at_its_field(
    scene: Scene, reason: str, changes: dict[str, object], field: str, code: str
) -> None:
    claim_id = scene.examined()
    with pytest.raises(InvalidInput) as refused:
        propose(scene, claim_id, reason, **changes)
    assert [(one.field, one.code) for one in refused.value.fields] == [(field, code)]
    assert proposed_reason(claim_id=claim_id) is None


def test_only_its_officer_proposes_and_only_its_person_answers(scene: Scene) -> None:
    claim_id = scene.examined()
    with pytest.raises(NotAllowed, match="not_your_claim"):
        propose(scene, claim_id, actor=scene.other_officer)
    propose(scene, claim_id)
    with pytest.raises(NotAllowed, match="not_for_staff"):
        answer_proposal(claim_id=claim_id, agrees=True, actor=scene.officer, now=scene.now)


def test_a_members_own_affair_is_offered_no_reason_of_heirs(scene: Scene) -> None:
    offered = {one.code for one in other_reasons(claim_id=scene.filed())}
    assert "laid_off" in offered
    assert not offered & {"death", "resigned"}
