"""A booth from free to farewell, in a real browser with a real call."""

import pytest
from playwright.sync_api import Page, expect

from lapak.claims.models import PaperState
from lapak.desk.models import Place
from lapak.desk.operations import finish
from lapak.desk.rules.stages import Stage as Doing
from lapak.kernel.clock import utc_now
from lapak.offices.models import Device
from tests.browser.visit.visit_stage import Stage, eventually, photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# At how many beats of the booth, five seconds apart, a text stood on it: counted there, as it ends by itself.
COUNTS_BEATS = """(text) => {
  const { fetch } = window;
  window.shownAtBeats = 0;
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    const isBeat = String(asked[0]).includes("/bilik/denyut/");
    if (isBeat && document.body.innerText.includes(text)) window.shownAtBeats += 1;
    return answer;
  };
}"""


def first_booth(stage: Stage) -> Device:
    return Device.objects.filter(branch=stage.scene.world.branch).order_by("booth__number")[0]


def running(page: Page) -> list[str]:
    """Return which devices of the page are on."""
    return sorted(page.evaluate("[...window.devices.running]"))


def has_picture(page: Page) -> bool:
    return page.locator("#petugas").get_attribute("data-picture") == "live"


def sign(page: Page) -> None:
    """Draw a signature, confirm it and send it."""
    box = page.locator("canvas.signature-pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    for share in (0.3, 0.5, 0.7, 0.9):
        height = box["height"] * (0.3 if int(share * 10) % 4 == 3 else 0.7)
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + height, steps=6)
    page.mouse.up()
    page.get_by_label("Saya sudah membaca formulir ini").check()
    page.get_by_role("button", name="Kirim tanda tangan").click()


