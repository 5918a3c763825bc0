"""What the phone shows from the appointment to the end of the talk."""

import base64
import io
from datetime import datetime, timedelta

import pytest
from PIL import Image

from lapak.booking.models import Booking, Slot
from lapak.claims.models import Claim
from lapak.desk.models import Place
from lapak.desk.operations import close_desk, finish
from lapak.desk.rules.stages import Stage
from lapak.kernel.clock import utc_now
from lapak.queueing.models import Ticket
from lapak.web.visit.forms import SIGNATURE_PREFIX
from tests.web.visit.visit_scene import VisitScene, text_of, work_address

pytestmark = pytest.mark.django_db
CONTENT = "/kunjungan/isi/"


def booked(scene: VisitScene, claim: Claim, starts_at: datetime) -> Booking:
    slot = Slot.objects.create(
        branch=scene.world.branch, channel="online", starts_at=starts_at, minutes=30, capacity=4, taken=1
    )
    return Booking.objects.create(
        slot=slot,
        subject_id=claim.pk,
        person_key=f"person {claim.pk}",
        state="confirmed",
        held_at=utc_now(),
        held_until=utc_now(),
        confirmed_at=utc_now(),
    )


def wait_in_line(scene: VisitScene, claim: Claim) -> Ticket:
    """Let the person arrive while no desk is open."""
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    scene.world.arrive(claim, utc_now(), channel="online")
    return Ticket.objects.get(subject_id=claim.pk)


def test_before_the_day_it_tells_the_appointment_and_offers_no_entrance(scene: VisitScene) -> None:
    claim = scene.claim(3)
    booked(scene, claim, utc_now() + timedelta(days=2))
    content = scene.phone_client(claim).get(CONTENT)
    assert "Janji" in text_of(content, "calm")
    assert "Cek kamera dan suara" in text_of(content, "side")
    assert "Masuk ruang tunggu" not in text_of(content)


def test_near_the_time_one_press_gives_a_number_and_pressing_twice_keeps_it(scene: VisitScene) -> None:
    claim = scene.claim(3)
    booked(scene, claim, utc_now() + timedelta(minutes=5))
    client = scene.phone_client(claim)
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    assert "Masuk ruang tunggu" in text_of(client.get(CONTENT), "help")
    client.post("/kunjungan/masuk/")
    client.post("/kunjungan/masuk/")
    assert Ticket.objects.filter(subject_id=claim.pk).count() == 1
    assert "D-001" in text_of(client.get(CONTENT), "calm")


def test_in_line_it_tells_place_last_call_and_a_range_with_its_zone(scene: VisitScene) -> None:
    ahead, claim = scene.claim(1), scene.claim(3)
    wait_in_line(scene, ahead)
    scene.world.arrive(claim, utc_now(), channel="online")
    words = text_of(scene.phone_client(claim).get(CONTENT), "calm")
    assert "2 nomor lagi" in words
    assert "D-002" in words
    assert "Terakhir dipanggil" in words
    assert "WIB" in words


def test_the_call_begins_on_the_same_page(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    html = scene.phone_client(claim).get(CONTENT).content.decode()
    assert f'data-call="{place.call_id}"' in html
    assert 'data-mode="hold"' in html
    assert "UNDEFINED" not in html


def test_a_raised_hand_reaches_the_desk_and_the_words_say_so(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    answer = scene.phone_client(claim).post(work_address(place.ticket_id, "tangan"), {})
    assert "Petugas sudah diberi tahu" in text_of(answer, "help")
    assert Place.objects.get(pk=place.pk).flag_reason == "help"


def test_what_the_person_begins_is_what_the_officer_sees(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    scene.phone_client(claim).post(work_address(place.ticket_id, "sedang"), {"stage": "filling_in"})
    assert Place.objects.get(pk=place.pk).stage == Stage.FILLING_IN


def test_a_person_does_not_end_the_talk_by_a_stage_of_the_officer(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    answer = scene.phone_client(claim).post(work_address(place.ticket_id, "sedang"), {"stage": "done"})
    assert answer.status_code == 422
    assert Place.objects.get(pk=place.pk).stage != Stage.DONE


def test_a_changed_phone_number_is_kept_and_a_wrong_one_stands_at_its_field(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    client, address = scene.phone_client(claim), work_address(place.ticket_id, "kontak")
    wrong = client.post(address, {"email": "sri@contoh.id", "phone": "12"})
    assert wrong.status_code == 422
    assert "Nomor HP belum lengkap" in text_of(wrong, "task")
    assert "data-show" in wrong.content.decode()
    client.post(address, {"email": "sri@contoh.id", "phone": "0812 1111 2222"})
    assert Claim.objects.get(pk=claim.pk).phone == "+6281211112222"


def test_an_empty_sheet_is_no_signature(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    scene.focus(place)
    scene.leave(place)
    written = io.BytesIO()
    Image.new("RGB", (600, 180), "white").save(written, "JPEG")
    empty = SIGNATURE_PREFIX + base64.b64encode(written.getvalue()).decode()
    for sheet, why in ((empty, "Tanda tangan dulu"), (empty[:900], "tidak terkirim utuh")):
        answer = scene.phone_client(claim).post(
            work_address(place.ticket_id, "tanda-tangan"), {"signature": sheet, "agrees": "yes"}
        )
        assert answer.status_code == 422
        assert why in text_of(answer, "task")


def test_after_the_talk_it_thanks_and_names_the_claim(scene: VisitScene) -> None:
    claim = scene.claim(3)
    place = scene.sit_down(claim, channel="online")
    scene.focus(place)
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    words = text_of(scene.phone_client(claim).get(CONTENT), "calm")
    assert "Terima kasih" in words
    assert claim.number in words


def test_without_an_appointment_it_shows_the_way_to_one(scene: VisitScene) -> None:
    words = text_of(scene.phone_client(scene.claim(3)).get(CONTENT), "calm")
    assert "Belum ada janji" in words
    assert "Pilih hari dan jam" in words


def test_who_was_interrupted_reads_that_they_come_first(scene: VisitScene) -> None:
    claim = scene.claim(3)
    scene.sit_down(claim, channel="online")
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    words = text_of(scene.phone_client(claim).get(CONTENT), "calm")
    assert "bukan salah Anda" in words
