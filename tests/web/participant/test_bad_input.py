from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lapak.adapters.smile_memory import SmileMemory
from lapak.booking.models import Booking, Slot
from lapak.claims.models import Claim
from lapak.claims.ports import CoreUnavailable
from lapak.documents.models import Document
from lapak.kernel.clock import utc_now
from tests import participant_scene as scene
from tests.web.participant import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("nik", "", "Isi 16 angka NIK"),
        ("nik", "36031852058600", "yang diisi 14"),
        ("nik", "36031852058600O3", "hanya berisi angka"),
        ("nik", "3603189905860003", "tidak ada di kalender"),
        ("nik", "3603185205860000", "tidak mungkin 0000"),
        ("kpj", "", "Isi 11 angka"),
        ("kpj", "163475143", "yang diisi 9"),
        ("name", "  ", "Isi nama"),
        ("name", "x" * 121, "paling panjang 120"),
        ("birth_date", "", "Isi tanggal lahir"),
        ("birth_date", "31-02-1986", "misalnya 12-05-1986"),
        ("birth_date", "12-05-2199", "belum lewat"),
        ("reason", "", "Pilih alasan"),
    ],
)
def test_a_wrong_entry_is_named_at_its_field_and_the_others_stay(
    phone: Client, field: str, value: str, says: str
) -> None:
    response = walk.identify(phone, **{field: value})
    body = walk.text(response)
    assert response.status_code == 422
    assert says in walk.error_at(body, field)
    for other in {"nik", "kpj"} - {field}:
        assert walk.error_at(body, other) == ""
        assert walk.value_of(body, other) == scene.identity_form()[other]


@pytest.mark.parametrize(
    ("person", "changed", "title", "says"),
    [
        (scene.UNKNOWN, {}, "Belum bisa sekarang.", "belum ditemukan bersama"),
        (scene.SRI, {"name": "Budi Santoso"}, "Belum bisa sekarang.", "Nama berbeda"),
        (scene.SRI, {"birth_date": "13-05-1986"}, "Belum bisa sekarang.", "Tanggal lahir berbeda"),
        (scene.WORKING, {}, "Belum bisa sekarang.", "Masih tercatat bekerja"),
        (scene.RECENT, {}, "Belum bisa sekarang. Bisa mulai", "Aturannya menunggu satu bulan penuh"),
    ],
    ids=["unknown", "other name", "other birth date", "still working", "less than a month"],
)
def test_who_may_not_claim_yet_is_told_why_and_what_to_do(
    phone: Client, person: scene.Person, changed: dict[str, str], title: str, says: str
) -> None:
    assert walk.identify(phone, person, **changed).status_code == 302
    body = walk.open_page(phone, "/klaim/syarat/")
    assert title in body
    assert says in body
    assert "Rp62.480.000" not in body
    assert phone.get("/klaim/kontak/").headers["Location"] == "/klaim/syarat/"
    assert phone.post("/klaim/kontak/", walk.CONTACT).headers["Location"] == "/klaim/syarat/"


def test_an_unknown_member_learns_nothing_about_who_is_in_the_register(phone: Client) -> None:
    walk.identify(phone, scene.Person(scene.SRI.nik, scene.OTHER.kpj))
    body = walk.open_page(phone, "/klaim/syarat/")
    assert "belum ditemukan bersama" in body
    for told in ("cocok", "nonaktif", "Lina"):
        assert told not in body


def test_the_day_to_come_back_comes_as_a_calendar_file(phone: Client) -> None:
    walk.identify(phone, scene.RECENT)
    assert b"BEGIN:VEVENT" in phone.get("/klaim/pengingat.ics").content


def test_with_the_core_system_down_the_entries_are_kept_and_the_same_press_works_later(
    phone: Client, core: SmileMemory
) -> None:
    core.fail_next("find_member", CoreUnavailable("down"))
    response = walk.identify(phone)
    body = walk.text(response)
    assert response.status_code == 422
    assert "bukan salah Anda" in body
    assert walk.value_of(body, "nik") == scene.SRI.nik
    assert walk.value_of(walk.open_page(phone, "/klaim/data/"), "nik") == scene.SRI.nik
    assert walk.identify(phone).headers["Location"] == "/klaim/syarat/"
    assert Claim.objects.count() == 1


def test_with_the_bank_inquiry_down_the_account_is_kept(phone: Client, core: SmileMemory) -> None:
    walk.to_account(phone)
    core.fail_next("inquire_account", CoreUnavailable("down"))
    account = {"bank_code": scene.BANK, "account_number": scene.OWN}
    response = phone.post("/klaim/rekening/", account)
    assert response.status_code == 422
    assert scene.OWN in walk.text(response)
    assert scene.OWN in walk.open_page(phone, "/klaim/rekening/")
    assert phone.post("/klaim/rekening/", account).headers["Location"] == "/klaim/jadwal/"


