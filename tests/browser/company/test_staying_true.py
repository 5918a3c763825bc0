"""A representative's page tells by itself what happens at the branch, whatever address it has."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lapak.collective.operations import mandates, talking
from lapak.kernel.clock import utc_now
from tests.browser.accessibility import Look
from tests.operations.claims.claim_scene import Scene, paper
from tests.operations.collective.company_scene import SALES, mandate_id, registered, view
from tests.operations.collective.file_scene import desk
from tests.web.checker.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WITHOUT_STREAM_MS = 20_000  # after which a page without a stream has asked by itself


def later(page: Page) -> None:
    page.clock.run_for(WITHOUT_STREAM_MS)


def test_a_call_and_what_the_officer_accepts_show_after_a_refused_form(
    scene: Scene, open_as: Callable[..., Page]
) -> None:
    scene.now = utc_now()
    today = scene.now.date()
    who = registered(scene, valid_from=today, valid_until=today + timedelta(days=90))
    page = open_as(signed_in(who))
    page.clock.install()
    page.goto(reverse("company:home"))
    page.get_by_role("button", name="Unggah surat kuasa").click()
    expect(page).to_have_url(re.compile(reverse("company:give_letter")))
    expect(page.get_by_text("Unggah surat kuasa dulu.")).to_be_visible()

    mandates.give_letter(content=paper("kuasa"), actor=who, now=scene.now)
    mandates.state_size(figures=SALES, content=paper("pajak"), actor=who, now=scene.now)
    mandates.accept_letter(mandate_id=view(scene, who).id, actor=scene.officer, now=scene.now)
    later(page)
    expect(page.locator("#surat")).to_contain_text("diterima petugas")
    expect(page.get_by_text("Unggah surat kuasa dulu.")).to_have_count(0)

    begin_call(scene, view(scene, who).id)
    later(page)
    expect(page.get_by_text("memanggil Anda lewat video")).to_be_visible()
    Look("kolektif").at(page, "dipanggil")
    page.get_by_role("link", name="Jawab").click()
    expect(page).to_have_url(re.compile(reverse("company:talk")))


def test_a_call_shows_beside_the_rows_that_are_being_repaired(
    scene: Scene, open_as: Callable[..., Page]
) -> None:
    scene.now = utc_now()
    today = scene.now.date()
    here = desk(scene, valid_from=today, valid_until=today + timedelta(days=90))
    page = open_as(signed_in(here.who))
    page.clock.install()
    page.goto(reverse("roster:repair", args=[here.roster_id]))
    begin_call(scene, mandate_id(scene, here.who))
    later(page)
    expect(page.get_by_role("link", name="Jawab")).to_be_visible()


def begin_call(scene: Scene, id: UUID) -> None:
    talking.begin_identity(mandate_id=id, actor=scene.officer, now=scene.now)
