"""A screen has its own visit and no other: every address, every kind of stranger."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim, PaperState
from lapak.desk.models import Place
from lapak.desk.operations import finish
from lapak.kernel.clock import utc_now
from lapak.web.live.tokens import issue
from lapak.web.visit.handlers import HANDLERS
from tests.web.visit.visit_scene import VisitScene, text_of, work_address

pytestmark = pytest.mark.django_db
FIELDS = {
    "reason": "help",
    "stage": "reading",
    "entry": "phone",
    "email": "jahat@contoh.id",
    "phone": "081200000000",
    "bank_code": "014",
    "account_number": "9999999999",
    "kind": "kk",
    "agrees": "yes",
    "text": "jahat",
}


def own_phone_address(place: Place) -> str:
    return reverse("participant:visit_own_phone", kwargs={"ticket_id": place.ticket_id})


@pytest.fixture
def victim(scene: VisitScene) -> Place:
    place = scene.sit_down(scene.claim(1))
    scene.focus(place)
    scene.leave(place)
    return place


@pytest.fixture
def strangers(scene: VisitScene, victim: Place) -> dict[str, Client]:
    other = scene.sit_down(scene.claim(2))
    caller = scene.claim(3)
    scene.sit_down(caller, channel="online")
    staff = Client()
    staff.force_login(scene.member)
    return {
        "another booth": scene.booth_client(other),
        "another phone": scene.phone_client(caller),
        "an officer's browser": staff,
        "nobody": Client(),
    }


@pytest.mark.parametrize("task", sorted(HANDLERS))
def test_no_stranger_gets_at_a_visit(
    task: str, scene: VisitScene, victim: Place, strangers: dict[str, Client]
) -> None:
    before = (
        Place.objects.values().get(pk=victim.pk),
        Claim.objects.values().get(pk=victim.claim_id),
        list(PaperState.objects.filter(claim_id=victim.claim_id).values()),
    )
    for who, client in strangers.items():
        answer = client.post(work_address(victim.ticket_id, task), FIELDS)
        assert answer.status_code in (403, 404), who
        assert "Agus" not in answer.content.decode()
    after = (
        Place.objects.values().get(pk=victim.pk),
        Claim.objects.values().get(pk=victim.claim_id),
        list(PaperState.objects.filter(claim_id=victim.claim_id).values()),
    )
    assert before == after


def test_no_stranger_gets_a_code_for_the_own_phone(
    scene: VisitScene, victim: Place, strangers: dict[str, Client]
) -> None:
    for who, client in strangers.items():
        assert client.post(own_phone_address(victim)).status_code in (403, 404), who
    assert scene.booth_client(victim).post(own_phone_address(victim)).status_code == 200


def test_a_visit_that_does_not_exist_looks_like_one_of_another(strangers: dict[str, Client]) -> None:
    assert strangers["another booth"].post(work_address(uuid4(), "tangan")).status_code == 404


def test_a_booth_is_shown_its_own_visit_whatever_it_asks_for(
    scene: VisitScene, victim: Place, strangers: dict[str, Client]
) -> None:
    answer = strangers["another booth"].get(f"/bilik/isi/?duduk={victim.ticket_id}")
    assert str(victim.ticket_id) not in answer.content.decode()
    assert "Agus" not in answer.content.decode()


def test_when_the_visit_is_over_its_booth_is_a_stranger_too(scene: VisitScene, victim: Place) -> None:
    client = scene.booth_client(victim)
    finish(place_id=victim.pk, actor=scene.officer, now=utc_now())
    for task in HANDLERS:
        assert client.post(work_address(victim.ticket_id, task), FIELDS).status_code == 404
    assert client.post(own_phone_address(victim)).status_code == 404


def test_what_was_typed_is_read_by_its_two_sides_only(
    scene: VisitScene, victim: Place, strangers: dict[str, Client]
) -> None:
    booth = scene.booth_client(victim)
    said = booth.post(work_address(victim.ticket_id, "pesan"), {"text": "Saya tidak mendengar"})
    assert "Saya tidak mendengar" in text_of(said, "talk")
    assert "Saya tidak mendengar" in text_of(booth.get("/bilik/isi/"), "talk")
    for who, client in strangers.items():
        for address in ("/bilik/isi/", "/kunjungan/isi/", "/meja/pesan/", "/meja/ruang/", "/meja/ubin/"):
            assert "Saya tidak mendengar" not in client.get(address).content.decode(), (who, address)
    later = scene.sit_down(scene.claim(4))
    assert "Saya tidak mendengar" not in scene.booth_client(later).get("/bilik/isi/").content.decode()


def renewed(client: Client, topic: str) -> int:
    token = issue(topics=[topic], journal_id=0, mailbox_id=0)
    return client.post("/live-token/", {"token": token}).status_code


def test_a_stream_goes_on_for_those_whose_visit_it_is_and_for_nobody_else(
    scene: VisitScene, victim: Place, strangers: dict[str, Client]
) -> None:
    own = [f"visit:{victim.ticket_id}", f"claim:{victim.claim_id}", f"device:{victim.device_id}"]
    for topic in own:
        assert renewed(scene.booth_client(victim), topic) == 200
        assert renewed(strangers["another booth"], topic) == 403
        assert renewed(strangers["another phone"], topic) == 403
        assert renewed(strangers["nobody"], topic) == 403
    assert renewed(strangers["an officer's browser"], own[0]) == 403


def test_a_booth_follows_no_branch_and_no_desk(scene: VisitScene, victim: Place) -> None:
    client = scene.booth_client(victim)
    assert renewed(client, f"branch:{scene.world.branch.pk}") == 403
    assert renewed(client, f"desk:{scene.desk_id}") == 403


def test_the_stream_of_a_visit_ends_with_it(scene: VisitScene, victim: Place) -> None:
    client = scene.booth_client(victim)
    finish(place_id=victim.pk, actor=scene.officer, now=utc_now())
    assert renewed(client, f"visit:{victim.ticket_id}") == 403


def test_a_forged_permission_is_not_renewed(scene: VisitScene, victim: Place) -> None:
    client = scene.booth_client(victim)
    assert client.post("/live-token/", {"token": "palsu"}).status_code == 403


def test_an_officer_follows_the_own_desk(scene: VisitScene, strangers: dict[str, Client]) -> None:
    assert renewed(strangers["an officer's browser"], f"desk:{scene.desk_id}") == 200
    assert renewed(strangers["an officer's browser"], f"desk:{uuid4()}") == 403
