"""Every page of filing and following at the smallest phone and with large text: nothing sticks out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.booking.models import Booking
from lapak.offices.models import Branch
from tests import participant_scene as scene
from tests.web.participant import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILING = ("data", "syarat", "kontak", "dokumen", "nanti", "rekening", "jadwal", "jadwal/kantor", "ringkasan")


@pytest.fixture
def phone(core: SmileMemory, branch: Branch) -> Client:
    scene.make_branch("Jayapura", code="J99", zone="Asia/Jayapura")
    return Client()


def open_as(phone: Client, context: BrowserContext, address: str) -> Page:
    """Return a page of the browser that holds the session of the test client."""
    cookies: Any = [
        {"name": name, "value": morsel.value, "url": address} for name, morsel in phone.cookies.items()
    ]
    context.add_cookies([*cookies, {"name": "huruf_besar", "value": "1", "url": address}])
    return context.new_page()


def sticks_out(page: Page) -> list[str]:
    """Return what reaches over the right edge of the screen, outside of areas that scroll by themselves."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((one) => !one.closest(".visually-hidden, .days, svg"))
          .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
          .map((one) => `${one.tagName}.${one.getAttribute("class")}`)"""
    )
    return found


def test_nothing_sticks_out_at_320_pixels_with_large_text(
    phone: Client, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    walk.to_summary(phone)
    walk.send_paper(phone, "paklaring", walk.BLURRED)
    context = new_phone(viewport={"width": 320, "height": 640})
    page = open_as(phone, context, live_server.url)
    for path in (
        "/beranda/",
        "/lacak/",
        "/cek/",
        "/cek/AAAA-AAAA-AAAC/",
        *(f"/klaim/{name}/" for name in FILING),
    ):
        page.goto(path)
        expect(page.locator("h1").first).to_be_attached()
        assert sticks_out(page) == [], path
    phone.post("/klaim/dokumen/paklaring/petugas/")
    assert walk.submit(phone).status_code == 302
    kantor = str(Booking.objects.select_related("slot").get().slot.branch_id)
    phone.post("/janji/waktu/", {"tunggu": "1", "kantor": kantor, "cara": "online"})
    for path in ("/klaim/selesai/", "/lacak/klaim/", "/janji/", "/janji/waktu/", "/janji/waktu/kantor/"):
        page.goto(path)
        assert sticks_out(page) == [], path


def test_pages_draw_without_a_script_error_or_a_refusal_of_the_content_policy(
    phone: Client, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    walk.to_summary(phone)
    page = open_as(phone, new_phone(), live_server.url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/beranda/", *(f"/klaim/{name}/" for name in FILING)):
        page.goto(path)
    assert said == []
