"""One letter for each event, whatever happens on the way."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import storages

from lapak.claims.models import Claim
from lapak.documents import vault
from lapak.journal.queries import trail, verify
from lapak.kernel.subjects import Subject
from lapak.letters import operations, typesetting
from lapak.letters.models import Letter
from lapak.letters.operations import record_look
from lapak.letters.queries import check, content, says, shelf
from lapak.letters.rules.authenticity import Authenticity
from lapak.letters.rules.kinds import Kind
from lapak.outbox.models import Message
from lapak.web import tasks as handlers
from tests.letter_reading import text_of
from tests.operations.claims.claim_scene import Scene, change_register, make_scene, saver
from tests.operations.letters.letter_scene import issue, paid, pdf_of, reject
from tests.races import at_once

assert handlers  # importing them registers them


def stored_files() -> list[str]:
    folder = storages[vault.ALIAS]
    return [f"{one}/{name}" for one in folder.listdir("")[0] for name in folder.listdir(one)[1]]


def owed(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind="letter.issue", payload__kind=kind))


@pytest.mark.django_db
def test_each_event_owes_its_letter_once_and_without_personal_data(scene: Scene) -> None:
    claim_id = paid(scene)
    kinds = [
        message.payload["kind"] for message in Message.objects.filter(kind="letter.issue").order_by("owed_at")
    ]
    assert kinds == ["receipt", "approved", "withholding"]
    assert all(set(message.payload) == {"claim", "kind"} for message in owed("approved"))
    for message in Message.objects.filter(kind="letter.issue"):
        scene.deliver_one(message.pk)
        scene.deliver_one(message.pk)
    assert [one.kind for one in shelf(claim_id=claim_id) if one.size] == kinds
    assert Letter.objects.count() == 3


@pytest.mark.django_db
def test_asking_again_gives_the_same_letter(scene: Scene) -> None:
    claim_id = scene.approved()
    first = issue(scene, claim_id, Kind.APPROVED)
    scene.wait(days=1)
    assert issue(scene, claim_id, Kind.APPROVED) == first
    assert len(stored_files_of(claim_id)) == 1


def stored_files_of(claim_id: UUID) -> list[str]:
    return list(
        Letter.objects.filter(claim_id=claim_id).exclude(stored_name="").values_list("stored_name", flat=True)
    )


@pytest.mark.django_db
def test_the_same_event_gives_the_same_bytes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = scene.approved()
    made: list[bytes] = []
    whole = typesetting.set_in_type

    def twice(**given: Any) -> bytes:
        made.extend([whole(**given), whole(**given)])
        return made[0]

    monkeypatch.setattr(typesetting, "set_in_type", twice)
    issue(scene, claim_id, Kind.APPROVED)
    assert made[0] == made[1]


@pytest.mark.django_db
def test_a_crash_after_typesetting_leaves_a_reservation_that_gives_the_same_letter(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_id = scene.approved()
    before = len(stored_files())
    made: list[bytes] = []
    whole = typesetting.set_in_type

    def crash(**given: Any) -> bytes:
        made.append(whole(**given))
        raise KeyboardInterrupt

    monkeypatch.setattr(typesetting, "set_in_type", crash)
    with pytest.raises(KeyboardInterrupt):
        issue(scene, claim_id, Kind.APPROVED)
    reserved = Letter.objects.get()
    assert check(code=reserved.code) is None
    monkeypatch.undo()
    scene.wait(hours=5)
    assert pdf_of(scene, claim_id, Kind.APPROVED) == made[0]
    assert Letter.objects.get().code == reserved.code
    assert len(stored_files()) == before + 1


@pytest.mark.django_db
def test_what_cannot_be_kept_leaves_no_file_behind(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = scene.approved()
    before = stored_files()

    def fail(*_: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(operations, "_keep", fail)
    with pytest.raises(RuntimeError):
        issue(scene, claim_id, Kind.APPROVED)
    assert stored_files() == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_make_one_letter(twin_in_place: None) -> None:
    scene = make_scene()
    claim_id = scene.approved()
    before = len(stored_files())
    letters = at_once(*[lambda: issue(scene, claim_id, Kind.APPROVED)] * 3)
    assert len({letter.id for letter in letters}) == 1
    assert len({letter.sha256 for letter in letters}) == 1
    assert Letter.objects.count() == 1
    assert len(stored_files()) == before + 1
    assert [link.what for link in trail(subject=Subject("letter", str(letters[0].id)))] == ["letter.issued"]


@pytest.mark.django_db
def test_a_decision_made_anew_replaces_the_former_letter(scene: Scene) -> None:
    claim_id = scene.approved()
    issue(scene, claim_id, Kind.APPROVED)
    former = Letter.objects.get()
    Claim.objects.update(state="verified", approved_at=None, checker=None, checked_at=None)
    found = check(code=former.code)
    assert found is not None
    assert found.authenticity is Authenticity.WITHDRAWN
    Claim.objects.get(pk=claim_id).orders.all().delete()
    reject(scene, claim_id)
    issue(scene, claim_id, Kind.REJECTED)
    found = check(code=former.code)
    assert found is not None
    assert found.authenticity is Authenticity.REPLACED
    newer = Letter.objects.exclude(pk=former.pk).get()
    assert newer.serial == 2
    assert [one.kind for one in shelf(claim_id=claim_id) if one.size] == [Kind.REJECTED]


@pytest.mark.django_db
def test_an_approval_recalled_before_payment_is_told_and_its_letter_counts_no_longer(scene: Scene) -> None:
    claim_id = scene.approved()
    assert "61.263.200" in text_of(pdf_of(scene, claim_id, Kind.APPROVED))
    former = Letter.objects.get()
    change_register(scene, saver(contributions=40_100_000))
    scene.deliver()
    assert scene.templates()[-1] == "approval_recalled"
    assert standing(former) is Authenticity.WITHDRAWN
    assert [one.kind for one in shelf(claim_id=claim_id)] == [Kind.RECEIPT]
    scene.examined(claim_id)
    scene.verify(claim_id)
    scene.approve(claim_id)
    assert "61.358.200" in text_of(pdf_of(scene, claim_id, Kind.APPROVED))
    assert standing(former) is Authenticity.REPLACED
    assert standing(Letter.objects.exclude(pk=former.pk).get()) is Authenticity.GENUINE


def standing(letter: Letter) -> Authenticity:
    found = check(code=letter.code)
    assert found is not None
    return found.authenticity


@pytest.mark.django_db
def test_a_decision_taken_back_before_the_worker_came_gives_no_letter(scene: Scene) -> None:
    claim_id = scene.approved()
    Claim.objects.update(state="verified", approved_at=None, checker=None, checked_at=None)
    assert issue(scene, claim_id, Kind.APPROVED) is None
    (message,) = owed("approved")
    assert scene.deliver_one(message.pk) == ""
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_a_decision_taken_back_while_it_is_set_in_type_keeps_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim_id = scene.approved()
    before = stored_files()
    whole = typesetting.set_in_type

    def take_back(**given: Any) -> bytes:
        Claim.objects.update(state="verified", approved_at=None, checker=None, checked_at=None)
        return whole(**given)

    monkeypatch.setattr(typesetting, "set_in_type", take_back)
    assert issue(scene, claim_id, Kind.APPROVED) is None
    assert stored_files() == before
    assert Letter.objects.get().written_at is None


@pytest.mark.django_db
def test_only_name_and_figure_together_agree_with_the_seal(scene: Scene) -> None:
    claim_id = scene.approved()
    letter = issue(scene, claim_id, Kind.APPROVED)
    assert letter is not None
    for name, figure, agrees in (
        ("hartono  SUBAGYO", "Rp61.263.200", True),
        ("Hartono Subagyo", "61263200,00", True),
        ("Hartono Subagyo", "Rp61.263.201", False),
        ("Hartono Subagya", "Rp61.263.200", False),
        ("", "", False),
    ):
        assert says(letter_id=letter.id, name=name, figure=figure) is agrees, (name, figure)


@pytest.mark.django_db
def test_the_stored_letter_is_encrypted_and_its_row_holds_no_personal_data(scene: Scene) -> None:
    claim_id = scene.approved()
    letter = issue(scene, claim_id, Kind.APPROVED)
    assert letter is not None
    row = Letter.objects.values().get()
    assert "Hartono" not in str(row)
    assert "61263200" not in str(row)
    with storages[vault.ALIAS].open(row["stored_name"]) as stored:
        assert b"%PDF" not in stored.read()
    assert content(letter_id=letter.id, claim_id=claim_id).startswith(b"%PDF")


@pytest.mark.django_db
def test_looks_are_recorded_once_a_sitting(scene: Scene) -> None:
    claim_id = scene.approved()
    letter = issue(scene, claim_id, Kind.APPROVED)
    assert letter is not None
    for minutes in (0, 1, 20):
        scene.wait(minutes=minutes)
        record_look(letter_id=letter.id, actor=scene.officer, reason="at_the_desk", now=scene.now)
    subject = Subject("letter", str(letter.id))
    assert [link.what for link in trail(subject=subject)] == ["letter.issued", *["letter.looked_at"] * 2]
    assert not verify(subject=subject).broken
    assert "Hartono" not in str(trail(subject=subject))


@pytest.mark.django_db
def test_the_handler_tries_again_when_figures_do_not_agree(scene: Scene) -> None:
    scene.approved()
    Claim.objects.update(gross=1_000, tax=0, net=1_000)
    (message,) = owed("approved")
    assert scene.deliver_one(message.pk) == "letter_sum_differs"
