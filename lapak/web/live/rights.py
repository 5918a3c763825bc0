"""Which streams a browser may follow now: asked when a page wants its permission renewed."""

from collections.abc import Callable
from uuid import UUID

from lapak.claims.queries.claim import claim
from lapak.collective.queries.mandates import MandateView, mandate_of
from lapak.collective.queries.talks import talk
from lapak.desk.queries import open_desk_of, visit_of_device, visit_view
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.people.rules import Role
from lapak.web.requests import LapakRequest

BRANCH_DEVICES = ("board", "tablet")


def may_follow(*, request: LapakRequest, topic: str) -> bool:
    """Return whether one of the identities of this browser may still see what `topic` carries."""
    kind, _, id = topic.partition(":")
    try:
        return _RIGHTS[kind](request, UUID(id))
    except (KeyError, ValueError, NotFound):
        return False


def _own_desk(request: LapakRequest, desk_id: UUID) -> bool:
    return request.staff is not None and open_desk_of(officer_id=request.staff.id) == desk_id


def _own_visit(request: LapakRequest, ticket_id: UUID) -> bool:
    if request.device and visit_of_device(device_id=request.device.id) == ticket_id:
        return True
    visit = visit_view(ticket_id=ticket_id) if request.subject_id else None
    return visit is not None and visit.claim_id == request.subject_id


def _own_device(request: LapakRequest, device_id: UUID) -> bool:
    return request.device is not None and request.device.id == device_id


def _own_branch(request: LapakRequest, branch_id: UUID) -> bool:
    device = request.device
    if device and device.kind in BRANCH_DEVICES and device.branch_id == branch_id:
        return True
    return request.staff is not None and request.staff.branch_id == branch_id


def _own_claim(request: LapakRequest, claim_id: UUID) -> bool:
    if request.subject_id == claim_id:
        return True
    ticket_id = visit_of_device(device_id=request.device.id) if request.device else None
    visit = visit_view(ticket_id=ticket_id) if ticket_id else None
    if visit is not None and visit.claim_id == claim_id:
        return True
    staff = request.staff
    return staff is not None and bool(staff.roles) and _branch_of(claim_id) == staff.branch_id


def _own_checks(request: LapakRequest, branch_id: UUID) -> bool:
    staff = request.staff
    return staff is not None and Role.CHECKER in staff.roles and staff.branch_id == branch_id


def _own_office(request: LapakRequest, branch_id: UUID) -> bool:
    staff = request.staff
    if staff is None:
        return False
    at_work = {Role.BRANCH_HEAD, Role.OFFICER} & set(staff.roles)
    return Role.ADMINISTRATOR in staff.roles or (bool(at_work) and staff.branch_id == branch_id)


def _own_company(request: LapakRequest, company_id: UUID) -> bool:
    mandate = _mandate(request)
    return mandate is not None and mandate.company_id == company_id and mandate.may_see_lists


def _own_mandate(request: LapakRequest, mandate_id: UUID) -> bool:
    mandate = _mandate(request)
    return mandate is not None and mandate.id == mandate_id


def _mandate(request: LapakRequest) -> MandateView | None:
    if request.staff is None or Role.REPRESENTATIVE not in request.staff.roles:
        return None
    return mandate_of(account_id=request.staff.id, now=utc_now())


def _own_talk(request: LapakRequest, talk_id: UUID) -> bool:
    found = talk(talk_id=talk_id)
    if found.claim_id is not None and found.claim_id == request.subject_id:
        return True
    return request.staff is not None and found.account_id == request.staff.id


def _talk_of_officer(request: LapakRequest, talk_id: UUID) -> bool:
    return request.staff is not None and talk(talk_id=talk_id).officer_id == request.staff.id


def _branch_of(claim_id: UUID) -> UUID | None:
    return claim(claim_id=claim_id, now=utc_now()).branch_id


_RIGHTS: dict[str, Callable[[LapakRequest, UUID], bool]] = {
    "desk": _own_desk,
    "visit": _own_visit,
    "device": _own_device,
    "branch": _own_branch,
    "claim": _own_claim,
    "checks": _own_checks,
    "office": _own_office,
    "company": _own_company,
    "mandate": _own_mandate,
    "talk": _own_talk,
    "talk-officer": _talk_of_officer,
}
