"""Every mail: written at sending, with nothing left undefined, and safe to send twice."""

import pytest
from django.core import mail
from django.test import Client

from lapak.claims.models import Claim
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.outbox.operations import owe
from lapak.outbox.registry import GiveUp, Owed
from lapak.web.letters import delivery
from tests.web.participant import walk
from tests.web.participant.desk_scene import ask_again

pytestmark = pytest.mark.django_db


def owed(claim: Claim, template: str, **details: str) -> Owed:
    payload = {"template": template, "subject_id": str(claim.pk), **details}
    return Owed(new_id(), "mail.send", f"{template}:{claim.pk}", payload, str(claim.pk))


@pytest.mark.parametrize(
    ("template", "details", "says"),
    [
        ("draft_saved", {}, "melanjutkan di perangkat mana pun"),
        ("claim_submitted", {}, "Petugas Tangerang Cikokol menelepon lewat video"),
        (
            "correction_needed",
            {},
            "Buku tabungan atas nama sendiri: Ada bagian",
        ),
        ("decision", {"decision": "approved"}, "disetujui"),
        ("claim_submitted", {}, "Tanda terimanya dapat diunduh lewat tautan di bawah"),
        ("decision", {"decision": "rejected"}, "Surat keputusannya"),
        ("approval_recalled", {}, "petugas memeriksanya sekali lagi"),
        ("paid", {}, "Slip pajaknya dapat diunduh"),
        ("decision", {"decision": "rejected"}, "masih terdaftar bekerja"),
        ("paid", {}, "sudah dikirim ke BANK BNI 1120 •••• 4471"),
        ("returned", {"reason": "account_closed"}, "Uang Anda aman"),
        ("access_code", {}, "Berlaku 30 menit"),
    ],
)
def test_each_mail_says_what_happened_and_what_to_do(
    phone: Client, template: str, details: dict[str, str], says: str
) -> None:
    walk.filed(phone)
    if template == "correction_needed":
        ask_again("buku_tabungan")
    Claim.objects.update(decision_reason="still_working")
    delivery.send(owed(Claim.objects.get(), template, **details), utc_now())
    (sent,) = mail.outbox
    body = str(sent.body)
    assert sent.to == ["sri@example.id"]
    assert says in body
    assert "UNDEFINED" not in body
    assert "&#" not in body
    assert "3603185205860003" not in body
    assert ("/k/" in body) is (template != "access_code")


def test_a_mail_nobody_can_write_or_receive_is_given_up(phone: Client) -> None:
    walk.identify(phone)
    claim = Claim.objects.get()
    with pytest.raises(GiveUp, match="mail_without_address"):
        delivery.send(owed(claim, "draft_saved"), utc_now())
    Claim.objects.update(email="sri@example.id")
    with pytest.raises(GiveUp, match="mail_template_unknown"):
        delivery.send(owed(claim, "birthday_card"), utc_now())


def test_the_outbox_delivers_what_is_owed(phone: Client) -> None:
    walk.identify(phone)
    claim = Claim.objects.get()
    Claim.objects.update(email="sri@example.id")
    payload = {"template": "draft_saved", "subject_id": str(claim.pk)}
    owe(kind="mail.send", key="k", payload=payload, subject=Subject("claim", str(claim.pk)), now=utc_now())
    assert len(walk.deliver_mail()) == 1
    assert len(walk.deliver_mail()) == 1
