"""The pages of a company, its branch, its checkers and its workers, through a client."""

import hashlib
import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lapak.claims.models import Claim
from lapak.collective.models import Batch, Company, Mandate, Representative, RosterRow, Worker
from lapak.collective.operations import answering, deciding
from lapak.collective.steps.filing import file_roster
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.masking import mask_nik
from lapak.kernel.subjects import Subject
from lapak.people.kin import declare_kin
from lapak.people.rules import Relation, Role
from lapak.web.live.tokens import Permission, read
from lapak.web.middleware import PARTICIPANT_KEY
from tests.letter_reading import text_of
from tests.operations.claims.claim_scene import Scene, paper
from tests.operations.collective.company_scene import mandate_id, registered, registration
from tests.operations.collective.roster_scene import Listing, listing
from tests.web.checker.conftest import scene as scene
from tests.web.checker.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(scene: Scene) -> Scene:
    scene.now = utc_now()
    return scene


def term(scene: Scene) -> dict[str, Any]:
    today = scene.now.date()
    return {"valid_from": today - timedelta(days=9), "valid_until": today + timedelta(days=90)}


@pytest.fixture
def here(at_work: Scene) -> Listing:
    made = listing(at_work, **term(at_work))
    for n in range(10, 13):
        made.papers(made.add(n, name="Hartono Subagyo"))
    made.add(13, ended_on=at_work.now.date())
    made.decide()
    made.places()
    made.check()
    return made


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    text = answer.content.decode()
    assert "UNDEFINED VARIABLE" not in text
    return text


def file_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pdf", paper(text), content_type="application/pdf")


def test_from_registration_to_ready(at_work: Scene) -> None:
    stranger = Client()
    where = reverse("company:register")
    given = {
        name: value if isinstance(value, str) else str(value)
        for name, value in registration(at_work, **term(at_work)).__dict__.items()
    }
    wrong = stranger.post(where, {**given, "npp": "ZZ999999"})
    assert wrong.status_code == 422
    assert "NPP ini tidak ada di data kepesertaan" in wrong.content.decode()
    assert "maya@contoh.id" in wrong.content.decode().lower()  # nothing entered is lost
    assert stranger.post(where, given).status_code == 302
    account = get_user_model().objects.get(username="maya@contoh.id")
    own = Client()
    own.force_login(account)
    assert own.get(reverse("staff:home"))["Location"] == reverse("company:home")
    before = page(own, "company:home")
    assert "Unggah surat kuasa dulu." in before
    own.post(reverse("company:give_letter"), {"paper": file_of("kuasa")})
    own.post(reverse("company:sign_pledge"), {"agrees": "yes"})
    refused = own.post(
        reverse("company:state_size"), {"yearly_sales": "Rp60 miliar", "paper": file_of("spt")}
    )
    assert refused.status_code == 422
    own.post(reverse("company:state_size"), {"yearly_sales": "Rp60.000.000.000", "paper": file_of("spt")})
    officer = signed_in(at_work.officer)
    id = mandate_id(at_work, Actor.staff(staff_id=account.pk, role=Role.REPRESENTATIVE))
    assert "PT Contoh Makmur" in page(officer, "company:overview")
    assert "besar" in page(officer, "company:mandate", id)
    for kind in ("surat-kuasa", "skala"):
        shown = officer.get(reverse("company:mandate_paper", args=[id, kind]))
        assert shown["Content-Type"] == "application/pdf"
    begun = officer.post(reverse("company:talk_identity", args=[id]))
    talk = page(officer, "company:officer_talk", begun["Location"].rstrip("/").rpartition("/")[2])
    assert "KTP asli di depan kamera" in talk
    assert "memanggil Anda lewat video" in page(own, "company:home")
    assert 'data-side="participant"' in page(own, "company:talk")
    officer.post(begun["Location"] + "akhiri/", {"held": "yes"})
    officer.post(reverse("company:accept", args=[id]))
    assert "Siap mengajukan" in page(own, "company:home")
    officer.post(reverse("company:revoke", args=[id]), {"why": "dismissed"})
    assert "Surat kuasa ini sudah diakhiri" in page(own, "company:home")


def test_the_page_of_a_list_shows_the_sum_and_what_to_put_right(here: Listing) -> None:
    own = signed_in(here.who)
    whole = page(own, "company:roster", here.roster.pk)
    for words in ("30,0%", "10 × 30 = 300", "Ajukan 3 pekerja", "1 sisanya menyusul", "Surat PHK massal"):
        assert words in whole
    repair = page(own, "company:roster", here.roster.pk, tampil="repair")
    assert "Tanggal berhenti berbeda" in repair
    assert "Siap</strong>" not in repair
    row = here.rows[0]
    assert row.nik not in whole
    assert here.rows[0].account_number not in whole


