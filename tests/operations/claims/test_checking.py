import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Claim, Decision
from lapak.claims.operations import checking, desk_work
from lapak.claims.ports import AccountHolder, AccountStatus, CoreRefused, CoreUnavailable
from lapak.claims.queries.lists import check_queue, worklist
from lapak.claims.rules.claim_moves import ClaimState, FourEyesRefused
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.kernel.errors import Conflict, InvalidInput, Unavailable
from lapak.kernel.transitions import MoveRefused
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import (
    ACCOUNT,
    BANK,
    NAME,
    Scene,
    change_register,
    in_role,
    saver,
)


def give_back(scene: Scene, claim_id: object, **changes: object) -> object:
    given = {"note": "Cek tanggal.", "expected_version": scene.version(claim_id), "actor": scene.checker}
    return checking.return_to_officer(claim_id=claim_id, now=scene.now, **{**given, **changes})


def test_who_verified_cannot_approve_reject_or_return_in_whatever_role(scene: Scene) -> None:
    claim_id = scene.verified()
    same = in_role(scene.officer, Role.CHECKER)
    with pytest.raises(FourEyesRefused):
        scene.approve(claim_id, checker=same)
    with pytest.raises(FourEyesRefused):
        give_back(scene, claim_id, actor=same)
    with pytest.raises(FourEyesRefused):
        checking.reject(
            claim_id=claim_id,
            reason_code="still_working",
            expected_version=scene.version(claim_id),
            actor=same,
            now=scene.now,
        )
    assert scene.view(claim_id).state is ClaimState.VERIFIED


def test_the_database_refuses_the_officer_as_checker(scene: Scene) -> None:
    claim_id = scene.verified()
    with pytest.raises(IntegrityError, match="claim_four_eyes"), transaction.atomic():
        Claim.objects.filter(pk=claim_id).update(checker_id=int(scene.officer.id), checked_at=scene.now)


def test_an_officer_cannot_approve(scene: Scene) -> None:
    claim_id = scene.verified()
    with pytest.raises(MoveRefused, match="move_not_for_role"):
        scene.approve(claim_id, checker=scene.other_officer)


def test_approving_twice_orders_one_payment(scene: Scene) -> None:
    claim_id = scene.verified()
    seen = scene.version(claim_id)
    known = scene.view(claim_id).facts
    first, second = (
        checking.approve(
            claim_id=claim_id, fresh=known, expected_version=seen, actor=scene.checker, now=scene.now
        )
        for _ in range(2)
    )
    assert first.order_id == second.order_id
    assert len(scene.owed("core.order_payment")) == 1
    assert Decision.objects.filter(claim=claim_id, kind="approved").count() == 1


def test_a_checker_who_saw_an_older_version_is_refused(scene: Scene) -> None:
    claim_id = scene.verified()
    seen = scene.version(claim_id)
    give_back(scene, claim_id)
    scene.verify(claim_id)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        checking.approve(
            claim_id=claim_id,
            fresh=scene.view(claim_id).facts,
            expected_version=seen,
            actor=scene.other_checker,
            now=scene.now,
        )
    assert scene.view(claim_id).state is ClaimState.VERIFIED


def test_a_returned_claim_is_verified_anew_and_then_approved(scene: Scene) -> None:
    claim_id = scene.verified()
    with pytest.raises(InvalidInput, match="note_empty"):
        give_back(scene, claim_id, note="  ")
    give_back(scene, claim_id)
    view = scene.view(claim_id)
    assert (view.state, view.verified_at) == (ClaimState.RETURNED_TO_OFFICER, None)
    assert view.decisions[-1].note == "Cek tanggal."
    scene.verify(claim_id)
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_a_balance_that_changed_goes_back_to_the_officer_and_must_be_signed_anew(scene: Scene) -> None:
    claim_id = scene.verified()
    change_register(scene, saver(contributions=50_000_000))
    done = scene.approve(claim_id)
    assert (done.sent_back, done.order_id) == ("balance_changed", None)
    assert done.claim.state is ClaimState.RETURNED_TO_OFFICER
    assert scene.owed("core.order_payment") == []
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [field.field for field in refused.value.fields] == ["formulir_f5"]
    scene.sign(claim_id)
    assert scene.verify(claim_id).gross == 71_856_000
    assert scene.approve(claim_id).sent_back == ""


def test_a_membership_that_became_active_goes_back_and_cannot_be_verified(scene: Scene) -> None:
    claim_id = scene.verified()
    change_register(scene, saver(ended_on=None))
    assert scene.approve(claim_id).sent_back == "membership_changed"
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [(field.field, field.code) for field in refused.value.fields] == [
        ("eligibility", "membership_active")
    ]


