"""A list on its way over a bad connection: it goes on where it stopped, and never waits in vain."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from lapak.collective.models import RosterFile
from lapak.kernel.clock import utc_now
from tests.browser.company import town
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.file_scene import desk
from tests.web.checker.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PIECES = "**/perusahaan/berkas/potongan/**"
BYTES_OF_PIECE = 1_000
NAME = "daftar pekerja.xlsx"


@pytest.fixture
def page(scene: Scene, open_as: Callable[..., Page]) -> Page:
    """The page of files of a new list; a file goes in pieces small enough to be many."""
    scene.now = utc_now()
    here = desk(scene, valid_from=scene.now.date(), valid_until=scene.now.date() + timedelta(days=90))
    page = open_as(signed_in(here.who))
    page.goto(reverse("roster:files", args=[here.roster_id]))
    page.locator("form[data-announce]").evaluate(
        "(form, bytes) => { form.dataset.piece = bytes }", BYTES_OF_PIECE
    )
    return page


def choose_and_send(page: Page, scene: Scene) -> bytes:
    content = town.sheet(town.people(scene.now.date() - timedelta(days=60))[:30])
    page.locator("#file").set_input_files(
        {"name": NAME, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Unggah").click()
    return content


def test_a_connection_lost_near_the_end_goes_on_where_it_stopped(
    page: Page, scene: Scene, photograph: Callable[[Page, str], None]
) -> None:
    asked: list[int] = []
    lost = 6

    def carry(route: Route) -> None:
        asked.append(int(parse_qs(urlsplit(route.request.url).query)["dari"][0]))
        route.abort() if lost <= len(asked) < lost + 2 else route.continue_()

    page.route(PIECES, carry)
    content = choose_and_send(page, scene)
    expect(page.locator("[data-told]")).to_contain_text("Dilanjutkan sendiri")
    photograph(page, "unggah-terputus")
    assert page.locator("progress.roster-progress").evaluate("(bar) => bar.value") > 0
    expect(page.get_by_text(f"Membuka {NAME}")).to_be_visible()
    starts = list(range(0, len(content), BYTES_OF_PIECE))
    again = starts[lost - 1]
    assert asked == [*starts[:lost], again, again, *starts[lost:]]
    file = RosterFile.objects.get()
    assert (file.size, file.received) == (len(content), len(content))


def test_who_was_signed_out_meanwhile_is_led_to_sign_in(page: Page, scene: Scene) -> None:
    def carry(route: Route) -> None:
        page.context.clear_cookies(name="sessionid")
        route.continue_()

    page.route(PIECES, carry)
    choose_and_send(page, scene)
    expect(page).to_have_url(re.compile("/masuk/"))
