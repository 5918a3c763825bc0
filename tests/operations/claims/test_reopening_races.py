"""A claim taken up again while somebody else acts, on two connections."""

from uuid import UUID

import pytest

from lapak.claims.models import LIVE_STATES, Claim, Objection
from lapak.claims.operations import endings, reopening, submission
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene, make_scene
from tests.races import at_once


@pytest.fixture
def scene(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch at work whose changes are really committed, so that other connections see them."""
    return make_scene()


def reopen(scene: Scene, claim_id: UUID, head: Actor) -> object:
    return reopening.reopen(claim_id=claim_id, reason_code="new_evidence", actor=head, now=scene.now).state


def withdrawn(scene: Scene) -> UUID:
    claim_id = scene.filed()
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    return claim_id


def test_a_claim_reopened_while_a_new_one_is_filed_leaves_one_under_way(scene: Scene) -> None:
    head, old = head_of(scene), withdrawn(scene)
    new = scene.ready()
    done = at_once(
        lambda: reopen(scene, old, head),
        lambda: submission.submit(claim_id=new, actor=scene.person(new), now=scene.now),
    )
    assert Claim.objects.filter(state__in=LIVE_STATES).count() == 1
    refusals = [one for one in done if isinstance(one, str)]
    assert (
        len(
            [
                one
                for one in refusals
                if one in ("another_claim_live", "claim_in_progress", "claim_incomplete")
            ]
        )
        == 1
    )


def test_two_branch_heads_reopen_once(scene: Scene) -> None:
    head, claim_id = head_of(scene), withdrawn(scene)
    done = at_once(lambda: reopen(scene, claim_id, head), lambda: reopen(scene, claim_id, head))
    assert sorted(map(str, done)) == ["move_not_from_here", ClaimState.SUBMITTED]
    assert scene.templates().count("reopened") == 1


def test_an_objection_sent_twice_is_one(scene: Scene) -> None:
    claim_id = withdrawn(scene)

    def send() -> object:
        return reopening.object_to(
            claim_id=claim_id, text="Keliru tekan.", actor=scene.person(claim_id), now=scene.now
        ).state

    done = at_once(send, send)
    assert sorted(map(str, done)) == ["objection_already_made", ClaimState.WITHDRAWN]
    assert Objection.objects.count() == 1
