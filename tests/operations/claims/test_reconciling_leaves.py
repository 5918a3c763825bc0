"""What a comparison of the books does not mend stops it for nobody else, and waits for a person."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from lapak.claims.models import Claim, PaymentOrder
from lapak.claims.operations import endings, filing, reconciling
from lapak.claims.queries import reconciliation as books
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.steps import reconciling as steps
from lapak.journal.queries import verify
from tests.operations.claims.claim_scene import Scene
from tests.operations.claims.test_reconciling import compare, kinds, paid


def paid_beside_another_claim(scene: Scene) -> tuple[UUID, PaymentOrder]:
    """A partial payment that arrived, and a claim for the rest under way."""
    first = scene.examined(scene.filed(reason="partial_10"))
    scene.verify(first)
    scene.approve(first)
    scene.deliver()
    scene.wait(days=1)
    second = scene.draft(channel="onsite")
    branch = {"branch_id": scene.branch.pk, "actor": scene.person(second), "now": scene.now}
    filing.choose_branch(claim_id=second, **branch)
    scene.submit(second)
    return first, PaymentOrder.objects.get()


def bank_returns(scene: Scene, order: PaymentOrder) -> None:
    scene.core.tamper(order.idempotency_key, returned_at=scene.now, return_reason="account_closed")


def bank_still_at_it(scene: Scene, order: PaymentOrder) -> None:
    scene.core.tamper(order.idempotency_key, settles_at=scene.now + timedelta(days=9), silent=True)


def core_forgets(scene: Scene, order: PaymentOrder) -> None:
    scene.core.forget(order.idempotency_key)


@pytest.mark.parametrize(
    ("change", "kind"),
    [(bank_returns, "returned_unknown"), (bank_still_at_it, "not_paid"), (core_forgets, "never_heard")],
)
def test_a_paid_claim_does_not_come_back_to_life_beside_another_one(
    scene: Scene, change: Callable[..., None], kind: str
) -> None:
    claim_id, order = paid_beside_another_claim(scene)
    change(scene, order)
    since = scene.now - timedelta(days=3)
    for _ in range(2):
        scene.wait(hours=1)
        assert steps.reconcile(now=scene.now, since=since, until=scene.now).stage == "done"
    assert (kinds(mended=False), kinds(mended=True)) == ([kind], [])
    assert scene.view(claim_id).state is ClaimState.PAID
    (found,) = books.findings_of(branch_id=scene.branch.pk)
    assert (found.claim_id, found.core_reference) == (claim_id, order.core_reference)

    (other,) = Claim.objects.exclude(pk=claim_id)
    endings.withdraw(claim_id=other.pk, actor=scene.person(other.pk), now=scene.now)
    scene.wait(hours=1)
    steps.reconcile(now=scene.now, since=since, until=scene.now)
    assert kinds(mended=True) == [kind]
    assert scene.view(claim_id).state is not ClaimState.PAID
    assert verify().broken == ()


def test_what_nobody_foresaw_about_one_order_stops_no_comparison(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_id, order = paid(scene)
    scene.core.tamper(order.idempotency_key, returned_at=scene.now, return_reason="account_closed")

    def fail(*_: object, **__: object) -> None:
        raise IntegrityError("claim_one_live_per_membership")

    monkeypatch.setattr(reconciling, "_returned_late", fail)
    assert compare(scene).stage == "done"
    assert (kinds(mended=False), kinds(mended=True)) == (["returned_unknown"], [])
    assert scene.view(claim_id).state is ClaimState.PAID
    assert verify().broken == ()


def test_a_comparison_by_hand_leaves_no_hole_before_it(scene: Scene) -> None:
    claim_id, order = paid(scene)
    compare(scene)
    scene.wait(days=1)
    bank_returns(scene, order)
    scene.wait(days=2)  # and no night's comparison came to its end
    steps.reconcile(now=scene.now, since=scene.now - timedelta(days=1), until=scene.now)
    assert books.is_due(now=scene.now)
    scene.wait(days=1)
    steps.reconcile(now=scene.now)
    assert scene.view(claim_id).state is ClaimState.PAYMENT_RETURNED
    reached = books.compared_until()
    steps.reconcile(now=scene.now, since=scene.now - timedelta(days=90), until=scene.now - timedelta(days=80))
    assert books.compared_until() == reached
