"""Approvers at the same moment, on two connections."""

from collections.abc import Callable
from uuid import UUID

import pytest

from lapak.claims.models import Approval, PaymentOrder
from lapak.claims.operations import checking
from lapak.claims.operations.checking import Approved
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from tests.operations.claims.approving import several_approve
from tests.operations.claims.claim_scene import Scene, make_scene
from tests.races import at_once


@pytest.fixture
def scene(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch at work whose changes are really committed, so that other connections see them."""
    return make_scene()


def approving(scene: Scene, claim_id: UUID, actor: Actor) -> Callable[[], Approved]:
    seen, known = scene.version(claim_id), scene.view(claim_id).facts
    return lambda: checking.approve(
        claim_id=claim_id, fresh=known, expected_version=seen, actor=actor, now=scene.now
    )


def test_two_of_two_at_once_order_one_payment(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    done = at_once(*(approving(scene, claim_id, one) for one in (scene.checker, scene.other_checker)))
    assert sorted(one.progress.given for one in done) == [1, 2]
    assert [one.order_id is not None for one in done].count(True) == 1
    assert scene.view(claim_id).state is ClaimState.APPROVED
    assert PaymentOrder.objects.count() == 1


def test_one_person_in_two_tabs_counts_once(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    done = at_once(*(approving(scene, claim_id, scene.checker) for _ in range(3)))
    assert [one.progress.given for one in done] == [1, 1, 1]
    assert Approval.objects.count() == 1
    assert scene.view(claim_id).state is ClaimState.VERIFIED


def test_an_approval_and_a_return_at_once_never_pay_by_one_of_two(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    seen = scene.version(claim_id)

    def give_back() -> object:
        return checking.return_to_officer(
            claim_id=claim_id, note="?", expected_version=seen, actor=scene.checker, now=scene.now
        )

    at_once(approving(scene, claim_id, scene.other_checker), give_back)
    paid = PaymentOrder.objects.filter(claim_id=claim_id).exists()
    state = scene.view(claim_id).state
    assert (state, paid) in [(ClaimState.APPROVED, True), (ClaimState.RETURNED_TO_OFFICER, False)]
