"""What the participant's pages say: how somebody is addressed, and findings and steps put into sentences."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.eligibility import Eligibility, Finding, FindingCode, Verdict, Weight
from lapak.claims.rules.tracking import Headline, StepCode, WhoActs
from lapak.kernel.identity import InvalidIdentity, Sex, parse_nik
from lapak.web.templatetags.lapak_text import plain_date

Text = str | Promise
_C, _H = FindingCode, Headline


@dataclass(frozen=True)
class Address:
    """How somebody is spoken to: `Ibu`, and `Bu Sri`; `Anda` while nobody knows who it is."""

    you: str
    name: str


@dataclass(frozen=True)
class Reason:
    """One reason of an answer: what was found, and what it means or what to do."""

    weight: Weight
    title: str
    detail: str


def address_of(claim: ClaimView) -> Address:
    """Return how to address who acts in the claim, by the sex that the NIK tells and the first name."""
    if claim.acting is not None and claim.acting.acting is None:
        return Address(_("Anda"), _("Anda"))
    person = claim.person
    try:
        sex = parse_nik(person.nik, on=claim.today).sex
    except InvalidIdentity:
        return Address(_("Anda"), _("Anda"))
    first = person.name.split()[0].title() if person.name else ""
    if sex is Sex.FEMALE:
        return Address(_("Ibu"), f"{_('Bu')} {first}".strip())
    return Address(_("Bapak"), f"{_('Pak')} {first}".strip())


_ENDED: dict[str, Text] = {
    "resigned": gettext_lazy("%(you)s mengundurkan diri %(ended_on)s"),
    "laid_off": gettext_lazy("%(you)s berhenti karena PHK %(ended_on)s"),
    "retirement_age": gettext_lazy("%(you)s berhenti bekerja %(ended_on)s"),
}

_FINDINGS: dict[FindingCode, tuple[Text, Text]] = {
    _C.MEMBER_NOT_FOUND: (
        gettext_lazy("NIK dan nomor peserta ini belum ditemukan bersama"),
        gettext_lazy("Periksa keduanya di KTP dan kartu peserta. Tetap tidak ditemukan? Hubungi 175."),
    ),
    _C.IDENTITY_MATCHES: (
        gettext_lazy("Nama, NIK, dan tanggal lahir cocok"),
        gettext_lazy("Sama dengan data kepesertaan"),
    ),
    _C.NAME_NEAR: (
        gettext_lazy("Nama hampir sama dengan data kepesertaan"),
        gettext_lazy("Tidak menghalangi. Petugas akan menanyakan ejaan nama %(you)s."),
    ),
    _C.NAME_DIFFERS: (
        gettext_lazy("Nama berbeda dengan data kepesertaan"),
        gettext_lazy("Tulis nama persis seperti di KTP. Bila sudah sama, datang ke cabang dengan KTP asli."),
    ),
    _C.BIRTH_DATE_DIFFERS: (
        gettext_lazy("Tanggal lahir berbeda dengan data kepesertaan"),
        gettext_lazy("Periksa tanggalnya. Bila sudah sama dengan KTP, datang ke cabang dengan KTP asli."),
    ),
    _C.NIK_BIRTH_DATE_DIFFERS: (
        gettext_lazy("Tanggal di dalam NIK berbeda dengan tanggal lahir"),
        gettext_lazy("Tidak menghalangi. Petugas akan melihat KTP asli %(you)s."),
    ),
    _C.NIK_REGION_UNKNOWN: (
        gettext_lazy("Kode wilayah di dalam NIK tidak ada di daftar kami"),
        gettext_lazy("Tidak menghalangi. Petugas akan melihat KTP asli %(you)s."),
    ),
    _C.MEMBERSHIP_INACTIVE: (
        gettext_lazy("Kepesertaan sudah nonaktif"),
        gettext_lazy("Perusahaan melapor %(deactivated_on)s"),
    ),
    _C.MEMBERSHIP_ACTIVE: (
        gettext_lazy("Masih tercatat bekerja"),
        gettext_lazy(
            "Minta bagian personalia perusahaan melaporkan tanggal berhenti, lalu cek lagi di sini."
        ),
    ),
    _C.END_DATE_MISSING: (
        gettext_lazy("Tanggal berhenti belum dilaporkan perusahaan"),
        gettext_lazy("Minta bagian personalia perusahaan melaporkannya, lalu cek lagi di sini."),
    ),
    _C.WAITING_OVER: ("", gettext_lazy("Masa tunggu 1 bulan selesai %(from_date)s")),
    _C.WAITING: ("", gettext_lazy("Aturannya menunggu satu bulan penuh, sampai %(from_date)s.")),
    _C.AGE_REACHED: (gettext_lazy("Usia pensiun sudah tercapai"), gettext_lazy("Sejak %(from_date)s")),
    _C.BELOW_AGE: (
        gettext_lazy("Usia pensiun belum tercapai"),
        gettext_lazy("Tercapai %(from_date)s. Bila berhenti karena alasan lain, ganti alasannya."),
    ),
    _C.REASON_DIFFERS: (
        gettext_lazy("Alasan berhenti berbeda dengan laporan perusahaan"),
        gettext_lazy("Tidak menghalangi. Petugas akan menanyakannya."),
    ),
    _C.NOTHING_TO_PAY: (
        gettext_lazy("Saldo tercatat nol"),
        gettext_lazy("Merasa keliru? Hubungi 175 atau datang ke cabang."),
    ),
    _C.ALREADY_PAID: (
        gettext_lazy("Saldo ini sudah pernah dibayarkan"),
        gettext_lazy("Merasa belum menerima? Hubungi 175 atau datang ke cabang."),
    ),
    _C.CLAIM_IN_PROGRESS: (
        gettext_lazy("Klaim untuk nomor peserta ini sedang diproses"),
        gettext_lazy("Tidak perlu mengajukan lagi. Buka halaman lacak klaim."),
    ),
    _C.ACCOUNT_MATCHES: (
        gettext_lazy("Rekening atas nama sendiri"),
        gettext_lazy("Bank menyebut nama yang sama"),
    ),
    _C.ACCOUNT_HOLDER_NEAR: (
        gettext_lazy("Nama pemilik rekening hampir sama"),
        gettext_lazy("Tidak menghalangi. Petugas akan melihat buku tabungan %(you)s."),
    ),
    _C.ACCOUNT_HOLDER_DIFFERS: (
        gettext_lazy("Rekening ini atas nama orang lain"),
        gettext_lazy("Uang hanya dikirim ke rekening atas nama %(you)s sendiri. Isi rekening lain."),
    ),
    _C.ACCOUNT_DORMANT: (
        gettext_lazy("Rekening ini tidak aktif"),
        gettext_lazy("Aktifkan lagi di bank, atau isi rekening lain atas nama sendiri."),
    ),
    _C.ACCOUNT_UNUSABLE: (
        gettext_lazy("Rekening ini tidak ditemukan atau sudah ditutup"),
        gettext_lazy("Periksa bank dan nomornya di buku tabungan, atau isi rekening lain."),
    ),
}


_FOR_PAYEE: dict[FindingCode, tuple[Text, Text]] = {
    _C.ACCOUNT_MATCHES: (
        gettext_lazy("Rekening atas nama %(payee)s"),
        gettext_lazy("Bank menyebut nama yang sama"),
    ),
    _C.ACCOUNT_HOLDER_DIFFERS: (
        gettext_lazy("Rekening ini atas nama orang lain"),
        gettext_lazy("Uang hanya dikirim ke rekening atas nama %(payee)s. Isi rekening lain."),
    ),
}

_FIRST = (
    _C.WAITING_OVER,
    _C.WAITING,
    _C.AGE_REACHED,
    _C.BELOW_AGE,
    _C.MEMBERSHIP_INACTIVE,
    _C.MEMBERSHIP_ACTIVE,
)


def in_telling_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings as they are told: first when work ended, then the membership, then the rest."""
    return sorted(findings, key=lambda one: _FIRST.index(one.code) if one.code in _FIRST else len(_FIRST))


