"""Heirs, guardians and representatives file on the phone, as a browser without script would do it."""

from typing import Any

import pytest
from django.test import Client

from lapak.booking.models import Booking
from lapak.booking.queries import person_key
from lapak.claims.models import Claim
from tests import participant_scene as scene
from tests.web.participant import walk

pytestmark = pytest.mark.django_db
EKO = {
    "name": "Eko Wijaya",
    "nik": "3603011507800005",
    "birth_date": "15-07-1980",
    "mandate_on": "01-06-2020",
    "mandate_until": "",
    "mandate_number": "12/SK/2020",
}


def represent(phone: Client, **changed: str) -> Any:
    sent = walk.identify(phone, acts_as="representative")
    assert phone.get(sent.headers["Location"]).headers["Location"] == "/klaim/pengaju/"
    return phone.post("/klaim/pengaju/", {**EKO, **changed})


def test_a_representative_files_and_is_the_one_spoken_to(phone: Client) -> None:
    assert represent(phone).headers["Location"] == "/klaim/"
    assert "Ya, Pak Eko bisa klaim sekarang." in walk.open_page(phone, "/klaim/syarat/")
    phone.post("/klaim/kontak/", walk.CONTACT)
    papers = walk.open_page(phone, "/klaim/dokumen/")
    assert "KTP: Sri Wahyuni" in papers
    assert "KTP penerima kuasa: Eko Wijaya" in papers
    for kind in (*walk.KINDS, "ktp_kuasa-1", "surat_kuasa"):
        assert walk.send_paper(phone, kind).status_code == 302, kind
    account = walk.open_page(phone, "/klaim/rekening/")
    assert "Rekening harus atas nama Sri Wahyuni" in account
    sent = phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OTHERS})
    assert "Uang hanya dikirim ke rekening atas nama Sri Wahyuni" in walk.error_at(
        walk.text(sent), "account_number"
    )
    phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OWN})
    slot = walk.free_slots(walk.open_page(phone, "/klaim/jadwal/?cara=online"))[0]
    phone.post("/klaim/jadwal/?cara=online", {"slot": slot})
    assert Booking.objects.get().person_key == person_key(nik=EKO["nik"])
    summary = walk.open_page(phone, "/klaim/ringkasan/")
    assert "Eko Wijaya" in summary
    assert "12/SK/2020" in summary
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"
    mails = walk.deliver_mail()
    assert all(one.startswith("Halo Eko Wijaya,") for one in mails[-1:])


def test_what_is_wrong_stands_at_its_field_and_the_rest_is_kept(phone: Client) -> None:
    sent = represent(phone, nik="12", birth_date="1-1-2015", mandate_on="31-02-2020")
    body = walk.text(sent)
    assert sent.status_code == 422
    assert "misalnya 12-05-1986" in walk.error_at(body, "mandate_on")
    sent = represent(phone, nik="12", birth_date="1-1-2015", mandate_until="01-01-2020")
    body = walk.text(sent)
    assert "16 angka" in walk.error_at(body, "nik")
    assert "harus sudah 18 tahun" in walk.error_at(body, "birth_date")
    assert "sudah lewat" in walk.error_at(body, "mandate_until")
    assert walk.value_of(body, "name") == "Eko Wijaya"


def test_a_member_goes_on_as_before_and_sees_no_page_of_people(phone: Client) -> None:
    assert walk.identify(phone).headers["Location"] == "/klaim/syarat/"
    assert phone.get("/klaim/pengaju/").headers["Location"] == "/klaim/"
    assert phone.get("/klaim/ahli-waris/").headers["Location"] == "/klaim/"


def test_whoever_says_to_be_the_member_after_all_leaves_nobody_behind(phone: Client) -> None:
    represent(phone)
    walk.identify(phone, acts_as="member")
    assert not Claim.objects.get().parties.exists()
    assert "Bu Sri" in walk.open_page(phone, "/klaim/syarat/")


def test_help_is_asked_once_and_can_be_changed_or_left_out(phone: Client) -> None:
    walk.identify(phone)
    assert "Perlu bantuan saat dilayani?" in walk.open_page(phone, "/klaim/kontak/")
    phone.post("/klaim/kontak/", {**walk.CONTACT, "needs": ["typing", "cannot_sign"]})
    claim = Claim.objects.get()
    assert {one.code for one in claim.needs.all()} == {"typing", "cannot_sign"}
    body = walk.open_page(phone, "/klaim/bantuan/")
    assert 'value="typing" id="id_needs_0" checked' in body or 'checked id="id_needs_0"' in body
    assert phone.post("/klaim/bantuan/", {"sent": "yes"}).status_code == 302
    assert not claim.needs.exists()


def test_who_reads_large_letters_finds_them_asked_for_in_the_booth(phone: Client) -> None:
    walk.identify(phone)
    phone.cookies["huruf_besar"] = "1"
    body = walk.open_page(phone, "/klaim/kontak/")
    assert body.count("checked") == 1
