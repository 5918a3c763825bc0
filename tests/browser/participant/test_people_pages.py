"""The pages of those who act for the member, at the sizes of phones."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.offices.models import Branch
from tests.browser.participant.test_every_screen_fits import open_as, sticks_out
from tests.web.participant import test_heirs as heirs
from tests.web.participant import walk
from tests.web.participant.test_people import represent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(core: SmileMemory, branch: Branch) -> Client:
    return Client()


def photograph(page: Page, name: str) -> None:
    folder = os.environ.get("LAPAK_SCREENS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_pages_of_a_representative_fit(
    phone: Client, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    represent(phone)
    phone.post("/klaim/kontak/", {**walk.CONTACT, "needs": ["typing"]})
    for width, large in ((390, False), (320, True)):
        page = open_as(phone, new_phone(viewport={"width": width, "height": 844}), live_server.url)
        if not large:
            page.context.clear_cookies(name="huruf_besar")
        for path in ("data", "pengaju", "syarat", "kontak", "bantuan", "dokumen"):
            page.goto(f"/klaim/{path}/")
            expect(page.locator("h1").first).to_be_attached()
            photograph(page, f"hp-kuasa-{path}-{width}")
            assert sticks_out(page) == [], path


def test_pages_of_an_heir_fit(
    phone: Client, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    heirs.identify(phone)
    heirs.act(phone)
    heirs.add(phone, kin="child", **{**heirs.CITRA, "birth_date": heirs.minor_born()})
    heirs.add(phone, kin="child", name="Dewi Santoso", nik="3603014103000002", birth_date="01-03-2000")
    for width, large in ((390, False), (320, True)):
        page = open_as(phone, new_phone(viewport={"width": width, "height": 844}), live_server.url)
        if not large:
            page.context.clear_cookies(name="huruf_besar")
        for path in ("data", "pengaju", "ahli-waris", "ahli-waris/2", "ahli-waris/tambah"):
            page.goto(f"/klaim/{path}/")
            expect(page.locator("h1").first).to_be_attached()
            photograph(page, f"hp-waris-{path.replace('/', '-')}-{width}")
            assert sticks_out(page) == [], path
