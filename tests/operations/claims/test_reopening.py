from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Claim, Objection
from lapak.claims.operations import checking, desk_work, endings, reopening
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.reopening import ReopeningRefused
from lapak.claims.rules.tracking import Headline
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import MoveRefused
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene, in_role


def rejected(scene: Scene) -> UUID:
    claim_id = scene.verified()
    checking.reject(
        claim_id=claim_id,
        reason_code="data_differs",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )
    scene.wait(days=1)
    return claim_id


def expired(scene: Scene) -> UUID:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind="kk", reason_code="glare")
    desk_work.ask_correction(**ask)
    scene.wait(days=8)
    assert endings.expire_overdue(now=scene.now) == 1
    return claim_id


def withdrawn(scene: Scene) -> UUID:
    claim_id = scene.filed()
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    scene.wait(days=1)
    return claim_id


def reopen(scene: Scene, claim_id: UUID, *, code: str = "new_evidence", actor: Actor | None = None) -> object:
    return reopening.reopen(
        claim_id=claim_id, reason_code=code, actor=actor or head_of(scene), now=scene.now
    ).state


def object_to(scene: Scene, claim_id: UUID, text: str = "Tanggalnya sudah benar.") -> object:
    return reopening.object_to(claim_id=claim_id, text=text, actor=scene.person(claim_id), now=scene.now)


def uphold(scene: Scene, claim_id: UUID, *, actor: Actor | None = None) -> object:
    return reopening.uphold(
        claim_id=claim_id, reason_code="reason_stands", actor=actor or head_of(scene), now=scene.now
    )


def test_a_rejected_claim_is_reopened_with_everything_it_had_and_can_be_paid(scene: Scene) -> None:
    claim_id = rejected(scene)
    before = scene.view(claim_id)
    assert reopen(scene, claim_id) is ClaimState.SUBMITTED
    view = scene.view(claim_id)
    assert (view.papers, view.checks, view.net) == (before.papers, before.checks, before.net)
    assert (view.decision_reason, view.checker_id, view.checked_at, view.verified_at) == (
        "",
        None,
        None,
        None,
    )
    assert [(one.kind, one.reason_code) for one in view.decisions][-1] == ("reopened", "new_evidence")
    assert scene.templates()[-1] == "reopened"
    found = tracking(claim_id=claim_id, now=scene.now)
    assert (found.tracking.headline, found.reopened_for) == (Headline.REOPENED, "new_evidence")
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.verify(claim_id)  # nothing is asked or signed again
    assert tracking(claim_id=claim_id, now=scene.now).reopened_for == ""
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_an_expired_claim_goes_on_at_the_paper_still_asked_for_with_a_new_last_day(scene: Scene) -> None:
    claim_id = expired(scene)
    assert reopen(scene, claim_id, code="late_with_cause") is ClaimState.NEEDS_CORRECTION
    asked = [one for one in scene.view(claim_id).papers if one.state == "asked_again"]
    assert [(one.asked.kind, one.deadline) for one in asked] == [("kk", date(2020, 7, 6))]
    assert endings.expire_overdue(now=scene.now) == 0


def test_the_clock_stands_still_while_a_claim_had_ended(scene: Scene) -> None:
    scene.now = scene.now.replace(year=2023)
    claim_id = rejected(scene)
    scene.wait(days=60)
    reopen(scene, claim_id)
    lefts = []
    for _ in range(2):
        clock = tracking(claim_id=claim_id, now=scene.now).clock
        assert clock is not None
        lefts.append(clock.left)
        scene.wait(days=1)
    assert lefts == [4, 3]  # the day it was taken up again is the first that counts


def test_only_a_branch_head_of_the_branch_reopens_and_only_with_a_reason(scene: Scene) -> None:
    claim_id = rejected(scene)
    for other in (scene.officer, scene.checker, scene.person(claim_id)):
        with pytest.raises(MoveRefused):
            reopen(scene, claim_id, actor=other)
    with pytest.raises(ReasonNotOffered):
        reopen(scene, claim_id, code="because")
    elsewhere = Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )
    StaffMember.objects.filter(pk=scene.both.id).update(branch=elsewhere)
    with pytest.raises(NotFound):
        reopen(scene, claim_id, actor=in_role(scene.both, Role.BRANCH_HEAD))
    assert scene.view(claim_id).state is ClaimState.REJECTED


def test_a_claim_under_way_or_paid_is_not_reopened(scene: Scene) -> None:
    with pytest.raises(MoveRefused):
        reopen(scene, scene.approved())


def test_a_draft_that_ended_is_not_reopened(scene: Scene) -> None:
    claim_id = scene.ready()
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    with pytest.raises(ReopeningRefused, match="claim_never_submitted"):
        reopen(scene, claim_id)


