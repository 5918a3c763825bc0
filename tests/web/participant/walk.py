"""The participant's walk through the forms, as a browser without script would take it."""

import re
from datetime import date, timedelta
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.outbox import tasks
from tests import drawn_papers as drawn
from tests import participant_scene as scene

KINDS = ("ktp", "kartu_peserta", "paklaring", "buku_tabungan", "npwp", "foto_diri")
CONTACT = {"email": "sri@example.id", "phone": "0812 3456 4120"}
SHARP = drawn.as_jpeg(drawn.on_table(drawn.card(), size=(1200, 900)))
BLURRED = drawn.as_jpeg(drawn.blurred(drawn.on_table(drawn.letter(), size=(1200, 900)), 6))


def text(response: Any) -> str:
    """Return the page, after making sure that no variable in it was left undefined."""
    body: str = response.content.decode()
    assert "UNDEFINED VARIABLE" not in body, re.findall(r"UNDEFINED VARIABLE [^<\"]*", body)
    return body


def open_page(phone: Client, path: str, *, status: int = 200) -> str:
    response = phone.get(path)
    assert response.status_code == status, (path, response.status_code, response.headers.get("Location"))
    assert response["Cache-Control"] == "no-store"
    return text(response)


def error_at(body: str, field: str) -> str:
    """Return what the page says at a field, empty when nothing."""
    found = re.search(rf'id="id_{field}_error">.*?<span>(.*?)</span>', body, re.S)
    return re.sub(r"\s+", " ", found.group(1)) if found else ""


def value_of(body: str, field: str) -> str:
    found = re.search(rf'name="{field}" value="([^"]*)"', body)
    return found.group(1) if found else ""


def identify(phone: Client, person: scene.Person = scene.SRI, **changed: str) -> Any:
    return phone.post("/klaim/data/", scene.identity_form(person, **changed))


def send_paper(phone: Client, kind: str, content: bytes = SHARP, *, at: str = "/klaim/dokumen/") -> Any:
    return phone.post(f"{at}{kind}/", {"file": SimpleUploadedFile("foto.jpg", content, "image/jpeg")})


def to_papers(phone: Client) -> None:
    assert identify(phone).headers["Location"] == "/klaim/syarat/"
    assert phone.post("/klaim/kontak/", CONTACT).headers["Location"] == "/klaim/dokumen/"


def to_account(phone: Client) -> None:
    to_papers(phone)
    for kind in KINDS:
        assert send_paper(phone, kind).status_code == 302, kind


def to_schedule(phone: Client) -> None:
    to_account(phone)
    sent = phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OWN})
    assert sent.headers["Location"] == "/klaim/jadwal/", text(sent)


def free_slots(body: str) -> list[str]:
    """Return the ids of the times that can be chosen on the page."""
    return re.findall(r'name="slot" value="([0-9a-f-]{36})" data-label="[^"]*">', body)


def tomorrow() -> date:
    """Return the next day at the branch: whole, while in the evening little of today is left to book."""
    return local_date(moment=utc_now(), zone="Asia/Jakarta") + timedelta(days=1)


def to_summary(phone: Client, *, cara: str = "online") -> None:
    to_schedule(phone)
    slot = free_slots(open_page(phone, f"/klaim/jadwal/?cara={cara}"))[0]
    sent = phone.post(f"/klaim/jadwal/?cara={cara}", {"slot": slot})
    assert sent.headers["Location"] == "/klaim/ringkasan/", text(sent)


def submit(phone: Client) -> Any:
    version = value_of(open_page(phone, "/klaim/ringkasan/"), "version")
    return phone.post("/klaim/ringkasan/", {"version": version})


def filed(phone: Client, *, cara: str = "online") -> str:
    """File a claim and return its number."""
    to_summary(phone, cara=cara)
    assert submit(phone).headers["Location"] == "/klaim/selesai/"
    found = re.search(r"K-\d{4}-\d{4}-\d{4}", open_page(phone, "/klaim/selesai/"))
    assert found
    return found.group()


def deliver_mail() -> list[str]:
    """Deliver what is owed and return the texts of the mails sent so far."""
    tasks.deliver(lane="mail")
    return [str(one.body) for one in mail.outbox]


def link_in(body: str) -> str:
    found = re.search(r"http://testserver(/k/[\w-]+/)", body)
    assert found, body
    return found.group(1)


def drawn_again() -> bytes:
    """Return another sharp photograph of the same card."""
    return drawn.as_jpeg(drawn.on_table(drawn.card(), size=(1200, 900), noise=5))
