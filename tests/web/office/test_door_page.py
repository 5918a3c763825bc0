"""The branch head's page of the door: health questions, and how far estimates came true."""

from datetime import timedelta

from django.urls import reverse

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.queueing.operations import arrive, call
from lapak.queueing.queries import screening
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]
SYSTEM = Actor.system()


def test_the_branch_head_switches_the_questions_on(scene: Scene) -> None:
    head = head_of(scene)
    browser = signed_in(head)
    where = reverse("office:set_questions")
    empty = browser.post(where, {"is_on": "on", "questions": "  "})
    assert empty.status_code == 422
    assert "Isi sedikitnya satu pertanyaan" in empty.content.decode()
    many = browser.post(where, {"is_on": "on", "questions": "\n".join("abcdef")})
    assert "Paling banyak 5 pertanyaan" in many.content.decode()
    assert browser.post(where, {"is_on": "on", "questions": "Demam?\n\nBatuk?"}).status_code == 302
    assert screening(branch_id=scene.branch.pk).asked == ("Demam?", "Batuk?")
    page = browser.get(reverse("office:door")).content.decode()
    assert "Demam?" in page
    assert "UNDEFINED" not in page
    assert browser.post(where, {"questions": "Demam?"}).status_code == 302
    assert screening(branch_id=scene.branch.pk).asked == ()


def test_the_share_of_estimates_that_held_is_shown(scene: Scene) -> None:
    head, now = head_of(scene), utc_now()
    assert "Belum ada perkiraan" in signed_in(head).get(reverse("office:door")).content.decode()
    for minute in (1, 600):
        ticket = arrive(
            branch_id=scene.branch.pk,
            channel="onsite",
            subject_id=new_id(),
            display_name="",
            booking_id=None,
            due_at=None,
            priority="",
            actor=SYSTEM,
            now=now,
        )
        call(ticket_id=ticket.id, booth_id=None, actor=SYSTEM, now=now + timedelta(minutes=minute))
    assert "50%" in signed_in(head).get(reverse("office:door")).content.decode()
