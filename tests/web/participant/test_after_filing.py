"""What is still put right once the claim is filed: heirs, and the reason the officer asks about."""

import pytest
from django.test import Client

from lapak.claims.models import Claim, PaperState
from lapak.claims.operations.changing_reason import propose_reason
from lapak.journal.models import Entry
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role
from tests import participant_scene as scene
from tests.web.participant import walk
from tests.web.participant.desk_scene import ask_again
from tests.web.participant.test_heirs import CITRA, PAPERS, add, named, today, whole, written

pytestmark = pytest.mark.django_db
DEWI = {"name": "Dewi Santoso", "nik": "3603015205060002", "birth_date": "12-05-2006"}


def filed_by_heir(phone: Client) -> Claim:
    named(phone)
    phone.post("/klaim/kontak/", walk.CONTACT)
    for kind in (*PAPERS, "ktp_ahli_waris-2", "persetujuan_ahli_waris"):
        walk.send_paper(phone, kind)
    phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OTHERS})
    slot = walk.free_slots(walk.open_page(phone, "/klaim/jadwal/?cara=online"))[0]
    phone.post("/klaim/jadwal/?cara=online", {"slot": slot})
    assert walk.submit(phone).status_code == 302
    return Claim.objects.get()


def test_an_heir_forgotten_at_filing_is_added_and_brings_papers(phone: Client) -> None:
    claim = filed_by_heir(phone)
    ask_again("surat_ahli_waris")
    assert "Ada ahli waris yang belum tertulis" in walk.open_page(phone, "/lacak/klaim/")
    assert add(phone, kin="child", **DEWI).headers["Location"] == "/klaim/ahli-waris/"
    assert "Daftar ahli waris belum selesai" in walk.open_page(phone, "/lacak/klaim/")
    done = whole(phone, consent_on=written(today()))
    assert done.headers["Location"] == "/lacak/klaim/", walk.text(done)
    page = walk.open_page(phone, "/lacak/klaim/")
    assert "Daftar ahli waris belum selesai" not in page
    assert "Dokumen ini belum ada. Foto dan kirim dari sini." in page
    for kind in ("surat_ahli_waris", "ktp_ahli_waris-3"):
        assert walk.send_paper(phone, kind, walk.drawn_again(), at="/lacak/klaim/dokumen/").status_code == 302
    claim.refresh_from_db()
    assert claim.state == "submitted"
    said = Entry.objects.filter(subject_id=str(claim.pk)).values_list("what", flat=True)
    assert {"claim.party_entered", "claim.heirs_stated_whole", "claim.correct"} <= set(said)


def test_the_own_details_are_changed_after_filing_but_not_once_it_is_decided(phone: Client) -> None:
    claim = filed_by_heir(phone)
    assert "Citra Santoso" in walk.open_page(phone, "/klaim/ahli-waris/")
    assert phone.get("/klaim/pengaju/").status_code == 200
    assert phone.post("/klaim/ahli-waris/2/hapus/").status_code == 302
    assert "Citra Santoso" not in walk.open_page(phone, "/klaim/ahli-waris/")
    assert add(phone, kin="child", **CITRA).status_code == 302
    Claim.objects.filter(pk=claim.pk).update(state="withdrawn")
    for path in ("/klaim/ahli-waris/", "/klaim/ahli-waris/tambah/", "/klaim/pengaju/"):
        assert phone.get(path).headers["Location"] == "/lacak/klaim/"


@pytest.mark.parametrize(("pressed", "reason"), [("yes", "laid_off"), ("no", "resigned")])
def test_another_reason_is_answered_on_the_tracking_page(phone: Client, pressed: str, reason: str) -> None:
    walk.filed(phone)
    claim = ask_again("ktp")
    Claim.objects.filter(pk=claim.pk).update(state="in_service")
    claim.refresh_from_db()
    officer = Actor.staff(staff_id=claim.officer_id or 0, role=Role.OFFICER)
    propose_reason(claim_id=claim.pk, reason="laid_off", note="Tertulis PHK", actor=officer, now=utc_now())
    Claim.objects.filter(pk=claim.pk).update(state="needs_correction")
    page = walk.open_page(phone, "/lacak/klaim/")
    assert "Benarkah alasannya ini?" in page
    assert "Tertulis PHK" in page
    assert Client().post("/lacak/klaim/alasan/", {"answer": "yes"}).status_code != 200
    assert phone.post("/lacak/klaim/alasan/", {"answer": "maybe"}).status_code == 302
    assert phone.post("/lacak/klaim/alasan/", {"answer": pressed}).status_code == 302
    claim.refresh_from_db()
    assert claim.reason == reason
    after = walk.open_page(phone, "/lacak/klaim/")
    assert "Benarkah alasannya ini?" not in after
    asked = PaperState.objects.filter(claim=claim, kind="bukti_phk", state="missing").exists()
    assert asked is (reason == "laid_off")