def reason(finding: Finding, *, claim: ClaimView, address: Address) -> Reason:
    """Return a finding in words, with its dates."""
    title, detail = _FINDINGS[finding.code]
    if finding.code in (_C.WAITING, _C.WAITING_OVER):
        title = _ENDED.get(claim.reason, _ENDED["retirement_age"])
    if finding.code is _C.MEMBERSHIP_INACTIVE and "deactivated_on" not in finding.dates:
        detail = _("Sudah dilaporkan perusahaan")
    if claim.acting is not None and finding.code in _FOR_PAYEE:
        title, detail = _FOR_PAYEE[finding.code]
    facts = {
        "you": address.you,
        "payee": claim.payee_name,
        **{name: plain_date(day) for name, day in finding.dates.items()},
    }
    return Reason(finding.weight, str(title) % facts, str(detail) % facts)


def answer_title(answer: Eligibility, *, address: Address, today: date) -> str:
    """Return the plain answer: yes, from a day, or not yet."""
    if answer.verdict is Verdict.MAY_CLAIM:
        return _("Ya, %(name)s bisa klaim sekarang.") % {"name": address.name}
    if answer.verdict is Verdict.FROM_DATE and answer.from_date is not None:
        return _("Belum bisa sekarang. Bisa mulai %(day)s.") % {
            "day": short_day(answer.from_date, beside=today)
        }
    return _("Belum bisa sekarang.")


