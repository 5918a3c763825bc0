"""Photographs of papers taken faster than they are sent: none is lost, none waits without need."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import drawn_papers as drawn
from tests.browser.participant.test_filing_journey import enter_identity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_ROUNDS = "window.setInterval = () => 0"  # what is sent goes by itself, not by the round that tries again
MADE_SMALL_WITHIN_MS = 2_000
# What a camera does when it closes: it hands over a file, also to an input that is no longer on the page.
TAKEN = """([input, photo]) => {
  const bytes = Uint8Array.from(atob(photo), (each) => each.charCodeAt(0));
  const chosen = new DataTransfer();
  chosen.items.add(new File([bytes], "foto.jpg", { type: "image/jpeg" }));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}"""
HOLDS_BACK = """(kind) => {
  const { fetch } = window;
  const open = new Promise((resolve) => { window.letThrough = resolve; });
  window.fetch = async (address, options) => {
    const isHeld = String(address).endsWith(`/dokumen/${kind}/`);
    window.isUnderWay ||= isHeld;
    if (isHeld) await open;
    return fetch(address, options);
  };
}"""
BREAKS_OFF_ONCE = """() => {
  const text = Response.prototype.text;
  Response.prototype.text = function () {
    Response.prototype.text = text;
    return Promise.reject(new TypeError("network error"));
  };
}"""


@contextmanager
def under_way(page: Page, kind: str, photo: Path) -> Iterator[None]:
    """Take a photograph that is on its way to the server for as long as the body runs."""
    page.evaluate(HOLDS_BACK, kind)
    take(page, kind, photo)
    page.wait_for_function("window.isUnderWay")
    yield
    page.evaluate("window.letThrough()")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "foto.jpg"
    path.write_bytes(drawn.as_jpeg(drawn.on_table(drawn.card())))
    return path


@pytest.fixture
def papers(page: Page) -> Page:
    """The page of papers, with nothing sent yet."""
    page.add_init_script(NO_ROUNDS)
    page.goto("/klaim/data/")
    enter_identity(page)
    page.get_by_role("button", name="Cek syarat").click()
    page.get_by_role("link", name="Mulai").click()
    page.get_by_label("Alamat surel").fill("sri@example.id")
    page.get_by_label("Nomor HP").fill("0812 3456 4120")
    page.get_by_role("button", name="Mulai foto dokumen").click()
    expect(page.get_by_role("heading", name="Foto dokumen")).to_be_visible()
    return page


def take(page: Page, kind: str, photo: Path) -> None:
    page.locator(f'form[data-upload="{kind}"] input[type=file]').set_input_files(photo)


def sent(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} sudah beres")).to_be_visible()


def test_a_photo_taken_while_another_is_under_way_follows_it_at_once(papers: Page, photo: Path) -> None:
    with under_way(papers, "ktp", photo):
        take(papers, "npwp", photo)
        busy = papers.locator('form[data-upload="npwp"] .button').first
        expect(busy).to_have_attribute("aria-busy", "true")
    sent(papers, 2)


def test_a_camera_opened_before_the_page_was_drawn_anew_still_gives_its_photo(
    papers: Page, photo: Path
) -> None:
    with under_way(papers, "ktp", photo):
        opened = papers.query_selector('form[data-upload="npwp"] input[type=file]')
        assert opened is not None
    sent(papers, 1)
    assert not opened.evaluate("input => input.isConnected")
    papers.evaluate(TAKEN, [opened, b64encode(photo.read_bytes()).decode()])
    sent(papers, 2)


def test_the_same_paper_taken_again_while_it_is_under_way_is_sent_again(papers: Page, photo: Path) -> None:
    again = photo.with_name("lagi.jpg")
    again.write_bytes(photo.read_bytes())
    sendings: list[str] = []
    papers.on("request", lambda request: sendings.append(request.method + request.url.split("/")[-2]))
    with under_way(papers, "ktp", photo):
        take(papers, "ktp", again)
        papers.wait_for_timeout(MADE_SMALL_WITHIN_MS)
    sent(papers, 1)
    take(papers, "npwp", photo)
    sent(papers, 2)
    assert [each for each in sendings if each.startswith("POST")] == ["POSTktp", "POSTktp", "POSTnpwp"]


def test_an_answer_that_breaks_off_keeps_no_other_photo_waiting(papers: Page, photo: Path) -> None:
    papers.evaluate(BREAKS_OFF_ONCE)
    take(papers, "ktp", photo)
    expect(papers.get_by_text("Foto aman di HP").first).to_be_attached()
    take(papers, "npwp", photo)
    sent(papers, 2)
