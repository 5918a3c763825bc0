import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.models import Claim, PaperState
from lapak.claims.ports import CoreUnavailable
from lapak.kernel.clock import utc_now
from lapak.people.models import ParticipantAccess
from lapak.people.operations import issue_link
from tests import participant_scene as scene
from tests.web.participant import walk
from tests.web.participant.desk_scene import ask_again
from tests.web.participant.payment_scene import payment_returned

pytestmark = pytest.mark.django_db
PERSONAL = ("Sri", "Wahyuni", "3603185205860003", "sri@example.id", "112000014471", "Rp6")


def code_in(body: str) -> str:
    found = re.search(r"^[34679ACDEFGHJKMNPQRTWXY]{6}$", body, re.M)
    assert found, body
    return found.group()


def track(phone: Client, number: str) -> str:
    assert phone.post("/lacak/", {"number": number}).headers["Location"] == "/lacak/klaim/"
    return walk.open_page(phone, "/lacak/klaim/")


def test_by_number_only_the_status_is_shown(phone: Client) -> None:
    number = walk.filed(phone)
    body = track(Client(), number)
    assert "Klaim sudah kami terima" in body
    assert "Sekarang giliran petugas" in body
    for step in (
        "Klaim diterima",
        "Bicara dengan petugas",
        "Diperiksa pejabat kedua",
        "Dana dikirim ke rekening",
    ):
        assert step in body
    for data in PERSONAL:
        assert data not in body
    assert "data-live" not in body  # what happens to the claim is told to its owner


def test_finished_steps_carry_day_hour_and_zone(phone: Client) -> None:
    walk.filed(phone)
    body = walk.open_page(phone, "/lacak/klaim/")
    assert re.search(r"<time[^>]*>\s*\w{3}, \d+ \w{3} · \d\d\.\d\d WIB", body)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Isi nomor klaim"),
        ("hello", "misalnya K-2020-0618-0743"),
        ("K-2020-0618-0745", "keliru atau tertukar"),
        ("K-2020-0618-0473", "keliru atau tertukar"),
        ("K-2020-0618-0743", "tidak ditemukan"),
    ],
)
def test_a_wrong_number_is_explained_at_its_field(phone: Client, number: str, says: str) -> None:
    response = phone.post("/lacak/", {"number": number})
    assert response.status_code == 422
    assert says in walk.error_at(walk.text(response), "number")


def test_the_code_from_the_mail_opens_the_claim(phone: Client) -> None:
    number = walk.filed(phone)
    other = Client()
    track(other, number)
    assert other.post("/lacak/kode/kirim/").headers["Location"] == "/lacak/kode/"
    code = code_in(walk.deliver_mail()[-1])
    assert other.post("/lacak/kode/", {"code": code.lower()}).headers["Location"] == "/lacak/klaim/"
    body = walk.open_page(other, "/lacak/klaim/")
    assert "Rekening berakhiran 71" in body
    assert "KPJ 16•••••302" in body


def test_guessed_codes_are_refused_and_after_five_the_right_one_too(phone: Client) -> None:
    number = walk.filed(phone)
    other = Client()
    track(other, number)
    other.post("/lacak/kode/kirim/")
    code = code_in(walk.deliver_mail()[-1])
    for attempt in range(5):
        response = other.post("/lacak/kode/", {"code": "AAAAAA"})
        assert response.status_code == 422
        expected = "Terlalu banyak percobaan" if attempt == 4 else "tidak dikenal"
        assert expected in walk.error_at(walk.text(response), "code")
    response = other.post("/lacak/kode/", {"code": code})
    assert "Terlalu banyak percobaan" in walk.error_at(walk.text(response), "code")
    assert other.get("/klaim/janji.ics").status_code == 302


def test_asking_twice_for_a_code_sends_one_mail(phone: Client) -> None:
    number = walk.filed(phone)
    walk.deliver_mail()
    mail.outbox.clear()
    other = Client()
    track(other, number)
    for _ in range(2):
        other.post("/lacak/kode/kirim/")
    assert len(walk.deliver_mail()) == 1


@pytest.mark.parametrize("secret", ["guessed", "A" * 43])
def test_a_guessed_link_opens_nothing_and_says_how_to_get_in(phone: Client, secret: str) -> None:
    walk.filed(phone)
    body = walk.open_page(Client(), f"/k/{secret}/", status=404)
    assert "tidak dikenal" in body
    assert "Masuk dengan nomor klaim" in body


