"""Kin of an officer never come to that officer's desk; a colleague calls them."""

from datetime import date, datetime
from uuid import UUID

import pytest

from lapak.claims.rules.kin import KinRefused
from lapak.desk.models import Place
from lapak.desk.operations import fill, focus, open_desk
from lapak.desk.queries import desk_view
from lapak.kernel.actors import Actor
from lapak.people.kin import declare_kin
from lapak.people.models import StaffMember
from lapak.people.rules import Relation
from tests.operations.desk.desk_world import DOOR, World, acting, claim_of, officer, place_of

pytestmark = pytest.mark.django_db


def declare(member: StaffMember, nik: str, now: datetime) -> None:
    declare_kin(
        staff_id=member.pk,
        relation=Relation.SIBLING,
        nik=nik,
        on=date(2020, 6, 22),
        actor=acting(member),
        now=now,
    )


def test_kin_wait_for_a_colleague_and_others_are_called_before_them(
    place_world: World, dimas: StaffMember, desk: UUID, now: datetime
) -> None:
    sister, stranger = claim_of(place_world.branch, 1, now), claim_of(place_world.branch, 2, now)
    declare(dimas, sister.nik, now)
    waits = place_world.arrive(sister, now)
    assert waits.placed is None
    assert place_world.arrive(stranger, now).placed is not None
    view = desk_view(desk_id=desk, now=now)
    assert view.barred == {waits.ticket.id}
    assert view.callable == ()
    colleague = officer(place_world.branch, 2)
    open_desk(officer_id=colleague.pk, places=6, actor=acting(colleague), now=now)
    place_world.see_booths(now)
    fill(branch_id=place_world.branch.pk, actor=DOOR, now=now)
    assert place_of(waits.ticket.id).desk.officer_id == colleague.pk


def test_kin_found_out_at_the_desk_are_not_turned_to(
    place_world: World, dimas: StaffMember, desk: UUID, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    seated = place_world.arrive(claim, now).placed
    assert seated is not None
    declare(dimas, claim.nik, now)
    with pytest.raises(KinRefused):
        focus(desk_id=desk, place_number=seated.number, confirms_person=True, actor=actor, now=now)
    assert Place.objects.get(pk=seated.place_id).mode == "hold"