@pytest.mark.parametrize(
    ("bank", "number", "field", "says"),
    [
        (scene.BANK, scene.OTHERS, "account_number", "atas nama orang lain"),
        (scene.BANK, scene.DORMANT, "account_number", "tidak aktif"),
        (scene.BANK, "999999999", "account_number", "tidak ditemukan atau sudah ditutup"),
        (scene.BANK, "12", "account_number", "6 sampai 20 angka"),
        (scene.BANK, "", "account_number", "Isi nomor rekening"),
        ("", scene.OWN, "bank_code", "Pilih bank"),
    ],
    ids=["in another's name", "dormant", "unknown", "too short", "empty", "no bank"],
)
def test_an_account_that_cannot_be_paid_to_is_explained_at_its_field(
    phone: Client, bank: str, number: str, field: str, says: str
) -> None:
    walk.to_account(phone)
    response = phone.post("/klaim/rekening/", {"bank_code": bank, "account_number": number})
    assert response.status_code == 422
    assert says in walk.error_at(walk.text(response), field)
    assert phone.get("/klaim/jadwal/").headers["Location"] == "/klaim/rekening/"
    assert "BUDI" not in walk.text(response)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Berkas ini kosong"),
        (b"\xff\xd8\xff" + bytes(6 * 1024 * 1024), "lebih dari 6 MB"),
        (b"PK\x03\x04 spreadsheet", "bukan foto JPG, PNG, atau PDF"),
        (walk.SHARP[:20_000], "terpotong atau rusak"),
    ],
    ids=["empty", "too big", "not an image", "truncated"],
)
def test_a_bad_file_is_explained_at_its_paper_and_the_others_stay(
    phone: Client, content: bytes, says: str
) -> None:
    walk.to_papers(phone)
    walk.send_paper(phone, "kartu_peserta")
    response = walk.send_paper(phone, "ktp", content)
    body = walk.text(response)
    assert response.status_code == 422
    at_card = body[body.index('data-paper="ktp"') :].split("</section>")[0]
    assert says in at_card
    assert body.count(says) == 1
    assert "1 sudah beres" in body
    assert Document.objects.count() == 1


def test_no_file_at_all_is_said_too(phone: Client) -> None:
    walk.to_papers(phone)
    response = phone.post("/klaim/dokumen/ktp/", {})
    assert response.status_code == 422
    assert "Belum ada foto" in walk.text(response)


def test_a_paper_that_nobody_asked_for_is_not_kept(phone: Client) -> None:
    walk.to_papers(phone)
    assert walk.send_paper(phone, "kk").status_code == 422
    assert Document.objects.count() == 0


def test_a_blurred_paper_must_be_photographed_again_or_left_to_an_officer(phone: Client) -> None:
    walk.to_account(phone)
    walk.send_paper(phone, "paklaring", walk.BLURRED)
    body = walk.open_page(phone, "/klaim/dokumen/")
    assert "Buram di dalam kotak merah" in body
    assert '<rect x="0.' in body
    assert phone.get("/klaim/rekening/").headers["Location"] == "/klaim/dokumen/"
    phone.post("/klaim/dokumen/paklaring/petugas/")
    assert "Dicek petugas" in walk.open_page(phone, "/klaim/dokumen/")
    walk.open_page(phone, "/klaim/rekening/")


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"email": ""}, "email", "Isi alamat surel"),
        ({"email": "sri@"}, "email", "belum lengkap"),
        ({"phone": ""}, "phone", "Isi nomor HP"),
        ({"phone": "12"}, "phone", "belum lengkap"),
    ],
)
def test_a_contact_that_reaches_nobody_is_named_at_its_field(
    phone: Client, changed: dict[str, str], field: str, says: str
) -> None:
    walk.identify(phone)
    response = phone.post("/klaim/kontak/", {**walk.CONTACT, **changed})
    assert response.status_code == 422
    assert says in walk.error_at(walk.text(response), field)


def test_a_slot_that_went_meanwhile_is_said_and_nothing_else_is_lost(phone: Client) -> None:
    walk.to_schedule(phone)
    times = f"/klaim/jadwal/?hari={walk.tomorrow()}"
    slots = walk.free_slots(walk.open_page(phone, times))
    Slot.objects.filter(pk=slots[0]).update(taken=3)
    response = phone.post(times, {"slot": slots[0]})
    body = walk.text(response)
    assert response.status_code == 422
    assert "baru saja diambil orang lain" in body
    assert walk.free_slots(body) == slots[1:]
    assert phone.post(times, {"slot": slots[1]}).headers["Location"] == "/klaim/ringkasan/"


