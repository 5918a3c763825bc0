import pytest

from lapak.claims.models import Decision
from lapak.claims.operations import desk_work, filing, papers, signing
from lapak.claims.operations.endings import expire_overdue
from lapak.claims.ports import CoreRefused, CoreUnavailable
from lapak.claims.queries.letters import letter
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.tracking import Headline
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from lapak.kernel.ids import new_id
from lapak.kernel.transitions import MoveRefused
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import ACCOUNT, NEW_ACCOUNT, Scene, in_role, paper, signature


def test_a_claim_cannot_be_verified_while_anything_is_open(scene: Scene) -> None:
    claim_id = scene.filed()
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    desk_work.set_check(claim_id=claim_id, code="ktp_original", ok=False, actor=scene.officer, now=scene.now)
    with pytest.raises(InvalidInput, match="not_ready_to_verify") as refused:
        scene.verify(claim_id)
    found = {field.field: field.code for field in refused.value.fields}
    assert found["ktp_original"] == "check_open"
    assert found["agrees_to_sum"] == "check_open"
    assert found["ktp"] == found["formulir_f5"] == "paper_not_accepted"
    assert scene.view(claim_id).state is ClaimState.IN_SERVICE


def test_a_check_can_be_taken_back(scene: Scene) -> None:
    claim_id = scene.examined()
    desk_work.set_check(claim_id=claim_id, code="ktp_original", ok=None, actor=scene.officer, now=scene.now)
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [field.field for field in refused.value.fields] == ["ktp_original"]