def short_day(day: date, *, beside: date) -> str:
    """Return `14 Juli`, with the year when it is another than that of `beside`."""
    words = plain_date(day)
    return words.rsplit(" ", 1)[0] if beside.year == day.year else words


_HEADLINES: dict[Headline, tuple[Text, Text]] = {
    _H.NOT_SUBMITTED: (
        gettext_lazy("Klaim belum diajukan"),
        gettext_lazy("Isian sudah tersimpan, tinggal dilanjutkan."),
    ),
    _H.WAITING_FOR_TALK: (
        gettext_lazy("Klaim sudah kami terima"),
        gettext_lazy("Berikutnya bicara dengan petugas, sesuai janji."),
    ),
    _H.TALKING: (
        gettext_lazy("Sedang bicara dengan petugas"),
        gettext_lazy("Petugas memeriksa data dan dokumen."),
    ),
    _H.PAPER_ASKED_AGAIN: (
        gettext_lazy("Perlu satu foto lagi"),
        gettext_lazy("Dokumen lain sudah tersimpan, tidak perlu diulang."),
    ),
    _H.PAPER_RECEIVED_AGAIN: (
        gettext_lazy("Foto baru sudah kami terima"),
        gettext_lazy("Petugas melihatnya, lalu klaim berjalan lagi."),
    ),
    _H.LOOKED_AT_AGAIN: (
        gettext_lazy("Petugas memeriksa sekali lagi"),
        gettext_lazy("Tidak ada yang perlu Anda lakukan."),
    ),
    _H.BEING_CHECKED: (
        gettext_lazy("Sedang diperiksa pejabat kedua"),
        gettext_lazy("Biasanya satu hari kerja. Tidak ada yang perlu Anda lakukan."),
    ),
    _H.PAYMENT_UNDER_WAY: (
        gettext_lazy("Disetujui. Dana sedang dikirim"),
        gettext_lazy("Bank biasanya memerlukan satu sampai dua hari kerja."),
    ),
    _H.NEW_ACCOUNT_NEEDED: (
        gettext_lazy("Dana kembali dari bank, uang Anda aman"),
        gettext_lazy("Isi rekening lain atas nama sendiri. Yang lain tidak perlu diulang."),
    ),
    _H.PAID: (gettext_lazy("Dana sudah dikirim"), gettext_lazy("Periksa rekening Anda.")),
    _H.REJECTED: (gettext_lazy("Klaim belum dapat dibayar"), gettext_lazy("Alasannya tertulis di bawah.")),
    _H.REOPENED: (
        gettext_lazy("Klaim dibuka lagi"),
        gettext_lazy("Semua yang sudah ada tetap tersimpan, tidak perlu diulang."),
    ),
    _H.WITHDRAWN: (
        gettext_lazy("Klaim dibatalkan"),
        gettext_lazy("Saldo tetap utuh. Anda boleh mengajukan lagi kapan saja."),
    ),
    _H.EXPIRED: (
        gettext_lazy("Batas waktu klaim ini lewat"),
        gettext_lazy("Saldo tetap utuh. Anda boleh mengajukan lagi kapan saja."),
    ),
}

