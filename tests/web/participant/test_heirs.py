"""An heir files on the phone, names the others, and is paid for all into the own account."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lapak.booking.models import Booking
from lapak.booking.queries import person_key
from lapak.claims.models import Claim
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from tests import participant_scene as scene
from tests.web.participant import walk

pytestmark = pytest.mark.django_db
PAPERS = ("ktp", "kartu_peserta", "surat_kematian", "surat_ahli_waris", "buku_tabungan", "npwp", "foto_diri")
BUDI = {"name": "Budi Santoso", "nik": "3603011507800005", "birth_date": "15-07-1980"}
CITRA = {"name": "Citra Santoso", "nik": "3603014103050001", "birth_date": "01-03-2005"}


def today() -> date:
    return local_date(moment=utc_now(), zone="Asia/Jakarta")


def written(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def minor_born() -> str:
    return written(today() - timedelta(days=365 * 8))


def identify(phone: Client, *, died_on: date | None = None) -> Any:
    day = written(died_on or today() - timedelta(days=40))
    form = scene.identity_form(scene.SRI, acts_as="heir", reason="death")
    return phone.post("/klaim/data/", {**form, "event_on-death": day, "event_on": day})


def act(phone: Client, **changed: str) -> Any:
    letter = written(today() - timedelta(days=20))
    entered = {**BUDI, "kin": "spouse", "letter_on": letter, "letter_number": "12/KEL/2026", **changed}
    return phone.post("/klaim/pengaju/", entered)


def add(phone: Client, **person: str) -> Any:
    return phone.post("/klaim/ahli-waris/tambah/", {"guardian": "", "phone": "", "share": "", **person})


def whole(phone: Client, **changed: str) -> Any:
    return phone.post("/klaim/ahli-waris/", {"whole": "on", **changed})


def named(phone: Client) -> None:
    """A widower with a grown daughter, who agreed."""
    identify(phone)
    act(phone)
    add(phone, kin="child", **CITRA)
    sent = whole(phone, consent_on=written(today() - timedelta(days=5)))
    assert sent.headers["Location"] == "/klaim/syarat/", walk.text(sent)


def test_an_heir_files_for_all_and_is_paid_into_the_own_account(phone: Client) -> None:
    named(phone)
    assert "Pak Budi" in walk.open_page(phone, "/klaim/syarat/")
    phone.post("/klaim/kontak/", walk.CONTACT)
    papers = walk.open_page(phone, "/klaim/dokumen/")
    assert "KTP: Budi Santoso" in papers
    assert "KTP ahli waris: Citra Santoso" in papers
    for kind in (*PAPERS, "ktp_ahli_waris-2", "persetujuan_ahli_waris"):
        assert walk.send_paper(phone, kind).status_code == 302, kind
    member = phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OWN})
    assert "atas nama Budi Santoso" in walk.error_at(walk.text(member), "account_number")
    own = phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OTHERS})
    assert own.headers["Location"] == "/klaim/jadwal/", walk.text(own)
    slot = walk.free_slots(walk.open_page(phone, "/klaim/jadwal/?cara=online"))[0]
    phone.post("/klaim/jadwal/?cara=online", {"slot": slot})
    assert Booking.objects.get().person_key == person_key(nik=BUDI["nik"])
    summary = walk.open_page(phone, "/klaim/ringkasan/")
    assert "Citra Santoso, berhak" in summary
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"
    claim = Claim.objects.get()
    assert (claim.state, claim.reason, claim.account_name) == ("submitted", "death", "BUDI SANTOSO")
    assert "Halo Budi Santoso" in walk.deliver_mail()[-1]


def test_the_order_of_heirs_is_told_in_plain_words(phone: Client) -> None:
    identify(phone)
    act(phone, kin="sibling")
    assert "Yang berhak: Budi Santoso." in walk.open_page(phone, "/klaim/ahli-waris/")
    add(phone, kin="child", **CITRA)
    page = walk.open_page(phone, "/klaim/ahli-waris/")
    assert "Yang berhak: Citra Santoso. Selama ada istri atau suami, dan anak" in page
    refused = whole(phone)
    assert refused.status_code == 422
    assert "Budi Santoso belum berhak selama ada yang lebih dekat" in walk.text(refused)


def test_a_child_needs_a_guardian_and_a_grown_heir_must_agree(phone: Client) -> None:
    identify(phone)
    act(phone)
    add(phone, kin="child", **{**CITRA, "birth_date": minor_born()})
    assert "Walinya belum ditulis" in walk.open_page(phone, "/klaim/ahli-waris/")
    body = walk.text(whole(phone))
    assert "Citra Santoso belum 18 tahun. Tulis siapa walinya." in body
    sent = phone.post(
        "/klaim/ahli-waris/2/",
        {
            **CITRA,
            "birth_date": minor_born(),
            "kin": "child",
            "guardian": "1",
            "guardian_is_parent": "on",
            "phone": "",
            "share": "1/2",
        },
    )
    assert sent.status_code == 302, walk.text(sent)
    assert whole(phone).headers["Location"] == "/klaim/syarat/"
    add(phone, kin="child", name="Dewi Santoso", nik="3603014103000002", birth_date="01-03-2000")
    body = walk.text(whole(phone))
    assert "Isi tanggal surat persetujuan" in walk.error_at(body, "consent_on")


def test_who_is_no_heir_reads_where_the_savings_go_and_loses_nothing(phone: Client) -> None:
    identify(phone)
    body = walk.text(act(phone, kin="nobody"))
    assert "Balai Harta Peninggalan" in body
    assert Claim.objects.get().nik == scene.SRI.nik
    assert "Kami turut berduka atas meninggalnya Sri Wahyuni" in walk.open_page(phone, "/klaim/pengaju/")


def test_what_is_wrong_about_a_person_stands_at_its_field(phone: Client) -> None:
    identify(phone)
    act(phone)
    body = walk.text(
        add(phone, kin="child", name="", nik=BUDI["nik"], birth_date="31-02-2020", share="1/2/3")
    )
    assert "Isi nama" in walk.error_at(body, "name")
    assert "misalnya 12-05-1986" in walk.error_at(body, "birth_date")
    body = walk.text(add(phone, kin="child", **{**CITRA, "nik": BUDI["nik"]}))
    assert "sudah ada di daftar" in walk.error_at(body, "nik")
    body = walk.text(add(phone, kin="child", **{**CITRA, "nik": scene.SRI.nik}))
    assert "NIK peserta sendiri" in walk.error_at(body, "nik")
    body = walk.text(add(phone, kin="child", **{**CITRA, "share": "separuh"}))
    assert "Tulis bagian seperti 1/8 atau 25%, atau" in walk.error_at(body, "share")


def test_a_person_named_by_mistake_is_taken_off_and_the_list_stated_again(phone: Client) -> None:
    named(phone)
    assert phone.post("/klaim/ahli-waris/2/hapus/").status_code == 302
    assert phone.post("/klaim/ahli-waris/2/hapus/").status_code == 302
    assert phone.get("/klaim/syarat/").headers["Location"] == "/klaim/ahli-waris/"
    assert whole(phone).headers["Location"] == "/klaim/syarat/"


def test_the_second_heir_is_told_calmly_that_one_claim_is_under_way(phone: Client) -> None:
    test_an_heir_files_for_all_and_is_paid_into_the_own_account(phone)
    other = Client()
    identify(other)
    body = walk.open_page(other, "/klaim/syarat/")
    assert "Klaim ahli waris untuk peserta ini sudah diajukan" in body
    assert "Satu klaim untuk semua ahli waris" in body
    assert "Budi" not in body  # who filed it, nobody else learns
