"""Words for companies and their lists of workers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from lapak.collective.rules.batches import BatchState, TalkKind
from lapak.collective.rules.mandates import Revocation
from lapak.collective.rules.size import SizeClass
from lapak.collective.rules.workers import Heard, Objection, Word
from lapak.web.templatetags.lapak_text import plain_date

SIZES = {
    SizeClass.MICRO: _("mikro"),
    SizeClass.SMALL: _("kecil"),
    SizeClass.MEDIUM: _("menengah"),
    SizeClass.LARGE: _("besar"),
}
REVOCATIONS = {
    Revocation.DISMISSED: _("Wakil diberhentikan"),
    Revocation.BY_COMPANY: _("Dicabut perusahaan"),
    Revocation.LAID_DOWN: _("Diletakkan sendiri"),
    Revocation.REPLACED: _("Diganti surat kuasa lain"),
    Revocation.MISUSE: _("Disalahgunakan"),
}
BATCHES = {
    BatchState.PROPOSED: _("Menunggu cabang"),
    BatchState.AGREED: _("Disepakati"),
    BatchState.REFUSED: _("Tidak bisa hari itu"),
    BatchState.DONE: _("Selesai"),
}
TALKS = {
    TalkKind.IDENTITY: _("Pencocokan identitas wakil"),
    TalkKind.BATCH: _("Rombongan hari ini"),
    TalkKind.WORKER: _("Pekerja yang terpilih"),
}
OBJECTIONS = {
    Objection.NEVER_WORKED_THERE: _("Tidak pernah bekerja di perusahaan itu"),
    Objection.NOT_WANTED: _("Tidak ingin diajukan sekarang"),
    Objection.DATA_WRONG: _("Datanya ada yang salah"),
}
HEARD = {
    Heard.ENDED: _("Keberatan Anda sampai ke kantor cabang. Klaim ini berhenti."),
    Heard.OWN: _("Keberatan Anda sampai ke kantor cabang. Klaim ini sekarang Anda urus sendiri."),
    Heard.HELD: _("Keberatan Anda sampai ke kantor cabang. Petugas memeriksa klaim ini lagi, belum dibayar."),
    Heard.LATE: _("Keberatan Anda sampai ke kantor cabang. Klaim ini sudah diputuskan, jadi tidak berhenti."),
}
ANSWERS = {
    Word.NONE: _("belum menjawab"),
    Word.CONFIRMED: _("membenarkan"),
    Word.OBJECTED: _("keberatan"),
    Word.TAKEN_OVER: _("mengurus sendiri"),
}

# What keeps a worker from being filed: what it is, and what to do.
FINDINGS = {
    "member_not_found": (_("NIK dan nomor peserta tidak cocok"), _("Lihat kartu peserta dan KTP pekerja.")),
    "name_differs": (
        _("Nama berbeda dari data peserta"),
        _("Tulis seperti di KTP."),
    ),
    "birth_date_differs": (_("Tanggal lahir berbeda"), _("Lihat KTP pekerja.")),
    "membership_active": (_("Masih aktif di perusahaan ini"), _("Laporkan berhentinya di sistem inti dulu.")),
    "works_elsewhere": (_("Masih aktif di perusahaan lain"), _("Rinciannya hanya dikirim ke pekerja.")),
    "left_for_other": (_("Terakhir bekerja di tempat lain"), _("Rinciannya hanya dikirim ke pekerja.")),
    "not_of_company": (_("Bukan pekerja NPP ini"), _("Periksa nomor pesertanya.")),
    "end_date_differs": (_("Tanggal berhenti berbeda"), _("Sistem inti mencatat %(ended_on)s.")),
    "end_date_missing": (_("Tanggal berhenti belum dilaporkan"), _("Laporkan di sistem inti dulu.")),
    "reason_differs": (_("Alasan berhenti berbeda"), _("Samakan dengan laporan di sistem inti.")),
    "member_reported_dead": (_("Peserta tercatat meninggal"), _("Ahli waris mengajukan sendiri.")),
    "waiting": (_("Belum lewat 1 bulan"), _("Bisa diajukan mulai %(from_date)s.")),
    "nothing_to_pay": (_("Tidak ada saldo"), _("Rinciannya hanya dikirim ke pekerja.")),
    "already_paid": (_("Sudah pernah dibayar"), _("Rinciannya hanya dikirim ke pekerja.")),
    "claim_in_progress": (_("Sudah ada klaim berjalan"), _("Pekerja melacaknya sendiri.")),
    "on_another_list": (_("Ada di daftar lain"), _("Keluarkan dari salah satu daftar.")),
    "account_holder_differs": (_("Nama rekening berbeda"), _("Minta pekerja mengecek. Harus milik sendiri.")),
    "account_dormant": (_("Rekening tidak aktif"), _("Minta pekerja mengaktifkannya di bank.")),
    "account_unusable": (_("Rekening tidak ditemukan"), _("Periksa bank dan nomornya.")),
    "account_missing": (_("Rekening belum diisi"), _("Isi bank dan nomor rekening.")),
    "not_answered": (_("Belum terjawab sistem inti"), _("Periksa lagi nanti.")),
    "objected": (_("Pekerja keberatan"), _("Hubungi pekerjanya.")),
}
OTHERWISE = (_("Perlu diperiksa"), _("Tanya petugas cabang."))


def found_words(code: str, dates: Mapping[str, Any]) -> tuple[str, str]:
    """Return what keeps a worker from being filed, and what to do. `dates` are the days it names (ISO)."""
    told = {name: plain_date(datetime.fromisoformat(day).date()) for name, day in dates.items()}
    problem, advice = map(str, FINDINGS.get(code, OTHERWISE))
    return problem, advice % told if told else advice
