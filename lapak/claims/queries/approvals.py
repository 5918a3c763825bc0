"""Who approved a claim in its present round, and who still can."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.claims.models import Approval, Claim
from lapak.claims.queries.kin import people_of
from lapak.claims.rules.approvals import ApprovalProgress
from lapak.claims.rules.kin import concerns_kin
from lapak.kernel.errors import NotFound
from lapak.people.queries import StaffView, kin_keys, staff_of_branch
from lapak.people.rules import Role


@dataclass(frozen=True)
class ApprovalView:
    """An approval that counts: by whom, and when (UTC)."""

    by_id: int
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class ApprovalState:
    """How far a claim is on its way to being paid: who approved it, and who of the branch still can."""

    progress: ApprovalProgress
    given: tuple[ApprovalView, ...]
    open_to: tuple[StaffView, ...]

    def is_by(self, staff_id: int) -> bool:
        """Return whether this person approved it."""
        return any(one.by_id == staff_id for one in self.given)


def approval_state(*, claim_id: UUID) -> ApprovalState:
    """Return who approved the claim in its present round, and who still can.

    Raises NotFound(`claim_unknown`).
    """
    row = Claim.objects.filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    given = approvals_of(row)
    return ApprovalState(
        progress=ApprovalProgress(given=len(given), needed=row.approvals_needed),
        given=given,
        open_to=_who_still_can(row, given),
    )


def approval_progress(row: Claim) -> ApprovalProgress:
    """Return how many of the approvals needed were given in the present round."""
    given = sum(one.round == row.approval_round for one in row.approvals.all())
    return ApprovalProgress(given=given, needed=row.approvals_needed)


def approvals_of(row: Claim) -> tuple[ApprovalView, ...]:
    """Return the approvals of the present round, the first one first."""
    given = Approval.objects.filter(claim=row, round=row.approval_round)
    rows = given.select_related("by").order_by("at", "pk")
    return tuple(ApprovalView(one.by_id, one.by.display_name, one.at, one.note) for one in rows)


def _who_still_can(row: Claim, given: tuple[ApprovalView, ...]) -> tuple[StaffView, ...]:
    if row.branch_id is None:
        return ()
    barred = {row.officer_id, *(one.by_id for one in given)}
    checkers = [one for one in staff_of_branch(branch_id=row.branch_id) if Role.CHECKER in one.roles]
    kin = kin_keys(staff_ids=[one.id for one in checkers])
    people = people_of(claim_ids=[row.pk])[row.pk] if kin else set()
    return tuple(
        one
        for one in checkers
        if one.id not in barred and not concerns_kin(people=people, kin=kin.get(one.id, frozenset()))
    )
