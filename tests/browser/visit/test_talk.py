"""Typing instead of speaking: a booth and the console, both as people use them."""

import pytest
from playwright.sync_api import Page, expect

from lapak.desk.models import Place
from lapak.desk.operations import finish
from lapak.kernel.clock import utc_now
from lapak.offices.models import Device
from tests.browser.visit.visit_stage import Stage, eventually, photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def meet(console: Page) -> None:
    """Turn to the first person, by keys alone."""
    console.keyboard.press("1")
    console.locator("#confirm-dialog[open]").wait_for()
    console.keyboard.press("Enter")
    expect(console.locator("#band")).to_be_visible()


@pytest.mark.parametrize("width", [1366, 1920])
def test_a_talk_by_typing_alone(stage: Stage, width: int) -> None:
    scene = stage.scene
    device = Device.objects.filter(branch=scene.world.branch).order_by("booth__number")[0]
    booth = stage.booth(device)
    place = scene.sit_down(scene.claim(3, nik="3671015205860004"))
    booth.get_by_role("button", name="mulai").click()
    console = stage.console(width=width, height=768 if width == 1366 else 1080)
    console.locator("#tile-1-foot[data-place]").wait_for()

    booth.get_by_role("button", name="Ketik pesan ke petugas").click()
    box = booth.get_by_label("Tulis pesan untuk petugas")
    expect(box).to_be_focused()
    box.fill("Saya tidak mendengar. Tolong ketik saja.")
    box.press("Enter")
    expect(booth.locator(".talk__line--own")).to_contain_text("Saya tidak mendengar")
    expect(box).to_have_value("")
    eventually(lambda: Place.objects.get(pk=place.pk).flag_reason == "line", booth)
    expect(console.locator("#tile-1")).to_contain_text("Menulis pesan")
    expect(console.locator("body")).not_to_contain_text("Saya tidak mendengar")
    photograph(booth, f"bilik-ditahan-ketik-{width}")

    meet(console)
    expect(console.locator("#work-talk")).to_contain_text("Saya tidak mendengar")
    console.keyboard.press("m")
    expect(console.get_by_label("Tulis kepada peserta")).to_be_focused()
    console.keyboard.type("Baik, Ibu. Saya bacakan lewat tulisan.")
    console.keyboard.press("Enter")
    expect(booth.locator('[data-part="talk"]')).to_contain_text("Saya bacakan lewat tulisan")
    expect(booth.locator("#live-assertive")).to_contain_text("Saya bacakan lewat tulisan")
    box.fill("Terima kasih.")
    box.press("Enter")
    expect(console.locator("#work-talk")).to_contain_text("Terima kasih.")
    expect(console.locator("#live-polite")).to_contain_text("Terima kasih.")
    photograph(booth, f"bilik-fokus-ketik-{width}")
    photograph(console, f"konsol-ketik-{width}")

    console.get_by_label("Tulis kepada peserta").fill("belum terkirim")
    console.keyboard.press("Escape")
    expect(console.locator("#work-talk")).not_to_contain_text("Terima kasih")
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(booth.locator("body")).not_to_contain_text("Terima kasih.")


def test_on_the_phone_the_line_stands_large_beside_the_picture(stage: Stage) -> None:
    scene = stage.scene
    claim = scene.claim(3, nik="3671015205860004")
    scene.sit_down(claim, channel="online")
    phone = stage.phone(claim)
    console = stage.console()
    console.locator("#tile-1-foot[data-place]").wait_for()
    meet(console)
    phone.get_by_role("button", name="Ketik pesan ke petugas").click()
    phone.get_by_label("Tulis pesan untuk petugas").fill("Suara saya hilang, saya ketik ya.")
    phone.get_by_role("button", name="Kirim", exact=True).click()
    expect(console.locator("#work-talk")).to_contain_text("saya ketik ya")
    console.keyboard.press("m")
    console.keyboard.type("Silakan, Ibu. Tidak perlu tergesa.")
    console.keyboard.press("Enter")
    expect(phone.locator('[data-part="talk"]')).to_contain_text("Tidak perlu tergesa")
    photograph(phone, "hp-fokus-ketik")
