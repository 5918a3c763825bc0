"""Whoever runs the office settles nothing about a claim of the own kin, also as administrator."""

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.people.kin import declare_kin
from lapak.people.models import StaffMember
from lapak.people.rules import Relation, Role
from tests.operations.claims.claim_scene import Scene
from tests.web.checker.conftest import scene, signed_in
from tests.web.office.test_dead_letters import dead
from tests.web.office.test_reconciliation import differing

__all__ = ["scene"]
ROLES = [[Role.BRANCH_HEAD], [Role.ADMINISTRATOR], [Role.BRANCH_HEAD, Role.ADMINISTRATOR]]


def relative(scene: Scene, roles: list[Role]) -> Client:
    """The browser of somebody in these roles, to whom the person of the claim is married."""
    StaffMember.objects.filter(pk=scene.both.id).update(roles=roles)
    declare_kin(
        staff_id=int(scene.both.id),
        relation=Relation.SPOUSE,
        nik=Claim.objects.get().nik,
        on=scene.now.date(),
        actor=scene.both,
        now=scene.now,
    )
    return signed_in(scene.both)


@pytest.mark.parametrize("roles", ROLES)
def test_no_difference_of_kin_is_closed(scene: Scene, roles: list[Role]) -> None:
    found = differing(scene)
    relative(scene, roles).post(reverse("office:resolve", args=[found.pk]), {"note": "beres"})
    found.refresh_from_db()
    assert found.resolved_at is None


@pytest.mark.parametrize("roles", ROLES)
def test_no_message_about_kin_is_given_up_or_tried_again(scene: Scene, roles: list[Role]) -> None:
    _claim_id, message = dead(scene)
    browser = relative(scene, roles)
    browser.post(reverse("office:give_up", args=[message.pk]), {"reason": "not_needed"})
    browser.post(reverse("office:try_again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "dead"
