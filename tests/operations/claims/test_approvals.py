from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Approval, BranchSetting, Claim, Decision, PaymentOrder
from lapak.claims.operations import checking, payment
from lapak.claims.ports import PaymentState
from lapak.claims.queries.approvals import approval_state
from lapak.claims.queries.checking import checkers_queue
from lapak.claims.rules.approvals import ApprovalProgress, Tier, TiersInvalid
from lapak.claims.rules.claim_moves import ClaimState, FourEyesRefused
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from lapak.kernel.subjects import Subject
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.approving import head_of, several_approve
from tests.operations.claims.claim_scene import NEW_ACCOUNT, Scene, change_register, in_role, saver


def test_above_the_line_the_second_approval_orders_the_payment(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    first = scene.approve(claim_id)
    assert (first.claim.state, first.order_id) == (ClaimState.VERIFIED, None)
    assert first.progress == ApprovalProgress(given=1, needed=2)
    assert scene.owed("core.order_payment") == []
    assert "decision" not in scene.templates()
    second = scene.approve(claim_id, checker=scene.other_checker)
    assert (second.claim.state, second.progress.left) == (ClaimState.APPROVED, 0)
    view = scene.view(claim_id)
    assert [order.id for order in view.orders] == [second.order_id]
    assert str(view.checker_id) == scene.other_checker.id
    assert [one.by for one in view.decisions if one.kind == "approved"] == ["Pemeriksa1", "Pemeriksa2"]
    entries = trail(subject=Subject("claim", str(claim_id)))
    partly = [link.data for link in entries if link.what == "claim.approval_given"]
    assert [(data["given"], data["needed"]) for data in partly] == [(1, 2)]


def test_up_to_the_line_one_person_is_enough(scene: Scene) -> None:
    several_approve(scene, Tier(61_263_200, 2))
    assert scene.approve(scene.verified()).claim.state is ClaimState.APPROVED


def test_who_tries_twice_changes_nothing_and_a_colleague_need_not_look_anew(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    seen, known = scene.version(claim_id), scene.view(claim_id).facts

    def approve(actor: Actor) -> checking.Approved:
        return checking.approve(
            claim_id=claim_id, fresh=known, expected_version=seen, actor=actor, now=scene.now
        )

    assert [approve(scene.checker).progress.given for _ in range(2)] == [1, 1]
    assert Approval.objects.count() == Decision.objects.filter(kind="approved").count() == 1
    assert approve(scene.other_checker).claim.state is ClaimState.APPROVED  # with the version both saw
    assert approve(scene.checker).progress.given == 2
    assert PaymentOrder.objects.count() == 1


def test_a_claim_given_back_needs_every_approval_anew(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    checking.return_to_officer(
        claim_id=claim_id,
        note="Cek tanggal.",
        expected_version=scene.version(claim_id),
        actor=scene.other_checker,
        now=scene.now,
    )
    scene.verify(claim_id)
    assert scene.approve(claim_id, checker=scene.other_checker).progress.given == 1
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_a_sum_that_changed_after_the_first_approval_ends_it(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    change_register(scene, saver(contributions=50_000_000))
    assert scene.approve(claim_id, checker=scene.other_checker).sent_back == "balance_changed"
    scene.sign(claim_id)
    scene.verify(claim_id)
    assert approval_state(claim_id=claim_id).progress == ApprovalProgress(given=0, needed=2)


def test_the_rule_of_the_day_of_verification_holds_whatever_is_set_later(scene: Scene) -> None:
    claim_id = scene.verified()
    several_approve(scene)
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_a_rule_holds_from_its_day_on(scene: Scene) -> None:
    several_approve(scene, days=1)
    today = scene.verified()
    assert approval_state(claim_id=today).progress.needed == 1
    checking.return_to_officer(
        claim_id=today, note="?", expected_version=scene.version(today), actor=scene.checker, now=scene.now
    )
    scene.wait(days=1)
    scene.verify(today)
    assert approval_state(claim_id=today).progress.needed == 2


def test_of_one_day_the_last_setting_counts_and_both_are_kept(scene: Scene) -> None:
    several_approve(scene, Tier(1_000_000, 2))
    several_approve(scene, Tier(90_000_000, 2))
    assert scene.approve(scene.verified()).claim.state is ClaimState.APPROVED
    assert BranchSetting.objects.count() == 2
    entries = trail(subject=Subject("branch_rules", str(scene.branch.pk)))
    assert [link.data["value"][0]["above"] for link in entries] == [1_000_000, 90_000_000]


def test_only_the_head_of_the_branch_or_an_administrator_sets_the_rule(scene: Scene) -> None:
    administrator = StaffMember.objects.create(
        username="admin", display_name="Admin", staff_number="admin", roles=[Role.ADMINISTRATOR]
    )
    elsewhere = in_role(scene.both, Role.BRANCH_HEAD)
    for stranger in (scene.checker, elsewhere, in_role(scene.officer, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            several_approve(scene, actor=stranger)
    several_approve(scene, actor=Actor.staff(staff_id=administrator.pk, role=Role.ADMINISTRATOR))
    assert BranchSetting.objects.count() == 1


def test_a_rule_neither_reaches_back_nor_asks_for_more_people_than_there_are(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="setting_in_the_past"):
        several_approve(scene, days=-1)
    with pytest.raises(TiersInvalid):
        several_approve(scene, Tier(1_000_000, 3))  # the branch has two checkers
    assert not BranchSetting.objects.exists()


def test_who_verified_does_not_count_however_many_are_needed(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    with pytest.raises(FourEyesRefused):
        scene.approve(claim_id, checker=in_role(scene.officer, Role.CHECKER))


def test_the_queue_shows_who_approved_and_for_whom_it_still_waits(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)

    def queue(actor: Actor) -> tuple[list[object], list[object]]:
        found = checkers_queue(branch_id=scene.branch.pk, checker_id=int(actor.id), now=scene.now)
        return [one.row.id for one in found.waiting], [row.id for row in found.for_others]

    assert queue(scene.checker) == ([], [claim_id])
    assert queue(scene.other_checker) == ([claim_id], [])
    state = approval_state(claim_id=claim_id)
    assert [one.by for one in state.given] == ["Pemeriksa1"]
    assert [one.display_name for one in state.open_to] == ["Pemeriksa2"]


def test_a_returned_payment_goes_to_another_account_only_with_as_many_approvals(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    scene.approve(claim_id, checker=scene.other_checker)
    order_id = PaymentOrder.objects.get().pk
    payment.record_ordered(order_id=order_id, reference="PAY-1", now=scene.now)
    payment.record_payment_status(
        order_id=order_id, state=PaymentState.RETURNED, reason="closed", at=scene.now, now=scene.now
    )
    scene.wait(minutes=1)
    scene.give_account(claim_id, NEW_ACCOUNT)

    def again(actor: Actor) -> object:
        return payment.order_again(claim_id=claim_id, actor=actor, now=scene.now).order_id

    assert [again(scene.checker), again(scene.checker)] == [None, None]
    assert PaymentOrder.objects.count() == 1
    scene.wait(minutes=1)
    scene.give_account(claim_id, "112000014471")  # another account: nobody has approved this one
    assert again(scene.other_checker) is None
    assert again(scene.checker) is not None
    assert PaymentOrder.objects.count() == 2


def test_the_very_account_the_bank_returned_needs_every_approval_anew_too(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    for checker in (scene.checker, scene.other_checker):
        scene.approve(claim_id, checker=checker)
    order_id = PaymentOrder.objects.get().pk
    payment.record_ordered(order_id=order_id, reference="PAY-1", now=scene.now)
    payment.record_payment_status(
        order_id=order_id, state=PaymentState.RETURNED, reason="dormant", at=scene.now, now=scene.now
    )
    scene.wait(minutes=1)
    scene.give_account(claim_id)  # woken up again at the bank
    assert payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now).order_id is None
    assert PaymentOrder.objects.count() == 1


def put(claim: Claim, **facts: object) -> None:
    values = {"round": claim.approval_round, "officer_id": claim.officer_id, "net": 1, "version": 1, **facts}
    with transaction.atomic():
        Approval.objects.create(claim=claim, at=claim.created_at, **values)


def test_the_database_itself_keeps_approvals_apart(scene: Scene) -> None:
    claim = Claim.objects.get(pk=scene.verified())
    checker, other = int(scene.checker.id), int(scene.other_checker.id)
    with pytest.raises(IntegrityError, match="approval_not_by_the_officer"):
        put(claim, by_id=claim.officer_id)
    with pytest.raises(IntegrityError, match="names the officer and the round"):
        put(claim, by_id=claim.officer_id, officer_id=other)  # under another officer's name
    with pytest.raises(IntegrityError, match="names the officer and the round"):
        put(claim, by_id=checker, round=claim.approval_round + 1)
    put(claim, by_id=checker)
    with pytest.raises(IntegrityError, match="approval_once_per_person"):
        put(claim, by_id=checker)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        Approval.objects.update(by_id=other)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        Approval.objects.all().delete()


def test_the_database_refuses_a_claim_approved_by_too_few(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    with pytest.raises(IntegrityError, match="too few people"), transaction.atomic():
        Claim.objects.filter(pk=claim_id).update(
            state="approved", checker_id=int(scene.checker.id), checked_at=scene.now, approved_at=scene.now
        )


def test_a_changed_page_is_still_refused(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    seen = scene.version(claim_id)
    scene.approve(claim_id)
    checking.return_to_officer(
        claim_id=claim_id, note="?", expected_version=seen, actor=scene.other_checker, now=scene.now
    )
    scene.verify(claim_id)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        checking.approve(
            claim_id=claim_id,
            fresh=scene.view(claim_id).facts,
            expected_version=seen,
            actor=scene.checker,
            now=scene.now,
        )


def test_the_setting_knows_its_day_at_the_branch(scene: Scene) -> None:
    several_approve(scene)
    assert BranchSetting.objects.get().in_force_from == date(2020, 6, 22)
    scene.now += timedelta(hours=15)  # past midnight at the branch, not yet in UTC
    with pytest.raises(InvalidInput, match="setting_in_the_past"):
        several_approve(scene, days=-1, actor=head_of(scene))
