"""The waiting room on a phone without script, from the draw to the promise."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.booking.models import LotEntry, Release, Slot
from lapak.booking.operations import step
from lapak.booking.rules.lot import commitment_of
from lapak.booking.rules.release import DRAW_AFTER
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.offices.models import Branch
from tests.browser.participant.test_every_screen_fits import open_as, sticks_out
from tests.web.participant import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_now(branch: Branch) -> Release:
    """Return a day whose window is open, with one place."""
    slot = Slot.objects.filter(branch=branch, channel="online").order_by("starts_at").last()
    assert slot is not None
    now = utc_now()
    row = Release.objects.create(
        branch=branch,
        channel="online",
        day=local_date(moment=slot.starts_at, zone=branch.timezone),
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(minutes=9),
        priority_percent=10,
        seed="5e" * 32,
        commitment=commitment_of(seed="5e" * 32),
    )
    slot.release, slot.opens_at, slot.capacity = row, row.closes_at + timedelta(days=1), 1
    slot.save()
    return row


def close_and_draw(day: Release) -> None:
    now = utc_now()
    Release.objects.filter(pk=day.pk).update(
        opens_at=now - timedelta(minutes=20), closes_at=now - timedelta(minutes=1) - DRAW_AFTER
    )
    LotEntry.objects.update(entered_at=now - timedelta(minutes=10))
    step(release_id=day.pk, now=now)


def test_without_script_from_the_draw_to_the_promise(
    core: SmileMemory, branch: Branch, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    phone = Client()
    walk.to_schedule(phone)
    day = open_now(branch)
    context = new_phone(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = open_as(phone, context, live_server.url)
    page.goto(f"{live_server.url}/klaim/jadwal/")
    page.get_by_role("link", name="undian").click()
    page.get_by_role("button", name="Ikut undian").click()
    expect(page.get_by_role("heading", name="Anda ikut undian")).to_be_visible()
    ticket = LotEntry.objects.get().ticket
    page.reload()
    expect(page.get_by_text(ticket)).to_be_visible()
    close_and_draw(day)
    page.reload()
    expect(page.get_by_role("heading", name="Giliran Anda")).to_be_visible()
    page.get_by_role("link", name="Pilih jam").click()
    page.locator("input[name=slot]:not([disabled])").last.check(force=True)
    page.get_by_role("button", name="Pilih jam ini").click()
    expect(page).to_have_url(f"{live_server.url}/klaim/ringkasan/")


def test_nothing_sticks_out_of_the_light_pages_at_320_pixels_with_large_text(
    core: SmileMemory, branch: Branch, new_phone: Callable[..., BrowserContext], live_server: Any
) -> None:
    phone = Client()
    walk.to_schedule(phone)
    day = open_now(branch)
    page = open_as(phone, new_phone(viewport={"width": 320, "height": 640}), live_server.url)
    line = f"/giliran/{day.pk}/"

    def fits(path: str) -> None:
        page.goto(live_server.url + path)
        assert sticks_out(page) == [], path

    for path in ("/giliran/", "/giliran/kode/", line):
        fits(path)
    phone.post(f"{line}ikut/")
    fits(line)
    close_and_draw(day)
    for path in (line, f"{line}undian/"):
        fits(path)
