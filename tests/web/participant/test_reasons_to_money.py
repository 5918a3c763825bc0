"""Each reason that is no plain end of work: filed on the participant's own pages, and paid."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.models import Claim
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from tests import participant_scene as scene
from tests.web.participant import to_money, walk

pytestmark = pytest.mark.django_db


def day(days_ago: int) -> date:
    return local_date(moment=utc_now(), zone="Asia/Jakarta") - timedelta(days=days_ago)


@dataclass(frozen=True)
class Case:
    """A reason, who files for it, what is said beside it, and what comes of Rp62.480.000."""

    reason: str
    person: scene.Person
    papers: frozenset[str]
    gross: int
    tax: int
    said: dict[str, str] = field(default_factory=dict)
    event_ago: int | None = None


CASES = (
    Case(
        reason="partial_10",
        person=scene.WORKING,
        papers=frozenset({"npwp"}),
        gross=6_248_000,
        tax=0,
    ),
    Case(
        reason="total_disability",
        person=scene.SRI,
        papers=frozenset({"surat_dokter"}),
        gross=62_480_000,
        tax=624_000,
        event_ago=75,
    ),
    Case(
        reason="leaves_indonesia",
        person=scene.SRI,
        papers=frozenset({"paspor"}),
        gross=62_480_000,
        tax=624_000,
        event_ago=-20,
    ),
    Case(
        reason="retirement_agreed",
        person=scene.SRI,
        papers=frozenset({"surat_pensiun"}),
        gross=62_480_000,
        tax=624_000,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.reason)
def test_a_claim_is_filed_on_the_pages_and_paid(phone: Client, core: SmileMemory, case: Case) -> None:
    said = dict(case.said)
    if case.event_ago is not None:
        written = day(case.event_ago).strftime("%d-%m-%Y")
        said |= {"event_on": written, f"event_on-{case.reason}": written}
    answer = walk.identify(phone, case.person, reason=case.reason, **said)
    assert answer.headers["Location"] == "/klaim/syarat/", walk.text(answer)
    page = walk.open_page(phone, "/klaim/syarat/")
    assert "bisa klaim" in page
    assert phone.post("/klaim/kontak/", walk.CONTACT).headers["Location"] == "/klaim/dokumen/"
    kinds = set(Claim.objects.get().papers.values_list("kind", flat=True)) - {"formulir_f5"}
    assert case.papers <= kinds
    for kind in kinds:
        assert walk.send_paper(phone, kind).status_code == 302, kind
    account = phone.post("/klaim/rekening/", {"bank_code": scene.BANK, "account_number": scene.OWN})
    assert account.headers["Location"] == "/klaim/jadwal/", walk.text(account)
    slot = walk.free_slots(walk.open_page(phone, "/klaim/jadwal/?cara=online"))[0]
    phone.post("/klaim/jadwal/?cara=online", {"slot": slot})
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"

    to_money.examined_and_approved(Claim.objects.get())
    to_money.paid()
    claim = Claim.objects.get()
    assert (claim.state, claim.reason) == ("paid", case.reason)
    assert (claim.gross, claim.tax) == (case.gross, case.tax)
    (payment,) = core._book.payments.values()
    assert payment.net == case.gross - case.tax
    assert "Dana sudah dikirim" in walk.open_page(phone, "/lacak/klaim/")
