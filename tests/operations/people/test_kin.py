from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotAllowed
from lapak.kernel.subjects import Subject
from lapak.people.kin import declare_kin, end_kin
from lapak.people.models import KinKey, StaffMember
from lapak.people.queries import declared_kin, kin_keys, person_key
from lapak.people.rules import Relation, Role

pytestmark = pytest.mark.django_db
NIK, OTHER = "3603011204850003", "3603011204850004"
TODAY = date(2020, 6, 22)


@pytest.fixture
def member() -> StaffMember:
    return StaffMember.objects.create(
        username="dimas", display_name="Dimas", staff_number="0417", roles=[Role.OFFICER]
    )


def declare(member: StaffMember, now: datetime, relation: Relation, nik: str = NIK, **actor: object) -> None:
    by = Actor.staff(staff_id=actor.get("by", member.pk), role=str(actor.get("role", Role.OFFICER)))
    declare_kin(staff_id=member.pk, relation=relation, nik=nik, on=TODAY, actor=by, now=now)


def test_only_a_hash_is_kept_and_the_journal_tells_the_relation_alone(
    member: StaffMember, now: datetime
) -> None:
    declare(member, now, Relation.PARENT, "3603.0112.0485.0003")
    assert kin_keys(staff_ids=[member.pk]) == {member.pk: {person_key(nik=NIK)}}
    entry = trail(subject=Subject("staff", str(member.pk)))[-1]
    assert entry.data["relation"] == "parent"
    assert NIK not in str(KinKey.objects.values()) + str(entry.data)


def test_what_cannot_be_declared_is_told_at_its_field(member: StaffMember, now: datetime) -> None:
    declare(member, now, Relation.SELF)
    for relation, nik, wrong in (
        (Relation.SELF, OTHER, ("relation", "self_already_declared")),
        (Relation.CHILD, NIK, ("nik", "kin_already_declared")),
        (Relation.CHILD, "123", ("nik", "nik_length")),
    ):
        with pytest.raises(InvalidInput) as refused:
            declare(member, now, relation, nik)
        assert [(one.field, one.code) for one in refused.value.fields] == [wrong]


def test_staff_declare_for_themselves_and_only_an_administrator_ends_it(
    member: StaffMember, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        declare(member, now, Relation.CHILD, by=member.pk + 1)
    declare(member, now, Relation.CHILD, by=member.pk + 1, role=Role.ADMINISTRATOR)
    (one,) = declared_kin(staff_id=member.pk)
    for role in (Role.OFFICER, Role.ADMINISTRATOR):  # nobody frees the own kin for the own desk
        with pytest.raises(NotAllowed):
            end_kin(declaration_id=one.id, actor=Actor.staff(staff_id=member.pk, role=role), now=now)
    for _ in range(2):
        end_kin(
            declaration_id=one.id,
            actor=Actor.staff(staff_id=member.pk + 1, role=Role.ADMINISTRATOR),
            now=now,
        )
    assert kin_keys(staff_ids=[member.pk]) == {}
    ends = [
        link for link in trail(subject=Subject("staff", str(member.pk))) if link.what == "staff.kin_ended"
    ]
    assert len(ends) == 1


def test_the_database_keeps_one_self_per_person(member: StaffMember, now: datetime) -> None:
    declare(member, now, Relation.SELF)
    with pytest.raises(IntegrityError, match="kin_one_self"), transaction.atomic():
        KinKey.objects.create(staff=member, relation="self", person_key="x", declared_at=now)