@pytest.mark.parametrize("slot", ["", "no-slot", "00000000-0000-0000-0000-000000000001"])
def test_no_slot_or_none_of_ours_is_said(phone: Client, slot: str) -> None:
    walk.to_schedule(phone)
    response = phone.post("/klaim/jadwal/", {"slot": slot})
    assert response.status_code == 422
    assert "Pilih" in walk.text(response)


def test_a_hold_that_ran_out_is_said_at_submitting_and_another_time_can_be_chosen(phone: Client) -> None:
    walk.to_summary(phone)
    Booking.objects.update(held_until=utc_now() - timedelta(seconds=1))
    response = walk.submit(phone)
    assert response.status_code == 422
    assert "Pilih jam sekali lagi" in walk.text(response)
    slot = walk.free_slots(walk.open_page(phone, f"/klaim/jadwal/?hari={walk.tomorrow()}"))[-1]
    phone.post("/klaim/jadwal/", {"slot": slot})
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"


def test_a_double_click_files_one_claim_with_one_number(phone: Client) -> None:
    walk.to_summary(phone)
    version = walk.value_of(walk.open_page(phone, "/klaim/ringkasan/"), "version")
    first, second = (phone.post("/klaim/ringkasan/", {"version": version}) for _ in range(2))
    assert first.headers["Location"] == "/klaim/selesai/"
    assert second.headers["Location"] == "/lacak/klaim/"
    assert Claim.objects.exclude(number=None).count() == 1


def test_double_clicks_on_the_way_change_nothing(phone: Client) -> None:
    walk.to_summary(phone)
    slot = str(Booking.objects.get().slot_id)
    for path, form in (
        ("/klaim/data/", scene.identity_form()),
        ("/klaim/kontak/", walk.CONTACT),
        ("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OWN}),
        ("/klaim/jadwal/", {"slot": slot}),
    ):
        assert phone.post(path, form).status_code == 302, path
    assert Booking.objects.filter(state="held").count() == 1
    assert Slot.objects.get(pk=slot).taken == 1
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"


def test_what_another_tab_changed_is_shown_before_it_is_submitted(phone: Client) -> None:
    walk.to_summary(phone)
    seen = walk.value_of(walk.open_page(phone, "/klaim/ringkasan/"), "version")
    phone.post("/klaim/kontak/", {**walk.CONTACT, "phone": "0813 9999 8888"})
    response = phone.post("/klaim/ringkasan/", {"version": seen})
    body = walk.text(response)
    assert response.status_code == 422
    assert "diubah di layar lain" in body
    assert "+6281399998888" in body
    assert Claim.objects.get().state == "draft"
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"


def test_after_filing_the_pages_of_the_draft_lead_to_its_status(phone: Client) -> None:
    walk.filed(phone)
    for page in ("syarat", "kontak", "dokumen", "rekening", "jadwal", "ringkasan"):
        assert phone.get(f"/klaim/{page}/").headers["Location"] == "/lacak/klaim/"


def test_a_second_claim_for_the_same_membership_is_told_that_one_is_under_way(phone: Client) -> None:
    walk.filed(phone)
    other = Client()
    walk.identify(other)
    body = walk.open_page(other, "/klaim/syarat/")
    assert "sedang diproses" in body
    assert "Belum bisa sekarang." in body


def test_one_phone_cannot_touch_the_papers_of_another(phone: Client) -> None:
    walk.to_papers(phone)
    walk.send_paper(phone, "ktp")
    other: Any = Client()
    assert other.get("/klaim/dokumen/ktp/gambar/").headers["Location"] == "/lacak/"
    walk.identify(other, scene.OTHER, name="Lina Marlina")
    assert other.get("/klaim/dokumen/ktp/gambar/").status_code == 404
    assert phone.get("/klaim/dokumen/ktp/gambar/").headers["Content-Type"] == "image/jpeg"


def test_a_tax_number_that_cannot_be_one_is_said_at_its_field_and_the_account_is_kept(phone: Client) -> None:
    walk.to_account(phone)
    given = {"bank_code": scene.BANK, "account_number": scene.OWN, "npwp": "12"}
    body = walk.text(phone.post("/klaim/rekening/", given))
    assert walk.error_at(body, "npwp") == "NPWP berisi 15 atau 16 angka, yang diisi 2."
    assert walk.value_of(body, "account_number") == given["account_number"]
    both = {**given, "npwp": "0092542943407000", "has_none": "on"}
    assert "Kosongkan NPWP" in walk.error_at(walk.text(phone.post("/klaim/rekening/", both)), "npwp")
    right = {**given, "npwp": "09.254.294.3-407.000"}
    assert phone.post("/klaim/rekening/", right).headers["Location"] == "/klaim/jadwal/"