def test_one_company_does_not_see_the_list_of_another(here: Listing) -> None:
    other = signed_in(registered(here.scene, email="lain@contoh.id", npp="JJ012345", **term(here.scene)))
    # anybody may register with a company's number, and sees nothing of it
    assert other.get(reverse("company:roster", args=[here.roster.pk])).status_code == 404
    home = page(other, "company:home")
    assert here.roster.number not in home
    assert "60.000.000.000" in page(signed_in(here.who), "company:home")
    assert "60.000.000.000" not in home
    another = Company.objects.create(
        npp="XX000001", name="PT Lain", branch=here.scene.branch, registered_at=here.scene.now
    )
    Representative.objects.filter(email="lain@contoh.id").update(company=another)
    assert other.get(reverse("company:roster", args=[here.roster.pk])).status_code == 404
    assert other.get(reverse("company:export", args=[here.roster.pk])).status_code == 404
    assert other.post(reverse("company:file", args=[here.roster.pk])).status_code == 404


def test_nobody_follows_a_company_before_an_officer_has_let_them(here: Listing) -> None:
    other = signed_in(registered(here.scene, email="lain@contoh.id", npp="JJ012345", **term(here.scene)))
    own = signed_in(here.who)
    of_company, of_stranger = token(own), token(other)
    company = f"company:{here.roster.company_id}"
    assert company in permission(of_company).topics
    assert permission(of_stranger).topics == (f"mandate:{mandate_of_stranger(here)}",)
    assert renewed(own, of_company) == renewed(other, of_stranger) == 200
    assert renewed(other, of_company) == renewed(own, of_stranger) == 403
    officer = signed_in(here.scene.officer)
    officer.post(reverse("company:revoke", args=[mandate_id(here.scene, here.who)]), {"why": "dismissed"})
    assert renewed(own, of_company) == 403


def token(client: Client) -> str:
    found = re.search(r'data-office-live="([^"]+)"', page(client, "company:home"))
    assert found is not None
    return found[1]


def permission(text: str) -> Permission:
    found = read(token=text)
    assert found is not None
    return found


def renewed(client: Client, text: str) -> int:
    return client.post(reverse("live_token"), {"token": text}).status_code


def mandate_of_stranger(here: Listing) -> UUID:
    return Mandate.objects.get(representative__email="lain@contoh.id").pk


