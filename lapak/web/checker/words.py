"""The words of the checker's pages: codes of claims, checks, findings and the journal as Indonesian text."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.second_look import Why

Words = Mapping[str, str | Promise]

STATES: Words = {
    ClaimState.VERIFIED: _("Menunggu persetujuan"),
    ClaimState.REJECTION_PROPOSED: _("Diusulkan ditolak"),
    ClaimState.RETURNED_TO_OFFICER: _("Dilihat lagi oleh petugas"),
    ClaimState.IN_SERVICE: _("Sedang bersama petugas"),
    ClaimState.NEEDS_CORRECTION: _("Menunggu perbaikan peserta"),
    ClaimState.SUBMITTED: _("Menunggu petugas"),
    ClaimState.APPROVED: _("Disetujui"),
    ClaimState.ORDERED: _("Pembayaran dipesan"),
    ClaimState.PAYMENT_RETURNED: _("Pembayaran dikembalikan bank"),
    ClaimState.PAID: _("Dibayar"),
    ClaimState.REJECTED: _("Ditolak"),
    ClaimState.WITHDRAWN: _("Dibatalkan peserta"),
    ClaimState.EXPIRED: _("Lewat batas waktu"),
    ClaimState.DRAFT: _("Belum diajukan"),
}

ORDERS: Words = {
    "ordered": _("Dipesan, menunggu bank"),
    "paid": _("Dibayar"),
    "returned": _("Dikembalikan bank"),
    "refused": _("Tidak diterima sistem inti"),
    "withdrawn": _("Ditarik sebelum dikirim"),
}

# Reasons of the bank and the core system for a payment that did not arrive.
RETURNS: Words = {
    "account_closed": _("rekening sudah ditutup"),
    "account_dormant": _("rekening tidak aktif"),
    "account_unknown": _("rekening tidak dikenal"),
    "account_name_differs": _("nama pemilik berbeda"),
    "returned_by_bank": _("dikembalikan bank tanpa keterangan"),
    "payment_already_ordered": _("masih ada pesanan lain"),
    "unknown_claim": _("klaim tidak dikenal sistem inti"),
    "insufficient_balance": _("saldo di sistem inti kurang"),
    "amounts_do_not_add_up": _("angka pesanan tidak cocok"),
    "order_withdrawn": _("pesanan sudah ditarik"),
}

WHY: Mapping[str, tuple[str | Promise, str, str]] = {  # words, icon, colour of the badge
    Why.ORDER_AGAIN: (_("Pesan ulang"), "banknote", "info"),
    Why.REJECTION_PROPOSED: (_("Usul ditolak"), "octagon-alert", "bad"),
    Why.DIFFERENCE: (_("%(n)s beda data"), "alert-filled", "warning"),
    Why.LARGE_SUM: (_("Di atas Rp100 juta"), "circle-dollar-sign", "warning"),
}

FINDINGS: Words = {
    "name_near": _("Ejaan nama"),
    "nik_birth_date_differs": _("Tanggal lahir di NIK"),
    "reason_differs": _("Alasan berhenti"),
    "account_holder_near": _("Ejaan nama di rekening"),
}

SENT_BACK: Words = {
    "member_unknown": _("kepesertaan tidak ditemukan lagi"),
    "membership_changed": _("data kepesertaan berubah"),
    "balance_changed": _("saldo berubah"),
    "account_changed": _("keadaan rekening berubah"),
    "sum_changed": _("hitungan berubah"),
    "member_merged": _("nomor peserta digabung ke nomor lain"),
    "payments_changed": _("ada pembayaran lain di rekening peserta"),
    "core_refused": _("sistem inti menolak klaim ini"),
    "recalled": _("dikembalikan ke petugas"),
    "done_otherwise": _("sudah beres dengan cara lain"),
    "not_needed": _("tidak diperlukan lagi"),
    "impossible": _("tidak mungkin terkirim"),
}

LOOKS: Words = {
    "match_holder": _("mencocokkan nama pemilik"),
    "explain_difference": _("menjelaskan beda data"),
    "payment_returned": _("pembayaran dikembalikan"),
    "approval": _("persetujuan"),
    "file": _("melihat berkas"),
}

PAPERS: Words = {  # as short as a caption; other kinds are called as in the rules
    "foto_diri": _("Wajah"),
    "buku_tabungan": _("Buku tabungan"),
    "kartu_peserta": _("Kartu peserta"),
    "paklaring": _("Paklaring"),
    "kk": _("KK"),
}


def words(table: Words, code: str) -> str:
    """Return the words for a code, or the code itself where there are none yet."""
    return str(table.get(code, code))


def paper_words(kind: str, *, programme: Programme) -> str:
    """Return what a kind of paper is called; pictures taken at the desk have no rule that names them."""
    try:
        return words(PAPERS, kind) if kind in PAPERS else programme.paper_label(kind)
    except KeyError:
        return str(_("Foto dari meja"))