def test_an_account_that_went_to_sleep_goes_back(scene: Scene) -> None:
    claim_id = scene.verified()
    scene.core._accounts[(BANK, ACCOUNT)] = AccountHolder(name=NAME.upper(), status=AccountStatus.DORMANT)
    assert scene.approve(claim_id).sent_back == "account_changed"


def test_a_person_the_register_no_longer_knows_goes_back_with_the_facts_as_they_were(scene: Scene) -> None:
    claim_id = scene.verified()
    before = scene.view(claim_id).facts
    scene.core._savers.clear()
    assert scene.approve(claim_id).sent_back == "member_unknown"
    assert scene.view(claim_id).facts.member != before.member
    with pytest.raises(InvalidInput):
        scene.verify(claim_id)


def test_nothing_is_approved_while_the_core_system_does_not_answer(scene: Scene) -> None:
    claim_id = scene.verified()
    scene.core.fail_next("standings", CoreUnavailable("down"))
    with pytest.raises(Unavailable):
        scene.approve(claim_id)
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_a_claim_the_core_system_refused_after_verification_is_not_approved(scene: Scene) -> None:
    claim_id = scene.verified()
    scene.core.fail_next("open_claim", CoreRefused("nothing_to_pay", "empty"))
    scene.deliver(rounds=1)
    with pytest.raises(Conflict, match="core_refused"):
        scene.approve(claim_id)


def test_a_rejection_needs_a_proposal_or_verification_and_a_reason_from_the_list(scene: Scene) -> None:
    claim_id = scene.examined()
    with pytest.raises(ReasonNotOffered):
        desk_work.propose_rejection(
            claim_id=claim_id, reason_code="do_not_like", actor=scene.officer, now=scene.now
        )
    decide = {"claim_id": claim_id, "reason_code": "paper_not_genuine", "actor": scene.checker}
    with pytest.raises(MoveRefused, match="move_not_from_here"):
        checking.reject(**decide, expected_version=scene.version(claim_id), now=scene.now)
    desk_work.propose_rejection(
        claim_id=claim_id, reason_code="data_differs", actor=scene.officer, now=scene.now
    )
    done = checking.reject(**decide, expected_version=scene.version(claim_id), now=scene.now)
    assert done.state is ClaimState.REJECTED
    assert scene.view(claim_id).decision_reason == "paper_not_genuine"


def test_the_queue_hides_what_the_checker_had_as_officer_and_says_how_many(scene: Scene) -> None:
    other = {"nik": "3603011204850005", "kpj": "16012345999"}
    change_register(scene, saver(**other))
    mine = scene.examined(scene.filed(**other), officer=scene.both)
    scene.verify(mine, officer=scene.both)
    theirs = scene.verified()
    queue = check_queue(branch_id=scene.branch.pk, checker_id=int(scene.both.id))
    assert ([row.id for row in queue.to_decide], queue.own) == ([theirs], 1)
    whole = check_queue(branch_id=scene.branch.pk, checker_id=int(scene.checker.id))
    assert ([row.id for row in whole.to_decide], whole.own) == ([mine, theirs], 0)
    row = queue.to_decide[0]
    assert (row.name, row.nik, row.net) == ("Hartono S.", "3603••••••••0003", 61_263_200)


def test_the_worklist_of_a_branch_is_masked_and_shows_what_waits_for_whom(scene: Scene) -> None:
    scene.draft()
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind="kk", reason_code="glare")
    desk_work.ask_correction(**ask)
    (row,) = worklist(branch_id=scene.branch.pk)
    assert (row.id, row.state) == (claim_id, ClaimState.NEEDS_CORRECTION)
    assert row.deadline is not None
    assert (row.deadline.isoformat(), row.kpj) == ("2020-06-26", "16•••••302")
    assert worklist(branch_id=claim_id) == ()


def test_a_sum_that_is_no_longer_what_the_rules_give_is_neither_verified_nor_paid(scene: Scene) -> None:
    other_sum = {"tax": 0, "net": 61_856_000}
    claim_id = scene.verified()
    Claim.objects.filter(pk=claim_id).update(**other_sum)
    assert scene.approve(claim_id).sent_back == "sum_changed"
    assert scene.owed("core.order_payment") == []
    scene.sign(claim_id)
    Claim.objects.filter(pk=claim_id).update(**other_sum)
    with pytest.raises(Conflict, match="sum_changed"):
        scene.verify(claim_id)