def test_from_a_free_booth_to_the_farewell(stage: Stage) -> None:
    scene = stage.scene
    page = stage.booth(first_booth(stage))
    expect(page.get_by_role("heading", name="Bilik 1")).to_be_visible()
    photograph(page, "bilik-kosong")

    claim = scene.claim(3, nik="3671015205860004")
    place = scene.sit_down(claim)
    officer = stage.officer(place)
    expect(page.get_by_role("heading", name="Silakan masuk")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Sri")
    photograph(page, "bilik-dipanggil")

    page.get_by_role("button", name="mulai").click()
    expect(page.get_by_role("heading", name="Periksa data pembayaran Ibu")).to_be_visible()
    assert running(page) == []
    photograph(page, "bilik-cek-data")
    page.get_by_role("button", name="Nomor HP untuk kabar klaim sudah benar").click()
    expect(page.get_by_text("1 dari 4")).to_be_visible()
    eventually(lambda: Place.objects.get(pk=place.pk).stage == Doing.FILLING_IN, page)

    scene.focus(place)
    scene.stage(place, Doing.TALKING, step=2)
    expect(page.get_by_role("heading", name="Tunjukkan KTP asli")).to_be_visible()
    eventually(lambda: has_picture(page), page)
    eventually(lambda: running(page) == ["audio", "video"], page)
    assert officer.evaluate("Object.keys(stage.log.problems).length") == 0
    photograph(page, "bilik-fokus")
    scene.stage(place, Doing.TALKING, step=4)
    expect(page.get_by_text("Yang Ibu terima")).to_be_visible()
    photograph(page, "bilik-fokus-hitungan")

    scene.leave(place)
    expect(page.get_by_role("heading", name="Dimas 1 segera kembali")).to_be_visible()
    eventually(lambda: running(page) == [], page)
    expect(page.locator("[data-own-phone] .booth-code")).to_be_visible()
    photograph(page, "bilik-ditahan-formulir")
    sign(page)
    expect(page.get_by_text("Tidak ada yang perlu diisi")).to_be_visible()
    assert PaperState.objects.get(claim=claim, kind="formulir_f5").state == "given"
    photograph(page, "bilik-ditahan-selesai")
    page.get_by_role("button", name="Beri tahu petugas saya sudah selesai").click()
    eventually(lambda: Place.objects.get(pk=place.pk).flag_reason == "task_done", page)
    expect(page.get_by_role("button", name="Saya butuh petugas")).to_contain_text("Petugas sudah diberi tahu")

    scene.focus(place)
    eventually(lambda: has_picture(page), page)
    page.evaluate(COUNTS_BEATS, claim.number)
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(page.get_by_text(claim.number)).to_be_visible()
    eventually(lambda: running(page) == [], page)
    photograph(page, "bilik-selesai")
    eventually(lambda: page.evaluate("window.shownAtBeats >= 2"), page)  # long enough to be read
    assert claim.account_name not in page.content()
    assert claim.nik not in page.content()


def test_the_farewell_comes_also_when_no_event_says_that_the_visit_ended(stage: Stage) -> None:
    scene = stage.scene
    page = stage.booth(first_booth(stage))
    page.route("**/live/?token=*", lambda route: route.abort())
    page.reload()
    claim = scene.claim(3, nik="3671015205860004")
    place = scene.sit_down(claim)
    page.get_by_role("button", name="mulai").click()
    expect(page.get_by_role("heading", name="Periksa data pembayaran Ibu")).to_be_visible()
    scene.focus(place)
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(page.get_by_text(claim.number)).to_be_visible()
    assert claim.account_name not in page.content()


def test_at_work_the_officer_sees_but_does_not_hear(stage: Stage) -> None:
    scene = stage.scene
    page = stage.booth(first_booth(stage))
    claim = scene.claim(3, nik="3671015205860004")
    place = scene.sit_down(claim)
    stage.officer(place)
    scene.focus(place)
    eventually(lambda: has_picture(page), page)
    scene.stage(place, Doing.READING)
    other = scene.sit_down(scene.claim(1), channel="online")
    scene.focus(other)
    expect(page.get_by_role("heading", name="Petugas melihat, tidak mendengar")).to_be_visible()
    eventually(lambda: running(page) == ["video"], page)
    photograph(page, "bilik-bekerja")


def test_a_paper_is_photographed_again_with_the_camera_of_the_booth(stage: Stage) -> None:
    scene = stage.scene
    claim = scene.claim(3, nik="3671015205860004")
    place = scene.sit_down(claim)
    scene.focus(place)
    PaperState.objects.filter(claim=claim, kind="kk").update(state="asked_again", reason_code="blurred")
    scene.leave(place)
    page = stage.booth(Device.objects.get(pk=place.device_id))
    page.get_by_role("button", name="Nyalakan kamera").click()
    page.get_by_role("button", name="Ambil foto").click()
    photograph(page, "bilik-foto-ulang")
    eventually(lambda: running(page) == [], page)
    page.get_by_role("button", name="Pakai foto ini").click()
    expect(page.get_by_role("heading", name="Formulir 5")).to_be_visible()
    assert PaperState.objects.get(claim=claim, kind="kk").state == "given"


def test_the_booth_finds_the_same_step_after_a_reload(stage: Stage) -> None:
    scene = stage.scene
    place = scene.sit_down(scene.claim(3, nik="3671015205860004"))
    page = stage.booth(Device.objects.get(pk=place.device_id))
    stage.officer(place)
    scene.focus(place)
    scene.stage(place, Doing.TALKING, step=3)
    eventually(lambda: has_picture(page), page)
    page.reload()
    expect(page.get_by_role("heading", name="Foto wajah")).to_be_visible()
    eventually(lambda: has_picture(page), page)


def test_a_camera_that_is_refused_is_explained_and_the_talk_goes_on(stage: Stage) -> None:
    scene = stage.scene
    place = scene.sit_down(scene.claim(3, nik="3671015205860004"))
    page = stage.booth(Device.objects.get(pk=place.device_id), refuse="NotReadableError")
    stage.officer(place)
    scene.focus(place)
    expect(page.locator("[data-problem]")).to_contain_text("petugas tetap mendengar")
    eventually(lambda: has_picture(page), page)
    photograph(page, "bilik-kamera-dipakai")


def test_who_walked_in_enters_the_own_data_at_the_booth(stage: Stage) -> None:
    scene = stage.scene
    draft = {"number": None, "submitted_at": None, "facts": {}, "rule_set": ""}
    claim = scene.claim(3, state="draft", kpj="", name="", reason="", **draft)
    place = scene.sit_down(claim)
    page = stage.booth(Device.objects.get(pk=place.device_id))
    page.get_by_role("button", name="mulai").click()
    expect(page.get_by_role("heading", name="Isi data dari KTP dan kartu peserta")).to_be_visible()
    page.get_by_label("NIK").fill("3671")
    page.get_by_label("Nomor peserta (KPJ)").fill("16012345302")
    page.get_by_label("Nama").fill("Sri Wahyuni")
    page.get_by_label("Mengundurkan diri").check()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_text("NIK berisi 16 angka, yang diisi 4")).to_be_visible()
    expect(page.get_by_label("NIK")).to_be_focused()
    expect(page.get_by_label("Nama")).to_have_value("Sri Wahyuni")
    photograph(page, "bilik-isian")
