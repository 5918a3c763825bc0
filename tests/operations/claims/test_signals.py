from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Claim, FoundSignal
from lapak.claims.operations import desk_work, endings, filing, papers
from lapak.claims.operations.signals import explain_signal
from lapak.claims.queries.checking import checkers_queue
from lapak.claims.queries.signals import signals_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.errors import InvalidInput, NotFound
from tests.operations.claims.claim_scene import ACCOUNT, NIK, Scene, change_register, paper, saver

OTHER = {"nik": "3603011204850005", "kpj": "16012345999"}


def other_claim(scene: Scene, **person: str) -> UUID:
    """A filed claim of somebody else (or of the same person under another number)."""
    person = {**OTHER, **person}
    change_register(scene, saver(**person))
    return scene.filed(**person)


def withdraw(scene: Scene, claim_id: UUID) -> None:
    """End a claim, so that its owner can have another appointment."""
    endings.withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)


def seen(claim_id: UUID) -> list[str]:
    return [one.code for one in signals_of(claim_id=claim_id)]


def served(scene: Scene, claim_id: UUID) -> list[str]:
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    return seen(claim_id)


def explain(scene: Scene, claim_id: UUID, code: str, note: str = "Suami istri, satu rekening.") -> object:
    return explain_signal(claim_id=claim_id, code=code, note=note, actor=scene.officer, now=scene.now)


def test_a_claim_of_its_own_is_no_reason_to_look(scene: Scene) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(name="Siti Aminah")
    assert served(scene, scene.filed()) == []


def test_an_account_of_somebody_else_is_told_masked(scene: Scene) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(account_number=ACCOUNT, name="Siti Aminah")
    claim_id = scene.filed()
    assert served(scene, claim_id) == ["account_of_others"]
    (signal,) = signals_of(claim_id=claim_id)
    assert [one.name for one in signal.others] == ["Siti A."]


def test_the_same_person_and_the_same_work_under_another_number(scene: Scene) -> None:
    withdraw(scene, other_claim(scene, nik=NIK))
    assert served(scene, scene.filed()) == ["same_person", "same_employment"]


def test_the_very_file_of_somebody_elses_claim_is_found_whatever_it_is_called(scene: Scene) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(name="Siti Aminah")
    claim_id = scene.ready()
    for id, kind in ((other, "kk"), (claim_id, "paklaring")):
        papers.attach_paper(
            claim_id=id,
            kind=kind,
            content=paper("the same letter"),
            file_name=f"{kind}.pdf",
            actor=scene.person(id),
            now=scene.now,
        )
    scene.submit(claim_id)
    assert served(scene, claim_id) == ["paper_reused"]


def test_who_files_again_may_use_the_same_papers_and_account(scene: Scene) -> None:
    withdraw(scene, scene.filed())
    assert served(scene, scene.filed()) == []  # the same person files the same papers again


def test_a_phone_shared_by_many_shows_and_by_a_family_does_not(scene: Scene) -> None:
    people = [(f"36030112048501{n:02d}", f"160123460{n:02d}") for n in range(3)]
    for n, (nik, kpj) in enumerate(people):
        claim_id = other_claim(scene, nik=nik, kpj=kpj)
        Claim.objects.filter(pk=claim_id).update(name=f"Orang {n}", phone="+6281212344120")
        if n == 1:
            mine = scene.filed()
            assert served(scene, mine) == []
    scene.examined(mine)
    scene.verify(mine)
    assert seen(mine) == ["phone_of_many"]


def test_an_unexplained_signal_stops_an_approval_at_the_note(scene: Scene) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(account_number=ACCOUNT, name="Siti Aminah")
    claim_id = scene.verified()
    with pytest.raises(InvalidInput) as refused:
        scene.approve(claim_id)
    assert [(one.field, one.code) for one in refused.value.fields] == [("note", "signal_unexplained")]
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    (one,) = checkers_queue(
        branch_id=scene.branch.pk, checker_id=int(scene.checker.id), now=scene.now
    ).waiting
    assert one.signals == 1
    explain(scene, claim_id, "account_of_others")
    assert scene.approve(claim_id).claim.state is ClaimState.APPROVED


def test_what_was_explained_asks_for_words_again_when_more_comes(scene: Scene) -> None:
    first = other_claim(scene)
    Claim.objects.filter(pk=first).update(account_number=ACCOUNT, name="Siti Aminah")
    claim_id = scene.examined()
    explain(scene, claim_id, "account_of_others")
    scene.verify(claim_id)
    assert [one.needs_words for one in signals_of(claim_id=claim_id)] == [False]
    second = other_claim(scene, nik="3603011204850006", kpj="16012345888")
    Claim.objects.filter(pk=second).update(account_number=ACCOUNT, name="Lina Marlina")
    Claim.objects.filter(pk=claim_id).update(state=ClaimState.RETURNED_TO_OFFICER)
    scene.verify(claim_id)
    found = {one.code: one for one in signals_of(claim_id=claim_id)}
    assert found["account_of_others"].needs_words
    assert found["account_of_others"].note == "Suami istri, satu rekening."


def test_a_signal_that_no_longer_holds_goes(scene: Scene) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(account_number=ACCOUNT, name="Siti Aminah")
    claim_id = scene.filed()
    assert served(scene, claim_id) == ["account_of_others"]
    filing.enter_account(
        claim_id=claim_id,
        bank_code="009",
        account_number="112000014474",
        actor=scene.person(claim_id),
        now=scene.now,
    )
    desk_work.begin_service(claim_id=claim_id, actor=scene.other_officer, now=scene.now)
    assert seen(claim_id) == []


@pytest.mark.parametrize(("note", "code"), [(" ", "note_empty"), ("x" * 301, "note_too_long")])
def test_an_explanation_says_something_and_not_too_much(scene: Scene, note: str, code: str) -> None:
    other = other_claim(scene)
    Claim.objects.filter(pk=other).update(account_number=ACCOUNT, name="Siti Aminah")
    claim_id = scene.filed()
    served(scene, claim_id)
    with pytest.raises(InvalidInput) as refused:
        explain(scene, claim_id, "account_of_others", note)
    assert [(one.field, one.code) for one in refused.value.fields] == [("note", code)]
    with pytest.raises(NotFound, match="signal_unknown"):
        explain(scene, claim_id, "phone_of_many")


def test_the_database_keeps_explanations_whole(scene: Scene) -> None:
    claim_id = scene.filed()
    with pytest.raises(IntegrityError, match="signal_explained_whole"), transaction.atomic():
        FoundSignal.objects.create(claim_id=claim_id, code="same_person", found_at=scene.now, note="x")
