"""Claims that a company files for its workers: each stands as if it were the only one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from lapak.claims import inquiries
from lapak.claims.models import Claim, Signature
from lapak.claims.operations import checking, collective, desk_work, papers, rows
from lapak.claims.operations.collective import WorkerFiled, WorkerFiling
from lapak.claims.operations.desk_work import Found
from lapak.claims.ports import AccountHolder, AccountStatus, Inquiry
from lapak.claims.rules.papers import HowGiven
from lapak.documents import operations as documents
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import DomainError
from lapak.kernel.ids import new_id
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import (
    BANK,
    BORN,
    NAME,
    Scene,
    change_register,
    own_account,
    paper,
    saver,
)
from tests.operations.claims.test_many import codes, to_approve
from tests.statements import statements

pytestmark = pytest.mark.django_db
KINDS = ("ktp", "kartu_peserta", "kk", "paklaring", "buku_tabungan", "npwp", "foto_diri", "formulir_f5")


def representative() -> Actor:
    row, _ = StaffMember.objects.get_or_create(
        username="kuasa", staff_number="K1", display_name="Maya", roles=[Role.REPRESENTATIVE]
    )
    return Actor.staff(staff_id=row.pk, role=Role.REPRESENTATIVE)


def filing(scene: Scene, n: int, *, kinds: tuple[str, ...] = (), **person: Any) -> WorkerFiling:
    """Return what a list knows of a worker whom register and bank know, with papers at hand."""
    nik, kpj = f"36030112048500{n:02d}", f"160{n:08d}"
    change_register(
        scene, saver(nik=nik, kpj=kpj, **{"ended_on": date(2020, 4, 30) - timedelta(days=n), **person})
    )
    account = own_account(kpj)
    scene.core._accounts[(BANK, account)] = AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
    asked = Inquiry(nik=nik, kpj=kpj, on=scene.now.date(), bank_code=BANK, account_number=account)
    (facts,) = inquiries.ask_all(asked=[asked], now=scene.now)
    assert facts is not None
    claim_id = new_id()
    kept = {kind: store(scene, claim_id, kind) for kind in kinds}
    return WorkerFiling(
        claim_id, nik, kpj, NAME, BORN, "resigned", f"p{n}@example.id", f"08121234{n:04d}", facts, kept
    )


def store(scene: Scene, claim_id: UUID, kind: str) -> UUID:
    content = paper(f"{kind} of {claim_id}")
    return documents.store(
        subject_id=claim_id, kind=kind, content=content, actor=representative(), now=scene.now
    ).id


def file(scene: Scene, *filings: WorkerFiling) -> dict[UUID, WorkerFiled | DomainError]:
    return collective.file_all(
        filings=filings, branch_id=scene.branch.pk, company="c", actor=representative(), now=scene.now
    )


def test_workers_are_filed_and_one_who_cannot_be_stops_nobody(scene: Scene) -> None:
    good, other, early = (filing(scene, n) for n in (10, 11, 12))
    early = filing(scene, 12, ended_on=scene.now.date() - timedelta(days=3))
    wrong = replace(filing(scene, 13), nik="3603011204850")
    done = file(scene, good, other, early, wrong)
    assert codes(done) == ["", "", "claim_incomplete", "identity_invalid"]
    rows = {row.pk: row for row in Claim.objects.all()}
    assert set(rows) == {good.claim_id, other.claim_id}
    assert {(row.state, row.channel) for row in rows.values()} == {("submitted", "collective")}
    assert {one.number for one in rows.values()} == {
        one.number for one in done.values() if isinstance(one, WorkerFiled)
    }
    assert sorted(scene.templates()) == ["collective_filed"] * 2
    assert len(scene.owed("core.open_claim")) == len(scene.owed("letter.issue")) == 2
    assert verify().broken == ()


def test_filing_again_files_once_and_nobody_is_claimed_for_twice(scene: Scene) -> None:
    one = filing(scene, 10)
    first = file(scene, one)[one.claim_id]
    again = file(scene, one)[one.claim_id]
    assert isinstance(first, WorkerFiled)
    assert again == replace(first, already=True)
    assert codes(file(scene, replace(one, claim_id=new_id()))) == ["claim_in_progress"]
    assert (Claim.objects.count(), len(scene.templates())) == (1, 1)


def test_ten_are_filed_in_no_more_statements_than_two(scene: Scene) -> None:
    people = [filing(scene, n) for n in range(10, 22)]

    def count(some: list[WorkerFiling]) -> int:
        with statements() as sent:
            file(scene, *some)
        return len(sent)

    assert count(people[2:]) < count(people[:2]) + len(people[2:]) - 2  # not one more for each


def test_a_listed_claim_is_verified_without_the_person_and_paid(scene: Scene) -> None:
    one = filing(scene, 10, kinds=KINDS)
    file(scene, one)
    ids = [one.claim_id]
    by_officer: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    desk_work.begin_service_all(claim_ids=ids, **by_officer)
    view = scene.view(one.claim_id)
    points = {check.code for check in view.checks}
    assert points == {"paklaring_company_and_date", "bank_book_own_name"}
    desk_work.set_checks(found={one.claim_id: dict.fromkeys(points, Found(True))}, **by_officer)
    kinds = [each.asked.kind for each in view.papers if each.asked.how is HowGiven.UPLOAD]
    desk_work.accept_papers(kinds={one.claim_id: kinds}, **by_officer)
    assert codes(collective.take_signed_forms(claim_ids=ids, **by_officer)) == [""]
    assert codes(collective.take_signed_forms(claim_ids=ids, **by_officer)) == [""]
    assert Signature.objects.get().way == "paper"
    assert codes(desk_work.verify_all(versions=dict.fromkeys(ids), **by_officer)) == [""]
    asked = {one.claim_id: to_approve(scene, one.claim_id)}
    assert codes(checking.approve_all(asked=asked, actor=scene.checker, now=scene.now)) == [""]
    scene.deliver()
    assert scene.view(one.claim_id).state == "paid"
    assert verify().broken == ()


def test_without_the_signed_form_nothing_is_taken(scene: Scene) -> None:
    one = filing(scene, 10)
    file(scene, one)
    by_officer: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    assert codes(collective.take_signed_forms(claim_ids=[one.claim_id], **by_officer)) == ["claim_moved_on"]
    desk_work.begin_service(claim_id=one.claim_id, **by_officer)
    assert codes(collective.take_signed_forms(claim_ids=[one.claim_id], **by_officer)) == ["form_missing"]


def test_a_worker_who_takes_over_is_met_in_person(scene: Scene) -> None:
    one = filing(scene, 10)
    file(scene, one)
    collective.leave_list(claim_id=one.claim_id, actor=scene.person(one.claim_id), now=scene.now)
    assert Claim.objects.get().channel == "online"
    assert "face_matches_ktp" in {check.code for check in scene.view(one.claim_id).checks}


def test_a_representative_reaches_no_claim_not_even_one_of_the_own_list(scene: Scene) -> None:
    one = filing(scene, 10)
    who = representative()
    collective.file_all(filings=[one], branch_id=scene.branch.pk, company="c", actor=who, now=scene.now)
    ids = [one.claim_id, scene.filed()]
    for claim_id in ids:
        for touch in (rows.locked, rows.locked_by_owner):
            with pytest.raises(DomainError, match="claim_unknown"):
                touch(claim_id=claim_id, actor=who)
        with pytest.raises(DomainError, match="claim_unknown"):
            papers.attach_paper(
                claim_id=claim_id,
                kind="ktp",
                content=paper("x"),
                file_name="",
                actor=who,
                now=scene.now,
            )
    assert codes(collective.take_signed_forms(claim_ids=ids, actor=who, now=scene.now)) == [
        "claim_unknown",
        "claim_unknown",
    ]


def test_drafts_have_all_that_is_known_and_the_link_is_owed(scene: Scene) -> None:
    one = filing(scene, 10, kinds=("ktp",))
    done = collective.draft_all(
        filings=[one], branch_id=scene.branch.pk, company="c", actor=representative(), now=scene.now
    )
    assert done == {one.claim_id: WorkerFiled(one.claim_id)}
    row = Claim.objects.get()
    assert (row.state, row.channel, row.step, row.number) == ("draft", "online", "papers", None)
    assert (row.nik, row.account_number, row.email) == (one.nik, own_account(one.kpj), "p10@example.id")
    assert row.papers.get(kind="ktp").document_id == one.documents["ktp"]
    assert scene.templates() == ["collective_draft"]
