"""The phone from the waiting room to the end of the talk, and the own phone beside a booth."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lapak.claims.models import Claim, PaperState
from lapak.desk.models import Place
from lapak.desk.operations import close_desk, finish, flag, open_desk
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import Stage as Doing
from lapak.kernel.clock import utc_now
from lapak.offices.models import Device
from tests.browser.visit.test_booth import has_picture, running, sign
from tests.browser.visit.visit_stage import Stage, eventually, photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WOMAN = "3671015205860004"


def test_from_the_waiting_room_to_the_end(stage: Stage) -> None:
    scene = stage.scene
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    scene.world.arrive(scene.claim(1), utc_now() - timedelta(minutes=9), channel="online")
    claim = scene.claim(3, nik=WOMAN)
    scene.world.arrive(claim, utc_now(), channel="online")
    page = stage.phone(claim)
    expect(page.get_by_text("D-002")).to_be_visible()
    expect(page.locator('[data-device="camera"]')).to_contain_text("Baik")
    expect(page.get_by_text("Suara terdengar.")).to_be_visible()
    photograph(page, "hp-ruang-tunggu")

    scene.desk_id = open_desk(officer_id=scene.member.pk, places=6, actor=scene.officer, now=utc_now())
    place = Place.objects.get(claim_id=claim.pk)
    officer = stage.officer(place)
    expect(page.get_by_role("heading", name="Periksa data pembayaran Ibu")).to_be_visible()
    eventually(lambda: running(page) == [], page)
    photograph(page, "hp-ditahan-data")

    scene.focus(place)
    scene.stage(place, Doing.TALKING, step=2)
    expect(page.get_by_role("heading", name="Tunjukkan KTP asli")).to_be_visible()
    eventually(lambda: has_picture(page), page)
    eventually(lambda: running(page) == ["audio", "video"], page)
    assert officer.evaluate("stage.log.problems.length") == 0
    photograph(page, "hp-fokus")

    scene.leave(place)
    eventually(lambda: running(page) == [], page)
    expect(page.get_by_role("heading", name="Formulir 5")).to_be_visible()
    photograph(page, "hp-formulir")
    page.get_by_label("Atau ketik nama lengkap").fill("Sri Wahyuni")
    page.get_by_role("button", name="Kirim tanda tangan").click()
    expect(page.get_by_text("Beri tanda di sini bila formulir sudah dibaca")).to_be_visible()
    expect(page.get_by_label("Atau ketik nama lengkap")).to_have_value("Sri Wahyuni")
    page.get_by_label("Saya sudah membaca formulir ini").check()
    page.get_by_role("button", name="Kirim tanda tangan").click()
    expect(page.get_by_text("Tidak ada yang perlu diisi")).to_be_visible()
    assert PaperState.objects.get(claim=claim, kind="formulir_f5").state == "given"
    photograph(page, "hp-selesai-tugas")

    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(page.get_by_role("heading", name="Terima kasih, Bu Sri")).to_be_visible()
    photograph(page, "hp-selesai")
    page.reload()
    expect(page.get_by_role("heading", name="Terima kasih, Bu Sri")).to_be_visible()


@pytest.mark.parametrize(
    ("refuse", "advice"),
    [
        ("NotAllowedError", "Tekan gambar gembok"),
        ("NotReadableError", "Tutup aplikasi itu"),
        ("NotFoundError", "foto dokumen bisa dikirim lewat HP lain"),
    ],
)
def test_a_camera_that_does_not_work_is_explained_before_the_call(
    refuse: str, advice: str, stage: Stage
) -> None:
    scene = stage.scene
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    claim = scene.claim(3, nik=WOMAN)
    scene.world.arrive(claim, utc_now(), channel="online")
    page = stage.phone(claim, refuse=refuse)
    page.get_by_role("button", name="Cek sekarang").click()
    expect(page.locator("[data-advice]")).to_contain_text(advice)
    expect(page.locator('[data-device="camera"]')).to_have_attribute("data-state", "missing")
    expect(page.locator('[data-device="microphone"]')).to_have_attribute("data-state", "good")
    photograph(page, f"hp-kamera-{refuse}")


def test_what_is_done_on_the_own_phone_appears_at_the_booth(stage: Stage) -> None:
    scene = stage.scene
    claim = scene.claim(3, nik=WOMAN)
    place = scene.sit_down(claim)
    booth = stage.booth(Device.objects.get(pk=place.device_id))
    scene.focus(place)
    scene.leave(place)
    code = booth.locator("[data-own-phone] .booth-code").inner_text()
    phone = stage.strange_phone("/h/")
    phone.get_by_label("Kode").fill(code)
    photograph(phone, "hp-kode")
    phone.get_by_role("button", name="Lanjut").click()
    expect(phone.get_by_role("heading", name="Formulir 5")).to_be_visible()
    assert code not in phone.url
    expect(booth.get_by_role("heading", name="HP tersambung")).to_be_visible()
    photograph(booth, "bilik-hp-tersambung")
    photograph(phone, "hp-dari-bilik")
    sign(phone)
    expect(booth.get_by_text("Tidak ada yang perlu diisi")).to_be_visible()
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    expect(phone.get_by_role("heading", name="Selesai di HP ini")).to_be_visible()
    assert claim.nik not in phone.content()
    phone.reload()
    assert "/kunjungan/" not in phone.url


def test_a_raised_hand_is_answered_at_once(stage: Stage) -> None:
    scene = stage.scene
    claim = scene.claim(3, nik=WOMAN)
    place = scene.sit_down(claim, channel="online")
    page = stage.phone(claim)
    page.get_by_role("button", name="Saya butuh petugas").click()
    expect(page.get_by_role("button", name="Saya butuh petugas")).to_contain_text("Petugas sudah diberi tahu")
    assert Place.objects.get(pk=place.pk).flag_reason == "help"


def test_somebody_else_changing_the_claim_does_not_take_away_what_is_being_typed(stage: Stage) -> None:
    scene = stage.scene
    claim = scene.claim(3, nik=WOMAN)
    place = scene.sit_down(claim, channel="online")
    page = stage.phone(claim)
    page.get_by_role("button", name="Ubah Nomor HP").click()
    page.get_by_role("dialog").get_by_label("Nomor HP").fill("0812 9999")
    Claim.objects.filter(pk=claim.pk).update(email="lain@contoh.id")
    flag(ticket_id=place.ticket_id, reason=FlagReason.HELP, actor=scene.officer, now=utc_now())
    expect(page.locator("[data-hand-words]")).to_contain_text("Petugas sudah diberi tahu")
    expect(page.get_by_role("dialog").get_by_label("Nomor HP")).to_have_value("0812 9999")
