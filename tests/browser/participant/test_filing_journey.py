"""Filing on a phone of 390 by 844, from the first page to the claim number, and following it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapak.booking.models import Slot
from lapak.claims.models import Claim
from tests import drawn_papers as drawn
from tests import participant_scene as scene
from tests.web.participant import walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Photograph = Callable[[Page, str], None]
CLAIM_NUMBER = re.compile(r"K-\d{4}-\d{4}-\d{4}")


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, Path]:
    """Photographs as a phone takes them: sharp, blurred, and no photograph at all."""
    contents = {
        "sharp": drawn.as_jpeg(drawn.on_table(drawn.card())),
        "blurred": drawn.as_jpeg(
            drawn.blurred_at(drawn.on_table(drawn.letter(), size=(1600, 1200)), (500, 400, 1100, 620), 6)
        ),
        "text": b"this is no picture",
    }
    paths = {}
    for name, content in contents.items():
        paths[name] = tmp_path / f"{name}.jpg"
        paths[name].write_bytes(content)
    return paths


def fits(page: Page) -> bool:
    """Return whether nothing sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def enter_identity(page: Page) -> None:
    for field, value in scene.identity_form().items():
        if field != "reason":
            page.locator(f"[name={field}]").fill(value)
    page.get_by_label("Mengundurkan diri").check()


def card(page: Page, kind: str) -> object:
    return page.locator(f'[data-paper="{kind}"]')


def photo_of(page: Page, kind: str, path: Path) -> None:
    with page.expect_response(re.compile(rf"/klaim/dokumen/{kind}/$")):
        page.locator(f'form[data-upload="{kind}"] input[type=file]').set_input_files(path)


def test_a_claim_is_filed_on_a_phone_with_a_blurred_photo_and_a_slot_gone(
    page: Page, photos: dict[str, Path], photograph: Photograph
) -> None:
    page.goto("/beranda/")
    expect(page.get_by_role("heading", name="Mau urus apa hari ini?")).to_be_visible()
    photograph(page, "01-beranda")
    page.get_by_role("link", name="Ajukan klaim").click()

    enter_identity(page)
    photograph(page, "01b-data")
    page.get_by_role("button", name="Cek syarat").click()
    expect(page.get_by_role("heading", name="Ya, Bu Sri bisa klaim sekarang.")).to_be_visible()
    photograph(page, "02-syarat")
    page.get_by_role("link", name="Mulai").click()

    page.get_by_label("Alamat surel").fill("sri@example.id")
    page.get_by_label("Nomor HP").fill("0812 3456 4120")
    photograph(page, "02b-kontak")
    page.get_by_role("button", name="Mulai foto dokumen").click()

    photograph(page, "03a-dokumen-kosong")
    for kind in ("ktp", "kartu_peserta", "npwp", "foto_diri"):
        photo_of(page, kind, photos["sharp"])
    expect(page.get_by_text("4 sudah beres")).to_be_visible()
    photo_of(page, "buku_tabungan", photos["text"])
    expect(page.locator('[data-paper="buku_tabungan"]')).to_contain_text("bukan foto JPG, PNG, atau PDF")
    photo_of(page, "paklaring", photos["blurred"])
    blurred = page.locator('[data-paper="paklaring"]')
    expect(blurred).to_contain_text("Buram di dalam kotak merah")
    box = blurred.locator(".blurred-box rect").bounding_box()
    picture = blurred.locator(".verdict__picture").bounding_box()
    assert box is not None
    assert picture is not None
    assert picture["x"] <= box["x"] < box["x"] + box["width"] <= picture["x"] + picture["width"] + 4
    photograph(page, "03-dokumen")
    assert fits(page)

    photo_of(page, "buku_tabungan", photos["sharp"])
    page.get_by_role("button", name="Biar petugas cek").click()
    page.get_by_role("link", name="Lanjut ke rekening").click()
    page.get_by_label("Bank").select_option(scene.BANK)
    page.get_by_label("Nomor rekening").fill("1120 0001 4471")
    photograph(page, "03b-rekening")
    page.get_by_role("button", name="Cek rekening").click()

    expect(page.get_by_text("Panggilan video ± 20 menit")).to_be_visible()
    day = f"hari={walk.tomorrow()}"
    page.get_by_role("navigation", name="Hari").locator(f'a[href*="{day}"]').click()
    expect(page).to_have_url(re.compile(day))
    first = page.locator("input[name=slot]:not(:disabled)").first
    gone = str(first.get_attribute("value"))
    first.check(force=True)
    photograph(page, "04-jadwal")
    slot = Slot.objects.get(pk=gone)
    slot.taken = slot.capacity
    slot.save()
    page.locator("[data-choose]").click()
    expect(page.get_by_role("alert").first).to_contain_text("baru saja diambil orang lain")
    expect(page.locator(f'input[value="{gone}"]')).to_be_disabled()
    photograph(page, "04b-jam-diambil")
    page.locator("input[name=slot]:not(:disabled)").first.check(force=True)
    expect(page.locator("[data-choose]")).to_contain_text("Pilih ")
    page.locator("[data-choose]").click()

    expect(page.get_by_role("heading", name="Sudah benar semua?")).to_be_visible()
    photograph(page, "05-ringkasan")
    page.get_by_role("button", name="Ajukan klaim").click()
    expect(page.locator(".claim-number")).to_have_text(CLAIM_NUMBER)
    photograph(page, "05b-selesai")
    page.get_by_role("link", name="Lacak klaim ini").click()
    expect(page.get_by_role("heading", name="Klaim sudah kami terima")).to_be_visible()
    photograph(page, "06a-lacak")
    assert Claim.objects.get().state == "submitted"
