"""A core system that answers otherwise than before leads to another look, never to a wrong payment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from lapak.claims import steps
from lapak.claims.models import Claim, Decision, PaymentOrder
from lapak.claims.operations import file_work, payment, recalling
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    ContributionStatus,
    CoreRefused,
    CoreUnavailable,
    EarlierPayment,
)
from lapak.claims.rules.claim_moves import ClaimState, FourEyesRefused
from lapak.journal.queries import verify
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from lapak.kernel.transitions import MoveRefused
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import (
    ACCOUNT,
    BANK,
    KPJ,
    MONDAY,
    NAME,
    NEW_ACCOUNT,
    Scene,
    change_register,
    in_role,
    make_scene,
    saver,
)
from tests.races import at_once


@pytest.fixture
def committed(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch at work whose changes other connections see."""
    return make_scene()


def merge(scene: Scene) -> None:
    one = saver()
    change_register(scene, replace(one, member=replace(one.member, merged_into="16099999999")))


def employ_again(scene: Scene) -> None:
    one = saver()
    (job,) = one.member.employments
    running = replace(
        job,
        ended_on=None,
        deactivated_on=None,
        end_reason=None,
        contribution_status=ContributionStatus.ACTIVE,
    )
    change_register(scene, replace(one, member=replace(one.member, employments=(running,))))


def move_balance(scene: Scene) -> None:
    change_register(scene, saver(contributions=41_000_000))


def forget_member(scene: Scene) -> None:
    scene.core._savers.pop(KPJ)


def sell_account(scene: Scene) -> None:
    scene.core._accounts[(BANK, ACCOUNT)] = AccountHolder("SITI AMINAH", AccountStatus.ACTIVE)


def close_account(scene: Scene) -> None:
    scene.core._accounts[(BANK, ACCOUNT)] = AccountHolder(NAME.upper(), AccountStatus.CLOSED)


def pay_elsewhere_before(scene: Scene) -> None:
    """The same balance, but part of it was paid before: another tax."""
    earlier = EarlierPayment(paid_on=MONDAY.date().replace(year=2021), kind="partial_10", gross=1, tax=0)
    change_register(scene, saver(paid_before=(earlier,)))


