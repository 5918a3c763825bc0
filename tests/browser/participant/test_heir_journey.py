"""A widower files for himself and his daughter on a phone, and follows the claim to the money."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.models import Claim
from tests import drawn_papers as drawn
from tests import participant_scene as scene
from tests.web.participant import to_money
from tests.web.participant.test_heirs import BUDI, CITRA, today, written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Photograph = Callable[[Page, str], None]


def enter_member(page: Page) -> None:
    page.locator("[name=acts_as][value=heir]").check(force=True)
    for name, value in scene.identity_form().items():
        if name != "reason":
            page.locator(f"[name={name}]").fill(value)
    page.locator("[name=event_on-death]").fill(written(today() - timedelta(days=40)))


def enter_acting(page: Page) -> None:
    page.get_by_label("Istri atau suami").check()
    enter_person(page, BUDI)
    page.locator("[name=letter_on]").fill(written(today() - timedelta(days=20)))
    page.locator("[name=letter_number]").fill("12/KEL/2026")


def enter_person(page: Page, person: dict[str, str]) -> None:
    for name, value in person.items():
        page.locator(f"[name={name}]").fill(value)


def test_an_heir_files_for_all_and_sees_the_money_leave(
    page: Page, core: SmileMemory, tmp_path: Path, photograph: Photograph
) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(drawn.as_jpeg(drawn.on_table(drawn.card(), size=(1200, 900))))
    page.goto("/klaim/data/")
    enter_member(page)
    page.get_by_role("button", name="Cek syarat").click()
    expect(page.get_by_role("heading", name="Tentang Anda")).to_be_visible()
    enter_acting(page)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("link", name="Tambah orang").click()
    page.get_by_label("Anak", exact=True).check()
    enter_person(page, CITRA)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Citra Santoso").first).to_be_visible()
    page.locator("[name=consent_on]").fill(written(today() - timedelta(days=5)))
    page.locator("[name=whole]").check()
    photograph(page, "waris-01-daftar")
    page.get_by_role("button", name="Lanjut").click()
    photograph(page, "waris-02-syarat")
    page.get_by_role("link", name="Mulai").click()

    page.get_by_label("Alamat surel").fill("budi@example.id")
    page.get_by_label("Nomor HP").fill("0812 3456 4120")
    page.get_by_role("button", name="Mulai foto dokumen").click()
    for kind in [one.get_attribute("data-paper") for one in page.locator("[data-paper]").all()]:
        with page.expect_response(re.compile(rf"/klaim/dokumen/{kind}/$")):
            page.locator(f'form[data-upload="{kind}"] input[type=file]').set_input_files(photo)
    page.get_by_role("link", name="Lanjut ke rekening").click()
    page.get_by_label("Bank").select_option(scene.BANK)
    page.get_by_label("Nomor rekening").fill(scene.OTHERS)
    page.get_by_role("button", name="Cek rekening").click()
    page.locator("input[name=slot]:not(:disabled)").first.check(force=True)
    page.locator("[data-choose]").click()
    expect(page.get_by_text("Citra Santoso, berhak")).to_be_visible()
    photograph(page, "waris-03-ringkasan")
    page.get_by_role("button", name="Ajukan klaim").click()
    page.get_by_role("link", name="Lacak klaim ini").click()
    expect(page.get_by_role("heading", name="Klaim sudah kami terima")).to_be_visible()
    photograph(page, "waris-04-lacak")

    to_money.examined_and_approved(Claim.objects.get())
    to_money.paid()
    page.reload()
    expect(page.get_by_role("heading", name="Dana sudah dikirim")).to_be_visible()
    photograph(page, "waris-05-dibayar")
    (payment,) = core._book.payments.values()
    assert (payment.account_number, payment.net) == (scene.OTHERS, 61_856_000)
