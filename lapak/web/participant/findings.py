"""Findings in words: what was found, and what it means or what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.eligibility import Finding, FindingCode, Weight
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.reasons import ReasonKind
from lapak.web.participant.words import Address
from lapak.web.templatetags.lapak_text import plain_date

Text = str | Promise
_C = FindingCode
_TOLD = ""  # said as the programme tells the reason


@dataclass(frozen=True)
class Reason:
    """One reason of an answer: what was found, and what it means or what to do."""

    weight: Weight
    title: str
    detail: str


@dataclass(frozen=True)
class Speaker:
    """What a sentence needs beside the finding: the programme and the reason, how the person is addressed,
    and whose name the account must bear; `own_account` when that is the reader,
    `after_death` when heirs read.
    """

    programme: Programme
    reason: ReasonKind
    you: str
    payee: str = ""
    own_account: bool = True
    after_death: bool = False


_FINDINGS: dict[FindingCode, tuple[Text, Text]] = {
    _C.MEMBER_NOT_FOUND: (
        gettext_lazy("NIK dan nomor peserta ini belum ditemukan bersama"),
        gettext_lazy("Periksa keduanya di KTP dan kartu peserta. Tetap tidak ditemukan? Hubungi %(call)s."),
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
    _C.STILL_WORKING: (
        gettext_lazy("Masih tercatat bekerja"),
        gettext_lazy("Tidak menghalangi untuk alasan ini"),
    ),
    _C.MEMBER_REPORTED_DEAD: (
        gettext_lazy("Peserta dilaporkan sudah meninggal"),
        gettext_lazy("Ahli warisnya yang mengajukan. Keliru? Datang ke cabang dengan KTP asli."),
    ),
    _C.END_DATE_MISSING: (
        gettext_lazy("Tanggal berhenti belum dilaporkan perusahaan"),
        gettext_lazy("Minta bagian personalia perusahaan melaporkannya, lalu cek lagi di sini."),
    ),
    _C.WAITING_OVER: (_TOLD, gettext_lazy("Masa tunggu %(months)s bulan selesai %(from_date)s")),
    _C.WAITING: (_TOLD, gettext_lazy("Aturannya menunggu %(spelled)s bulan penuh, sampai %(from_date)s.")),
    _C.WORK_ENDED: (_TOLD, gettext_lazy("Tidak ada masa tunggu")),
    _C.EVENT_DATE_MISSING: (
        gettext_lazy("%(event)s belum diisi"),
        gettext_lazy("Kembali ke isian, lalu tulis tanggalnya."),
    ),
    _C.EVENT_AHEAD: (
        gettext_lazy("%(event)s belum lewat"),
        gettext_lazy("Tertulis %(event_on)s. Periksa tanggalnya."),
    ),
    _C.RIGHT_BEGINS_LATER: (
        _TOLD,
        gettext_lazy("Hak klaim dihitung sejak tanggal 1 bulan berikutnya, yaitu %(from_date)s."),
    ),
    _C.RIGHT_BEGUN: (_TOLD, gettext_lazy("Hak klaim dihitung sejak %(from_date)s")),
    _C.MEMBERSHIP_SHORT: (
        gettext_lazy("Belum %(years)s tahun menjadi peserta"),
        gettext_lazy("Genap %(from_date)s, bila tetap bekerja sampai hari itu."),
    ),
    _C.MEMBERSHIP_LONG_ENOUGH: (
        gettext_lazy("Sudah %(years)s tahun menjadi peserta"),
        gettext_lazy("Genap %(from_date)s"),
    ),
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
        gettext_lazy("Merasa keliru? Hubungi %(call)s atau datang ke cabang."),
    ),
    _C.ALREADY_PAID: (
        gettext_lazy("Saldo ini sudah pernah dibayarkan"),
        gettext_lazy("Merasa belum menerima? Hubungi %(call)s atau datang ke cabang."),
    ),
    _C.PART_TAKEN: (
        gettext_lazy("Sebagian saldo sudah diambil %(paid_on)s"),
        gettext_lazy("Hanya boleh satu kali. Sisanya dibayar penuh setelah berhenti bekerja."),
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


_FOR_PAYEE: dict[FindingCode, tuple[Text, Text]] = {  # said to who acts in the member's stead
    _C.ACCOUNT_MATCHES: (
        gettext_lazy("Rekening atas nama %(payee)s"),
        gettext_lazy("Bank menyebut nama yang sama"),
    ),
    _C.ACCOUNT_HOLDER_DIFFERS: (
        gettext_lazy("Rekening ini atas nama orang lain"),
        gettext_lazy("Uang hanya dikirim ke rekening atas nama %(payee)s. Isi rekening lain."),
    ),
}

_FOR_HEIRS: dict[FindingCode, tuple[Text, Text]] = {
    _C.CLAIM_IN_PROGRESS: (
        gettext_lazy("Klaim ahli waris untuk peserta ini sudah diajukan"),
        gettext_lazy(
            "Satu klaim untuk semua ahli waris. Tanyakan kepada keluarga apakah nama %(you)s sudah tertulis."
            " Belum, atau tidak sepakat? Datang ke cabang dengan surat ahli waris, atau hubungi %(call)s."
        ),
    ),
    _C.ALREADY_PAID: (
        gettext_lazy("Saldo peserta ini sudah pernah dibayarkan"),
        gettext_lazy("Tanyakan kepada ahli waris lain. Merasa belum menerima? Hubungi %(call)s."),
    ),
}

_SPELLED: Mapping[int, Text] = {
    1: gettext_lazy("satu"),
    2: gettext_lazy("dua"),
    3: gettext_lazy("tiga"),
    6: gettext_lazy("enam"),
}

_FIRST = (
    _C.MEMBER_REPORTED_DEAD,
    _C.WAITING_OVER,
    _C.WAITING,
    _C.WORK_ENDED,
    _C.RIGHT_BEGUN,
    _C.RIGHT_BEGINS_LATER,
    _C.EVENT_DATE_MISSING,
    _C.EVENT_AHEAD,
    _C.MEMBERSHIP_LONG_ENOUGH,
    _C.MEMBERSHIP_SHORT,
    _C.PART_TAKEN,
    _C.AGE_REACHED,
    _C.BELOW_AGE,
    _C.MEMBERSHIP_INACTIVE,
    _C.MEMBERSHIP_ACTIVE,
    _C.STILL_WORKING,
)


def in_telling_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings as they are told: first what happened, then the membership, then the rest."""
    return sorted(findings, key=lambda one: _FIRST.index(one.code) if one.code in _FIRST else len(_FIRST))


