"""What the desk does to the one claim there is."""

from datetime import timedelta

from lapak.claims.models import Claim
from lapak.claims.operations import desk_work
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people.models import StaffMember
from lapak.people.rules import Role


def ask_again(*kinds: str) -> Claim:
    """Have an officer of the branch talk with the person and ask for papers again."""
    claim = Claim.objects.get()
    member = StaffMember.objects.create(
        username="dimas", display_name="Dimas", staff_number="0417", branch=claim.branch, roles=[Role.OFFICER]
    )
    officer = Actor.staff(staff_id=member.pk, role=Role.OFFICER)
    now = utc_now()
    desk_work.begin_service(claim_id=claim.pk, actor=officer, now=now)
    for kind in kinds:
        desk_work.ask_paper_again(
            claim_id=claim.pk, kind=kind, reason_code="glare", actor=officer, now=now + timedelta(seconds=1)
        )
    desk_work.ask_correction(claim_id=claim.pk, actor=officer, now=now + timedelta(seconds=2))
    return claim
