from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Sample
from lapak.claims.operations.branch_settings import set_sample_percent
from lapak.claims.operations.samples import keep_look, see_finding
from lapak.claims.queries.samples import findings, open_samples, rates
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.sampling import SampleOutcome
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from lapak.kernel.zones import local_date
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene, in_role


def share(scene: Scene, percent: int) -> None:
    set_sample_percent(
        branch_id=scene.branch.pk,
        percent=percent,
        in_force_from=local_date(moment=scene.now, zone=scene.branch.timezone),
        actor=head_of(scene),
        now=scene.now,
    )


def drawn(scene: Scene) -> UUID:
    share(scene, 100)
    return scene.approved()


def look(scene: Scene, claim_id: UUID, actor: Actor, **found: object) -> object:
    values = {"outcome": SampleOutcome.OK, **found}
    return keep_look(claim_id=claim_id, actor=actor, now=scene.now, **values)


def test_a_share_of_none_draws_nothing(scene: Scene) -> None:
    share(scene, 0)
    scene.approved()
    assert not Sample.objects.exists()
    with pytest.raises(InvalidInput, match="percent_invalid"):
        share(scene, 101)


def test_a_drawn_claim_waits_for_somebody_who_neither_verified_nor_approved_it(scene: Scene) -> None:
    claim_id = drawn(scene)

    def waits_for(actor: Actor) -> bool:
        rows = open_samples(branch_id=scene.branch.pk, staff_id=int(actor.id))
        return [row.id for row in rows] == [claim_id]

    assert [waits_for(one) for one in (scene.officer, scene.checker, scene.other_checker)] == [
        False,
        False,
        True,
    ]
    for own in (scene.checker, in_role(scene.officer, Role.CHECKER)):
        with pytest.raises(NotAllowed, match="sample_own_work"):
            look(scene, claim_id, own)
    with pytest.raises(NotAllowed):
        look(scene, claim_id, scene.other_officer)
    look(scene, claim_id, scene.other_checker)
    assert not waits_for(scene.other_checker)
    assert rates(branch_id=scene.branch.pk, since=scene.now.replace(day=1)).looked_at == 1


def test_a_finding_holds_nothing_and_waits_for_the_branch_head(scene: Scene) -> None:
    claim_id = drawn(scene)
    found = {"outcome": SampleOutcome.FINDING}
    with pytest.raises(ReasonNotOffered):
        look(scene, claim_id, scene.other_checker, **found, note="?")
    with pytest.raises(InvalidInput, match="note_empty"):
        look(scene, claim_id, scene.other_checker, **found, reason_code="paper")
    for _ in range(2):  # a double click
        look(scene, claim_id, scene.other_checker, **found, reason_code="paper", note="Stempel beda.")
    assert scene.view(claim_id).state is ClaimState.APPROVED
    (one,) = findings(branch_id=scene.branch.pk)
    assert (one.reason_code, one.note, one.is_seen) == ("paper", "Stempel beda.", False)
    with pytest.raises(NotAllowed):
        see_finding(claim_id=claim_id, note="x", actor=scene.other_checker, now=scene.now)
    see_finding(claim_id=claim_id, note="Perusahaan membenarkan.", actor=head_of(scene), now=scene.now)
    assert findings(branch_id=scene.branch.pk)[0].is_seen
    figures = rates(branch_id=scene.branch.pk, since=scene.now.replace(day=1))
    assert (figures.drawn, figures.findings, figures.percent) == (1, 1, 100)


def test_the_first_look_counts(scene: Scene) -> None:
    claim_id = drawn(scene)
    look(scene, claim_id, scene.other_checker)
    third = StaffMember.objects.create(
        username="ketiga",
        display_name="Ketiga",
        staff_number="ketiga",
        branch=scene.branch,
        roles=["checker"],
    )
    with pytest.raises(Conflict, match="sample_done"):
        look(scene, claim_id, Actor.staff(staff_id=third.pk, role=Role.CHECKER))


def test_the_database_keeps_the_own_work_away(scene: Scene) -> None:
    claim_id = drawn(scene)
    done = {"outcome": "ok", "done_at": scene.now}
    rows = Sample.objects.filter(pk=claim_id)
    with pytest.raises(IntegrityError, match="sample_not_by_the_officer"), transaction.atomic():
        rows.update(**done, done_by_id=int(scene.officer.id))
    with pytest.raises(IntegrityError, match="who approved a claim"), transaction.atomic():
        rows.update(**done, done_by_id=int(scene.checker.id))
    with pytest.raises(IntegrityError, match="sample_done_whole"), transaction.atomic():
        rows.update(outcome="ok")
