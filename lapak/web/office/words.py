"""The words of the office pages: messages held up, and differences between two books of payments."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.claims.operations.trying_again import WhyGivenUp
from lapak.claims.rules.reconciliation import MENDED, Difference

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """What a message is about, and what happens when it is tried again."""

    what: Text
    again: Text


_KINDS: Mapping[str, Kind] = {
    "core.open_claim": Kind(
        _("Klaim ini belum terdaftar di sistem inti"),
        _("Sistem inti ditanya lagi. Kalau masih ditolak, petugas mengusulkan penolakan."),
    ),
    "core.order_payment": Kind(
        _("Pesanan bayar belum sampai ke sistem inti"),
        _("Pesanan yang sama dikirim lagi. Dana tidak akan terkirim dua kali."),
    ),
    "core.watch_payment": Kind(
        _("Kabar pembayaran belum didapat"),
        _("Sistem inti ditanya lagi apakah dana sudah terkirim."),
    ),
    "mail.crowd_alarm": Kind(
        _("Surel tentang ruang yang hampir penuh belum terkirim"), _("Surel yang sama dikirim lagi.")
    ),
    "mail.send": Kind(_("Surel ke peserta belum terkirim"), _("Surel ditulis dan dikirim lagi.")),
}
_OTHER = Kind(_("Pesan ke sistem lain belum terkirim"), _("Pesan yang sama dikirim lagi."))

_STOPPED: Mapping[str, Text] = {
    "membership_active": _("Menurut sistem inti peserta masih bekerja."),
    "member_merged": _("Nomor peserta digabung ke nomor lain."),
    "unknown_member": _("Sistem inti tidak mengenal nomor peserta."),
    "nothing_to_pay": _("Menurut sistem inti saldonya kosong."),
    "claim_number_used": _("Nomor klaim sudah dipakai klaim lain di sistem inti."),
    "idempotency_key_reused": _("Sistem inti menerima isi yang lain dengan kunci yang sama."),
    "core_answer_invalid": _("Jawaban sistem inti tidak bisa dipakai."),
    "payment_not_known": _("Sistem inti tidak mengenal pesanan yang pernah diterimanya."),
    "mail_not_taken": _("Server surel tidak menerima surelnya."),
    "mail_address_refused": _("Server surel menolak alamat peserta. Hubungi lewat telepon."),
    "sms_not_taken": _("Gerbang SMS tidak menjawab."),
    "sms_refused": _("Gerbang SMS menolak nomor ini."),
    "mail_without_address": _("Peserta belum memberi alamat surel."),
    "mail_template_unknown": _("Jenis surel ini tidak dikenal lagi."),
    "claim_unknown": _("Klaimnya tidak ada lagi."),
    "alarm_unknown": _("Alarmnya tidak ada lagi."),
}
_STOPPED_OTHERWISE = _("Ada gangguan yang belum dikenal. Beri tahu pengelola.")

# What waits without anybody having to do something, by code.
WAITING: Mapping[str, Text] = {
    "core_unavailable": _("Menunggu sistem inti menjawab"),
    "mail_server_away": _("Menunggu server surel menjawab"),
    "payment_differs": _("Dibayar lain dari pesanan, menunggu selisihnya ditutup"),
}

WHY_GIVEN_UP: Mapping[WhyGivenUp, Text] = {
    WhyGivenUp.DONE_OTHERWISE: _("Sudah beres dengan cara lain"),
    WhyGivenUp.NOT_NEEDED: _("Tidak diperlukan lagi"),
    WhyGivenUp.IMPOSSIBLE: _("Tidak mungkin terkirim"),
}

# What differed, and what was done about it or is to be done by a person.
DIFFERENCES: Mapping[Difference, tuple[Text, Text]] = {
    Difference.TAKEN_UNKNOWN: (
        _("Sistem inti sudah punya pesanannya"),
        _("Dicatat. Pembayarannya diikuti lagi."),
    ),
    Difference.PAID_UNKNOWN: (
        _("Dana sudah dibayar, kami belum tahu"),
        _("Dicatat sebagai dibayar. Peserta sudah dikabari."),
    ),
    Difference.RETURNED_UNKNOWN: (
        _("Dana dikembalikan bank, kami belum tahu"),
        _("Dicatat. Peserta diminta memberi rekening lain."),
    ),
    Difference.NOT_PAID: (
        _("Kami kira sudah dibayar, ternyata masih diproses"),
        _("Dikoreksi. Peserta sudah dikabari, pembayarannya diikuti lagi."),
    ),
    Difference.NEVER_HEARD: (
        _("Sistem inti kehilangan pesanannya"),
        _("Pesanan yang sama dikirim lagi, jadi tidak dibayar dua kali."),
    ),
    Difference.NEVER_ORDERED: (
        _("Dibayar tanpa pesanan dari kami"),
        _("Tanyakan ke pengelola sistem inti siapa yang memesan. Jangan setujui klaimnya dulu."),
    ),
    Difference.SUM_DIFFERS: (
        _("Jumlah yang dibayar berbeda"),
        _("Cocokkan dengan bukti bank, lalu minta kekurangan atau kelebihannya diurus pusat."),
    ),
    Difference.ACCOUNT_DIFFERS: (
        _("Dibayar ke rekening lain"),
        _("Minta pusat menahan atau menarik dana itu. Hubungi peserta."),
    ),
    Difference.CONTRADICTS: (
        _("Pesanan yang sudah berakhir masih berjalan di sistem inti"),
        _("Tanyakan ke pengelola sistem inti sebelum memesan lagi."),
    ),
}
NOT_MENDED: Text = _(
    "Belum bisa dibereskan sendiri, misalnya karena peserta sudah mengajukan klaim lain."
    " Tanyakan ke pengelola sistem inti, lalu hubungi peserta."
)


def difference_words(kind: Difference, *, mended: bool) -> tuple[Text, Text]:
    """Return what differs, and what was done about it or, where it was not put right, what is to do."""
    what, then = DIFFERENCES[kind]
    return what, NOT_MENDED if kind in MENDED and not mended else then


def kind_of(code: str) -> Kind:
    """Return what a kind of message is about."""
    return _KINDS.get(code, _OTHER)


def stopped(code: str) -> Text:
    """Return what stopped a message, in a sentence."""
    return _STOPPED.get(code, _STOPPED_OTHERWISE)