def reason(finding: Finding, *, claim: ClaimView, address: Address) -> Reason:
    """Return a finding about a claim in words, with its dates."""
    whose = programme(claim.programme)
    return in_words(
        finding,
        speaker=Speaker(
            programme=whose,
            reason=whose.rule_set_by_id(claim.rule_set).reason(claim.reason).kind,
            you=address.you,
            payee=claim.payee_name,
            own_account=claim.acting is None,
            after_death=claim.acting is not None and claim.acting.is_after_death,
        ),
    )


def in_words(finding: Finding, *, speaker: Speaker) -> Reason:
    """Return a finding in words, with its dates."""
    title, detail = _FINDINGS[finding.code]
    if not speaker.own_account and finding.code in _FOR_PAYEE:
        title, detail = _FOR_PAYEE[finding.code]
    if speaker.after_death and finding.code in _FOR_HEIRS:
        title, detail = _FOR_HEIRS[finding.code]
    dates = {name: plain_date(day) for name, day in finding.dates.items()}
    facts = {
        "you": speaker.you,
        "payee": speaker.payee,
        "event": speaker.reason.event_label,
        "call": speaker.programme.institution.call_centre,
        "spelled": _spelled(finding.numbers.get("months", 0)),
        **finding.numbers,
        **dates,
    }
    said = str(title) % facts if title else _told(speaker, dates)
    return Reason(finding.weight, said, str(_other_detail(finding) or detail) % facts)


def _told(speaker: Speaker, dates: Mapping[str, str]) -> str:
    """Return what happened, as the programme tells it; a day nobody knows leaves no gap."""
    ended_on, event_on = dates.get("ended_on", ""), dates.get("event_on", "")
    said = speaker.reason.told.format(you=speaker.you, ended_on=ended_on, event_on=event_on)
    return " ".join(said.split())


def _other_detail(finding: Finding) -> Text:
    """Return what is said instead, when the finding lacks what the usual sentence names."""
    if finding.code is _C.MEMBERSHIP_INACTIVE and "deactivated_on" not in finding.dates:
        return _("Sudah dilaporkan perusahaan")
    if finding.code is _C.WAITING and not finding.numbers["months"]:
        return _("Bisa diajukan mulai %(from_date)s.")
    if finding.code is _C.MEMBERSHIP_SHORT and finding.weight is Weight.BLOCKS:
        return _("Bila sudah berhenti bekerja, ajukan seluruh saldo dengan alasan berhenti.")
    return ""


def _spelled(number: int) -> str:
    return str(_SPELLED.get(number, number))
