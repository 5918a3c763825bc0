"""Comparing the books finds and mends both directions, once, and leaves to people what is theirs to clear."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from lapak.claims.models import PaymentOrder, Reconciliation, ReconciliationFinding
from lapak.claims.operations import payment, reconciling
from lapak.claims.ports import CoreUnavailable, PaymentState
from lapak.claims.queries import reconciliation as books
from lapak.claims.queries.reconciliation import RunView
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.reconciliation import Difference, TheirOrder, Theirs
from lapak.claims.steps import reconciling as steps
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound
from lapak.outbox.models import Message
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import BANK, KPJ, NEW_ACCOUNT, Scene, in_role, make_scene
from tests.races import at_once


@pytest.fixture
def committed(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch at work whose changes other connections see."""
    return make_scene()


def compare(scene: Scene) -> RunView:
    scene.wait(hours=1)
    return steps.reconcile(now=scene.now)


def paid(scene: Scene) -> tuple[UUID, PaymentOrder]:
    claim_id = scene.approved()
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    return claim_id, PaymentOrder.objects.get()


def taken(scene: Scene) -> tuple[UUID, PaymentOrder]:
    """An order the core system took and will settle only after days."""
    claim_id = scene.approved()
    scene.core._settle_after = timedelta(days=3)
    scene.deliver(rounds=1)
    order = PaymentOrder.objects.get()
    assert order.core_reference
    return claim_id, order


def kinds(*, mended: bool) -> list[str]:
    rows = ReconciliationFinding.objects.filter(mended=mended).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def payments(scene: Scene) -> list[str]:
    return [one.idempotency_key for one in scene.core._book.payments.values()]


def stop_watching() -> None:
    Message.objects.filter(kind="core.watch_payment").update(
        state="delivered", settled_at="2020-06-22T03:00Z"
    )


def test_books_that_agree_give_nothing_to_do(scene: Scene) -> None:
    paid(scene)
    run = compare(scene)
    assert (run.stage, run.compared, run.mended, run.for_people) == ("done", 1, 0, 0)
    assert compare(scene).mended == 0


def test_they_paid_and_we_did_not_know(scene: Scene) -> None:
    claim_id, order = taken(scene)
    stop_watching()
    settled_at = scene.now + timedelta(minutes=1)
    scene.core.tamper(order.idempotency_key, settles_at=settled_at, silent=True)
    compare(scene)
    view = scene.view(claim_id)
    assert (view.state, view.paid_at) == (ClaimState.PAID, settled_at)
    assert kinds(mended=True) == ["paid_unknown"]
    assert scene.templates().count("paid") == 1
    compare(scene)
    assert kinds(mended=True) == ["paid_unknown"]


