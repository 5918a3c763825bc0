import re

import pytest
from django.test import Client
from icalendar import Calendar

from lapak.claims.models import Claim
from tests.web.participant import walk

pytestmark = pytest.mark.django_db


def test_the_first_page_has_four_doors_and_says_how_busy_offices_are(phone: Client) -> None:
    body = walk.open_page(phone, "/beranda/")
    for door in ("Ajukan klaim", "Lacak klaim", "Datang ke kantor", "Perusahaan"):
        assert door in body
    assert "Tangerang Cikokol" in body
    assert "Lengang" in body
    assert "OTP, PIN, atau uang" in body


def test_a_claim_is_filed_from_the_first_page_to_its_number(phone: Client) -> None:
    walk.to_summary(phone)
    summary = walk.open_page(phone, "/klaim/ringkasan/")
    for fact in (
        "Sri Wahyuni",
        "3603185205860003",
        "sri@example.id",
        "SRI WAHYUNI",
        "Rp61.856.000",
        "Tangerang Cikokol",
    ):
        assert fact in summary
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"
    done = walk.open_page(phone, "/klaim/selesai/")
    claim = Claim.objects.get()
    assert claim.number in done
    assert (claim.state, claim.channel) == ("submitted", "online")
    assert walk.link_in(done)


def test_the_answer_gives_reasons_the_sum_and_the_papers_in_plain_words(phone: Client) -> None:
    walk.identify(phone)
    body = walk.open_page(phone, "/klaim/syarat/")
    assert "Ya, Bu Sri bisa klaim sekarang." in body
    assert "Ibu mengundurkan diri" in body
    assert "Masa tunggu 1 bulan selesai" in body
    assert "Nama, NIK, dan tanggal lahir cocok" in body
    assert "Rp62.480.000" in body
    assert "Rp61.856.000" in body
    assert "Siapkan 6 dokumen" in body
    assert "Permenaker 4/2022" in body


def test_a_draft_is_taken_up_again_where_it_was_left(phone: Client) -> None:
    walk.to_papers(phone)
    walk.send_paper(phone, "ktp")
    assert phone.get("/klaim/").headers["Location"] == "/klaim/dokumen/"
    assert "Lanjutkan klaim" in walk.open_page(phone, "/beranda/")


def test_a_draft_is_taken_up_on_another_phone_by_the_link_in_the_mail(phone: Client) -> None:
    walk.to_papers(phone)
    (mail,) = walk.deliver_mail()
    other = Client()
    opened = other.get(walk.link_in(mail), follow=True)
    assert opened.redirect_chain[-1][0] == "/klaim/dokumen/"
    assert "Kartu peserta (KPJ)" in walk.text(opened)


def test_no_page_can_be_reached_before_the_one_that_is_unfinished(phone: Client) -> None:
    later = ("kontak", "dokumen", "rekening", "jadwal", "ringkasan")
    for page in later:
        assert phone.get(f"/klaim/{page}/").headers["Location"] == "/lacak/"
    walk.identify(phone)
    for page in later[1:]:
        assert phone.get(f"/klaim/{page}/").headers["Location"] == "/klaim/kontak/"


def test_going_back_keeps_what_was_entered(phone: Client) -> None:
    walk.to_schedule(phone)
    assert walk.value_of(walk.open_page(phone, "/klaim/data/"), "nik") == "3603185205860003"
    assert "sri@example.id" in walk.open_page(phone, "/klaim/kontak/")
    assert "112000014471" in walk.open_page(phone, "/klaim/rekening/")


def test_the_appointment_comes_as_a_calendar_file(phone: Client) -> None:
    number = walk.filed(phone)
    response = phone.get("/klaim/janji.ics")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert number in str(event["description"])
    assert event.decoded("dtend") > event.decoded("dtstart")


def test_on_site_the_claim_shows_a_qr_that_the_tablet_knows(phone: Client) -> None:
    from lapak.booking.queries import arrival_qr, booking_by_token, latest_booking

    walk.filed(phone, cara="onsite")
    claim = Claim.objects.get()
    booking = latest_booking(subject_id=claim.pk)
    assert booking is not None
    assert claim.channel == "onsite"
    assert "<svg" in walk.open_page(phone, "/klaim/selesai/")
    assert booking_by_token(text=arrival_qr(booking_id=booking.id)) == booking


def test_on_site_without_an_appointment_a_claim_is_filed_too(phone: Client) -> None:
    walk.to_schedule(phone)
    page = walk.open_page(phone, "/klaim/jadwal/?cara=onsite")
    branch = re.search(r'name="branch" value="([0-9a-f-]+)"', page)
    assert branch
    phone.post("/klaim/jadwal/?cara=onsite", {"branch": branch.group(1)})
    assert "Tanpa janji" in walk.open_page(phone, "/klaim/ringkasan/")
    walk.submit(phone)
    assert Claim.objects.get().state == "submitted"


def test_the_mail_after_filing_names_number_and_appointment_and_its_link_opens_the_claim(
    phone: Client,
) -> None:
    number = walk.filed(phone)
    body = walk.deliver_mail()[-1]
    assert number in body
    assert "Janji Anda" in body
    other = Client()
    opened = other.get(walk.link_in(body), follow=True)
    assert opened.redirect_chain[-1][0] == "/lacak/klaim/"
    assert number in walk.text(opened)


def test_no_personal_data_stands_in_the_outbox_or_in_an_address(phone: Client) -> None:
    from lapak.outbox.models import Message

    walk.filed(phone)
    stored = str(list(Message.objects.values_list("payload", flat=True)))
    for secret in ("sri@example.id", "3603185205860003", "Sri", "/k/"):
        assert secret not in stored
