"""The typed conversation on the console: the one in focus, nobody else, and not for colleagues."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from lapak.calls.models import Line
from lapak.desk.models import Place
from lapak.desk.operations import focus, open_desk
from lapak.desk.operations.conversation import write_line
from lapak.kernel.actors import Actor
from lapak.people.models import StaffMember
from tests.operations.desk.desk_world import World, acting, claim_of, officer, place_of
from tests.web.officer.browsing import signed_in

pytestmark = pytest.mark.django_db
SECRET = "Saya tuli, tolong ketik saja"


@pytest.fixture
def place(place_world: World, desk: UUID, dimas: StaffMember, now: datetime) -> Place:
    found = place_of(place_world.arrive(claim_of(place_world.branch, 1, now), now).ticket.id)
    focus(desk_id=desk, place_number=found.number, confirms_person=True, actor=acting(dimas), now=now)
    write_line(
        ticket_id=found.ticket_id,
        text=SECRET,
        actor=Actor.device(device_id=found.device_id, role="booth"),
        now=now,
    )
    return found


def test_the_lines_of_the_one_in_focus_stand_in_the_workspace(client: Client, place: Place) -> None:
    assert SECRET in client.get("/meja/").content.decode()
    assert SECRET in client.get("/meja/pesan/").content.decode()
    assert SECRET in client.get("/meja/ruang/").content.decode()


def test_an_answer_is_kept_for_the_person_the_page_meant(client: Client, place: Place) -> None:
    answer = client.post("/meja/pesan/kirim/", {"place": place.pk, "text": "Baik, saya ketik"})
    assert answer.status_code == 204
    assert Line.objects.get(by="officer").text == "Baik, saya ketik"


def test_when_another_is_in_focus_by_now_nothing_is_written(
    client: Client, place: Place, place_world: World, desk: UUID, dimas: StaffMember, now: datetime
) -> None:
    other = place_of(place_world.arrive(claim_of(place_world.branch, 2, now), now).ticket.id)
    focus(desk_id=desk, place_number=other.number, confirms_person=True, actor=acting(dimas), now=now)
    assert client.post("/meja/pesan/kirim/", {"place": place.pk, "text": "x"}).status_code == 409
    assert SECRET not in client.get("/meja/pesan/").content.decode()
    assert Line.objects.count() == 1


def test_an_empty_line_is_answered_with_words(client: Client, place: Place) -> None:
    answer = client.post("/meja/pesan/kirim/", {"place": place.pk, "text": " "})
    assert answer.status_code == 422
    assert "masih kosong" in answer.json()["text"]


def test_a_colleague_reads_and_writes_nothing_there(place_world: World, place: Place, now: datetime) -> None:
    colleague = officer(place_world.branch, 2)
    browser = signed_in(colleague)
    assert browser.get("/meja/pesan/").status_code == 404
    open_desk(officer_id=colleague.pk, places=6, actor=acting(colleague), now=now)
    assert SECRET not in browser.get("/meja/pesan/").content.decode()
    assert browser.post("/meja/pesan/kirim/", {"place": place.pk, "text": "x"}).status_code == 409
    assert Line.objects.count() == 1
