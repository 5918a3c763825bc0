"""How robots read pages and fill forms: a changed page has to fail loudly."""

import asyncio

import httpx
import pytest

from robots.client import Visitor
from robots.pages import CSRF_FIELD, File, Page, PageChanged, read

HTML = """
<main><h1>Data <b>diri</b></h1>
<form id="isian" method="post" action="/klaim/data/">
  <input type="hidden" name="csrfmiddlewaretoken" value="token">
  <label>NIK <input name="nik" value="1"></label>
  <select name="bank"><option value="">Pilih</option><option value="002" selected>BRI</option></select>
  <input type="radio" name="reason" value="resigned"><input type="radio" name="reason" value="laid_off">
  <input type="radio" name="slot" value="a" disabled><input type="radio" name="slot" value="b">
  <input type="checkbox" name="agrees" value="yes">
  <textarea name="note">Sudah</textarea>
  <input type="file" name="picture">
  <button name="way" value="quick">Kirim</button>
</form>
<form data-visit-form method="post" action="/kunjungan/x/benar/">
  <input type="hidden" name="entry" value="phone">
</form>
<a href="/klaim/kontak/">Mulai</a><p class="number">K-2026-1121-0015</p>
</main>
"""


@pytest.fixture
def page() -> Page:
    return read(text=HTML, url="http://lapak.test/klaim/data/", status=200)


def test_a_form_is_read_with_what_it_would_send_as_it_stands(page: Page) -> None:
    form = page.form(id="isian")
    assert form.action == "http://lapak.test/klaim/data/"
    assert form.values == {CSRF_FIELD: "token", "nik": "1", "bank": "002", "note": "Sudah"}
    assert form.choices["reason"] == ["resigned", "laid_off"]
    assert form.choices["slot"] == ["b"]
    assert form.fields == {"nik", "bank", "reason", "slot", "agrees", "note", "picture", "way"}


def test_texts_links_and_attributes_are_found_at_any_depth(page: Page) -> None:
    assert page.root.first("h1").text == "Data diri"
    assert page.root.first("p", class_="number").text == "K-2026-1121-0015"
    assert page.link("/klaim/kontak/") == "http://lapak.test/klaim/kontak/"
    assert page.root.has("form", data_visit_form=True)
    assert not page.root.has("form", data_visit_form="hand")


@pytest.mark.parametrize(
    "values", [{"nik_lama": "1"}, {"reason": "retired"}, {"slot": "a"}, {"agrees": "no"}], ids=str
)
def test_what_the_form_does_not_offer_is_not_filled_in(page: Page, values: dict[str, str]) -> None:
    with pytest.raises(PageChanged):
        page.form(id="isian").fill(**values)


def test_a_missing_form_or_element_is_said_with_the_page(page: Page) -> None:
    with pytest.raises(PageChanged, match="no form /lacak/"):
        page.form(action="/lacak/")
    with pytest.raises(PageChanged, match="no <textarea"):
        page.root.first("textarea", id="missing")


def test_files_go_as_files_and_scripts_send_the_token_in_a_header(page: Page) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text="<p>ok</p>")

    async def send() -> None:
        visitor = Visitor("http://lapak.test")
        visitor.http = httpx.AsyncClient(
            transport=httpx.MockTransport(answer),
            base_url="http://lapak.test",
            cookies={"csrftoken": "from-cookie"},
        )
        await visitor.submit(page.form(id="isian").fill(picture=File("ktp.jpg", b"jpeg", "image/jpeg")))
        await visitor.submit(page.form("entry"))

    asyncio.run(send())
    assert b'filename="ktp.jpg"' in seen[0].content
    assert "X-CSRFToken" not in seen[0].headers
    assert seen[1].headers["X-CSRFToken"] == "from-cookie"
    assert seen[1].content == b"entry=phone"


def test_a_plain_form_without_a_token_is_not_sent() -> None:
    bare = read(text='<form method="post"><input name="a"></form>', url="http://lapak.test/", status=200)

    async def send() -> None:
        await Visitor("http://lapak.test").submit(bare.form("a"))

    with pytest.raises(PageChanged, match="no token"):
        asyncio.run(send())
