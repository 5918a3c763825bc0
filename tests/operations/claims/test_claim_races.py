"""Two people at the same moment, on two connections; each waits for the other at a barrier."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from lapak.claims.models import Claim, Decision, PaymentOrder
from lapak.claims.operations import checking, desk_work, payment, submission
from lapak.claims.ports import PaymentState
from lapak.claims.rules.claim_moves import ClaimState
from lapak.journal.queries import verify
from lapak.kernel.errors import Conflict, DomainError, InvalidInput
from lapak.kernel.transitions import MoveRefused
from lapak.outbox.models import Message
from tests.operations.claims.claim_scene import Scene, make_scene


@pytest.fixture
def scene(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch at work whose changes are really committed, so that other connections see them."""
    return make_scene()


def at_once(*attempts: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on its own connection; return each result or refusal."""
    barrier = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return attempt()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as threads:
        return list(threads.map(run, attempts))


def refusals(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, DomainError)]


def approve(scene: Scene, claim_id: UUID, actor: Any) -> Callable[[], object]:
    seen, fresh = scene.version(claim_id), scene.view(claim_id).facts
    return lambda: checking.approve(
        claim_id=claim_id, fresh=fresh, expected_version=seen, actor=actor, now=scene.now
    )


def test_two_clicks_on_submit_make_one_claim(scene: Scene) -> None:
    claim_id = scene.ready()

    def submit() -> object:
        return submission.submit(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)

    results = at_once(submit, submit, submit)
    assert refusals(results) == []
    assert len({one.number for one in results}) == 1
    assert sorted(one.already for one in results) == [False, True, True]
    assert Message.objects.filter(kind="core.open_claim").count() == 1


def test_two_drafts_of_one_person_submitted_together_make_one_claim(scene: Scene) -> None:
    drafts = [scene.draft(channel="onsite") for _ in range(2)]
    Claim.objects.filter(pk__in=drafts).update(branch=scene.branch)

    def submit(claim_id: UUID) -> Callable[[], object]:
        return lambda: submission.submit(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)

    results = at_once(*(submit(claim_id) for claim_id in drafts))
    (refused,) = refusals(results)
    assert isinstance(refused, Conflict | InvalidInput)
    assert Claim.objects.filter(state="submitted").count() == 1
    assert Claim.objects.exclude(number=None).count() == 1


def test_two_checkers_who_approve_together_order_one_payment(scene: Scene) -> None:
    claim_id = scene.verified()
    results = at_once(approve(scene, claim_id, scene.checker), approve(scene, claim_id, scene.other_checker))
    (refused,) = refusals(results)
    assert isinstance(refused, MoveRefused)
    assert PaymentOrder.objects.count() == 1
    assert Decision.objects.filter(kind="approved").count() == 1


def test_one_checker_who_clicks_twice_orders_one_payment(scene: Scene) -> None:
    claim_id = scene.verified()
    attempt = approve(scene, claim_id, scene.checker)
    results = at_once(attempt, attempt, attempt)
    assert refusals(results) == []
    assert len({one.order_id for one in results}) == 1
    assert Message.objects.filter(kind="core.order_payment").count() == 1


def test_one_checker_approves_while_another_rejects_and_only_one_counts(scene: Scene) -> None:
    claim_id = scene.verified()
    seen = scene.version(claim_id)

    def reject() -> object:
        return checking.reject(
            claim_id=claim_id,
            reason_code="data_differs",
            expected_version=seen,
            actor=scene.other_checker,
            now=scene.now,
        )

    results = at_once(approve(scene, claim_id, scene.checker), reject)
    assert len(refusals(results)) == 1
    state = Claim.objects.get(pk=claim_id).state
    assert PaymentOrder.objects.count() == (1 if state == ClaimState.APPROVED else 0)
    assert Decision.objects.filter(kind__in=["approved", "rejected"]).count() == 1


def test_officer_and_checker_deciding_at_the_same_moment_never_both_count(scene: Scene) -> None:
    """The checker gives the claim back; the officer verifies it anew while another checker, on the old page,
    approves: the approval of what is no longer shown is refused, whoever is first.
    """
    claim_id = scene.verified()
    stale = approve(scene, claim_id, scene.other_checker)
    checking.return_to_officer(
        claim_id=claim_id,
        note="Cek lagi.",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )

    def verify_again() -> object:
        return desk_work.verify(claim_id=claim_id, actor=scene.officer, now=scene.now)

    verified, refused = at_once(verify_again, stale)
    assert not isinstance(verified, DomainError)
    assert isinstance(refused, DomainError)
    assert refused.code in ("changed_meanwhile", "move_not_from_here")
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    assert PaymentOrder.objects.count() == 0


def test_an_officer_who_verifies_and_rejects_in_two_tabs_does_one(scene: Scene) -> None:
    claim_id = scene.examined()
    seen = scene.version(claim_id)
    decide = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now, "expected_version": seen}
    results = at_once(
        lambda: desk_work.verify(**decide),
        lambda: desk_work.propose_rejection(**decide, reason_code="data_differs"),
    )
    assert len(refusals(results)) == 1
    assert Decision.objects.count() == 1


def test_checks_ticked_in_a_rush_are_all_kept_and_the_journal_stays_one_chain(scene: Scene) -> None:
    claim_id = scene.filed()
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    codes = [item.code for item in scene.view(claim_id).checks]

    def tick(code: str) -> Callable[[], object]:
        return lambda: desk_work.set_check(
            claim_id=claim_id, code=code, ok=True, actor=scene.officer, now=scene.now
        )

    assert refusals(at_once(*(tick(code) for code in codes))) == []
    assert {item.state for item in scene.view(claim_id).checks} == {"ok"}
    assert verify().broken == ()


def test_two_watchers_that_see_a_payment_settled_note_it_once(scene: Scene) -> None:
    claim_id = scene.approved()
    order_id = PaymentOrder.objects.get().pk
    payment.record_ordered(order_id=order_id, reference="PAY-1", now=scene.now)

    def paid() -> object:
        return payment.record_payment_status(
            order_id=order_id, state=PaymentState.PAID, reason="", at=scene.now, now=scene.now
        )

    assert refusals(at_once(paid, paid)) == []
    assert scene.view(claim_id).state is ClaimState.PAID
    assert scene.templates().count("paid") == 1


def test_a_payment_is_ordered_again_once_by_two_checkers(scene: Scene) -> None:
    claim_id = scene.approved()
    order_id = PaymentOrder.objects.get().pk
    payment.record_ordered(order_id=order_id, reference="PAY-1", now=scene.now)
    payment.record_payment_status(
        order_id=order_id, state=PaymentState.RETURNED, reason="closed", at=scene.now, now=scene.now
    )
    scene.wait(minutes=1)
    scene.give_account(claim_id, "112000014474")

    def again(actor: Any) -> Callable[[], object]:
        return lambda: payment.order_again(claim_id=claim_id, actor=actor, now=scene.now)

    results = at_once(again(scene.checker), again(scene.other_checker))
    assert refusals(results) == []
    assert len({one.order_id for one in results}) == 1
    assert [order.attempt for order in PaymentOrder.objects.order_by("attempt")] == [1, 2]
