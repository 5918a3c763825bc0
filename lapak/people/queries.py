"""Staff and their rights, read."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from lapak.kernel.ids import keyed_hash
from lapak.people.models import KinKey, ParticipantAccess, StaffMember
from lapak.people.rules import Relation

LET_IN_FOR = timedelta(hours=12)
_SEPARATORS = re.compile(r"[\s.\-/]+")


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


def staff_address(*, id: int) -> str:
    """Return the mail address of an active staff member, or nothing."""
    return StaffMember.objects.filter(pk=id, is_active=True).values_list("email", flat=True).first() or ""


def has_second_factor(*, id: int) -> bool:
    """Return whether this person signs in with more than a password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=id, type__in=kinds).exists())


@dataclass(frozen=True)
class KinDeclaration:
    """A person somebody may not serve, without telling who; declared at that moment (UTC)."""

    id: int
    relation: Relation
    declared_at: datetime


def lets_in(*, access_id: UUID, now: datetime) -> bool:
    """Return whether the phone that opened this hand-over is still let in: until a newer one, or 12 hours."""
    return _opened(now).filter(pk=access_id).exists()


def has_phone_let_in(*, subject_id: UUID, purpose: str, now: datetime) -> bool:
    """Return whether a phone opened the newest hand-over of a claim for this purpose."""
    return _opened(now).filter(subject_id=subject_id, purpose=purpose).exists()


def person_key(*, nik: str) -> str:
    """Return what stands for a NIK where nobody needs to read it: a hash with the product's own key.

    Spaces, dots and dashes do not matter, so that one person written in two ways is one person.
    """
    return keyed_hash(key=settings.IDENTITY_KEY, text=_SEPARATORS.sub("", nik))


def kin_keys(*, staff_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the person keys of those each of these staff may not serve; who declared nobody is left out."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = KinKey.objects.filter(staff_id__in=staff_ids, ended_at=None)
    for staff_id, key in rows.values_list("staff_id", "person_key"):
        found[staff_id].add(key)
    return {staff_id: frozenset(keys) for staff_id, keys in found.items()}


def declared_kin(*, staff_id: int) -> tuple[KinDeclaration, ...]:
    """Return what a staff member has declared, oneself first, then by time."""
    rows = KinKey.objects.filter(staff_id=staff_id, ended_at=None).order_by("declared_at", "pk")
    views = [KinDeclaration(row.pk, Relation(row.relation), row.declared_at) for row in rows]
    return tuple(sorted(views, key=lambda one: one.relation is not Relation.SELF))


def _opened(now: datetime) -> QuerySet[ParticipantAccess]:
    return ParticipantAccess.objects.filter(revoked_at=None, opened_at__gt=now - LET_IN_FOR)


def _view(row: StaffMember) -> StaffView:
    return StaffView(row.pk, row.display_name, row.staff_number, row.branch_id, frozenset(row.roles))
