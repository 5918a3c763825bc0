"""The way of a filed claim from the desk to the money, taken by the branch's own people."""

from datetime import timedelta

from lapak.claims import steps
from lapak.claims.models import Claim
from lapak.claims.operations import desk_work, signing
from lapak.claims.queries.claim import claim as claim_view
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.outbox.operations import lease, settle
from lapak.outbox.registry import NotYet, handler_for
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import signature


def staff(claim: Claim, name: str, role: Role) -> Actor:
    """Return a member of the claim's branch; the same one each time."""
    member, _ = StaffMember.objects.get_or_create(
        username=name,
        defaults={
            "display_name": name.title(),
            "staff_number": name,
            "branch": claim.branch,
            "roles": [role],
        },
    )
    return Actor.staff(staff_id=member.pk, role=role)


def examined_and_approved(claim: Claim) -> None:
    """Talk, look at everything, let the person sign, and approve as another."""
    officer, own = staff(claim, "dimas", Role.OFFICER), Actor.participant(subject_id=claim.pk)
    now = utc_now()
    desk_work.begin_service(claim_id=claim.pk, actor=officer, now=now)
    seen = claim_view(claim_id=claim.pk, now=now)
    for point in seen.checks:
        desk_work.set_check(claim_id=claim.pk, code=point.code, ok=True, actor=officer, now=now)
    for one in seen.papers:
        if one.asked.how is HowGiven.UPLOAD:
            desk_work.accept_paper(claim_id=claim.pk, kind=one.asked.kind, actor=officer, now=now)
    signing.sign_form(claim_id=claim.pk, drawing=signature(), actor=own, now=now)
    desk_work.verify(claim_id=claim.pk, actor=officer, now=utc_now())
    version = claim_view(claim_id=claim.pk, now=utc_now()).version
    checker = staff(claim, "ratih", Role.CHECKER)
    steps.approve(claim_id=claim.pk, expected_version=version, actor=checker, now=utc_now(), note="Sesuai")


def paid() -> None:
    """Deliver what is owed to the core system, as the worker does, until the bank has paid."""
    now = utc_now()
    for _ in range(4):
        for kind in ("core.open_claim", "core.order_payment", "core.watch_payment"):
            for owed in lease(kind=kind, most=10, now=now):
                try:
                    handler_for(kind=kind)(owed, now)
                except NotYet as failure:
                    settle(delivered=[], failed={owed.id: failure}, now=now)
                else:
                    settle(delivered=[owed.id], failed={}, now=now)
        now += timedelta(minutes=30)