def test_a_claim_beside_a_newer_one_is_not_reopened(scene: Scene) -> None:
    claim_id = withdrawn(scene)
    scene.filed()
    with pytest.raises(ReopeningRefused, match="another_claim_live"):
        reopen(scene, claim_id)


def test_withdrawing_confirms_by_mail_and_nothing_goes_on_after_a_decision(scene: Scene) -> None:
    claim_id = withdrawn(scene)
    assert scene.templates()[-1] == "withdrawn"
    assert reopen(scene, claim_id, code="withdrawn_by_mistake") is ClaimState.SUBMITTED
    scene.examined(claim_id)
    scene.verify(claim_id)
    scene.approve(claim_id)
    with pytest.raises(MoveRefused):
        endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)


def test_an_expired_correction_is_told_with_what_was_missing(scene: Scene) -> None:
    claim_id = expired(scene)
    assert scene.templates()[-1] == "expired"
    found = tracking(claim_id=claim_id, now=scene.now)
    assert [(one.kind, one.deadline) for one in found.asked_papers] == [("kk", date(2020, 6, 26))]
    assert not found.is_correctable


def test_an_objection_is_due_in_working_days_and_answered_by_reopening(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    objection = Objection.objects.get()
    assert (objection.due_on, objection.outcome) == (date(2020, 6, 30), "")
    entry = trail(subject=Subject("claim", str(claim_id)))[-1]
    assert "benar" not in str(entry.data)
    reopen(scene, claim_id)
    objection.refresh_from_db()
    assert (objection.outcome, objection.reason_code) == ("reopened", "new_evidence")


def test_an_upheld_rejection_is_told_with_its_reason_and_can_be_objected_to_no_more(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    uphold(scene, claim_id)
    found = tracking(claim_id=claim_id, now=scene.now)
    assert found.objection is not None
    assert (found.objection.outcome, found.objection.reason_code) == ("upheld", "reason_stands")
    assert (found.state, found.may_object) == (ClaimState.REJECTED, False)
    assert scene.templates()[-1] == "objection_upheld"
    with pytest.raises(ReopeningRefused, match="objection_already_made"):
        object_to(scene, claim_id)
    with pytest.raises(ReopeningRefused, match="objection_not_open"):
        uphold(scene, claim_id)


def test_a_claim_rejected_anew_can_be_objected_to_anew(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    reopen(scene, claim_id)
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.verify(claim_id)
    checking.reject(
        claim_id=claim_id,
        reason_code="paper_not_genuine",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )
    object_to(scene, claim_id)
    assert Objection.objects.count() == 2


@pytest.mark.parametrize(("text", "code"), [("  ", "objection_empty"), ("x" * 1001, "objection_too_long")])
def test_an_objection_says_something_and_not_too_much(scene: Scene, text: str, code: str) -> None:
    claim_id = rejected(scene)
    with pytest.raises(InvalidInput) as refused:
        object_to(scene, claim_id, text)
    assert [(one.field, one.code) for one in refused.value.fields] == [("text", code)]


def test_a_claim_under_way_needs_no_objection(scene: Scene) -> None:
    with pytest.raises(ReopeningRefused, match="objection_not_now"):
        object_to(scene, scene.verified())


def test_who_turned_the_claim_down_does_not_answer_what_is_said_against_it(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    with pytest.raises(NotAllowed, match="not_your_answer"):
        uphold(scene, claim_id, actor=in_role(scene.checker, Role.BRANCH_HEAD))
    with pytest.raises(NotAllowed, match="not_for_role"):
        uphold(scene, claim_id, actor=scene.other_checker)


def test_the_database_keeps_one_open_objection_and_whole_answers(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    with pytest.raises(IntegrityError, match="objection_answered_whole"), transaction.atomic():
        Objection.objects.update(outcome="upheld")
    row = Objection.objects.get()
    row.pk, row.against = claim_id, row.against + timedelta(seconds=1)
    with pytest.raises(IntegrityError, match="objection_one_open_per_claim"), transaction.atomic():
        row.save(force_insert=True)


def test_a_claim_knows_since_when_it_is_where_it_is(scene: Scene) -> None:
    claim_id = scene.filed()
    filed_at = Claim.objects.get(pk=claim_id).state_since
    scene.wait(hours=1)
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    begun_at = Claim.objects.get(pk=claim_id).state_since
    scene.wait(hours=1)
    desk_work.add_note(claim_id=claim_id, text="catatan", actor=scene.officer, now=scene.now)
    assert begun_at == filed_at + timedelta(hours=1)
    assert Claim.objects.get(pk=claim_id).state_since == begun_at
