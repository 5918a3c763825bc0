"""The journal of a claim as people read it: newest first, from the day it was filed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.programme import Programme
from lapak.claims.rules.workflow import ReasonKind
from lapak.claims.rules.workflow import reason as workflow_reason
from lapak.journal.rules import Link
from lapak.kernel.actors import ActorKind
from lapak.kernel.errors import InvalidInput
from lapak.people.queries import staff_member
from lapak.web.checker.words import LOOKS, RETURNS, SENT_BACK, paper_words, words

FILED = "claim.submit"
LOOKED = "document.looked_at"

SENTENCES: Mapping[str, tuple[str | Promise, str]] = {  # words and icon
    "claim.started": (_("Klaim dimulai"), "pencil"),
    "claim.identity_entered": (_("Data diri diisi"), "pencil"),
    "claim.answered": (_("Data kepesertaan dicek"), "database"),
    "claim.contact_given": (_("Kontak diisi"), "phone"),
    "claim.account_entered": (_("Rekening diisi"), "credit-card"),
    "claim.account_answered": (_("Rekening dicek ke bank"), "landmark"),
    "claim.branch_chosen": (_("Kantor cabang dipilih"), "building-2"),
    "claim.branch_moved": (_("Pindah ke kantor cabang lain"), "building-2"),
    "claim.slot_chosen": (_("Jadwal dipilih"), "calendar"),
    FILED: (_("Klaim diterima"), "inbox"),
    "claim.opened_in_core": (_("Terdaftar di sistem inti"), "server"),
    "claim.refused_by_core": (_("Ditolak sistem inti"), "shield-alert"),
    "claim.begin_service": (_("Bicara dengan petugas"), "video"),
    "claim.interrupt_service": (_("Bicara terputus"), "wifi-off"),
    "claim.take_file": (_("Dilanjutkan petugas tanpa kunjungan"), "pencil"),
    "claim.put_back": (_("Kembali ke antrean"), "undo-2"),
    "claim.reason_proposed": (_("Alasan lain ditanyakan"), "circle-alert"),
    "claim.reason_proposal_taken_back": (_("Pertanyaan alasan dibatalkan"), "undo-2"),
    "claim.reason_changed": (_("Alasan diubah, peserta setuju"), "check"),
    "claim.reason_declined": (_("Alasan tetap, peserta tidak setuju"), "x"),
    "claim.checked": (_("Pemeriksaan dicatat"), "list-checks"),
    "claim.noted": (_("Catatan petugas"), "message-square-text"),
    "claim.paper_given": (_("Dokumen dikirim"), "image-up"),
    "claim.paper_accepted": (_("Dokumen diterima petugas"), "check"),
    "claim.paper_asked_again": (_("Dokumen diminta lagi"), "refresh-cw"),
    "claim.ask_correction": (_("Perbaikan diminta"), "refresh-cw"),
    "claim.correct": (_("Perbaikan dikirim"), "image-up"),
    "claim.papers_added": (_("Berkas susulan dari perusahaan"), "image-up"),
    "claim.form_signed": (_("Formulir ditandatangani"), "signature"),
    "claim.verify": (_("Diajukan ke pejabat kedua"), "send"),
    "claim.propose_rejection": (_("Penolakan diusulkan"), "octagon-alert"),
    "claim.opened": (_("Klaim dibuka"), "eye"),
    LOOKED: (_("Dokumen tertutup dibuka"), "eye"),
    "claim.approval_given": (_("Disetujui, menunggu pejabat lain"), "shield-check"),
    "claim.approve": (_("Disetujui"), "shield-check"),
    "claim.return_to_officer": (_("Dikembalikan ke petugas"), "undo-2"),
    "claim.recall": (_("Ditarik kembali ke petugas"), "undo-2"),
    "claim.record_unpaid": (_("Ternyata belum dibayar"), "circle-alert"),
    "claim.payment_compared": (_("Dicocokkan dengan sistem inti"), "database"),
    "claim.order_sent_anew": (_("Pesanan dikirim lagi"), "refresh-cw"),
    "claim.reject": (_("Ditolak"), "x"),
    "claim.order_payment": (_("Pembayaran dipesan"), "banknote"),
    "claim.order_taken": (_("Pesanan ulang diterima"), "banknote"),
    "claim.order_refused": (_("Pesanan tidak diterima"), "circle-alert"),
    "claim.order_again": (_("Pembayaran dipesan ulang"), "banknote"),
    "claim.record_paid": (_("Dibayar"), "check-check"),
    "claim.record_returned": (_("Dikembalikan bank"), "undo-2"),
    "claim.tried_again": (_("Pengiriman dicoba lagi"), "refresh-cw"),
    "claim.asked_core_again": (_("Sistem inti ditanya lagi"), "database"),
    "claim.message_given_up": (_("Pengiriman dihentikan"), "x"),
    "claim.finding_resolved": (_("Selisih ditutup"), "check"),
    "claim.withdraw": (_("Dibatalkan peserta"), "x"),
    "claim.reopen": (_("Dibuka lagi"), "undo-2"),
    "claim.reopen_for_papers": (_("Dibuka lagi"), "undo-2"),
    "claim.objected": (_("Keberatan diajukan"), "scale"),
    "claim.objection_upheld": (_("Keberatan dijawab, keputusan tetap"), "scale"),
    "claim.sampled": (_("Dilihat sekali lagi (contoh acak)"), "dices"),
    "claim.finding_seen": (_("Temuan ditindaklanjuti"), "check-check"),
    "claim.signal_explained": (_("Hal yang dilihat dijelaskan"), "scan-eye"),
    "claim.deadline_extended": (_("Batas dokumen ditambah"), "calendar-clock"),
    "claim.expire": (_("Lewat batas waktu"), "hourglass"),
}


_WORKFLOW_REASONS = {
    "claim.reopen": ReasonKind.REOPENING,
    "claim.reopen_for_papers": ReasonKind.REOPENING,
    "claim.objection_upheld": ReasonKind.OBJECTION_ANSWER,
    "claim.deadline_extended": ReasonKind.EXTENSION,
    "claim.sampled": ReasonKind.SAMPLE_FINDING,
}


@dataclass(frozen=True)
class TrailLine:
    """One line: what, by whom and with what detail, when (UTC), and how often in a row."""

    words: str
    icon: str
    note: str
    at: datetime
    times: int


def trail_lines(
    *, links: Sequence[Link], looks: Sequence[Link], reader_id: int, programme: Programme
) -> tuple[TrailLine, ...]:
    """Return the lines, newest first; the same act of the same person in a row becomes one.

    `looks` are openings of closed pictures. Before filing it was a draft: that part stays in the journal.
    """
    filed = next((place for place, link in enumerate(links) if link.what == FILED), 0)
    shown = sorted([*links[filed:], *looks], key=lambda link: link.at, reverse=True)
    names = _Names(reader_id)
    details = {id(link): "; ".join(_details(link, programme)) for link in shown}
    runs = groupby(shown, key=lambda link: (link.what, link.actor_kind, link.actor_id, details[id(link)]))
    return tuple(_line(list(run), names, detail) for (*_act, detail), run in runs)


def _line(run: Sequence[Link], names: "_Names", detail: str) -> TrailLine:
    newest = run[0]
    said, icon = SENTENCES.get(newest.what, (newest.what, "info"))
    note = ", ".join(filter(None, [names.of(newest), detail]))
    return TrailLine(str(said), icon, note, newest.at, len(run))


def _details(link: Link, programme: Programme) -> Iterator[str]:
    kind, reason = link.data.get("kind", ""), link.data.get("reason", "")
    if link.what == "claim.approval_given":
        yield _t("%(given)s dari %(needed)s") % link.data
    if kind and link.what != "claim.paper_accepted":  # many in a row: they are counted, not named
        yield paper_words(kind, programme=programme)
    if reason:
        yield _t("alasan: %(reason)s") % {"reason": _reason(link.what, reason, programme)}


def _reason(what: str, code: str, programme: Programme) -> str:
    try:
        if what == "claim.paper_asked_again":
            return programme.ask_again_reason(code).label
        if what in ("claim.propose_rejection", "claim.reject"):
            return programme.rejection_reason(code).label
    except InvalidInput:  # a reason that is no longer offered
        return code
    if what in _WORKFLOW_REASONS:
        return workflow_reason(_WORKFLOW_REASONS[what], code).label
    return words({**LOOKS, **RETURNS, **SENT_BACK}, code)


class _Names:
    """Who did something, as the reader knows them; each is looked up once."""

    def __init__(self, reader_id: int) -> None:
        self._known = {str(reader_id): _t("Anda")}

    def of(self, link: Link) -> str:
        """Return the name of who acted."""
        if link.actor_kind == ActorKind.STAFF:
            if link.actor_id not in self._known:
                member = staff_member(id=int(link.actor_id))
                self._known[link.actor_id] = member.display_name if member else _t("staf")
            return self._known[link.actor_id]
        return {
            ActorKind.PARTICIPANT: _t("peserta"),
            ActorKind.DEVICE: _t("peserta di bilik"),
            ActorKind.SYSTEM: _t("sistem"),
        }[ActorKind(link.actor_kind)]
