"""Who may fetch which letter, how it arrives, and that each look is recorded."""

from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lapak.desk import queries as desk_queries
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject
from lapak.letters.models import Letter
from lapak.letters.rules.kinds import Kind
from lapak.web.middleware import PARTICIPANT_KEY
from lapak.web.officer.views import letters as officer_letters
from tests.letter_reading import text_of
from tests.operations.claims.claim_scene import NAME, NIK, Scene
from tests.web.participant.walk import text

pytestmark = pytest.mark.django_db


def person_of(claim_id: UUID) -> Client:
    client = Client()
    session = client.session
    session[PARTICIPANT_KEY] = str(claim_id)
    session.save()
    return client


def staff(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.id))
    return client


def looks() -> list[tuple[str, str]]:
    links = trail(subject=Subject("letter", str(Letter.objects.get().pk)))
    return [(link.actor_kind, link.data["reason"]) for link in links if link.what == "letter.looked_at"]


def own(kind: Kind) -> str:
    return reverse("participant:letter", args=[kind])


def of_case(claim_id: UUID, kind: Kind) -> str:
    return reverse("checker:letter", args=[claim_id, kind])


def test_the_participant_keeps_a_file_that_names_nobody(scene: Scene) -> None:
    claim_id = scene.filed()
    response = person_of(claim_id).get(own(Kind.RECEIPT))
    number = scene.view(claim_id).number
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="tanda-terima-{number}.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert NAME in text_of(response.content)
    assert looks() == [("participant", "own")]


@pytest.mark.parametrize("kind", [Kind.APPROVED, Kind.REJECTED, Kind.WITHHOLDING])
def test_there_is_no_letter_about_what_did_not_happen(scene: Scene, kind: Kind) -> None:
    claim_id = scene.filed()
    assert person_of(claim_id).get(own(kind)).status_code == 404
    assert not Letter.objects.exists()


def test_a_letter_of_no_kind_is_not_found(scene: Scene) -> None:
    claim_id = scene.filed()
    response = person_of(claim_id).get(reverse("participant:letter", args=["ijazah"]))
    assert response.status_code == 404


def test_nobody_fetches_anothers_letter(scene: Scene) -> None:
    claim_id = scene.approved()
    stranger = Client()
    assert stranger.get(own(Kind.APPROVED)).status_code == 302
    for client in (stranger, person_of(claim_id), staff(scene.other_officer)):
        assert client.get(of_case(claim_id, Kind.APPROVED)).status_code in (302, 403)
    assert staff(scene.other_officer).get(reverse("officer:letter", args=[Kind.APPROVED])).status_code == 404
    assert not Letter.objects.exists()


def test_a_status_seen_by_number_alone_offers_no_letters(scene: Scene) -> None:
    claim_id = scene.filed()
    client = Client()
    client.post(reverse("participant:find"), {"number": scene.view(claim_id).number})
    assert "Surat Anda" not in text(client.get(reverse("participant:track")))
    assert "Surat Anda" in text(person_of(claim_id).get(reverse("participant:track")))


def test_a_checker_reads_it_and_the_look_is_recorded(scene: Scene) -> None:
    claim_id = scene.approved()
    response = staff(scene.checker).get(of_case(claim_id, Kind.APPROVED))
    assert response["Content-Disposition"].startswith("inline; filename=")
    assert NIK not in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    assert looks() == [("staff", "approval")]
    page = text(staff(scene.checker).get(reverse("checker:claim", args=[claim_id])))
    assert of_case(claim_id, Kind.APPROVED) in page


def test_who_had_the_claim_as_officer_does_not_read_it_as_checker(scene: Scene) -> None:
    claim_id = scene.approved()
    person = get_user_model().objects.get(pk=scene.officer.id)
    person.roles = ["officer", "checker"]
    person.save()
    assert staff(scene.officer).get(of_case(claim_id, Kind.APPROVED)).status_code == 404


def test_an_officer_reads_the_letters_of_the_person_in_focus_only(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_id = scene.filed()

    class Focused:
        def __init__(self, claim_id: UUID) -> None:
            self.claim_id = claim_id

    assert officer_letters.focused_place is desk_queries.focused_place
    monkeypatch.setattr(officer_letters, "focused_place", lambda **_: Focused(claim_id))
    response = staff(scene.officer).get(reverse("officer:letter", args=[Kind.RECEIPT]))
    assert response.status_code == 200
    assert looks() == [("staff", "at_the_desk")]


def test_the_done_page_offers_the_receipt_before_the_worker_came(scene: Scene) -> None:
    claim_id = scene.filed()
    page = text(person_of(claim_id).get(reverse("participant:done")))
    assert own(Kind.RECEIPT) in page
    assert not Letter.objects.exists()
    assert person_of(claim_id).get(own(Kind.RECEIPT)).status_code == 200
    assert " KB" in text(person_of(claim_id).get(reverse("participant:done")))
