"""Following a claim on the phone: a correction inside its step, a line that drops, news without reloading."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.models import Claim
from lapak.offices.models import Branch
from tests.web.participant import walk
from tests.web.participant.desk_scene import ask_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEWS_WITHIN_MS = 25_000  # without the live process the page asks every ten seconds


@pytest.fixture
def page(
    core: SmileMemory, branch: Branch, new_phone: Callable[..., BrowserContext], live_server: Any
) -> Page:
    """A phone on the tracking page of a claim that was filed on it."""
    phone = Client()
    walk.filed(phone)
    context = new_phone()
    context.add_cookies(
        [{"name": name, "value": one.value, "url": live_server.url} for name, one in phone.cookies.items()]
    )
    page = context.new_page()
    page.goto("/lacak/klaim/")
    return page


def test_news_appears_without_reloading_and_a_correction_is_sent_from_its_step(
    page: Page, tmp_path: Path, photograph: Callable[[Page, str], None]
) -> None:
    expect(page.get_by_role("heading", name="Klaim sudah kami terima")).to_be_visible()
    ask_again("buku_tabungan")
    expect(page.get_by_role("heading", name="Perlu satu foto lagi")).to_be_visible(timeout=NEWS_WITHIN_MS)
    photograph(page, "06-lacak")
    photo = tmp_path / "buku.jpg"
    photo.write_bytes(walk.drawn_again())
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_role("heading", name="Foto baru sudah kami terima")).to_be_visible()
    assert Claim.objects.get().state == "submitted"


def test_a_photo_taken_without_a_line_is_kept_and_sent_when_the_line_is_back(
    page: Page, tmp_path: Path
) -> None:
    ask_again("buku_tabungan")
    page.reload()
    photo = tmp_path / "buku.jpg"
    photo.write_bytes(walk.drawn_again())
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_text("Foto aman di HP").first).to_be_attached()
    assert Claim.objects.get().state == "needs_correction"
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Foto baru sudah kami terima")).to_be_visible(
        timeout=NEWS_WITHIN_MS
    )
    assert Claim.objects.get().state == "submitted"