STEP_TITLES: dict[StepCode, Text] = {
    StepCode.RECEIVED: gettext_lazy("Klaim diterima"),
    StepCode.TALK: gettext_lazy("Bicara dengan petugas"),
    StepCode.CORRECTION: gettext_lazy("Perbaiki dokumen"),
    StepCode.SECOND_CHECK: gettext_lazy("Diperiksa pejabat kedua"),
    StepCode.PAYMENT: gettext_lazy("Dana dikirim ke rekening"),
    StepCode.ENDED: gettext_lazy("Klaim berakhir"),
}

STEP_NOTES: dict[StepCode, Text] = {
    StepCode.RECEIVED: gettext_lazy("Setelah Anda mengirim isian"),
    StepCode.TALK: gettext_lazy("Lewat video atau di kantor, ± 20 menit"),
    StepCode.SECOND_CHECK: gettext_lazy("Biasanya 1 hari kerja"),
    StepCode.PAYMENT: gettext_lazy("Biasanya 1 sampai 2 hari kerja"),
}

WHO_ACTS: dict[WhoActs, Text] = {
    WhoActs.PARTICIPANT: gettext_lazy("Sekarang giliran Anda"),
    WhoActs.OFFICER: gettext_lazy("Sekarang giliran petugas"),
    WhoActs.CHECKER: gettext_lazy("Sekarang giliran pejabat kedua"),
    WhoActs.BANK: gettext_lazy("Sekarang giliran bank"),
    WhoActs.NOBODY: "",
}


def headline(which: Headline, *, asked: int = 1) -> tuple[str, str]:
    """Return title and lead of the tracking page; `asked` is how many papers are asked again."""
    title, lead = _HEADLINES[which]
    if which is _H.PAPER_ASKED_AGAIN and asked > 1:
        return _("Perlu %(count)s foto lagi") % {"count": asked}, str(lead)
    return str(title), str(lead)


# Why the officer looks once more after a decision; what the person reads first.
LOOKED_AGAIN = {
    "member_unknown": gettext_lazy("Data kepesertaan Anda tidak terbaca saat pembayaran disiapkan."),
    "member_merged": gettext_lazy("Nomor peserta Anda digabung ke nomor lain."),
    "membership_changed": gettext_lazy("Data kepesertaan Anda berubah sebelum dana dikirim."),
    "balance_changed": gettext_lazy("Saldo Anda berubah sebelum dana dikirim, jadi dihitung lagi."),
    "payments_changed": gettext_lazy("Ada pembayaran lain dari saldo Anda, jadi dihitung lagi."),
    "account_changed": gettext_lazy("Keadaan rekening tujuan berubah sebelum dana dikirim."),
    "sum_changed": gettext_lazy("Jumlah yang akan dibayar berubah, jadi dihitung lagi."),
    "core_refused": gettext_lazy("Data klaim belum diterima di pusat data kepesertaan."),
}
