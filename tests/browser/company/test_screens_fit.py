"""Every screen of a company fits where it is used: 1440 at a desk, 390 on a worker's phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from lapak.collective.models import Batch, Worker
from lapak.collective.operations import deciding, scheduling
from lapak.collective.steps.filing import file_roster
from lapak.kernel.clock import utc_now
from lapak.web.middleware import PARTICIPANT_KEY
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.company_scene import mandate_id, registered
from tests.operations.collective.roster_scene import listing
from tests.web.checker.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


def test_every_screen_fits(
    scene: Scene, open_as: Callable[..., Page], photograph: Callable[[Page, str], None]
) -> None:
    scene.now = utc_now()
    today = scene.now.date()
    term: dict[str, Any] = {"valid_from": today, "valid_until": today + timedelta(days=90)}
    here = listing(scene, **term)
    for n in range(10, 16):
        row = here.add(n, register={"contributions": 0, "yield_": 30_000_000} if n == 12 else None)
        if n != 14:
            here.papers(row)
    here.decide()
    here.places()
    here.check()
    file_roster(roster_id=here.roster.pk, actor=here.who, now=scene.now)
    other = registered(scene, email="lain@contoh.id", **term)
    batch = Batch.objects.get()
    scheduling.agree(batch_id=batch.pk, actor=scene.officer, now=scene.now)
    officer, own = open_as(signed_in(scene.officer)), open_as(signed_in(here.who))
    look(officer, "company:overview", photograph)
    look(officer, "company:mandate", photograph, mandate_id(scene, other))
    look(officer, "company:batch", photograph, batch.pk)
    look(own, "company:home", photograph)
    look(own, "company:roster", photograph, here.roster.pk)
    look(own, "company:register", photograph)
    Worker.objects.update(sampled=False)
    ids = [here.claim_id(row) for row in here.rows]
    deciding.verify_rows(batch_id=batch.pk, claim_ids=ids, actor=scene.officer, now=scene.now)
    look(open_as(signed_in(scene.checker)), "company:approvals", photograph, batch.pk)
    phone = open_as(owner(here.claim_id(here.rows[4])), viewport=PHONE)
    look(phone, "participant:track", photograph)


def look(page: Page, name: str, photograph: Callable[[Page, str], None], *args: object) -> None:
    """Open a page, keep its picture, and see that nothing sticks out sideways."""
    page.goto(reverse(name, args=args))
    photograph(page, f"company-{name.replace(':', '-')}")
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, name


def owner(claim_id: UUID) -> Client:
    client = Client()
    session = client.session
    session[PARTICIPANT_KEY] = str(claim_id)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client