def test_only_the_officer_who_has_the_claim_works_on_it(scene: Scene) -> None:
    claim_id = scene.examined()
    for attempt in (
        lambda: scene.verify(claim_id, officer=scene.other_officer),
        lambda: scene.verify(claim_id, officer=in_role(scene.officer, Role.GREETER)),
        lambda: desk_work.accept_paper(
            claim_id=claim_id, kind="ktp", actor=scene.other_officer, now=scene.now
        ),
        lambda: desk_work.verify(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert scene.view(claim_id).state is ClaimState.IN_SERVICE


def test_staff_of_another_branch_find_no_claim_there(scene: Scene) -> None:
    claim_id = scene.filed()
    scene.branch.pk, scene.branch.code = new_id(), "B02"
    scene.branch.save(force_insert=True)
    elsewhere = StaffMember.objects.create(
        username="jauh", display_name="Jauh", staff_number="x1", branch=scene.branch, roles=["officer"]
    )
    actor = Actor.staff(staff_id=elsewhere.pk, role="officer")
    with pytest.raises(NotFound, match="claim_unknown"):
        desk_work.begin_service(claim_id=claim_id, actor=actor, now=scene.now)


def test_a_talk_broken_off_goes_back_to_the_queue_with_all_that_was_found(scene: Scene) -> None:
    claim_id = scene.examined()
    system = Actor.system(job="desk.sweep")
    assert desk_work.interrupt_service(claim_id=claim_id, actor=system, now=scene.now).state == "submitted"
    assert desk_work.interrupt_service(claim_id=claim_id, actor=system, now=scene.now).state == "submitted"
    desk_work.begin_service(claim_id=claim_id, actor=scene.other_officer, now=scene.now)
    assert scene.verify(claim_id, officer=scene.other_officer).claim.state is ClaimState.VERIFIED


def test_beginning_twice_changes_nothing_and_a_colleague_may_take_over(scene: Scene) -> None:
    claim_id = scene.filed()
    first = desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    again = desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    assert first == again
    desk_work.begin_service(claim_id=claim_id, actor=scene.other_officer, now=scene.now)
    assert str(scene.view(claim_id).officer_id) == scene.other_officer.id
    with pytest.raises(NotAllowed, match="not_your_claim"):
        desk_work.set_check(
            claim_id=claim_id, code="ktp_original", ok=True, actor=scene.officer, now=scene.now
        )


def test_a_paper_asked_again_during_the_talk_is_sent_and_accepted(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "kind": "kk", "actor": scene.officer, "now": scene.now}
    with pytest.raises(ReasonNotOffered):
        desk_work.ask_paper_again(**ask, reason_code="ugly")
    asked = desk_work.ask_paper_again(**ask, reason_code="blurred")
    assert asked.state is ClaimState.IN_SERVICE
    with pytest.raises(InvalidInput):
        scene.verify(claim_id)
    send = {"claim_id": claim_id, "kind": "kk", "file_name": "", "actor": scene.person(claim_id)}
    with pytest.raises(InvalidInput, match="paper_same_as_before"):
        papers.correct_paper(**send, content=paper("kk 1"), now=scene.now)
    given = papers.correct_paper(**send, content=paper("kk 2"), now=scene.now)
    assert given.claim.state is ClaimState.IN_SERVICE
    desk_work.accept_paper(claim_id=claim_id, kind="kk", actor=scene.officer, now=scene.now)
    assert scene.verify(claim_id).claim.state is ClaimState.VERIFIED


def test_a_correction_after_the_talk_has_a_deadline_a_mail_and_a_way_back(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    with pytest.raises(Conflict, match="no_paper_asked_again"):
        desk_work.ask_correction(**ask)
    scene.wait(seconds=1)
    ask["now"] = scene.now
    for kind in ("kk", "ktp"):
        desk_work.ask_paper_again(**ask, kind=kind, reason_code="glare")
    desk_work.ask_correction(**ask)
    assert scene.templates()[-1] == "correction_needed"
    mail = letter(claim_id=claim_id)
    assert [(one.kind, one.reason_code) for one in mail.asked_again] == [("ktp", "glare"), ("kk", "glare")]
    assert mail.asked_again[0].deadline.isoformat() == "2020-06-26"
    view = tracking(claim_id=claim_id, now=scene.now)
    assert view.tracking.headline is Headline.PAPER_ASKED_AGAIN
    scene.wait(days=1)
    assert [scene_state(scene, claim_id, kind) for kind in ("kk", "ktp")] == ["needs_correction", "submitted"]


def scene_state(scene: Scene, claim_id: object, kind: str) -> str:
    given = papers.correct_paper(
        claim_id=claim_id,
        kind=kind,
        content=paper(f"{kind} better"),
        file_name="",
        actor=scene.person(claim_id),
        now=scene.now,
    )
    return given.claim.state


def test_a_correction_that_never_comes_expires_after_its_deadline(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind="kk", reason_code="glare")
    desk_work.ask_correction(**ask)
    scene.wait(days=4)  # 26 June, the last day
    assert expire_overdue(now=scene.now) == 0
    scene.wait(days=1)
    assert expire_overdue(now=scene.now) == 1
    assert scene.view(claim_id).state is ClaimState.EXPIRED


def test_an_accepted_paper_cannot_be_replaced_and_a_missing_one_not_accepted(scene: Scene) -> None:
    claim_id = scene.examined()
    with pytest.raises(Conflict, match="paper_accepted"):
        scene.attach(claim_id, "ktp", "other")
    with pytest.raises(NotFound, match="paper_not_asked"):
        desk_work.accept_paper(claim_id=claim_id, kind="surat_pensiun", actor=scene.officer, now=scene.now)
    fresh = scene.view(claim_id)
    assert {one.state for one in fresh.papers if one.asked.kind != "formulir_f5"} == {"accepted"}


def test_another_account_takes_the_signature_back(scene: Scene) -> None:
    claim_id = scene.examined()
    scene.give_account(claim_id, NEW_ACCOUNT)
    assert scene.view(claim_id).net is None
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [field.field for field in refused.value.fields] == ["formulir_f5"]
    scene.sign(claim_id)
    assert scene.verify(claim_id).net == 61_263_200


def test_a_claim_the_core_system_refuses_is_not_verified(scene: Scene) -> None:
    claim_id = scene.filed()
    scene.core.fail_next("open_claim", CoreRefused("membership_active", "still active"))
    scene.deliver(rounds=1)
    assert scene.view(claim_id).core_refusal == "membership_active"
    scene.examined(claim_id)
    with pytest.raises(Conflict, match="core_refused"):
        scene.verify(claim_id)


def test_a_verified_claim_is_out_of_the_officers_hands(scene: Scene) -> None:
    claim_id = scene.verified()
    for attempt in (
        lambda: scene.verify(claim_id),
        lambda: desk_work.set_check(
            claim_id=claim_id, code="ktp_original", ok=False, actor=scene.officer, now=scene.now
        ),
        lambda: scene.sign(claim_id),
        lambda: scene.give_account(claim_id, NEW_ACCOUNT),
    ):
        with pytest.raises(Conflict, match="claim_moved_on"):
            attempt()
    with pytest.raises(MoveRefused, match="move_not_from_here"):
        desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)


def test_a_decision_keeps_the_rules_and_the_figures_it_rests_on(scene: Scene) -> None:
    claim_id = scene.verified()
    (kept,) = Decision.objects.filter(claim=claim_id)
    assert kept.rule_version == "permenaker-19-2015/2015.2"
    assert kept.facts["net"] == 61_263_200
    assert kept.facts["tax_table"] == "pp-68-2009"
    assert kept.facts["account_status"] == "active"
    assert kept.facts["ended_on"] == "2020-04-30"


def test_notes_are_kept_with_their_author(scene: Scene) -> None:
    claim_id = scene.filed()
    with pytest.raises(InvalidInput, match="note_empty"):
        desk_work.add_note(claim_id=claim_id, text="  ", actor=scene.officer, now=scene.now)
    desk_work.add_note(claim_id=claim_id, text=" Suara kecil. ", actor=scene.officer, now=scene.now)
    (note,) = scene.view(claim_id).notes
    assert (note.text, note.by) == ("Suara kecil.", "Petugas1")


def test_an_account_the_bank_was_not_asked_about_is_not_verified(scene: Scene) -> None:
    claim_id = scene.examined()
    scene.core.fail_next("inquire_account", CoreUnavailable("down"))
    with pytest.raises(Unavailable):
        scene.give_account(claim_id, NEW_ACCOUNT)
    scene.sign(claim_id)
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [(field.field, field.code) for field in refused.value.fields] == [("account", "account_missing")]


def test_staff_enter_nothing_in_a_persons_stead(scene: Scene) -> None:
    claim_id = scene.examined()
    by_staff = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    for attempt in (
        lambda: filing.enter_account(**by_staff, bank_code="009", account_number=NEW_ACCOUNT),
        lambda: filing.give_contact(**by_staff, email="petugas@example.id", phone="081200000000"),
        lambda: signing.sign_form(**by_staff, drawing=signature()),
        lambda: papers.attach_paper(**by_staff, kind="kk", content=paper("x"), file_name=""),
    ):
        with pytest.raises(NotAllowed, match="not_for_staff"):
            attempt()
    assert scene.view(claim_id).account_number == ACCOUNT
