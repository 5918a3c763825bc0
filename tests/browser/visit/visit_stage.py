"""Browsers of a booth, of a phone and of the officer, around one desk."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from lapak.calls.queries import call
from lapak.claims.models import Claim
from lapak.desk.models import Place
from lapak.offices.models import Device
from lapak.web.middleware import DEVICE_COOKIE
from tests.browser.call.call_stage import Cast, Seat, device_script, officer_page
from tests.web.visit.visit_scene import VisitScene

BOOTH_SIZE = {"width": 1920, "height": 1080}
PHONE_SIZE = {"width": 390, "height": 844}
OFFICER_COLOUR, PERSON_COLOUR = "#c8a27a", "#7a5bb0"


class Stage:
    """What a test sees and does in the browsers; the officer's decisions it takes through `scene`."""

    def __init__(self, address: str, browser: Browser, scene: VisitScene) -> None:
        self.address = address
        self.browser = browser
        self.scene = scene

    def booth(self, device: Device, *, refuse: str = "") -> Page:
        """Open the screen of a booth at its own size."""
        secret = self.scene.screen(device).cookies[DEVICE_COOKIE].value
        return self._open("/bilik/", BOOTH_SIZE, {DEVICE_COOKIE: secret}, refuse)

    def phone(self, claim: Claim, *, refuse: str = "", path: str = "/kunjungan/") -> Page:
        """Open the page of a visit on the phone of a claim's owner."""
        return self._open(path, PHONE_SIZE, _cookies(self.scene.phone_client(claim)), refuse)

    def strange_phone(self, path: str) -> Page:
        """Open a page on a phone that nobody knows yet."""
        return self._open(path, PHONE_SIZE, {}, "")

    def officer(self, place: Place) -> Page:
        """Open the officer's side of the call of a place."""
        client = Client()
        client.force_login(self.scene.member, backend=settings.AUTHENTICATION_BACKENDS[0])
        view = call(call_id=place.call_id)
        assert view is not None
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        people = Cast(self.scene.member.pk, session, (Seat(view, ""),))
        return officer_page(
            browser=self.browser,
            address=self.address,
            people=people,
            script=device_script(colour=OFFICER_COLOUR, tone=900),
        )

    def console(self, *, width: int = 1366, height: int = 768) -> Page:
        """Open the console of the desk at a size."""
        client = Client()
        client.force_login(self.scene.member, backend=settings.AUTHENTICATION_BACKENDS[0])
        return self._open("/meja/", {"width": width, "height": height}, _cookies(client), "")

    def _open(self, path: str, size: dict[str, int], cookies: dict[str, str], refuse: str) -> Page:
        context: BrowserContext = self.browser.new_context(viewport=size, locale="id-ID")  # type: ignore[arg-type] # a ViewportSize
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        context.grant_permissions(["camera", "microphone"])  # as given to this address before
        context.add_init_script(device_script(colour=PERSON_COLOUR, tone=1800, refuse=refuse))
        page = context.new_page()
        page.on("pageerror", lambda error: print("page error:", error))
        page.on("console", lambda said: print("console:", said.text) if said.type == "error" else None)
        page.goto(self.address + path)
        return page


def eventually(condition: Callable[[], object], page: Page, *, seconds: float = 15) -> None:
    """Wait until a condition of the service holds, letting the page live meanwhile."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        page.wait_for_timeout(50)


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the screen, when LAPAK_SCREENS names a folder for it."""
    folder = os.environ.get("LAPAK_SCREENS")
    if folder:
        page.wait_for_timeout(400)
        page.screenshot(path=Path(folder) / f"{name}.png")


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}
