"""The checker's and the staff's pages with axe-core."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import Look
from tests.browser.checker.conftest import Stage

pytestmark = pytest.mark.browser


def test_the_checker(stage: Stage) -> None:
    look = Look("pemeriksa")
    page = stage.page_of(stage.scene.checker)
    look.at(page, "antrean")
    page.goto(f"{stage.address}/persetujuan/{stage.claims[0]}/")
    look.at(page, "berkas")
    page.get_by_role("button", name="Buka, pilih alasan").click()
    look.at(page, "buka-bank")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Tulis catatan")).to_be_visible()
    look.at(page, "catatan")
    for name in ("contoh", "keputusan"):
        page.goto(f"{stage.address}/persetujuan/{name}/")
        look.at(page, name)
    for name in ("staf", "staf/kerabat", "masuk/dua-langkah"):
        page.goto(f"{stage.address}/{name}/")
        look.at(page, name.replace("/", "-"))
    assert look.wrong == {}
