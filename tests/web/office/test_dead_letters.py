"""What could not be delivered is seen at its branch, and tried again by a person who is named."""

from uuid import UUID

from django.test import Client
from django.urls import reverse

from lapak.claims.operations import endings
from lapak.claims.operations.trying_again import open_again
from lapak.journal.queries import trail
from lapak.kernel.subjects import Subject
from lapak.offices.models import Branch
from lapak.outbox.models import Message
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import NAME, Scene
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


def branch_head(scene: Scene) -> Client:
    StaffMember.objects.filter(pk=scene.both.id).update(roles=[Role.BRANCH_HEAD])
    return signed_in(scene.both)


def dead(scene: Scene) -> tuple[UUID, Message]:
    claim_id = scene.filed()
    message = Message.objects.filter(kind="core.open_claim").get()
    Message.objects.filter(pk=message.pk).update(
        state="dead", settled_at=scene.now, attempts=9, last_error="membership_active"
    )
    return claim_id, message


def test_a_dead_letter_is_shown_with_its_code_and_owed_again(scene: Scene) -> None:
    claim_id, message = dead(scene)
    browser = branch_head(scene)
    page = browser.get(reverse("office:dead_letters")).content.decode()
    assert "membership_active" in page
    assert scene.view(claim_id).number in page
    assert NAME not in page
    assert "UNDEFINED VARIABLE" not in page
    for _ in range(2):  # a double click
        assert browser.post(reverse("office:try_again", args=[message.pk])).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("owed", 0)
    links = [
        link for link in trail(subject=Subject("claim", str(claim_id))) if link.what == "claim.tried_again"
    ]
    assert [(link.actor_id, link.data["code"]) for link in links] == [(scene.both.id, "membership_active")]
    assert "membership_active" not in browser.get(reverse("office:dead_letters")).content.decode()


def test_another_branch_neither_sees_nor_touches_it(scene: Scene) -> None:
    _claim_id, message = dead(scene)
    browser = branch_head(scene)
    elsewhere = Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )
    StaffMember.objects.filter(pk=scene.both.id).update(branch=elsewhere)
    assert "membership_active" not in browser.get(reverse("office:dead_letters")).content.decode()
    browser.post(reverse("office:try_again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "dead"


def test_each_says_in_plain_words_what_it_is_and_what_trying_again_does(scene: Scene) -> None:
    dead(scene)
    page = branch_head(scene).get(reverse("office:dead_letters")).content.decode()
    assert "Klaim ini belum terdaftar di sistem inti" in page
    assert "Menurut sistem inti peserta masih bekerja." in page
    assert "Sistem inti ditanya lagi." in page
    assert '<span class="badge badge--warning">1</span>' in page  # in the navigation


def test_the_opening_of_a_claim_under_way_is_not_given_up(scene: Scene) -> None:
    _claim_id, message = dead(scene)
    url = reverse("office:give_up", args=[message.pk])
    said = branch_head(scene).post(url, {"reason": "not_needed"}, follow=True).content.decode()
    assert "Klaim ini masih berjalan dan perlu terdaftar." in said
    message.refresh_from_db()
    assert message.state == "dead"


def test_an_opening_that_was_given_up_is_asked_for_again_when_the_claim_is_taken_up(scene: Scene) -> None:
    claim_id, message = dead(scene)
    Message.objects.filter(pk=message.pk).update(state="abandoned")
    open_again(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.deliver()
    assert scene.view(claim_id).core_reference


def test_one_is_given_up_for_good_with_a_reason_and_stays_so(scene: Scene) -> None:
    claim_id, message = dead(scene)
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    browser = branch_head(scene)
    url = reverse("office:give_up", args=[message.pk])
    browser.post(url, {"reason": "because"})
    message.refresh_from_db()
    assert message.state == "dead"
    browser.post(url, {"reason": "not_needed"})
    browser.post(reverse("office:try_again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "abandoned"
    (link,) = [
        one for one in trail(subject=Subject("claim", str(claim_id))) if one.what == "claim.message_given_up"
    ]
    assert (link.actor_id, link.data["reason"]) == (scene.both.id, "not_needed")
    page = browser.get(reverse("office:dead_letters")).content.decode()
    assert "Tidak ada yang tertahan" in page


def test_a_payment_order_is_never_just_forgotten(scene: Scene) -> None:
    claim_id = scene.approved()
    message = Message.objects.get(kind="core.order_payment")
    Message.objects.filter(pk=message.pk).update(
        state="dead", settled_at=scene.now, last_error="core_answer_invalid"
    )
    browser = branch_head(scene)
    assert f"stop-{message.pk}" not in browser.get(reverse("office:dead_letters")).content.decode()
    answer = browser.post(reverse("office:give_up", args=[message.pk]), {"reason": "not_needed"}, follow=True)
    assert "Kembalikan klaimnya ke petugas" in answer.content.decode()
    message.refresh_from_db()
    assert message.state == "dead"
    assert scene.view(claim_id).number


def test_what_only_waits_for_the_core_system_is_no_dead_letter(scene: Scene) -> None:
    scene.filed()
    scene.core.be_away()
    scene.deliver(rounds=3)
    page = branch_head(scene).get(reverse("office:dead_letters")).content.decode()
    assert "Menunggu sistem inti menjawab: 1 pesan" in page
    assert "Tidak ada yang tertahan" in page


def test_an_administrator_looks_after_any_branch(scene: Scene) -> None:
    _claim_id, message = dead(scene)
    StaffMember.objects.filter(pk=scene.both.id).update(roles=[Role.ADMINISTRATOR], branch=None)
    browser = signed_in(scene.both)
    chosen = {"cabang": str(scene.branch.pk)}
    assert "membership_active" in browser.get(reverse("office:dead_letters"), chosen).content.decode()
    browser.post(reverse("office:try_again", args=[message.pk]), chosen)
    message.refresh_from_db()
    assert message.state == "owed"
