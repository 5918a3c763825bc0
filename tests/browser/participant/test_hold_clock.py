"""The clock of a held time counts what the server said, whatever the phone's own clock does."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.booking.models import Booking
from lapak.kernel.clock import utc_now
from lapak.offices.models import Branch
from tests.browser.participant.test_every_screen_fits import open_as
from tests.web.participant import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_phone_whose_clock_jumps_counts_on(
    core: SmileMemory,
    branch: Branch,
    new_phone: Callable[..., BrowserContext],
    live_server: Any,
    photograph: Any,
) -> None:
    phone = Client()
    walk.to_summary(phone)
    Booking.objects.update(held_until=utc_now() + timedelta(minutes=5))
    page = open_as(phone, new_phone(), live_server.url)
    page.add_init_script("Date.now = () => 4102444800000")  # the year 2100
    page.goto("/klaim/ringkasan/")
    line = page.locator("[data-hold]")
    expect(line).to_have_text(re.compile(r"Jam ini disimpan 4\.\d\d lagi\."))
    first = line.inner_text()
    expect(line).not_to_have_text(first)
    photograph(page, "summary-hold")
