"""Booth, phone and console with axe-core while a claim is worked on."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from lapak.claims.models import FoundSignal
from lapak.claims.operations.changing_reason import propose_reason
from lapak.desk.operations import finish
from lapak.desk.rules.stages import Stage as Doing
from lapak.kernel.clock import utc_now
from lapak.offices.models import Device
from lapak.offices.operations import set_look
from tests.browser.accessibility import Look
from tests.browser.visit.test_heir_visit import heir_of
from tests.browser.visit.test_talk import meet
from tests.browser.visit.visit_stage import Stage
from tests.operations.desk import desk_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Raden Ajeng Kusumawardhani Sastroamidjojo"
DIALOGS = {
    "task": "k",
    "ask": "x",
    "reject": "t",
    "signals": "i",
    "hand-over": "a",
    "more": "g",
    "consent": "j",
    "keys": "?",
}


def first_booth(stage: Stage) -> Device:
    return Device.objects.filter(branch=stage.scene.world.branch).order_by("booth__number")[0]


def test_the_booth_from_free_to_the_farewell(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_world, "NAMES", (LONG,))
    scene, look = stage.scene, Look("bilik")
    page = stage.booth(first_booth(stage))
    expect(page.get_by_role("heading", name="Bilik 1")).to_be_visible()
    look.at(page, "kosong")
    device, branch = first_booth(stage), scene.world.branch
    for is_light, scheme in ((True, "light"), (False, "dark")):
        set_look(
            device_id=device.pk, branch_id=branch.pk, is_light=is_light, actor=scene.officer, now=utc_now()
        )
        expect(page.locator(f"html[data-scheme={scheme}]")).to_be_attached()
        look.at(page, f"kosong-{scheme}")
    claim = scene.claim(3, nik="3671015205860004")
    place = scene.sit_down(claim)
    expect(page.get_by_role("heading", name="Silakan masuk")).to_be_visible()
    look.at(page, "dipanggil")
    page.get_by_role("button", name="mulai").click()
    expect(page.get_by_role("heading", name="Periksa data")).to_be_visible()
    look.at(page, "data")
    scene.focus(place)
    scene.stage(place, Doing.TALKING, step=2)
    expect(page.get_by_role("heading", name="Tunjukkan KTP asli")).to_be_visible()
    look.at(page, "bicara")
    propose_reason(
        claim_id=claim.pk,
        reason="retirement_agreed",
        note="Di paklaring tertulis pensiun menurut perjanjian kerja bersama",
        actor=scene.officer,
        now=utc_now(),
    )
    expect(page.get_by_text("Di paklaring tertulis pensiun")).to_be_visible()
    look.at(page, "alasan")
    scene.leave(place)
    expect(page.get_by_role("heading", name="segera kembali")).to_be_visible()
    look.at(page, "ditahan")
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(page.get_by_text(claim.number)).to_be_visible()
    look.at(page, "selesai")
    assert look.wrong == {}


def test_who_walked_in_at_the_booth(stage: Stage) -> None:
    scene, look = stage.scene, Look("bilik")
    draft = {"number": None, "submitted_at": None, "facts": {}, "rule_set": ""}
    place = scene.sit_down(scene.claim(3, state="draft", kpj="", name="", reason="", **draft))
    page = stage.booth(Device.objects.get(pk=place.device_id))
    page.get_by_role("button", name="mulai").click()
    expect(page.get_by_role("heading", name="Isi data dari KTP dan kartu peserta")).to_be_visible()
    look.at(page, "isian")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_text("Isi 11 angka di kartu peserta")).to_be_visible()
    look.at(page, "isian-salah")
    assert look.wrong == {}


@pytest.mark.parametrize("width", [1366, 1920])
def test_the_console_and_its_dialogs(stage: Stage, width: int) -> None:
    scene, look = stage.scene, Look(f"konsol-{width}")
    claim = scene.claim(1, reason="death", event_on=utc_now().date() - timedelta(days=40), name=LONG)
    heir_of(claim)
    scene.sit_down(claim)
    for number in (2, 3):
        scene.sit_down(scene.claim(number))
    console = stage.console(width=width, height=768 if width == 1366 else 1080)
    console.locator("#tile-3-foot[data-place]").wait_for()
    look.at(console, "kosong")
    console.keyboard.press("1")
    console.locator("#confirm-dialog[open]").wait_for()
    look.at(console, "confirm")
    console.keyboard.press("Escape")
    meet(console)
    for code in ("account_often", "paper_reused"):
        FoundSignal.objects.create(claim_id=claim.pk, code=code, others=[str(claim.pk)], found_at=utc_now())
    console.reload()
    console.locator("[data-opens=signals-dialog]").wait_for(state="attached")
    look.at(console, "fokus")
    for dialog, key in DIALOGS.items() if width == 1366 else ():
        console.locator("#band").focus()
        console.keyboard.press(key)
        console.locator(f"#{dialog}-dialog[open]").wait_for()
        look.at(console, dialog)
        console.keyboard.press("Escape")
        expect(console.locator("dialog[open]")).to_have_count(0)
    assert look.wrong == {}


def test_a_visit_on_the_phone(stage: Stage) -> None:
    scene, look = stage.scene, Look("kunjungan", in_the_dark=True)
    claim = scene.claim(3, nik="3671015205860004")
    phone = stage.phone(claim)
    look.at(phone, "menunggu")
    place = scene.sit_down(claim, channel="online")
    on_the_way: list[Route] = []
    phone.context.route("**/kunjungan/isi/", lambda request: on_the_way.append(request))
    phone.reload()
    expect(phone.get_by_role("heading", name="Membuka panggilan")).to_be_visible()
    expect(phone.get_by_text("lebih lama dari biasanya")).not_to_be_visible()
    look.at(phone, "membuka")
    expect(phone.get_by_text("lebih lama dari biasanya")).to_be_visible()
    for request in on_the_way:
        request.continue_()
    phone.context.unroute("**/kunjungan/isi/")
    expect(phone.get_by_role("heading", name="segera menyapa")).to_be_visible()
    look.at(phone, "ditahan")
    scene.focus(place)
    scene.stage(place, Doing.TALKING, step=2)
    expect(phone.get_by_role("heading", name="Tunjukkan KTP asli")).to_be_visible()
    look.at(phone, "bicara")
    assert look.wrong == {}
