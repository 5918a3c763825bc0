"""The own phone beside a booth: one phone, one visit, and nothing else."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.desk.models import Place
from lapak.desk.operations import finish
from lapak.kernel.clock import utc_now
from lapak.people.models import ParticipantAccess
from lapak.people.operations import issue_handoff
from lapak.people.queries import LET_IN_FOR
from lapak.web.pages import pages
from lapak.web.participant.queue_words import MINUTES, WAYS
from tests.web.visit.visit_scene import VisitScene, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def victim(scene: VisitScene) -> Place:
    place = scene.sit_down(scene.claim(1))
    scene.focus(place)
    scene.leave(place)
    return place


def test_the_code_on_the_booth_opens_the_same_tasks_on_the_own_phone(
    scene: VisitScene, victim: Place
) -> None:
    code = issue_handoff(subject_id=victim.claim_id, purpose="visit", now=utc_now())
    phone = let_in(code)
    content = phone.get("/kunjungan/isi/")
    assert "Formulir 5" in text_of(content, "task")
    assert 'data-call=""' in content.content.decode()  # picture and sound stay at the booth


def test_a_handed_over_phone_forgets_everything_when_the_visit_is_over(
    scene: VisitScene, victim: Place
) -> None:
    code = issue_handoff(subject_id=victim.claim_id, purpose="visit", now=utc_now())
    phone = let_in(code)
    finish(place_id=victim.pk, actor=scene.officer, now=utc_now())
    over = phone.get("/kunjungan/isi/")
    assert "Selesai di HP ini" in text_of(over)
    assert "Agus" not in over.content.decode()
    assert phone.get("/kunjungan/isi/").status_code == 302


def let_in(code: str) -> Client:
    phone = Client()
    assert f'value="{code}"' in phone.get(f"/h/{code}/").content.decode()  # looking opens nothing
    assert phone.post("/h/", {"code": code})["Location"] == "/kunjungan/"
    return phone


def test_a_code_lets_one_phone_in_and_the_booth_says_so(scene: VisitScene, victim: Place) -> None:
    booth = scene.booth_client(victim)
    address = f"/kunjungan/{victim.ticket_id}/hp/"
    code = shown_code(booth.post(address))
    own = let_in(code)
    assert Client().post("/h/", {"code": code})["Location"] == "/h/"
    assert "HP tersambung" in booth.post(address).content.decode()
    other = let_in(shown_code(booth.post(address, {"lain": "1"})))
    assert other.get("/kunjungan/isi/").status_code == 200
    assert own.get("/kunjungan/isi/").status_code == 302


def shown_code(answer: HttpResponse) -> str:
    found = re.search(r'class="booth-code">(\w+)<', answer.content.decode())
    assert found is not None
    return found[1]


def test_a_phone_let_in_for_a_visit_is_nobody_everywhere_else(scene: VisitScene, victim: Place) -> None:
    phone = let_in(issue_handoff(subject_id=victim.claim_id, purpose="visit", now=utc_now()))
    own_pages = [page for page in pages() if page.access and page.access.audience == "participant"]
    closed = [page for page in own_pages if not page.access.on_visit and not page.parameters]
    assert len(closed) > 15
    for page in closed:
        answer = phone.get(reverse(page.name))
        assert answer.status_code in (302, 403, 405), page.name
        assert "Agus" not in answer.content.decode()
    before = Claim.objects.get(pk=victim.claim_id).state
    phone.post("/lacak/klaim/batal/", {"version": "1"})
    assert Claim.objects.get(pk=victim.claim_id).state == before


def test_a_phone_let_in_is_let_out_by_itself(scene: VisitScene, victim: Place) -> None:
    phone = let_in(issue_handoff(subject_id=victim.claim_id, purpose="visit", now=utc_now()))
    ends = Session.objects.get(pk=phone.session.session_key).expire_date
    phone.post("/kunjungan/perjalanan/", {"way": next(iter(WAYS)), "minutes": str(next(iter(MINUTES)))})
    assert Session.objects.get(pk=phone.session.session_key).expire_date == ends
    ParticipantAccess.objects.update(opened_at=utc_now() - LET_IN_FOR)
    assert phone.get("/kunjungan/isi/").status_code == 302


def test_a_wrong_code_says_what_to_do_and_keeps_no_door_open(scene: VisitScene) -> None:
    phone = Client()
    page = phone.post("/h/", {"code": "ABCD2345"}, follow=True)
    assert "tidak dikenal" in text_of(page)
    assert phone.get("/kunjungan/isi/").status_code == 302