def test_an_expired_link_opens_nothing(phone: Client) -> None:
    walk.filed(phone)
    secret = issue_link(subject_id=Claim.objects.get().pk, now=utc_now())
    ParticipantAccess.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    assert "sudah tidak berlaku" in walk.open_page(Client(), f"/k/{secret}/", status=404)


def test_a_secret_link_leaves_the_address_and_gets_a_new_session_key(phone: Client) -> None:
    walk.filed(phone)
    secret = issue_link(subject_id=Claim.objects.get().pk, now=utc_now())
    other = Client()
    other.post("/lacak/", {"number": "x"})
    before = other.session.session_key
    response = other.get(f"/k/{secret}/", follow=True)
    assert secret not in walk.text(response)
    assert other.session.session_key != before


def test_a_paper_asked_again_opens_in_its_step_and_a_new_photo_sends_the_claim_on(phone: Client) -> None:
    walk.filed(phone)
    ask_again("buku_tabungan")
    body = walk.open_page(phone, "/lacak/klaim/")
    for said in (
        "Perlu satu foto lagi",
        "Perbaiki 1 dokumen",
        "pantulan cahaya",
        "Mohon sebelum",
        "giliran Anda",
    ):
        assert said in body
    assert "Hitungan berhenti selama kami menunggu Anda" in body
    sent = walk.send_paper(phone, "buku_tabungan", walk.drawn_again(), at="/lacak/klaim/dokumen/")
    assert sent.headers["Location"] == "/lacak/klaim/"
    body = walk.open_page(phone, "/lacak/klaim/")
    assert "Foto baru sudah kami terima" in body
    assert Claim.objects.get().state == "submitted"


def test_the_same_photo_or_a_bad_file_is_refused_in_its_step(phone: Client) -> None:
    walk.filed(phone)
    ask_again("buku_tabungan")
    for content, says in ((walk.SHARP, "foto yang sama"), (b"text", "bukan foto JPG")):
        response = walk.send_paper(phone, "buku_tabungan", content, at="/lacak/klaim/dokumen/")
        assert response.status_code == 422
        assert says in walk.text(response)
    assert PaperState.objects.get(kind="buku_tabungan").state == "asked_again"


def test_without_the_code_a_correction_is_named_but_cannot_be_sent(phone: Client) -> None:
    number = walk.filed(phone)
    ask_again("buku_tabungan")
    other = Client()
    body = track(other, number)
    assert "Perbaiki 1 dokumen" in body
    assert 'type="file"' not in body
    assert "kode yang dikirim ke surel" in body
    assert walk.send_paper(other, "buku_tabungan", at="/lacak/klaim/dokumen/").status_code == 403


def test_a_borrowed_phone_forgets_the_claim(phone: Client) -> None:
    walk.filed(phone)
    phone.post("/lacak/tutup/")
    assert phone.get("/klaim/selesai/").headers["Location"] == "/lacak/"
    assert phone.get("/lacak/klaim/").headers["Location"] == "/lacak/"


def test_after_a_returned_payment_another_account_is_asked_inside_its_step(phone: Client) -> None:
    walk.filed(phone)
    payment_returned()
    body = walk.open_page(phone, "/lacak/klaim/")
    assert "Dana kembali dari bank, uang Anda aman" in body
    assert "Sekarang giliran Anda" in body
    wrong = phone.post("/lacak/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OTHERS})
    assert wrong.status_code == 422
    assert "atas nama orang lain" in walk.error_at(walk.text(wrong), "account_number")
    given = phone.post("/lacak/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.SECOND})
    assert given.headers["Location"] == "/lacak/klaim/"
    body = walk.open_page(phone, "/lacak/klaim/")
    assert "Rekening baru sudah kami terima" in body
    assert 'name="account_number"' not in body


def test_a_new_account_is_kept_while_the_bank_does_not_answer(phone: Client, core: SmileMemory) -> None:
    walk.filed(phone)
    payment_returned()
    core.fail_next("inquire_account", CoreUnavailable("down"))
    account = {"bank_code": scene.BANK, "account_number": scene.SECOND}
    response = phone.post("/lacak/klaim/rekening/", account)
    assert "bukan salah Anda" in walk.text(response)
    assert scene.SECOND in walk.text(response)
    assert phone.post("/lacak/klaim/rekening/", account).status_code == 302


def test_without_the_code_no_account_can_be_given(phone: Client) -> None:
    number = walk.filed(phone)
    payment_returned()
    other = Client()
    assert 'name="account_number"' not in track(other, number)
    account = {"bank_code": scene.BANK, "account_number": scene.SECOND}
    assert other.post("/lacak/klaim/rekening/", account).status_code == 403
