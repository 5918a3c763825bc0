"""Staff and their rights, read."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator

from lapak.people.models import StaffMember


@dataclass(frozen=True)
class StaffView:
    """A staff member as pages and operations see one."""

    id: int
    display_name: str
    staff_number: str
    branch_id: UUID | None
    roles: frozenset[str]


def staff_member(*, id: int) -> StaffView | None:
    """Return an active staff member, or None."""
    row = StaffMember.objects.filter(pk=id, is_active=True).first()
    return _view(row) if row else None


def staff_of_branch(*, branch_id: UUID) -> tuple[StaffView, ...]:
    """Return the active staff of a branch, by staff number."""
    rows = StaffMember.objects.filter(branch_id=branch_id, is_active=True).order_by("staff_number")
    return tuple(_view(row) for row in rows)


def has_second_factor(*, id: int) -> bool:
    """Return whether this person signs in with more than a password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=id, type__in=kinds).exists())


def _view(row: StaffMember) -> StaffView:
    return StaffView(row.pk, row.display_name, row.staff_number, row.branch_id, frozenset(row.roles))