def test_a_batch_goes_over_the_desk_to_a_checker(here: Listing) -> None:
    file_roster(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    batch = Batch.objects.get()
    officer, checker = signed_in(here.scene.officer), signed_in(here.scene.checker)
    assert "Menunggu cabang" in page(officer, "company:overview")
    assert "Sepakati hari ini" in page(officer, "company:batch", batch.pk)
    officer.post(reverse("company:agree", args=[batch.pk]))
    Worker.objects.filter(row=here.rows[0]).update(sampled=True)
    Worker.objects.exclude(row=here.rows[0]).update(sampled=False)
    text = page(officer, "company:batch", batch.pk)
    assert "Hubungi lewat video" in text
    chosen = re.findall(r'name="worker" value="([0-9a-f-]+)"', text)
    assert len(chosen) == 3
    shown = officer.get(reverse("company:batch_paper", args=[batch.pk, chosen[0], "ktp"]))
    assert shown["Content-Type"] == "application/pdf"
    bank = reverse("company:batch_paper", args=[batch.pk, chosen[0], "buku_tabungan"])
    assert checker.get(bank).status_code == 403  # they give a reason on their own page
    said = officer.post(
        reverse("company:decide", args=[batch.pk]), {"act": "verify", "worker": chosen}, follow=True
    ).content.decode()
    assert "2 pekerja selesai." in said
    assert "Hubungi dulu" in said
    assert "2" in page(checker, "company:to_approve")
    text = page(checker, "company:approvals", batch.pk)
    ids = re.findall(r'name="worker" value="([0-9a-f-]+)"', text)
    versions = dict(re.findall(r'name="(version-[0-9a-f-]+)" value="(\d+)"', text))
    said = checker.post(
        reverse("company:approve", args=[batch.pk]), {"worker": ids, **versions}, follow=True
    ).content.decode()
    assert "2 pekerja selesai." in said
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["approved", "approved", "submitted"]
    assert officer.post(reverse("company:finish", args=[batch.pk]), follow=True).status_code == 200
    assert "Disetujui" in page(signed_in(here.who), "company:roster", here.roster.pk)


def test_the_worker_is_asked_and_answers(here: Listing) -> None:
    file_roster(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    claim_id = here.claim_id(here.rows[0])
    worker = owner(claim_id)
    text = page(worker, "participant:track")
    assert "Diajukan PT Contoh Makmur untuk Anda" in text
    answer = reverse("company:worker_answer")
    assert (
        "Pilih salah satu alasannya"
        in worker.post(answer, {"word": "objected"}, follow=True).content.decode()
    )
    worker.post(answer, {"word": "confirmed"})
    assert "Anda sudah membenarkannya" in page(worker, "participant:track")
    worker.post(answer, {"word": "objected", "why": "never_worked_there"})
    assert Claim.objects.get(pk=claim_id).state == "withdrawn"
    office = page(signed_in(here.scene.officer), "company:overview")
    assert "Tidak pernah bekerja di perusahaan itu" in office


def owner(claim_id: UUID) -> Client:
    client = Client()
    session = client.session
    session[PARTICIPANT_KEY] = str(claim_id)
    session.save()
    return client


def test_the_export_holds_every_row_and_no_formula(here: Listing) -> None:
    RosterRow.objects.filter(pk=here.rows[0].pk).update(name="=cmd|' /C calc'!A0")
    got = signed_in(here.who).get(reverse("company:export", args=[here.roster.pk]))
    with zipfile.ZipFile(io.BytesIO(got.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<row ") == 1 + len(here.rows)
    assert "<f>" not in sheet
    assert "=cmd" in strings


def test_the_pages_of_a_batch_leave_out_kin_of_whoever_reads_them(here: Listing) -> None:
    batch, kin = here.agreed(), here.rows[0]
    Worker.objects.update(sampled=False)
    of_list = [one for one in map(here.claim_id, here.rows) if Claim.objects.filter(pk=one).exists()]
    deciding.verify_rows(
        batch_id=batch.id, claim_ids=of_list, actor=here.scene.other_officer, now=here.scene.now
    )
    for actor in (here.scene.officer, here.scene.checker):
        declare_kin(
            staff_id=int(actor.id),
            relation=Relation.SIBLING,
            nik=kin.nik,
            on=here.scene.now.date(),
            actor=actor,
            now=here.scene.now,
        )
    own, id = signed_in(here.scene.officer), str(here.claim_id(kin))
    shown = page(own, "company:batch", batch.id)
    assert id not in shown
    assert str(here.claim_id(here.rows[1])) in shown
    assert "1 pekerja tidak tampil" in shown
    begun = own.post(reverse("company:talk_batch", args=[batch.id]))
    beside = own.get(begun["Location"]).content.decode()
    assert mask_nik(kin.nik) not in beside
    assert mask_nik(here.rows[1].nik) in beside
    checker = signed_in(here.scene.checker)
    assert id not in page(checker, "company:approvals", batch.id)
    assert f'<td class="is-figure">{batch.workers - 1}</td>' in page(checker, "company:to_approve")


def exported(here: Listing) -> list[dict[str, Any]]:
    got = signed_in(here.who).get(reverse("company:export", args=[here.roster.pk]))
    head, *lines = CalamineWorkbook.from_filelike(io.BytesIO(got.content)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_export_says_nothing_of_money_nor_of_a_claim_that_is_the_worker_s_own(here: Listing) -> None:
    file_roster(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    first, second, *_ = (here.claim_id(row) for row in here.rows)
    answering.take_over(claim_id=first, actor=here.scene.person(first), now=here.scene.now)
    own, listed, *_, last = exported(here)
    assert not [title for title in own if "Rp" in title]
    assert not [
        cell for line in (own, listed) for cell in line.values() if isinstance(cell, float) and cell > 99
    ]
    assert (own["Nomor klaim"], own["Keadaan"]) == ("", "Diurus pekerja sendiri")
    assert listed["Nomor klaim"] == Claim.objects.get(pk=second).number
    assert last["Keadaan"] == "Perlu perbaikan"


def test_the_export_says_nothing_of_a_draft(at_work: Scene) -> None:
    here = listing(at_work, **term(at_work))
    here.papers(here.add(10))
    here.decide("below")
    here.check()
    file_roster(roster_id=here.roster.pk, actor=here.who, now=at_work.now)
    assert Claim.objects.get().state == "draft"
    (line,) = exported(here)
    assert (line["Nomor klaim"], line["Keadaan"], line["Dibayar"]) == ("", "Diurus pekerja sendiri", "")


def test_staff_of_another_branch_see_nothing(here: Listing) -> None:
    file_roster(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    get_user_model().objects.filter(pk=int(here.scene.other_officer.id)).update(branch=None)
    other = signed_in(here.scene.other_officer)
    batch = Batch.objects.get()
    for name, id in (("company:batch", batch.pk), ("company:mandate", mandate_id(here.scene, here.who))):
        assert other.get(reverse(name, args=[id])).status_code == 404


def test_the_letters_name_the_workers_and_their_hash_is_kept(here: Listing) -> None:
    own = signed_in(here.who)
    for kind, words in (("pengantar", "Pengantar klaim kolektif"), ("phk", "Lampiran: daftar pekerja")):
        got = own.get(reverse("company:letter", args=[here.roster.pk, kind]))
        told = text_of(got.content)
        assert words in told
        assert told.count("Hartono Subagyo") == len(here.rows)
        assert "PT Contoh Makmur" in told
        made = list(trail(subject=Subject("roster_letter", str(here.roster.pk))))
        assert made[-1].data["digest"] == hashlib.sha256(got.content).hexdigest()
    assert own.get(reverse("company:letter", args=[here.roster.pk, "lain"])).status_code == 404
