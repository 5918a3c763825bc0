"""Nobody works on a claim of their own or of declared kin, in whatever step."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from lapak.claims.models import Party
from lapak.claims.operations import checking, desk_work, reopening
from lapak.claims.queries.approvals import approval_state
from lapak.claims.queries.checking import checkers_queue
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.kin import KinRefused
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.people.kin import declare_kin
from lapak.people.rules import Relation
from tests.operations.claims.approving import head_of, several_approve
from tests.operations.claims.claim_scene import NIK, Scene


def declare(scene: Scene, actor: Actor, nik: str = NIK, relation: Relation = Relation.SIBLING) -> None:
    declare_kin(
        staff_id=int(actor.id), relation=relation, nik=nik, on=date(2020, 6, 22), actor=actor, now=scene.now
    )


def test_an_officer_neither_begins_nor_ends_a_claim_of_kin(scene: Scene) -> None:
    claim_id = scene.filed()
    declare(scene, scene.officer)
    with pytest.raises(KinRefused):
        desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    desk_work.begin_service(claim_id=claim_id, actor=scene.other_officer, now=scene.now)


@pytest.mark.parametrize(
    "act",
    [
        lambda scene, id: scene.verify(id),
        lambda scene, id: desk_work.propose_rejection(
            claim_id=id, reason_code="data_differs", actor=scene.officer, now=scene.now
        ),
        lambda scene, id: desk_work.add_note(claim_id=id, text="x", actor=scene.officer, now=scene.now),
        lambda scene, id: desk_work.accept_paper(claim_id=id, kind="ktp", actor=scene.officer, now=scene.now),
    ],
)
def test_kin_declared_during_the_talk_stops_every_further_step(
    scene: Scene, act: Callable[[Scene, UUID], object]
) -> None:
    claim_id = scene.examined()
    declare(scene, scene.officer)
    with pytest.raises(KinRefused):
        act(scene, claim_id)
    assert scene.view(claim_id).state is ClaimState.IN_SERVICE


def test_a_checker_does_not_decide_on_the_own_claim_and_sees_only_a_count(scene: Scene) -> None:
    claim_id = scene.verified()
    declare(scene, scene.checker, relation=Relation.SELF)
    with pytest.raises(KinRefused):
        scene.approve(claim_id)
    seen = {"claim_id": claim_id, "expected_version": scene.version(claim_id), "now": scene.now}
    with pytest.raises(KinRefused):
        checking.reject(**seen, reason_code="data_differs", actor=scene.checker)
    with pytest.raises(KinRefused):
        checking.return_to_officer(**seen, note="?", actor=scene.checker)
    queue = checkers_queue(branch_id=scene.branch.pk, checker_id=int(scene.checker.id), now=scene.now)
    assert (queue.waiting, queue.kin) == ((), 1)
    assert scene.approve(claim_id, checker=scene.other_checker).claim.state is ClaimState.APPROVED


def test_an_heir_or_representative_counts_as_much_as_the_member(scene: Scene) -> None:
    claim_id = scene.verified()
    heir = "3603011204850099"
    Party.objects.create(
        id=new_id(),
        claim_id=claim_id,
        number=1,
        capacity="heir",
        kin="child",
        nik=heir,
        name="Ahli Waris",
        birth_date=date(2000, 4, 12),
        entered_at=scene.now,
    )
    declare(scene, scene.checker, heir)
    with pytest.raises(KinRefused):
        scene.approve(claim_id)


def test_who_is_kin_is_not_counted_among_those_who_still_can_approve(scene: Scene) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    declare(scene, scene.other_checker)
    assert [one.display_name for one in approval_state(claim_id=claim_id).open_to] == ["Pemeriksa1"]


def test_a_branch_head_does_not_reopen_a_claim_of_kin(scene: Scene) -> None:
    claim_id = scene.verified()
    checking.reject(
        claim_id=claim_id,
        reason_code="data_differs",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )
    declare(scene, head_of(scene))
    with pytest.raises(KinRefused):
        reopening.reopen(claim_id=claim_id, reason_code="our_mistake", actor=head_of(scene), now=scene.now)
