from datetime import date, timedelta
from uuid import UUID

import pytest

from lapak.claims.models import Claim
from lapak.claims.operations import desk_work, endings, filing
from lapak.claims.operations.corrections import ask_papers_again, extend_deadline, remind_of_corrections
from lapak.claims.queries.idle import idle_claims, open_objections
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from lapak.outbox.models import Message
from tests.operations.claims.claim_scene import Scene
from tests.operations.claims.test_reopening import object_to, rejected


def asked(scene: Scene) -> UUID:
    """A claim whose owner has until Friday 26 June to send two papers."""
    claim_id = scene.examined()
    ask_papers_again(
        claim_id=claim_id, asked={"kk": "glare", "ktp": "blurred"}, actor=scene.officer, now=scene.now
    )
    desk_work.ask_correction(claim_id=claim_id, actor=scene.officer, now=scene.now)
    return claim_id


def extend(scene: Scene, claim_id: UUID, until: date, **changes: object) -> object:
    values = {"reason_code": "employer_letter", "actor": scene.officer, **changes}
    return extend_deadline(claim_id=claim_id, until=until, now=scene.now, **values)


def test_several_papers_are_asked_again_each_with_its_reason(scene: Scene) -> None:
    papers = {one.asked.kind: one for one in scene.view(asked(scene)).papers}
    assert (papers["kk"].reason_code, papers["ktp"].reason_code) == ("glare", "blurred")
    assert papers["kk"].deadline == papers["ktp"].deadline == date(2020, 6, 26)


