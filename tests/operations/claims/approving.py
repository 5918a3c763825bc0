"""A branch where several people approve, for tests of approvals."""

from datetime import timedelta

from lapak.claims.operations.branch_settings import set_approval_tiers
from lapak.claims.rules.approvals import Tier
from lapak.kernel.actors import Actor
from lapak.kernel.zones import local_date
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import Scene


def head_of(scene: Scene) -> Actor:
    """Return the branch head; the same one each time."""
    member, _ = StaffMember.objects.get_or_create(
        username="kepala",
        defaults={
            "display_name": "Kepala",
            "staff_number": "kepala",
            "branch": scene.branch,
            "roles": [Role.BRANCH_HEAD],
        },
    )
    return Actor.staff(staff_id=member.pk, role=Role.BRANCH_HEAD)


def several_approve(scene: Scene, *tiers: Tier, days: int = 0, actor: Actor | None = None) -> None:
    """Let several people approve above these sums, from today or some days on."""
    today = local_date(moment=scene.now, zone=scene.branch.timezone)
    set_approval_tiers(
        branch_id=scene.branch.pk,
        tiers=tiers or (Tier(50_000_000, 2),),
        in_force_from=today + timedelta(days=days),
        actor=actor or head_of(scene),
        now=scene.now,
    )
