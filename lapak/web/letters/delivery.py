"""Mails to participants: written at sending, so that the outbox holds no personal data and no secret.

Django's mail backend (settings.EMAIL_BACKEND) is the adapter that carries them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lapak.booking.queries import BookingView, active_booking, latest_booking, offer, place, soonest_elsewhere
from lapak.claims.programmes import programme
from lapak.claims.queries.letters import Letter, letter
from lapak.claims.rules.banks import bank_name
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.kernel.errors import NotFound
from lapak.offices.queries import branch
from lapak.outbox.registry import GiveUp, Owed, handler
from lapak.people.operations import AccessRefused, issue_code, issue_link
from lapak.queueing.queries import ticket
from lapak.web.letters.batches import tell_company
from lapak.web.letters.carrying import carry
from lapak.web.letters.short import ALONE, send_beside, send_instead

Subject = Callable[[Letter], str]

SUBJECTS: Mapping[str, Subject] = {
    "draft_saved": lambda _one: _("Isian klaim Anda tersimpan"),
    "claim_submitted": lambda one: _("Klaim %(number)s sudah kami terima") % {"number": one.number},
    "correction_needed": lambda one: _("Klaim %(number)s: perlu foto lagi") % {"number": one.number},
    "decision": lambda one: _("Kabar klaim %(number)s") % {"number": one.number},
    "paid": lambda one: _("Klaim %(number)s: dana sudah dikirim") % {"number": one.number},
    "reason_proposed": lambda one: _("Klaim %(number)s: benarkah alasannya?") % {"number": one.number},
    "returned": lambda one: _("Klaim %(number)s: dana kembali, perlu rekening lain") % {"number": one.number},
    "not_paid_yet": lambda one: _("Klaim %(number)s: dana ternyata belum terkirim") % {"number": one.number},
    "approval_recalled": lambda one: _("Klaim %(number)s: kami periksa sekali lagi") % {"number": one.number},
    "slot_offered": lambda _one: _("Ada waktu yang lebih cepat untuk Anda"),
    "offer_recalled": lambda _one: _("Tempat yang ditawarkan tidak ada lagi"),
    "claim_link": lambda _one: _("Tautan ke klaim Anda"),
    "lot_turn": lambda _one: _("Giliran Anda memilih waktu"),
    "lot_listed": lambda _one: _("Anda masuk daftar tunggu"),
    "appointment_moved": lambda _one: _("Waktu janji Anda berubah"),
    "appointment_cancelled": lambda _one: _("Janji Anda batal, pilih waktu lain"),
    "ticket_called": lambda _one: _("Nomor Anda dipanggil"),
    "sent_to_branch": lambda _one: _("Kunjungan Anda pindah kantor, giliran ikut terbawa"),
    "not_served": lambda _one: _("Belum terlayani hari ini, giliran Anda kami simpan"),
    "correction_reminder": lambda one: _("Klaim %(number)s: dokumen masih ditunggu") % {"number": one.number},
    "deadline_extended": lambda one: _("Klaim %(number)s: batas waktu ditambah") % {"number": one.number},
    "withdrawn": lambda one: _("Klaim %(number)s dibatalkan") % {"number": one.number},
    "expired": lambda one: _("Klaim %(number)s: batas waktu lewat") % {"number": one.number},
    "reopened": lambda one: _("Klaim %(number)s dibuka lagi") % {"number": one.number},
    "objection_upheld": lambda one: _("Jawaban untuk klaim %(number)s") % {"number": one.number},
    "collective_filed": lambda one: (
        _("Klaim %(number)s diajukan untuk Anda. Benarkah?") % {"number": one.number}
    ),
    "collective_draft": lambda _one: _("Klaim JHT Anda sudah diisikan, tinggal dilanjutkan"),
    "access_code": lambda one: _("Kode masuk untuk klaim %(number)s") % {"number": one.number},
}


REASONS: Mapping[str, ReasonKind] = {  # mails that carry a reason staff chose
    "reopened": ReasonKind.REOPENING,
    "objection_upheld": ReasonKind.OBJECTION_ANSWER,
    "deadline_extended": ReasonKind.EXTENSION,
}


@handler("mail.send")
def send(message: Owed, now: datetime) -> None:
    """Write one mail and hand it to the mail server; sent twice, it carries a second link, equally good."""
    template, claim_id = message.payload["template"], UUID(message.payload["subject_id"])
    try:
        facts = letter(claim_id=claim_id)
    except NotFound as gone:
        if tell_company(message=message, now=now):
            return
        raise GiveUp(gone.code) from gone
    if template not in SUBJECTS:
        raise GiveUp("mail_template_unknown")
    if not facts.to and template not in ALONE:
        raise GiveUp("mail_without_address")
    with translation.override(settings.LANGUAGE_CODE):
        context = _context(facts, message.payload, now)
        if not facts.to:
            send_instead(template=template, claim_id=claim_id, facts=context, reference=message.key, now=now)
            return
        mail = EmailMessage(
            subject=SUBJECTS[template](facts),
            body=render_to_string(f"mail/{template}.txt", context),
            to=[facts.to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        carry(mail, kind=message.kind, now=now)
        send_beside(template=template, claim_id=claim_id, facts=context, reference=message.key, now=now)


def _context(facts: Letter, payload: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    booking = active_booking(subject_id=facts.claim_id)
    whose = programme(facts.programme)
    secret = _code(facts.claim_id, now) if payload["template"] == "access_code" else ""
    return {
        "letter": facts,
        "payload": payload,
        "code": secret,
        "link": "" if secret else _link(facts.claim_id, now),
        "booking": booking,
        "branch": _branch(facts, booking),
        "lot": place(entry_id=UUID(payload["entry"])) if "entry" in payload else None,
        "offer": offer(offer_id=UUID(payload["offer"])) if "offer" in payload else None,
        "ticket": ticket(ticket_id=UUID(payload["ticket"])) if "ticket" in payload else None,
        **(_change(facts.claim_id, payload["was"], now) if "was" in payload else {}),
        "bank": bank_name(facts.bank_code) if facts.bank_code else "",
        "asked": [
            (whose.paper_label(one.kind), whose.ask_again_reason(one.reason_code).sentence, one.deadline)
            for one in facts.asked_again
        ],
        "rejection": whose.rejection_reason(facts.decision_reason).sentence
        if payload.get("decision") == "rejected"
        else "",
        "reason": reason(REASONS[payload["template"]], payload["reason"]).sentence
        if payload["template"] in REASONS
        else "",
    }


def _change(claim_id: UUID, was: str, now: datetime) -> dict[str, Any]:
    """Return when the appointment was, on the clock of its branch, and the soonest time at another branch."""
    last = latest_booking(subject_id=claim_id)
    if last is None:
        raise GiveUp("booking_unknown")
    elsewhere = soonest_elsewhere(channel=last.slot.channel, now=now, not_at=last.slot.branch_id)
    return {"was": datetime.fromisoformat(was), "zone": last.slot.zone, "elsewhere": elsewhere}


def _link(claim_id: UUID, now: datetime) -> str:
    secret = issue_link(subject_id=claim_id, now=now)
    return settings.PUBLIC_URL.rstrip("/") + reverse("participant:open_link", args=[secret])


def _code(claim_id: UUID, now: datetime) -> str:
    try:
        return issue_code(subject_id=claim_id, now=now)
    except AccessRefused as refusal:
        raise GiveUp(refusal.code) from refusal


def _branch(facts: Letter, booking: BookingView | None) -> Any:
    branch_id = booking.slot.branch_id if booking else facts.branch_id
    return branch(branch_id=branch_id) if branch_id else None
