"""Payments under every fault: whatever happens between us, the core system and the bank, money moves once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims import steps
from lapak.claims.models import PaymentOrder
from lapak.claims.operations import checking, desk_work, endings, payment
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    CoreAnswerInvalid,
    CoreRefused,
    CoreUnavailable,
    PaymentState,
)
from lapak.claims.queries.lists import check_queue
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState, FourEyesRefused
from lapak.claims.rules.tracking import Headline
from lapak.kernel.errors import Conflict, InvalidInput
from lapak.kernel.transitions import MoveRefused
from lapak.outbox.registry import Owed, TryLater, handler_for
from lapak.people.rules import Role
from tests.operations.claims.approving import several_approve
from tests.operations.claims.claim_scene import (
    ACCOUNT,
    BANK,
    DORMANT,
    NAME,
    NEW_ACCOUNT,
    Scene,
    in_role,
    saver,
)


def with_core(scene: Scene, **options: object) -> None:
    """Put a core system in place whose bank behaves as told."""
    known = {
        (BANK, number): AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
        for number in (ACCOUNT, NEW_ACCOUNT)
    }
    known[(BANK, DORMANT)] = AccountHolder(name=NAME.upper(), status=AccountStatus.DORMANT)
    core = SmileMemory(members=[saver()], accounts=known, clock=lambda: scene.now, **options)
    scene.use_core(core)


def paid_out(scene: Scene) -> int:
    return scene.core.balance(kpj=saver().member.kpj, on=scene.now.date()).paid_out


def returned(scene: Scene) -> UUID:
    with_core(scene, returning=[(BANK, ACCOUNT)])
    claim_id = scene.approved()
    scene.deliver()
    return claim_id


@pytest.mark.parametrize("fault", [CoreUnavailable("timeout"), CoreAnswerInvalid("garbage")])
@pytest.mark.parametrize("after_work", [False, True])
@pytest.mark.parametrize("operation", ["open_claim", "order_payment", "payment_status"])
def test_a_fault_before_or_after_the_work_was_done_never_pays_twice(
    scene: Scene, fault: Exception, after_work: bool, operation: str
) -> None:
    claim_id = scene.approved()
    for _ in range(2):
        scene.core.fail_next(operation, fault, after_work=after_work)
    scene.deliver(rounds=12)
    assert scene.core._failures == [] or after_work  # a lost order is found by its key, not sent again
    assert scene.view(claim_id).state is ClaimState.PAID
    assert paid_out(scene) == 61_856_000
    assert PaymentOrder.objects.count() == 1


def test_after_days_without_the_core_system_what_was_owed_is_done_and_nothing_is_dead(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core.be_away()
    scene.deliver(rounds=3 * 24 * 3)
    assert scene.view(claim_id).state is ClaimState.APPROVED
    assert {message.state for message in scene.owed("core.order_payment")} == {"owed"}
    scene.core.be_away(False)
    scene.deliver(rounds=8)
    assert scene.view(claim_id).state is ClaimState.PAID
    assert paid_out(scene) == 61_856_000


def test_a_message_delivered_twice_orders_once(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.deliver()
    for kind in ("core.open_claim", "core.order_payment", "core.watch_payment"):
        (message,) = scene.owed(kind)
        owed = Owed(message.pk, kind, message.key, message.payload, message.subject_id)
        handler_for(kind=kind)(owed, scene.now)
    assert scene.core_calls("order_payments") == 1
    assert scene.view(claim_id).state is ClaimState.PAID
    assert scene.templates().count("paid") == 1


def test_a_worker_that_died_after_sending_sends_the_same_order_and_gets_the_same_answer(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.deliver_one(scene.owed("core.open_claim")[0].pk)
    (message,) = scene.owed("core.order_payment")
    order = PaymentOrder.objects.get()
    reference = scene.core.order_payment(
        idempotency_key=order.idempotency_key,
        claim_reference=scene.view(claim_id).core_reference,
        gross=order.gross,
        tax=order.tax,
        net=order.net,
        bank_code=order.bank_code,
        account_number=order.account_number,
        account_name=order.account_name,
    ).reference
    assert scene.deliver_one(message.pk) == ""
    order.refresh_from_db()
    assert order.core_reference == reference
    assert paid_out(scene) == 61_856_000


def test_the_payment_waits_until_the_core_system_knows_the_claim(scene: Scene) -> None:
    scene.approved()
    (message,) = scene.owed("core.order_payment")
    assert scene.deliver_one(message.pk) == "claim_not_open_yet"
    assert scene.core_calls("order_payments") == 0


def test_a_returned_payment_is_told_and_ordered_again_to_a_new_account(scene: Scene) -> None:
    claim_id = returned(scene)
    view = scene.view(claim_id)
    assert (view.state, view.orders[0].return_reason) == (ClaimState.PAYMENT_RETURNED, "returned_by_bank")
    assert scene.templates()[-1] == "returned"
    page = tracking(claim_id=claim_id, now=scene.now)
    assert (page.tracking.headline, page.account_needed) == (Headline.NEW_ACCOUNT_NEEDED, True)
    with pytest.raises(Conflict, match="new_account_needed"):
        payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    assert check_queue(branch_id=scene.branch.pk, checker_id=int(scene.checker.id)).to_order_again == ()

    scene.give_account(claim_id, NEW_ACCOUNT)
    assert not tracking(claim_id=claim_id, now=scene.now).account_needed
    queue = check_queue(branch_id=scene.branch.pk, checker_id=int(scene.checker.id))
    assert [row.id for row in queue.to_order_again] == [claim_id]
    first = payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    assert (
        payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now).order_id == first.order_id
    )
    scene.deliver()
    view = scene.view(claim_id)
    assert view.state is ClaimState.PAID
    assert [(order.attempt, order.state, order.account_number) for order in view.orders] == [
        (1, "returned", ACCOUNT),
        (2, "paid", NEW_ACCOUNT),
    ]
    assert paid_out(scene) == 61_856_000
    with pytest.raises(Conflict, match="payment_settled"):
        payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)


def test_a_payment_is_watched_for_as_long_as_the_bank_takes(scene: Scene) -> None:
    with_core(scene, settle_after=timedelta(days=5))
    claim_id = scene.approved()
    scene.deliver(rounds=2)
    assert scene.view(claim_id).state is ClaimState.ORDERED
    for _ in range(100):
        scene.wait(hours=1)
        scene.deliver_one(scene.owed("core.watch_payment")[0].pk)
    assert [message.state for message in scene.owed("core.watch_payment")] == ["owed"]
    scene.wait(days=2)
    scene.deliver(rounds=1)
    view = scene.view(claim_id)
    assert view.state is ClaimState.PAID
    assert view.paid_at == view.orders[0].settled_at


def test_a_new_account_the_bank_objects_to_is_not_paid_to(scene: Scene) -> None:
    claim_id = returned(scene)
    scene.give_account(claim_id, DORMANT)
    with pytest.raises(InvalidInput, match="account_unusable") as refused:
        payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    assert [field.code for field in refused.value.fields] == ["account_dormant"]


def test_ordering_again_keeps_four_eyes_and_roles(scene: Scene) -> None:
    claim_id = returned(scene)
    scene.give_account(claim_id, NEW_ACCOUNT)
    with pytest.raises(FourEyesRefused):
        payment.order_again(claim_id=claim_id, actor=in_role(scene.officer, Role.CHECKER), now=scene.now)
    with pytest.raises(MoveRefused, match="move_not_for_role"):
        payment.order_again(claim_id=claim_id, actor=scene.other_officer, now=scene.now)
    with pytest.raises(MoveRefused, match="move_not_for_role"):
        payment.order_again(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)


def test_an_order_the_core_system_refuses_waits_for_a_checker_who_orders_again(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core.fail_next("order_payment", CoreRefused("insufficient_balance", "less"))
    scene.deliver()
    assert [message.state for message in scene.owed("core.order_payment")] == ["delivered"]
    view = scene.view(claim_id)
    assert (view.state, view.orders[0].state) == (ClaimState.APPROVED, "refused")
    queue = check_queue(branch_id=scene.branch.pk, checker_id=int(scene.checker.id))
    assert [row.id for row in queue.to_order_again] == [claim_id]
    payment.order_again(claim_id=claim_id, actor=scene.other_checker, now=scene.now)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert paid_out(scene) == 61_856_000


def recalled_after_a_refusal(scene: Scene) -> UUID:
    """Two approved it, the core system refused the order, and a checker gave the claim back."""
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    scene.approve(claim_id, checker=scene.other_checker)
    scene.core.fail_next("order_payments", CoreRefused("insufficient_balance", "less"))
    scene.deliver(rounds=2)
    version = scene.version(claim_id)
    steps.recall(
        claim_id=claim_id, note="Periksa lagi", expected_version=version, actor=scene.checker, now=scene.now
    )
    return claim_id


def verify_anew(scene: Scene, claim_id: UUID) -> None:
    scene.verify(claim_id)


def approve_by_one_of_two(scene: Scene, claim_id: UUID) -> None:
    scene.verify(claim_id)
    scene.approve(claim_id)


def withdraw(scene: Scene, claim_id: UUID) -> None:
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)


def reject(scene: Scene, claim_id: UUID) -> None:
    given = {"claim_id": claim_id, "reason_code": "not_the_member", "now": scene.now}
    desk_work.propose_rejection(**given, actor=scene.officer)
    checking.reject(**given, expected_version=scene.version(claim_id), actor=scene.checker)


@pytest.mark.parametrize("then", [None, verify_anew, approve_by_one_of_two, withdraw, reject])
def test_nobody_orders_again_what_is_not_approved_any_more(
    scene: Scene, then: Callable[..., None] | None
) -> None:
    claim_id = recalled_after_a_refusal(scene)
    if then is not None:
        then(scene, claim_id)
    before = scene.view(claim_id).state
    with pytest.raises(MoveRefused, match="move_not_from_here"):
        payment.order_again(claim_id=claim_id, actor=scene.other_checker, now=scene.now)
    scene.deliver(rounds=3)
    assert (scene.view(claim_id).state, PaymentOrder.objects.count(), paid_out(scene)) == (before, 1, 0)


def test_a_claim_the_core_system_refused_is_not_asked_to_be_paid(scene: Scene) -> None:
    claim_id = scene.approved()
    payment.record_core_refusal(claim_id=claim_id, code="nothing_to_pay", now=scene.now)
    (message,) = scene.owed("core.order_payment")
    assert scene.deliver_one(message.pk) == ""
    assert scene.view(claim_id).state is ClaimState.RETURNED_TO_OFFICER
    assert scene.core_calls("order_payments") == 0


def test_a_settled_order_stays_as_it_is(scene: Scene) -> None:
    claim_id = returned(scene)
    (order,) = PaymentOrder.objects.all()
    payment.record_payment_status(
        order_id=order.pk, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
    )
    payment.record_refused(order_id=order.pk, code="x", now=scene.now)
    payment.record_ordered(order_id=order.pk, reference="PAY-9", now=scene.now)
    assert scene.view(claim_id).state is ClaimState.PAYMENT_RETURNED
    assert scene.templates().count("returned") == 1


def test_a_payment_the_core_system_does_not_know_yet_is_looked_for_again(scene: Scene) -> None:
    scene.approved()
    (order,) = PaymentOrder.objects.all()
    payment.record_ordered(order_id=order.pk, reference="PAY-404", now=scene.now)
    (message,) = scene.owed("core.watch_payment")
    owed = Owed(message.pk, message.kind, message.key, message.payload, message.subject_id)
    with pytest.raises(TryLater, match="payment_not_known"):
        handler_for(kind=message.kind)(owed, scene.now)


def test_the_database_refuses_a_second_open_order_and_sums_that_do_not_add_up(scene: Scene) -> None:
    scene.approved()
    order = PaymentOrder.objects.get()
    order.pk, order.attempt, order.idempotency_key = scene.branch.pk, 2, "another"
    with pytest.raises(IntegrityError, match="order_one_open_per_claim"), transaction.atomic():
        order.save(force_insert=True)
    for wrong in ({"net": 1}, {"gross": -1}, {"tax": 0}):
        with pytest.raises(IntegrityError, match="order_amounts_add_up"), transaction.atomic():
            PaymentOrder.objects.update(**wrong)
