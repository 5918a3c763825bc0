"""Which branch an office page is about."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from lapak.kernel.errors import NotFound
from lapak.offices.queries import BranchView, branch, branches
from lapak.people.rules import Role
from lapak.web.requests import LapakRequest


def branch_in_charge(request: LapakRequest) -> BranchView:
    """Return the branch of a branch head; for an administrator the one named by `cabang`, or else the first.

    Raises PermissionDenied for staff without any.
    """
    assert request.staff is not None  # the gate let only staff in
    own = request.staff.branch_id
    if Role.ADMINISTRATOR in request.staff.roles:
        chosen = _chosen(request.POST.get("cabang") or request.GET.get("cabang", ""))
        if chosen is not None:
            return chosen
        if own is None and (found := next(iter(branches()), None)):
            return found
    if own is None:
        raise PermissionDenied("This page is about a branch.")
    return branch(branch_id=own)


def branches_to_choose(request: LapakRequest) -> tuple[BranchView, ...]:
    """Return the branches the reader may look at; none to choose from for a branch head."""
    assert request.staff is not None  # the gate let only staff in
    return branches() if Role.ADMINISTRATOR in request.staff.roles else ()


def _chosen(text: str) -> BranchView | None:
    try:
        return branch(branch_id=UUID(text))
    except (ValueError, NotFound):
        return None
