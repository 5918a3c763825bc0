"""Somebody without a claim sits in a booth and files one there, step by step."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.core import core_system
from lapak.claims.models import Claim
from lapak.claims.ports import AccountHolder, AccountStatus
from lapak.web.visit.tasks import Task
from tests.operations.claims.claim_scene import ACCOUNT, BANK, BORN, KPJ, NAME, NIK, paper, saver
from tests.web.visit.visit_scene import VisitScene, text_of, work_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def core(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> SmileMemory:
    """The twin of the core system knows one saver and the own account."""
    holder = AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
    twin = SmileMemory(members=[saver()], accounts={(BANK, ACCOUNT): holder})
    monkeypatch.setattr("lapak.claims.inquiries.core_system", lambda: twin)
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    core_system.cache_clear()
    return twin


def test_a_walk_in_files_a_claim_at_the_booth(scene: VisitScene) -> None:
    claim = scene.claim(
        3, state="draft", number=None, submitted_at=None, facts={}, email="", phone="", account_name=""
    )
    claim.papers.all().delete()
    place = scene.sit_down(claim)
    client = scene.booth_client(place)

    def send(task: str, **fields: Any) -> Any:
        return client.post(work_address(place.ticket_id, task), fields)

    wrong = send("identitas", nik="1", kpj=KPJ, name=NAME, birth_date="12-04-1985", reason="resigned")
    assert wrong.status_code == 422
    assert "NIK berisi 16 angka" in text_of(wrong, "task")
    assert f'value="{NAME}"' in wrong.content.decode()

    answer = send("identitas", nik=NIK, kpj=KPJ, name=NAME, birth_date=f"{BORN:%d-%m-%Y}", reason="resigned")
    assert "Nomor HP dan alamat surel" in text_of(answer, "task")
    answer = send("kontak", phone="0812 1234 4120", email="hartono@contoh.id")
    assert "Rekening atas nama sendiri" in text_of(answer, "task")
    answer = send("rekening", bank_code=BANK, account_number=ACCOUNT)
    papers = 0
    while 'data-task="papers"' in answer.content.decode():
        kind = answer.content.decode().partition('name="kind" value="')[2].partition('"')[0]
        file = SimpleUploadedFile("x.pdf", paper(kind), content_type="application/pdf")
        answer = send("foto", kind=kind, picture=file)
        papers += 1
        assert papers < 12
    assert f'data-task="{Task.SUBMIT}"' in answer.content.decode()
    answer = send("kirim")
    assert Claim.objects.get(pk=claim.pk).state == "submitted"
    assert "Periksa data pembayaran" in text_of(answer, "task")


def test_who_cannot_claim_yet_reads_why_and_may_ask_the_officer(scene: VisitScene, core: SmileMemory) -> None:
    claim = scene.claim(3, state="draft", number=None, submitted_at=None, facts={})
    place = scene.sit_down(claim)
    fields = {"nik": "3603011204850004", "kpj": KPJ, "name": NAME, "birth_date": "12-04-1985"}
    answer = scene.booth_client(place).post(
        work_address(place.ticket_id, "identitas"), {**fields, "reason": "resigned"}
    )
    assert "belum ditemukan" in text_of(answer, "task")
