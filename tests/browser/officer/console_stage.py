"""The console in a real browser: the whole product on one port; booths are bare pages with a camera."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from lapak.desk.models import Place
from lapak.desk.operations import open_desk
from lapak.documents.operations import store
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import secret_hash
from lapak.offices.models import Device
from lapak.people.models import StaffMember
from tests.browser.call import call_stage
from tests.drawn_papers import card, letter
from tests.operations.desk.desk_world import World, acting, claim_of, officer, place_of, world

COLOURS = ("#b03a2e", "#1e8449", "#2471a3", "#af7ac5", "#d68910", "#117a65")


@dataclass
class Stage:
    """An officer with an open desk, and people at it."""

    address: str
    browser: Browser
    world: World
    officer: StaffMember
    desk: UUID
    now: datetime

    def arrive(self, number: int, *, priority: str = "") -> Place:
        """Let the person with that number arrive with papers, and return the place."""
        claim = claim_of(self.world.branch, number, self.now)
        for kind, picture in (("ktp", card()), ("paklaring", letter())):
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG")
            kept = store(
                subject_id=claim.pk, kind=kind, content=buffer.getvalue(), actor=Actor.system(), now=self.now
            )
            claim.papers.filter(kind=kind).update(document_id=kept.id)
        return place_of(self.world.arrive(claim, self.now, priority=priority).ticket.id)

    def booth(self, place: Place, colour: str) -> Page:
        """Open a page at the booth of a place, with a camera of one colour."""
        secret = f"rahasia-{place.booth_id}"
        Device.objects.filter(pk=place.device_id).update(secret_hash=secret_hash(secret=secret))
        context = self.browser.new_context()
        context.add_cookies([{"name": "lapak_device", "value": secret, "url": self.address}])
        context.add_init_script(call_stage.device_script(colour=colour, tone=400 + 200 * place.number))
        page = context.new_page()
        page.goto(f"{self.address}/uji/participant/{place.call_id}/")
        return page

    def console(self, width: int, height: int) -> Page:
        """Open the officer's console at a size."""
        client = Client()
        client.force_login(self.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
        context = self.browser.new_context(viewport={"width": width, "height": height})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}/meja/")
        return page


@contextmanager
def on_stage(*, browser: Browser, log: Path) -> Iterator[Stage]:
    """Serve the product with bare booth pages beside it."""
    now = utc_now() - timedelta(seconds=2)
    place_world = world(now)
    member = officer(place_world.branch)
    desk = open_desk(officer_id=member.pk, places=6, actor=acting(member), now=now)
    with call_stage.serving(log=log) as address:
        yield Stage(address, browser, place_world, member, desk, now)