def back(scene: Scene, claim_id: UUID) -> tuple[ClaimState, str, str]:
    order = PaymentOrder.objects.get()
    return scene.view(claim_id).state, order.state, order.return_reason


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (merge, "member_merged"),
        (employ_again, "membership_changed"),
        (move_balance, "balance_changed"),
        (forget_member, "member_unknown"),
        (sell_account, "account_changed"),
        (close_account, "account_changed"),
        (pay_elsewhere_before, "payments_changed"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_changed_between_approval_and_payment_is_looked_at_again(
    scene: Scene, lie: object, why: str
) -> None:
    claim_id = scene.verified()
    scene.deliver(rounds=1)  # the claim is open in the core system
    scene.approve(claim_id)
    lie(scene)  # type: ignore[operator]
    scene.deliver()
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", why)
    assert scene.core_calls("order_payments") == 0
    view = scene.view(claim_id)
    assert [(one.kind, one.reason_code) for one in view.decisions][-1] == ("recalled", why)
    assert (view.approved_at, view.checker_id, view.verified_at) == (None, None, None)
    assert verify().broken == ()


def test_after_another_look_it_is_paid_once_with_the_new_sum(scene: Scene) -> None:
    claim_id = scene.approved()
    move_balance(scene)
    scene.deliver()
    scene.examined(claim_id)
    scene.verify(claim_id)
    scene.approve(claim_id)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert [(one.attempt, one.state) for one in PaymentOrder.objects.order_by("attempt")] == [
        (1, "withdrawn"),
        (2, "paid"),
    ]
    assert scene.core.balance(kpj=KPJ, on=scene.now.date()).paid_out == 62_856_000


@pytest.mark.parametrize("lie", [move_balance, employ_again, sell_account])
def test_an_order_whose_answer_was_lost_is_never_taken_back(scene: Scene, lie: object) -> None:
    """The core system has it: whatever it answers now, the money is on its way, and that is what is noted."""
    claim_id = scene.approved()
    scene.core.fail_next("order_payments", CoreUnavailable("lost"), after_work=True)
    scene.deliver(rounds=1)
    assert scene.view(claim_id).state is ClaimState.APPROVED
    lie(scene)  # type: ignore[operator]
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert PaymentOrder.objects.get().state == "paid"


def test_its_own_payment_is_no_difference(scene: Scene) -> None:
    """A lost answer leaves the account empty: that alone would look like a changed balance."""
    claim_id = scene.approved()
    scene.core.fail_next("order_payments", CoreUnavailable("lost"), after_work=True)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert scene.core_calls("withdraw_order") == 1


def test_a_withdrawal_whose_answer_is_lost_is_made_again(scene: Scene) -> None:
    claim_id = scene.approved()
    move_balance(scene)
    scene.core.fail_next("withdraw_order", CoreUnavailable("lost"), after_work=True)
    scene.deliver()
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", "balance_changed")


def test_a_request_that_was_still_on_its_way_does_no_harm(scene: Scene) -> None:
    claim_id = scene.approved()
    order = PaymentOrder.objects.get()
    move_balance(scene)
    scene.deliver()
    with pytest.raises(CoreRefused) as late:
        scene.core.order_payment(
            idempotency_key=order.idempotency_key,
            claim_reference=Claim.objects.get(pk=claim_id).core_reference,
            gross=order.gross,
            tax=order.tax,
            net=order.net,
            bank_code=order.bank_code,
            account_number=order.account_number,
            account_name=order.account_name,
        )
    assert late.value.code == "order_withdrawn"


def test_a_late_answer_to_a_withdrawn_order_changes_nothing(scene: Scene) -> None:
    claim_id = scene.approved()
    order_id = PaymentOrder.objects.get().pk
    move_balance(scene)
    scene.deliver()
    payment.record_ordered(order_id=order_id, reference="PAY-LATE", now=scene.now)
    payment.record_refused(order_id=order_id, code="order_withdrawn", now=scene.now)
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", "balance_changed")


def test_a_claim_the_core_system_refuses_to_open_goes_back_to_its_officer(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core.fail_next("open_claim", CoreRefused("nothing_to_pay", ""))
    scene.deliver()
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", "core_refused")


@pytest.mark.parametrize("lie", [merge, employ_again, forget_member, move_balance])
def test_a_wrong_answer_that_was_mended_since_is_asked_for_again_and_the_claim_is_paid(
    scene: Scene, lie: Callable[[Scene], None]
) -> None:
    claim_id = scene.verified()
    scene.deliver(rounds=1)
    scene.approve(claim_id)
    lie(scene)
    scene.deliver()
    change_register(scene, saver())
    scene.wait(days=1)
    file_work.take_file(claim_id=claim_id, actor=scene.officer, now=scene.now)
    steps.ask_core_again(claim_id=claim_id, actor=scene.officer, now=scene.now)
    answer = scene.view(claim_id).facts.member
    assert answer is not None
    assert answer.member == saver().member
    sign_verify_and_pay(scene, claim_id)


def test_the_core_system_is_asked_again_for_who_has_the_claim_and_a_form_for_another_sum_falls(
    scene: Scene,
) -> None:
    claim_id = scene.examined()
    with pytest.raises(NotAllowed, match="not_your_claim"):
        steps.ask_core_again(claim_id=claim_id, actor=scene.other_officer, now=scene.now)
    steps.ask_core_again(claim_id=claim_id, actor=scene.officer, now=scene.now)
    assert scene.view(claim_id).net is not None
    seen = scene.view(claim_id).facts
    move_balance(scene)
    steps.ask_core_again(claim_id=claim_id, actor=scene.officer, now=scene.now)
    assert scene.view(claim_id).net is None
    scene.give_account(claim_id, NEW_ACCOUNT)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        file_work.keep_answers(claim_id=claim_id, fresh=seen, actor=scene.officer, now=scene.now)


def taxed_anew_next_year(scene: Scene, now: datetime) -> None:
    """A member who was paid a part in an earlier year, so that the tax of the rest depends on the year."""
    earlier = EarlierPayment(paid_on=date(2019, 5, 1), kind="partial_10", gross=6_000_000, tax=0)
    change_register(scene, saver(contributions=46_000_000, paid_before=(earlier,)))
    scene.now = now


def sign_verify_and_pay(scene: Scene, claim_id: UUID) -> None:
    """Signed, verified and approved anew, the tax of today is paid."""
    file_work.take_file(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.sign(claim_id)
    scene.verify(claim_id)
    scene.approve(claim_id)
    scene.deliver()
    view = scene.view(claim_id)
    assert view.due is not None
    assert (view.state, view.tax) == (ClaimState.PAID, view.due.tax)
    assert verify().broken == ()


def test_an_order_sent_in_a_later_tax_year_than_approved_is_taken_back(scene: Scene) -> None:
    taxed_anew_next_year(scene, datetime(2020, 12, 31, 9, tzinfo=UTC))
    claim_id = scene.verified()
    scene.deliver(rounds=1)
    scene.approve(claim_id)
    scene.core.be_away()
    scene.deliver(rounds=1)
    scene.wait(days=2)
    scene.core.be_away(False)
    scene.deliver()
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", "sum_changed")
    assert scene.view(claim_id).net is None  # what was signed fell with its sum
    sign_verify_and_pay(scene, claim_id)


def test_a_payment_is_not_ordered_again_with_the_tax_of_another_year(scene: Scene) -> None:
    taxed_anew_next_year(scene, datetime(2020, 12, 21, 3, tzinfo=UTC))
    claim_id = scene.approved()
    scene.core._returning = frozenset({(BANK, ACCOUNT)})
    scene.deliver()
    scene.now = datetime(2021, 1, 5, 3, tzinfo=UTC)
    scene.give_account(claim_id, NEW_ACCOUNT)
    with pytest.raises(Conflict, match="sum_changed"):
        payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    assert PaymentOrder.objects.count() == 1
    give_back(scene, claim_id)
    assert scene.view(claim_id).net is None
    sign_verify_and_pay(scene, claim_id)


def refused_order(scene: Scene) -> UUID:
    claim_id = scene.approved()
    payment.record_refused(order_id=PaymentOrder.objects.get().pk, code="unknown_claim", now=scene.now)
    return claim_id


def give_back(scene: Scene, claim_id: UUID, **changes: object) -> object:
    given: dict[str, object] = {
        "claim_id": claim_id,
        "note": "Sistem inti menolak. Periksa kepesertaannya.",
        "expected_version": scene.version(claim_id),
        "actor": scene.checker,
        "now": scene.now,
        **changes,
    }
    return steps.recall(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.CHECKER, Role.BRANCH_HEAD])
def test_after_a_refused_order_checker_and_branch_head_can_give_it_back(scene: Scene, role: Role) -> None:
    claim_id = refused_order(scene)
    give_back(scene, claim_id, actor=in_role(scene.checker, role))
    view = scene.view(claim_id)
    assert view.state is ClaimState.RETURNED_TO_OFFICER
    assert view.decisions[-1].note.startswith("Sistem inti menolak")
    assert Decision.objects.latest("pk").by_id == int(scene.checker.id)


def test_giving_back_asks_for_a_word_two_people_and_what_was_seen(scene: Scene) -> None:
    claim_id = refused_order(scene)
    with pytest.raises(InvalidInput, match="note_empty"):
        give_back(scene, claim_id, note="  ")
    with pytest.raises(FourEyesRefused):
        give_back(scene, claim_id, actor=in_role(scene.officer, Role.CHECKER))
    with pytest.raises(MoveRefused):
        give_back(scene, claim_id, actor=scene.other_officer)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        give_back(scene, claim_id, expected_version=1)
    assert scene.view(claim_id).state is ClaimState.APPROVED


def test_an_order_not_yet_sent_is_withdrawn_before_the_claim_goes_back(scene: Scene) -> None:
    claim_id = scene.approved()
    give_back(scene, claim_id)
    scene.deliver()
    assert back(scene, claim_id) == (ClaimState.RETURNED_TO_OFFICER, "withdrawn", "recalled")
    assert scene.core.earlier_payments(kpj=KPJ) == ()


def test_what_the_core_system_has_is_not_given_back(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core.fail_next("order_payments", CoreUnavailable("lost"), after_work=True)
    scene.deliver(rounds=1)
    with pytest.raises(Conflict, match="order_under_way"):
        give_back(scene, claim_id)
    assert scene.view(claim_id).state is ClaimState.ORDERED
    with pytest.raises(Conflict, match="order_under_way"):
        give_back(scene, claim_id)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID


def test_taking_back_against_a_status_coming_in_one_wins_and_the_chain_holds(committed: Scene) -> None:
    scene = committed
    claim_id = scene.approved()
    order = PaymentOrder.objects.get()
    seen = scene.view(claim_id).facts

    def recalled() -> object:
        return recalling.record_recalled(order_id=order.pk, why="balance_changed", fresh=seen, now=scene.now)

    def taken() -> object:
        return payment.record_ordered(order_id=order.pk, reference="PAY-1", now=scene.now)

    at_once(recalled, taken)
    order.refresh_from_db()
    assert (scene.view(claim_id).state, order.state) in [
        (ClaimState.RETURNED_TO_OFFICER, "withdrawn"),
        (ClaimState.ORDERED, "ordered"),
    ]
    assert verify().broken == ()


def test_two_people_who_give_back_do_it_once(committed: Scene) -> None:
    scene = committed
    claim_id = refused_order(scene)
    version = scene.version(claim_id)
    results = at_once(
        *(
            lambda actor=actor: give_back(scene, claim_id, actor=actor, expected_version=version)
            for actor in (scene.checker, scene.other_checker)
        )
    )
    assert sum(isinstance(one, str) for one in results) == 1
    assert Decision.objects.filter(kind="recalled").count() == 1
