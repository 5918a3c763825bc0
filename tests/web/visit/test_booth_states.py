"""What the screen of a booth shows in every state of a visit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import PaperState
from lapak.desk.models import Place
from lapak.desk.operations import finish
from lapak.desk.rules.stages import Stage
from lapak.kernel.clock import utc_now
from lapak.offices.models import Device
from tests.web.visit.visit_scene import VisitScene, text_of, work_address

pytestmark = pytest.mark.django_db
CONTENT = "/bilik/isi/"


def test_a_free_booth_shows_its_number_and_nobodys_data(scene: VisitScene) -> None:
    device = Device.objects.filter(branch=scene.world.branch).order_by("booth__number")[3]
    client = scene.screen(device)
    page = client.get(reverse("booth:home"))
    assert "Bilik 4" in text_of(page)
    content = client.get(CONTENT)
    assert "Menunggu peserta berikutnya" in text_of(content)
    assert 'data-visit=""' in content.content.decode()
    assert "UNDEFINED" not in page.content.decode() + content.content.decode()


def test_who_is_called_reads_the_number_and_no_name(scene: VisitScene) -> None:
    place = scene.sit_down(scene.claim(1))
    content = scene.booth_client(place).get(CONTENT)
    calm = text_of(content, "calm")
    assert "A-001" in calm
    assert "Silakan masuk" in calm
    assert "Agus" not in calm
    assert 'data-mode="called"' in content.content.decode()


def test_before_somebody_sat_down_nothing_of_the_person_is_sent(scene: VisitScene) -> None:
    claim = scene.claim(1)
    html = scene.booth_client(scene.sit_down(claim)).get(CONTENT).content.decode()
    for secret in ("Agus", "Setiawan", claim.number, "7890", "contoh.id"):
        assert secret not in html


def test_in_focus_the_five_steps_stand_beside_the_picture_with_the_present_one_open(
    scene: VisitScene,
) -> None:
    place = scene.sit_down(scene.claim(1))
    scene.focus(place)
    scene.stage(place, Stage.TALKING, step=2)
    html = scene.booth_client(place).get(CONTENT).content.decode()
    assert 'data-mode="focus"' in html
    assert 'data-hand="steps"' in html
    present = html.partition('aria-current="step"')[2].partition("</li>")[0]
    assert "Tunjukkan KTP asli" in present
    assert html.count("is-done") == 1
    assert "UNDEFINED" not in html


def test_on_hold_it_says_that_nobody_sees_or_hears_and_until_when_at_most(scene: VisitScene) -> None:
    place = scene.sit_down(scene.claim(1))
    scene.focus(place)
    scene.leave(place)
    content = scene.booth_client(place).get(CONTENT)
    assert 'data-mode="hold"' in content.content.decode()
    assert "Kamera dan mikrofon Bapak mati" in text_of(content, "side")
    assert "paling lama 4 menit" in text_of(content, "title")
    assert "Dimas 1 segera kembali" in text_of(content, "title")


def test_at_work_it_says_seen_but_not_heard_and_the_task_lies_open(scene: VisitScene) -> None:
    place, other = scene.sit_down(scene.claim(1)), scene.sit_down(scene.claim(2))
    scene.focus(place)
    scene.stage(place, Stage.READING)
    scene.focus(other)
    content = scene.booth_client(place).get(CONTENT)
    assert 'data-mode="work"' in content.content.decode()
    assert "Petugas melihat, tidak mendengar" in text_of(content, "title")
    assert "Formulir 5" in text_of(content, "task")


def test_before_the_officer_knows_who_it_is_the_data_are_masked(scene: VisitScene) -> None:
    claim = scene.claim(1)
    place = scene.sit_down(claim)
    task = text_of(scene.booth_client(place).get(f"{CONTENT}?duduk={place.ticket_id}"), "task")
    assert "Periksa data pembayaran" in task
    assert "0 dari 4" in task
    assert claim.account_number not in task
    assert claim.email not in task
    assert "0812 •••• 7890" in task


def test_a_line_called_right_stays_right_on_every_screen(scene: VisitScene) -> None:
    claim = scene.claim(1)
    place = scene.sit_down(claim)
    answer = scene.booth_client(place).post(work_address(place.ticket_id, "benar"), {"entry": "phone"})
    assert answer.status_code == 200
    assert "1 dari 4" in text_of(answer, "task")
    assert "1 dari 4" in text_of(scene.phone_client(claim).get("/kunjungan/isi/"), "task")


def test_a_paper_asked_again_is_named_with_what_was_wrong(scene: VisitScene) -> None:
    claim = scene.claim(1)
    place = scene.sit_down(claim)
    scene.focus(place)
    PaperState.objects.filter(claim=claim, kind="kk").update(state="asked_again", reason_code="cut_off")
    scene.leave(place)
    task = text_of(scene.booth_client(place).get(CONTENT), "task")
    assert "Foto Kartu Keluarga" in task
    assert "sampai keempat sudutnya terlihat" in task


def test_after_the_visit_the_booth_is_free_again(scene: VisitScene) -> None:
    place = scene.sit_down(scene.claim(1))
    scene.focus(place)
    client = scene.booth_client(place)
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    content = client.get(CONTENT)
    assert 'data-visit=""' in content.content.decode()
    assert "Agus" not in content.content.decode()


def test_the_free_booth_says_how_the_visit_on_the_screen_ended_to_its_own_screen_and_not_for_long(
    scene: VisitScene,
) -> None:
    place = scene.sit_down(scene.claim(1))
    others = scene.booth_client(scene.sit_down(scene.claim(2)))
    client = scene.booth_client(place)
    scene.focus(place)
    finish(place_id=place.pk, actor=scene.officer, now=utc_now())
    Place.objects.filter(outcome="").update(outcome="served", ended_at=utc_now())

    def said(screen: Client, **headers: str) -> str:
        html = screen.get(CONTENT, headers=headers).content.decode()
        return html.partition('data-ended="')[2].partition('"')[0]

    shown = {"X-Visit": str(place.ticket_id)}
    assert said(client, **shown) == "served"
    assert said(client) == said(client, **{"X-Visit": "x"}) == ""
    assert said(others, **shown) == ""
    Place.objects.update(ended_at=utc_now() - timedelta(seconds=61))
    assert said(client, **shown) == ""


def test_nothing_of_a_visit_is_kept_by_the_browser(scene: VisitScene) -> None:
    place = scene.sit_down(scene.claim(1))
    assert scene.booth_client(place).get(CONTENT)["Cache-Control"] == "no-store"


def test_a_beat_is_a_sign_of_life_and_names_the_visit(scene: VisitScene) -> None:
    place = scene.sit_down(scene.claim(1))
    client = scene.booth_client(place)
    Device.objects.filter(pk=place.device_id).update(last_seen_at=None)
    assert client.post("/bilik/denyut/").json() == {"visit": str(place.ticket_id)}
    assert Device.objects.get(pk=place.device_id).last_seen_at is not None
