"""Declaring whom a staff member may not serve: the own person, and kin. NIKs are hashed at once."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput, NotAllowed, NotFound
from lapak.kernel.identity import InvalidIdentity, parse_nik
from lapak.kernel.subjects import Subject
from lapak.people.models import KinKey, StaffMember
from lapak.people.queries import person_key
from lapak.people.rules import Relation, Role


@transaction.atomic
def declare_kin(
    *, staff_id: int, relation: Relation, nik: str, on: date, actor: Actor, now: datetime
) -> None:
    """Keep that this person is the staff member or kin; `on` is today, by which the NIK is read.

    Staff declare for themselves, administrators for anybody. Locks the account. Raises InvalidInput
    (`kin_invalid`) with a code at `nik` or `relation` (`kin_already_declared`, `self_already_declared`),
    NotAllowed(`not_your_account`), NotFound(`staff_unknown`).
    """
    member = _locked(staff_id, actor)
    try:
        key = person_key(nik=parse_nik(nik, on=on).digits)
    except InvalidIdentity as refusal:
        raise InvalidInput(
            "kin_invalid", fields=[FieldError("nik", refusal.code, refusal.params)]
        ) from refusal
    present = KinKey.objects.filter(staff=member, ended_at=None)
    if relation is Relation.SELF and present.filter(relation=Relation.SELF).exists():
        raise InvalidInput("kin_invalid", fields=[FieldError("relation", "self_already_declared")])
    try:
        with transaction.atomic():
            row = KinKey.objects.create(staff=member, relation=relation, person_key=key, declared_at=now)
    except IntegrityError:
        raise InvalidInput("kin_invalid", fields=[FieldError("nik", "kin_already_declared")]) from None
    data = {"relation": str(relation), "declaration": row.pk}
    _journal(member, "staff.kin_declared", data, actor, now)


@transaction.atomic
def end_kin(*, declaration_id: int, actor: Actor, now: datetime) -> None:
    """End a declaration that was made by mistake; ending it twice changes nothing. Locks the account.

    Raises NotAllowed(`not_your_account`) for all but administrators, and for administrators' own kin,
    NotFound(`kin_unknown`).
    """
    row = KinKey.objects.filter(pk=declaration_id).first()
    if row is None:
        raise NotFound("kin_unknown")
    if actor.role != Role.ADMINISTRATOR or actor.id == str(row.staff_id):
        raise NotAllowed("not_your_account")
    member = _locked(row.staff_id, actor)
    if KinKey.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
        _journal(member, "staff.kin_ended", {"declaration": row.pk}, actor, now)


def _locked(staff_id: int, actor: Actor) -> StaffMember:
    if actor.role != Role.ADMINISTRATOR and actor.id != str(staff_id):
        raise NotAllowed("not_your_account")
    member = StaffMember.objects.select_for_update(of=("self",)).filter(pk=staff_id).first()
    if member is None:
        raise NotFound("staff_unknown")
    return member


def _journal(member: StaffMember, what: str, data: dict[str, object], actor: Actor, now: datetime) -> None:
    record(subject=Subject("staff", str(member.pk)), what=what, actor=actor, now=now, data=data)
