"""What a checker sees: the own branch only, never the own work, and every look is recorded."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.claims.operations import desk_work
from lapak.documents import queries as documents
from lapak.journal.queries import trail
from lapak.journal.rules import Link
from lapak.kernel.subjects import Subject
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import ACCOUNT, NAME, NIK, Scene, change_register, saver
from tests.web.checker.conftest import signed_in


def case_url(claim_id: UUID) -> str:
    return reverse("checker:claim", args=[claim_id])


def paper(claim_id: UUID, kind: str) -> documents.DocumentView:
    return next(one for one in documents.current(subject_id=claim_id) if one.kind == kind)


def looks(subject: Subject, what: str) -> list[Link]:
    return [link for link in trail(subject=subject) if link.what == what]


def another_branch(person_id: str) -> None:
    elsewhere = Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )
    StaffMember.objects.filter(pk=person_id).update(branch=elsewhere)


def test_the_queue_shows_what_waits_with_masked_names_and_why_to_look(scene: Scene, checker: Client) -> None:
    claim_id = scene.examined()
    desk_work.set_check(
        claim_id=claim_id,
        code="ktp_original",
        ok=True,
        note="Nama lama kabupaten",
        actor=scene.officer,
        now=scene.now,
    )
    scene.verify(claim_id)
    page = checker.get(reverse("checker:queue")).content.decode()
    assert "Hartono S." in page
    assert NAME not in page
    assert "1 beda data" in page
    assert "sisa 5 hari" in page
    assert "UNDEFINED VARIABLE" not in page


def test_the_claim_with_the_fewest_days_left_stands_first(scene: Scene, checker: Client) -> None:
    other = {"nik": "3603011204850004", "kpj": "16012345310"}
    change_register(scene, saver(**other))
    late = scene.verified()
    soon = scene.examined(scene.filed(**other))
    scene.verify(soon)
    Claim.objects.filter(pk=soon).update(submitted_at=scene.now.replace(year=scene.now.year - 1))
    page = checker.get(reverse("checker:queue")).content.decode()
    assert page.index(case_url(soon)) < page.index(case_url(late))
    assert "batas tercapai" in page


def test_a_case_shows_the_sum_the_checks_and_two_different_people(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    response = checker.get(case_url(claim_id))
    page = response.content.decode()
    for words in (NAME, "Rp61.263.200", "61.856.000", "Petugas1", "Pemeriksa1", "Bukan pemeriksa", "Cocok"):
        assert words in page
    assert "aturan 2022" in page
    assert "Diajukan ke pejabat kedua" in page
    assert "Rantai jejak utuh" in page
    assert NIK not in page
    assert ACCOUNT not in page
    assert "UNDEFINED VARIABLE" not in page
    assert response["Cache-Control"] == "no-store"


def test_opening_a_case_is_one_look_however_often_the_page_refreshes(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    for _ in range(3):
        checker.get(case_url(claim_id))
    opened = looks(Subject("claim", str(claim_id)), "claim.opened")
    assert [(link.actor_id, link.data["reason"]) for link in opened] == [(scene.checker.id, "approval")]


def test_the_officer_who_verified_gets_403_in_plain_words_and_sees_only_a_count(scene: Scene) -> None:
    claim_id = scene.verified()
    browser = signed_in(scene.officer, role=Role.CHECKER)
    response = browser.get(case_url(claim_id))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Klaim ini Anda sendiri yang memeriksa" in page
    assert "1 klaim tidak tampil: Anda yang memeriksanya" in page
    assert "Hartono" not in page
    for name in ("approve", "return", "reject"):
        posted = browser.post(
            reverse(f"checker:{name}", args=[claim_id]),
            {"version": scene.version(claim_id), "note": "setuju", "reason": "still_working"},
        )
        assert posted.status_code == 403
    assert scene.view(claim_id).state == "verified"


def test_a_claim_of_another_branch_does_not_exist_here(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    document = paper(claim_id, "ktp")
    another_branch(scene.checker.id)
    assert checker.get(case_url(claim_id)).status_code == 404
    assert "Hartono" not in checker.get(reverse("checker:queue")).content.decode()
    assert "Hartono" not in checker.get(reverse("checker:decided")).content.decode()
    assert checker.get(reverse("checker:document", args=[claim_id, document.id])).status_code == 404
    approve = checker.post(reverse("checker:approve", args=[claim_id]), {"version": scene.version(claim_id)})
    assert approve.status_code == 404
    assert scene.view(claim_id).state == "verified"
    assert checker.get(case_url(uuid4())).status_code == 404


def test_a_claim_still_with_the_officer_shows_no_personal_data(scene: Scene, checker: Client) -> None:
    page = checker.get(case_url(scene.examined())).content.decode()
    assert "Sedang bersama petugas" in page
    assert "Hartono" not in page


def test_a_paper_is_served_without_storing_and_the_look_is_recorded(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    document = paper(claim_id, "ktp")
    response = checker.get(reverse("checker:document", args=[claim_id, document.id]))
    assert response.content == documents.content(document_id=document.id)[0]
    assert response["Content-Type"] == document.media_type
    assert response["Cache-Control"] == "no-store"
    seen = looks(Subject("document", str(document.id)), "document.looked_at")
    assert [(link.actor_id, link.data["reason"]) for link in seen] == [(scene.checker.id, "approval")]


def test_bank_data_opens_only_with_a_reason_for_that_person_and_is_recorded(
    scene: Scene, checker: Client
) -> None:
    claim_id = scene.verified()
    document = paper(claim_id, "buku_tabungan")
    where, opens = (reverse(f"checker:{name}", args=[claim_id, document.id]) for name in ("document", "open"))
    assert checker.get(where).status_code == 403
    assert "Buka, pilih alasan" in checker.get(case_url(claim_id)).content.decode()
    assert checker.post(opens, {"reason": "ingin tahu"}).status_code == 422
    assert checker.get(where).status_code == 403
    assert checker.post(opens, {"reason": "match_holder"}).status_code == 302
    assert checker.get(where).content == documents.content(document_id=document.id)[0]
    assert signed_in(scene.other_checker).get(where).status_code == 403
    seen = looks(Subject("document", str(document.id)), "document.looked_at")
    assert [(link.actor_id, link.data["reason"]) for link in seen] == [(scene.checker.id, "match_holder")]
    page = checker.get(case_url(claim_id)).content.decode()
    assert "mencocokkan nama pemilik" in page
    assert "Buka, pilih alasan" not in page


def test_a_paper_of_one_claim_is_not_served_under_another(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    stranger = uuid4()
    document = paper(claim_id, "ktp")
    assert checker.get(reverse("checker:document", args=[stranger, document.id])).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.GREETER, Role.BRANCH_HEAD, Role.ADMINISTRATOR])
def test_only_checkers_decide(scene: Scene, role: Role) -> None:
    claim_id = scene.verified()
    StaffMember.objects.filter(pk=scene.other_checker.id).update(roles=[role])
    browser = signed_in(scene.other_checker)
    posted = browser.post(
        reverse("checker:approve", args=[claim_id]), {"version": scene.version(claim_id), "note": ""}
    )
    assert posted.status_code == 403
    assert scene.view(claim_id).state == "verified"


def test_a_claim_of_declared_kin_is_closed_in_plain_words(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    declared = checker.post(reverse("staff:kin"), {"relation": "sibling", "nik": NIK})
    assert declared.status_code == 302
    page = checker.get(reverse("staff:kin")).content.decode()
    assert "Kakak atau adik" in page
    assert NIK not in page
    assert "UNDEFINED VARIABLE" not in page
    closed = checker.get(case_url(claim_id))
    assert closed.status_code == 403
    assert "kerabat tercatat" in closed.content.decode()
    assert NAME not in closed.content.decode()
    wrong = checker.post(reverse("staff:kin"), {"relation": "", "nik": "12"})
    assert wrong.status_code == 422
    assert "Pilih hubungannya." in wrong.content.decode()