def test_they_took_an_order_whose_answer_was_lost_for_good(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core._settle_after = timedelta(days=3)
    scene.core.fail_next("order_payments", CoreUnavailable("lost"), after_work=True)
    scene.deliver(rounds=1)
    Message.objects.filter(kind="core.order_payment").update(state="dead", settled_at=scene.now)
    compare(scene)
    assert scene.view(claim_id).state is ClaimState.ORDERED
    assert kinds(mended=True) == ["taken_unknown"]
    scene.wait(days=3)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert len(payments(scene)) == 1


def test_they_paid_an_order_they_had_refused(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.core.fail_next("order_payments", CoreUnavailable("lost"), after_work=True)
    scene.deliver(rounds=1)
    payment.record_refused(order_id=PaymentOrder.objects.get().pk, code="unknown_claim", now=scene.now)
    compare(scene)
    assert scene.view(claim_id).state is ClaimState.PAID
    assert len(payments(scene)) == 1


def test_we_thought_it_paid_and_for_them_it_is_under_way(scene: Scene) -> None:
    claim_id, order = taken(scene)
    payment.record_payment_status(
        order_id=order.pk, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
    )
    stop_watching()
    compare(scene)
    view = scene.view(claim_id)
    assert (view.state, view.paid_at) == (ClaimState.ORDERED, None)
    assert kinds(mended=True) == ["not_paid"]
    assert "not_paid_yet" in scene.templates()
    scene.wait(days=3)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert payments(scene) == [order.idempotency_key]
    assert verify().broken == ()


def test_the_bank_returns_what_was_paid_days_ago(scene: Scene) -> None:
    claim_id, order = paid(scene)
    returned_at = scene.now + timedelta(minutes=5)
    scene.core.tamper(order.idempotency_key, returned_at=returned_at, return_reason="account_closed")
    compare(scene)
    view = scene.view(claim_id)
    assert (view.state, view.paid_at) == (ClaimState.PAYMENT_RETURNED, None)
    assert (view.orders[0].state, view.orders[0].return_reason) == ("returned", "account_closed")
    scene.give_account(claim_id, NEW_ACCOUNT)
    payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert scene.core.balance(kpj=KPJ, on=scene.now.date()).paid_out == 61_856_000


@pytest.mark.parametrize("thought_paid", [False, True])
def test_what_they_never_heard_of_is_sent_again_under_its_own_key(scene: Scene, thought_paid: bool) -> None:
    claim_id, order = taken(scene)
    if thought_paid:
        payment.record_payment_status(
            order_id=order.pk, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
        )
    scene.core.forget(order.idempotency_key)
    scene.core._settle_after = timedelta(0)
    compare(scene)
    assert kinds(mended=True) == ["never_heard"]
    assert scene.view(claim_id).state is ClaimState.ORDERED
    scene.deliver(rounds=8)
    assert scene.view(claim_id).state is ClaimState.PAID
    assert payments(scene) == [order.idempotency_key]
    assert PaymentOrder.objects.count() == 1


def test_what_is_not_sent_yet_is_no_difference(scene: Scene) -> None:
    scene.approved()
    run = compare(scene)
    assert (run.mended, run.for_people) == (0, 0)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"gross": 60_000_000, "tax": 0, "net": 60_000_000}, "sum_differs"),
        ({"bank_code": "014", "account_number": "999999"}, "account_differs"),
    ],
)
def test_another_sum_or_account_is_left_to_a_person_once(
    scene: Scene, change: dict[str, object], kind: str
) -> None:
    claim_id, order = paid(scene)
    scene.core.tamper(order.idempotency_key, **change)
    compare(scene)
    compare(scene)
    assert (kinds(mended=False), kinds(mended=True)) == ([kind], [])
    (found,) = books.findings_of(branch_id=scene.branch.pk)
    assert (found.claim_id, found.our_net) == (claim_id, order.net)
    assert scene.view(claim_id).state is ClaimState.PAID


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"gross": 60_000_000, "tax": 0, "net": 60_000_000}, "sum_differs"),
        ({"bank_code": "014", "account_number": "999999"}, "account_differs"),
    ],
)
def test_the_watch_calls_nothing_paid_that_was_not_ordered_so_until_a_person_has_seen_it(
    scene: Scene, change: dict[str, object], kind: str
) -> None:
    claim_id, order = taken(scene)
    scene.core.tamper(order.idempotency_key, **change)
    scene.deliver(rounds=2)
    assert kinds(mended=False) == [kind]  # already while it is under way
    scene.wait(days=4)
    scene.deliver(rounds=3)
    compare(scene)
    assert scene.view(claim_id).state is ClaimState.ORDERED
    assert "paid" not in scene.templates()
    (found,) = books.findings_of(branch_id=scene.branch.pk)
    assert (found.run_id, found.kind, found.our_net) == (None, kind, order.net)
    reconciling.resolve(
        finding_id=found.id,
        note="Pusat sudah mengurus selisihnya",
        actor=head_of(scene),
        now=scene.now,
    )
    scene.wait(days=1)
    scene.deliver(rounds=1)
    assert scene.view(claim_id).state is ClaimState.PAID


def test_what_we_never_ordered_is_left_to_a_person_at_the_branch_of_its_claim(scene: Scene) -> None:
    claim_id = scene.filed()
    scene.deliver(rounds=1)
    scene.core.order_payment(
        idempotency_key="from-elsewhere",
        claim_reference=scene.view(claim_id).core_reference,
        gross=5,
        tax=0,
        net=5,
        bank_code=BANK,
        account_number=NEW_ACCOUNT,
        account_name="HARTONO SUBAGYO",
    )
    compare(scene)
    (found,) = books.findings_of(branch_id=scene.branch.pk)
    assert (found.kind, found.claim_id, found.their_net) == (Difference.NEVER_ORDERED, claim_id, 5)
    assert books.open_findings(branch_id=scene.branch.pk) == 1
    assert books.open_findings(branch_id=None) == 0


def test_a_comparison_that_was_broken_off_goes_on_where_it_was(scene: Scene) -> None:
    _claim_id, order = taken(scene)
    scene.core.forget(order.idempotency_key)
    scene.core.fail_next("payment_statuses", CoreUnavailable("down"))
    with pytest.raises(CoreUnavailable):
        compare(scene)
    (run,) = Reconciliation.objects.all()
    assert (run.stage, run.ended_at) == ("ours", None)
    assert books.is_due(now=scene.now)
    listed = scene.core_calls("list_payments")
    assert compare(scene).id == run.pk
    assert scene.core_calls("list_payments") == listed
    assert kinds(mended=True) == ["never_heard"]
    assert not books.is_due(now=scene.now)


