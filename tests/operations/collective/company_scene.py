"""A company with its representative, at the branch of a scene."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from lapak.collective.operations import mandates
from lapak.collective.operations.registering import Registration
from lapak.collective.queries.mandates import MandateView, mandate_of
from lapak.collective.rules.size import Figure
from lapak.collective.steps.registering import register_company
from lapak.kernel.actors import Actor
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import Scene, paper

NPP = "JJ012345"  # of everybody in the scene's register
SALES = {Figure.YEARLY_SALES: 60_000_000_000}


def registration(scene: Scene, **changed: Any) -> Registration:
    given = Registration(
        npp=NPP,
        company="PT Contoh Makmur",
        branch_id=scene.branch.pk,
        name="Maya Lestari",
        nik="3603015204850004",
        email="Maya@contoh.id",
        phone="0812 9999 1234",
        password="kain-batik-parang-22",
        valid_from=date(2020, 6, 1),
        valid_until=date(2020, 12, 31),
    )
    return replace(given, **changed)


def registered(scene: Scene, **changed: Any) -> Actor:
    """Register a company and return its representative, who has brought nothing yet."""
    done = register_company(given=registration(scene, **changed), now=scene.now)
    return Actor.staff(staff_id=done.account_id, role=Role.REPRESENTATIVE)


def ready(scene: Scene, **changed: Any) -> Actor:
    """Return a representative who may file."""
    who = registered(scene, **changed)
    mandates.give_letter(content=paper(f"kuasa {who.id}"), actor=who, now=scene.now)
    mandates.sign_pledge(actor=who, now=scene.now)
    mandates.state_size(figures=SALES, content=paper("pajak"), actor=who, now=scene.now)
    mandates.identify(account_id=int(who.id), actor=scene.officer, now=scene.now)
    mandates.accept_letter(mandate_id=mandate_id(scene, who), actor=scene.officer, now=scene.now)
    return who


def view(scene: Scene, who: Actor) -> MandateView:
    found = mandate_of(account_id=int(who.id), now=scene.now)
    assert found is not None
    return found


def mandate_id(scene: Scene, who: Actor) -> UUID:
    return view(scene, who).id