def test_all_papers_are_asked_again_or_none(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    with pytest.raises(InvalidInput, match="no_paper_chosen"):
        ask_papers_again(**ask, asked={})
    with pytest.raises(NotFound, match="paper_not_asked"):
        ask_papers_again(**ask, asked={"kk": "glare", "sim": "glare"})
    assert {one.state for one in scene.view(claim_id).papers} <= {"accepted", "given"}


def test_more_time_is_given_for_a_reason_and_told(scene: Scene) -> None:
    claim_id = asked(scene)
    until = date(2020, 7, 1)
    extend(scene, claim_id, until)
    version = scene.version(claim_id)
    extend(scene, claim_id, until)  # the same day again
    assert scene.version(claim_id) == version
    assert scene.templates()[-1] == "deadline_extended"
    scene.wait(days=8)
    assert endings.expire_overdue(now=scene.now) == 0
    scene.wait(days=3)
    assert endings.expire_overdue(now=scene.now) == 1


def test_more_time_holds_for_every_paper_also_up_to_the_last_day_of_one(scene: Scene) -> None:
    claim_id = scene.examined()
    for kind in ("ktp", "kk"):  # one day after the other, each with its own last day
        ask_papers_again(claim_id=claim_id, asked={kind: "glare"}, actor=scene.officer, now=scene.now)
        scene.wait(days=1)
    desk_work.ask_correction(claim_id=claim_id, actor=scene.officer, now=scene.now)
    until = max(one.deadline for one in scene.view(claim_id).papers if one.deadline)
    extend(scene, claim_id, until)
    assert {one.deadline for one in scene.view(claim_id).papers if one.deadline} == {until}
    assert scene.templates()[-1] == "deadline_extended"


def test_more_time_is_refused_with_a_word_at_its_field(scene: Scene) -> None:
    claim_id = asked(scene)
    with pytest.raises(InvalidInput, match="deadline_not_later"):
        extend(scene, claim_id, date(2020, 6, 25))
    with pytest.raises(InvalidInput, match="deadline_too_late"):
        extend(scene, claim_id, date(2021, 6, 25))
    with pytest.raises(ReasonNotOffered):
        extend(scene, claim_id, date(2020, 7, 1), reason_code="because")
    with pytest.raises(NotAllowed):
        extend(scene, claim_id, date(2020, 7, 1), actor=scene.checker)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        extend(scene, claim_id, date(2020, 7, 1), expected_version=1)


def test_a_claim_with_nothing_to_send_gets_no_more_time(scene: Scene) -> None:
    with pytest.raises(Conflict, match="claim_moved_on"):
        extend(scene, scene.verified(), date(2020, 7, 1))


def test_one_reminder_goes_out_for_each_last_day(scene: Scene) -> None:
    claim_id = asked(scene)
    for _day in range(3):  # Monday to Wednesday
        assert remind_of_corrections(now=scene.now) == 0
        scene.wait(days=1)
    for _ in range(2):
        remind_of_corrections(now=scene.now)
        scene.wait(hours=1)
    assert [one.payload["template"] for one in _reminders(scene)] == ["correction_reminder"]
    extend(scene, claim_id, date(2020, 6, 30))
    scene.wait(days=4)
    remind_of_corrections(now=scene.now)
    assert len(_reminders(scene)) == 2


def _reminders(scene: Scene) -> list[object]:
    return list(Message.objects.filter(payload__template="correction_reminder"))


def idle(scene: Scene) -> list[tuple[UUID, int]]:
    return [(one.row.id, one.over) for one in idle_claims(branch_id=scene.branch.pk, now=scene.now)]


def test_a_claim_left_lying_shows_itself_by_how_far_it_is_over(scene: Scene) -> None:
    claim_id = scene.verified()
    assert idle(scene) == []
    scene.wait(days=1)
    assert idle(scene) == []
    scene.wait(days=1)
    assert idle(scene) == [(claim_id, 1)]
    scene.approve(claim_id)
    assert idle(scene) == []


def test_a_claim_waits_for_its_appointment_and_for_the_last_day_of_a_paper_first(scene: Scene) -> None:
    claim_id = scene.filed()  # talks on Tuesday
    scene.wait(days=2)
    assert idle(scene) == []
    scene.wait(days=2)
    assert idle(scene) == [(claim_id, 1)]
    waiting = scene.examined(claim_id)
    desk_work.ask_paper_again(
        claim_id=waiting, kind="kk", reason_code="glare", actor=scene.officer, now=scene.now
    )
    desk_work.ask_correction(claim_id=waiting, actor=scene.officer, now=scene.now)
    scene.wait(days=5)
    assert idle(scene) == []


def test_the_legal_time_to_pay_surfaces_where_the_rules_set_one(scene: Scene) -> None:
    scene.now = scene.now.replace(year=2023)
    claim_id = scene.verified()
    scene.wait(days=9)
    (one,) = idle_claims(branch_id=scene.branch.pk, now=scene.now)
    assert (one.row.id, one.is_past_the_law) == (claim_id, one.clock is not None and one.clock.over > 0)
    scene.wait(days=7)
    (later,) = idle_claims(branch_id=scene.branch.pk, now=scene.now)
    assert later.is_past_the_law
    assert later.over > one.over


def test_the_legal_time_surfaces_although_the_claim_moved_just_now(scene: Scene) -> None:
    scene.now = scene.now.replace(year=2023)
    claim_id = scene.examined()
    scene.wait(days=20)
    scene.verify(claim_id)
    (one,) = idle_claims(branch_id=scene.branch.pk, now=scene.now)
    assert (one.row.id, one.is_past_the_law) == (claim_id, True)
    assert one.clock is not None
    assert one.over == one.clock.over


def test_an_open_objection_is_listed_until_it_is_answered(scene: Scene) -> None:
    claim_id = rejected(scene)
    object_to(scene, claim_id)
    (one,) = open_objections(branch_id=scene.branch.pk, now=scene.now)
    assert (one.claim_id, one.state, one.is_overdue) == (claim_id, ClaimState.REJECTED, False)
    assert one.name == "Hartono S."
    later = scene.now + timedelta(days=30)
    assert open_objections(branch_id=scene.branch.pk, now=later)[0].is_overdue


def test_a_rule_set_that_changed_before_filing_lays_out_its_own_papers(scene: Scene) -> None:
    scene.now = scene.now.replace(year=2022, month=4, day=25)
    claim_id = scene.draft(channel="onsite")
    assert "kk" in {one.asked.kind for one in scene.view(claim_id).papers}  # Permenaker 19/2015
    scene.now = scene.now.replace(day=26)
    filing.choose_branch(
        claim_id=claim_id, branch_id=scene.branch.pk, actor=scene.person(claim_id), now=scene.now
    )
    scene.submit(claim_id)
    view = scene.view(claim_id)
    assert view.rule_set == "permenaker-4-2022"
    stored = set(Claim.objects.get(pk=claim_id).papers.values_list("kind", flat=True))
    assert "kk" not in stored
    assert stored == {one.asked.kind for one in view.papers}
