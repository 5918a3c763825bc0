"""Everything a screen of a visit shows, put together once for all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.calls.queries import lines
from lapak.calls.rules.modes import Side
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import proposed_reason
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.banks import bank_name
from lapak.claims.rules.eligibility import Weight
from lapak.claims.rules.needs import TYPES, Need
from lapak.desk.queries.entries import confirmed_entries
from lapak.desk.rules.entries import Entry
from lapak.desk.rules.stages import STEPS, PlaceMode, Stage
from lapak.kernel.masking import mask_account, mask_email, mask_phone
from lapak.web.participant import payout
from lapak.web.participant.findings import Reason, reason
from lapak.web.participant.forms import ContactForm
from lapak.web.participant.identity_form import IdentityForm, known_identity
from lapak.web.participant.payout import PayoutForm
from lapak.web.participant.people_forms import PartyForm, WholeForm
from lapak.web.participant.people_words import lines_of, order_says, rows_of
from lapak.web.participant.views.people import acting_form, known_whole
from lapak.web.participant.words import Address, address_of
from lapak.web.visit.scope import Scope
from lapak.web.visit.tasks import STAGES, Task, is_at_hand, papers_to_photograph, task_of

STEP_TITLES = {
    1: gettext_lazy("Salam dan kenali petugas"),
    2: gettext_lazy("Tunjukkan KTP asli"),
    3: gettext_lazy("Foto wajah"),
    4: gettext_lazy("Periksa hitungan dan rekening"),
    5: gettext_lazy("Tanda tangan"),
}
STEP_SENTENCES = {
    1: gettext_lazy("Petugas menyapa dan memastikan ini benar %(you)s."),
    2: gettext_lazy("Dekatkan ke kamera, di dalam garis kuning. Jari jangan menutupi tulisan."),
    3: gettext_lazy("Lihat lurus ke kamera. Lepas masker dan kacamata gelap sebentar."),
    4: gettext_lazy("Cocokkan jumlah dan rekening ini bersama petugas."),
    5: gettext_lazy("Baca formulirnya, lalu tanda tangan di layar ini atau di HP %(you)s."),
}
MOST_LINES = 8  # shown at once; the newest say what the talk is about
PICTURED_STEPS = (2, 3)
SUM_STEP = 4


@dataclass(frozen=True)
class Step:
    """One of the five steps; `has_picture` when the own camera is shown beside it."""

    number: int
    title: str
    sentence: str
    is_done: bool
    is_now: bool

    @property
    def has_picture(self) -> bool:
        """Whether the person needs to see what the camera sees."""
        return self.number in PICTURED_STEPS

    @property
    def has_sum(self) -> bool:
        """Whether the amounts stand beside it."""
        return self.number == SUM_STEP


@dataclass(frozen=True)
class EntryRow:
    """One line of the own data: masked, with whether the person called it right."""

    entry: Entry
    label: str
    value: str
    is_confirmed: bool
    form: str


@dataclass(frozen=True)
class PaperWanted:
    """A paper to photograph, with what was wrong with the last one."""

    kind: str
    label: str
    sentence: str
    deadline: date | None


def state_of(
    *,
    scope: Scope,
    now: datetime,
    form: forms.Form | None = None,
    shown: Task | None = None,
    notice: str = "",
) -> dict[str, Any]:
    """Return what the templates need; `form` is one that was sent back, `shown` the page it is on."""
    visit = scope.visit
    seen = claim(claim_id=visit.claim_id, now=now)
    confirmed = confirmed_entries(ticket_id=visit.ticket_id)
    task = task_of(visit=visit, claim=seen, confirmed=confirmed)
    address = address_of(seen)
    open_form = form or _form_for(task, seen)
    return {
        "scope": scope,
        "visit": visit,
        "claim": seen,
        "address": address,
        "task": task,
        "task_stage": STAGES.get(task, ""),
        "task_at_hand": is_at_hand(visit=visit, task=task),
        "shown": shown or task,
        "form": open_form,
        "is_sent_back": form is not None,
        "notice": notice,
        "steps": _steps(visit.step, visit.stage, address),
        "rows": _rows(seen, confirmed),
        "confirmed": len(confirmed),
        "papers": _papers(seen),
        "proposal": proposed_reason(claim_id=seen.id),
        "acting_lines": lines_of(seen.acting) if seen.acting else [],
        "reasons": _reasons(seen, address),
        "claim_reason": _reason_label(seen),
        "programme": programme(seen.programme),
        "bank_name": bank_name(seen.bank_code),
        "minutes_left": _minutes_left(scope, now),
        "hold_minutes": _minutes(visit.hold_limit.total_seconds()) if visit.hold_limit else 0,
        "says": _says(scope, address),
        **_talk(scope),
        **_people(seen),
        "edits_contact": ContactForm(initial={"phone": seen.phone, "email": seen.email}, auto_id="ubah_%s"),
        "edits_account": _account_form(seen, auto_id="ubah_%s"),
    }


def _people(seen: ClaimView) -> dict[str, Any]:
    """Return what the page of heirs shows, for a claim after a death."""
    acting = seen.acting
    if acting is None or not acting.is_after_death:
        return {}
    return {
        "people_rows": rows_of(acting),
        "order_says": order_says(acting),
        "party_form": PartyForm(claim=seen, number=None, auto_id="orang_%s"),
        "whole_form": WholeForm(claim=seen, initial=known_whole(acting)),
    }


def _talk(scope: Scope) -> dict[str, Any]:
    """Return what was typed so far, and how the person wants to read.

    `heard` is the officer's last line, which screen readers say aloud.
    """
    typed = lines(visit_id=scope.visit.ticket_id, most=MOST_LINES)
    heard = next((line for line in reversed(typed) if line.by is Side.OFFICER), None)
    needs = set(needs_of(claim_ids=[scope.visit.claim_id]).get(scope.visit.claim_id, ()))
    return {
        "lines": typed,
        "heard": heard,
        "talk_is_open": bool(typed) or bool(needs & TYPES),
        "reads_large": Need.LARGE_TEXT in needs,
    }


def _steps(now_at: int, stage: Stage | None, address: Address) -> list[Step]:
    is_over = stage is Stage.DONE
    return [
        Step(
            number=number,
            title=str(STEP_TITLES[number]),
            sentence=str(STEP_SENTENCES[number]) % {"you": address.you},
            is_done=is_over or number < now_at,
            is_now=not is_over and number == now_at,
        )
        for number in STEPS
    ]


def _rows(seen: ClaimView, confirmed: frozenset[Entry]) -> list[EntryRow]:
    account = f"{bank_name(seen.bank_code)} {mask_account(seen.account_number)}".strip()
    values = [
        (Entry.ACCOUNT_HOLDER, _("Nama pemilik rekening"), seen.account_name, "rekening"),
        (Entry.ACCOUNT_NUMBER, _("Nomor rekening"), account, "rekening"),
        (Entry.PHONE, _("Nomor HP untuk kabar klaim"), mask_phone(seen.phone), "kontak"),
        (Entry.EMAIL, _("Alamat surel"), mask_email(seen.email), "kontak"),
    ]
    return [
        EntryRow(entry, label, value, is_confirmed=entry in confirmed, form=form)
        for entry, label, value, form in values
    ]


def _papers(seen: ClaimView) -> list[PaperWanted]:
    whose = programme(seen.programme)
    return [
        PaperWanted(
            kind=paper.asked.kind,
            label=paper.asked.label,
            sentence=whose.ask_again_reason(paper.reason_code).sentence
            if paper.reason_code
            else paper.asked.why,
            deadline=paper.deadline,
        )
        for paper in papers_to_photograph(claim=seen)
    ]


def _reasons(seen: ClaimView, address: Address) -> list[Reason]:
    if seen.eligibility is None:
        return []
    against = [*seen.eligibility.of_weight(Weight.BLOCKS), *seen.eligibility.of_weight(Weight.WAITS)]
    return [reason(finding, claim=seen, address=address) for finding in against]


def _reason_label(seen: ClaimView) -> str:
    if not (seen.rule_set and seen.reason):
        return ""
    return programme(seen.programme).rule_set_by_id(seen.rule_set).reason(seen.reason).label


def _form_for(task: Task, seen: ClaimView) -> forms.Form | None:
    if task is Task.IDENTITY:
        return IdentityForm(initial=known_identity(seen), programme=programme(seen.programme), on=seen.today)
    if task is Task.ACTING and seen.acting is not None:
        return acting_form(None, seen.acting)
    if task is Task.CONTACT:
        return ContactForm(initial={"phone": seen.phone, "email": seen.email})
    if task is Task.ACCOUNT:
        return _account_form(seen)
    return None


def _account_form(seen: ClaimView, *, auto_id: str = "id_%s") -> PayoutForm:
    return PayoutForm(initial=payout.known(seen), auto_id=auto_id, claim=seen)


def _minutes_left(scope: Scope, now: datetime) -> int:
    until = scope.visit.alone_until
    return max(0, _minutes((until - now).total_seconds())) if until else 0


def _minutes(seconds: float) -> int:
    return ceil(seconds / 60)


def _says(scope: Scope, address: Address) -> str:
    """Return the sentence that screen readers hear when it changes."""
    visit = scope.visit
    facts = {"officer": visit.officer_name, "you": address.you}
    if visit.state != "at_desk":
        return ""
    if visit.mode is PlaceMode.FOCUS:
        return _("%(officer)s sekarang bersama %(you)s. Kamera dan mikrofon menyala.") % facts
    if visit.mode is PlaceMode.WORK:
        return _("Petugas melihat %(you)s, tidak mendengar.") % facts
    if not visit.is_confirmed:
        return _("Kamera dan mikrofon mati. %(officer)s segera menyapa.") % facts
    return _("Kamera dan mikrofon mati. %(officer)s segera kembali.") % facts