def test_every_page_is_walked_in_both_books(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST_PER_PAGE", 1)
    monkeypatch.setattr(steps, "MOST_AT_ONCE", 1)
    claim_id, order = paid(scene)
    kept = scene.core._payment_of(order.idempotency_key)
    for number in range(3):
        strange = replace(kept, reference=f"PAY-9{number}", idempotency_key=f"strange-{number}")
        scene.core._book.payments[strange.reference] = strange
    run = compare(scene)
    assert (run.compared, run.for_people) == (4, 3)
    assert scene.core_calls("list_payments") == 4
    assert scene.view(claim_id).state is ClaimState.PAID


def test_a_period_must_have_a_length(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="period_empty"):
        steps.reconcile(now=scene.now, since=scene.now, until=scene.now)


def test_an_older_page_does_not_undo_what_came_in_since(scene: Scene) -> None:
    """Listed as under way, paid before the page was read: asked once more, it is paid, and stays so."""
    claim_id, order = paid(scene)
    stale = TheirOrder(state=Theirs.ORDERED, reference=order.core_reference)
    now_so = TheirOrder(state=Theirs.PAID, reference=order.core_reference)
    run_id = reconciling.begin(since=scene.now - timedelta(days=1), until=scene.now, now=scene.now)
    booked = books.booked(keys=[order.idempotency_key])[order.idempotency_key]
    one = steps._Pass(books.run(run_id=run_id), scene.now)
    steps._compare(one, booked, stale, None)
    assert scene.view(claim_id).state is ClaimState.PAID
    assert not reconciling.mend(
        run_id=run_id, order_id=order.pk, found=Difference.NOT_PAID, theirs=now_so, now=scene.now
    )


def test_statuses_that_come_late_twice_or_out_of_order_change_nothing(scene: Scene) -> None:
    claim_id, order = paid(scene)
    for state, reason in (("ordered", ""), ("paid", ""), ("returned", "account_closed")):
        payment.record_payment_status(
            order_id=order.pk, state=PaymentState(state), reason=reason, at=scene.now, now=scene.now
        )
    payment.record_ordered(order_id=order.pk, reference="PAY-OLD", now=scene.now)
    order.refresh_from_db()
    assert (scene.view(claim_id).state, order.state) == (ClaimState.PAID, "paid")
    assert order.core_reference != "PAY-OLD"
    assert scene.templates().count("paid") == 1


def test_an_answer_for_an_old_attempt_does_not_touch_the_new_one(scene: Scene) -> None:
    claim_id, order = paid(scene)
    scene.core.tamper(order.idempotency_key, returned_at=scene.now, return_reason="account_closed")
    compare(scene)
    scene.give_account(claim_id, NEW_ACCOUNT)
    payment.order_again(claim_id=claim_id, actor=scene.checker, now=scene.now)
    payment.record_payment_status(
        order_id=order.pk, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
    )
    assert scene.view(claim_id).state is ClaimState.ORDERED
    assert [one.state for one in PaymentOrder.objects.order_by("attempt")] == ["returned", "ordered"]


def test_a_finding_is_closed_with_a_note_by_its_branch_or_an_administrator(scene: Scene) -> None:
    _claim_id, order = paid(scene)
    scene.core.tamper(order.idempotency_key, account_number="999999")
    compare(scene)
    (found,) = books.findings_of(branch_id=scene.branch.pk)
    head = in_role(scene.checker, Role.BRANCH_HEAD)

    def close(note: str = "Sudah dicek", actor: Actor = head) -> None:
        reconciling.resolve(finding_id=found.id, note=note, actor=actor, now=scene.now)

    with pytest.raises(InvalidInput, match="note_empty"):
        close(note=" ")
    elsewhere = StaffMember.objects.create(username="jauh", staff_number="jauh", roles=[Role.BRANCH_HEAD])
    with pytest.raises(NotFound):
        close(actor=Actor.staff(staff_id=elsewhere.pk, role=Role.BRANCH_HEAD))
    close()
    with pytest.raises(Conflict, match="finding_resolved"):
        close()
    assert books.open_findings(branch_id=scene.branch.pk) == 0
    compare(scene)  # and it does not come back
    assert books.open_findings(branch_id=scene.branch.pk) == 0
    assert verify().broken == ()


def test_two_comparisons_never_run_together(committed: Scene) -> None:
    paid(committed)
    now = committed.now + timedelta(hours=1)
    results = at_once(*(lambda: steps.reconcile(now=now) for _ in range(3)))
    assert all(one == "already_comparing" or one.stage == "done" for one in results)
    connections.close_all()


def test_a_mend_against_a_status_coming_in_writes_it_once(committed: Scene) -> None:
    scene = committed
    claim_id, order = taken(scene)
    run_id = reconciling.begin(since=scene.now - timedelta(days=1), until=scene.now, now=scene.now)
    theirs = TheirOrder(state=Theirs.PAID, reference=order.core_reference, at=scene.now)

    def mend() -> object:
        return reconciling.mend(
            run_id=run_id, order_id=order.pk, found=Difference.PAID_UNKNOWN, theirs=theirs, now=scene.now
        )

    def status() -> object:
        return payment.record_payment_status(
            order_id=order.pk, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
        )

    at_once(mend, status, mend)
    assert scene.view(claim_id).state is ClaimState.PAID
    assert scene.templates().count("paid") == 1
    assert ReconciliationFinding.objects.count() <= 1
    assert verify().broken == ()
