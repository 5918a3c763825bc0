"""Changing staff accounts and their rights. Every change is in the journal of that staff member."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.subjects import Subject
from lapak.people.models import StaffMember
from lapak.people.rules import Role


@transaction.atomic
def save_account(*, member: StaffMember, actor: Actor, now: datetime) -> None:
    """Write a new or changed account, with what was granted or taken away. Locks the account.

    Only an administrator may enter the administration; the library's own flags follow the role.
    """
    before = _locked(member.pk) if member.pk else None
    member.is_staff = member.is_superuser = Role.ADMINISTRATOR in member.roles
    member.save()
    data = {"after": _rights(member), **({"before": _rights(before)} if before else {})}
    _journal(member, "staff.changed" if before else "staff.created", data, actor, now)


@transaction.atomic
def note_new_password(*, staff_id: int, actor: Actor, now: datetime) -> None:
    """Record that an administrator set a password. Locks the account. Raises NotFound(`staff_unknown`)."""
    _journal(_locked(staff_id), "staff.password_set", {}, actor, now)


@transaction.atomic
def forget_second_factor(*, staff_id: int, actor: Actor, now: datetime) -> None:
    """Let a person whose phone is lost set up two steps anew. Locks the account.

    Raises NotFound(`staff_unknown`).
    """
    member = _locked(staff_id)
    forgotten, _per_kind = Authenticator.objects.filter(user=member).delete()
    _journal(member, "staff.second_factor_forgotten", {"count": forgotten}, actor, now)


def _locked(staff_id: int) -> StaffMember:
    member = StaffMember.objects.select_for_update(of=("self",)).filter(pk=staff_id).first()
    if member is None:
        raise NotFound("staff_unknown")
    return member


def _rights(member: StaffMember) -> dict[str, Any]:
    return {
        "roles": sorted(member.roles),
        "branch": str(member.branch_id or ""),
        "active": member.is_active,
    }


def _journal(member: StaffMember, what: str, data: dict[str, Any], actor: Actor, now: datetime) -> None:
    record(subject=Subject("staff", str(member.pk)), what=what, actor=actor, now=now, data=data)
