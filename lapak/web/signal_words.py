"""What the reasons to look are called, and what to look at, for officers and checkers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lapak.claims.queries.signals import OtherClaim, signals_of
from lapak.claims.rules.signals import SignalCode

_C = SignalCode
WORDS: Mapping[SignalCode, tuple[str | Promise, str | Promise]] = {  # what was seen, what to look at
    _C.SAME_PERSON: (
        _("NIK yang sama punya klaim dengan nomor peserta lain"),
        _("Pastikan kedua nomor peserta memang miliknya, dan masa kerjanya tidak sama."),
    ),
    _C.SAME_EMPLOYMENT: (
        _("Nama, tanggal lahir, dan pekerjaan yang sama ada di klaim lain"),
        _("Cocokkan NIK di KTP asli. Satu orang mungkin terdaftar dua kali."),
    ),
    _C.ACCOUNT_OF_OTHERS: (
        _("Rekening ini dipakai klaim orang lain"),
        _("Minta buku tabungan asli di depan kamera, tanyakan siapa yang memegang kartunya."),
    ),
    _C.ACCOUNT_OFTEN: (
        _("Banyak klaim ke rekening ini dalam waktu dekat"),
        _("Lihat klaim-klaim itu. Tanyakan mengapa dananya ke satu rekening."),
    ),
    _C.PHONE_OF_MANY: (
        _("Nomor HP ini dipakai beberapa orang lain"),
        _("Tanyakan nomor milik siapa, dan apakah ada yang membantu dengan bayaran."),
    ),
    _C.EMAIL_OF_MANY: (
        _("Surel ini dipakai beberapa orang lain"),
        _("Tanyakan surel milik siapa, dan apakah ada yang membantu dengan bayaran."),
    ),
    _C.PAPER_REUSED: (
        _("Berkas yang persis sama ada di klaim orang lain"),
        _("Minta aslinya di depan kamera, cocokkan nama dan nomornya."),
    ),
    _C.JOINED_BEFORE_ENDING: (
        _("Bekerja hanya beberapa hari sebelum berhenti"),
        _("Lihat tanggal mulai di paklaring, tanyakan pekerjaannya."),
    ),
    _C.NEVER_CONTRIBUTED: (
        _("Iurannya tidak pernah tercatat"),
        _("Tanyakan ke perusahaan atau lihat riwayat iuran di sistem inti."),
    ),
}


@dataclass(frozen=True)
class SignalLine:
    """A reason to look as the pages show it."""

    code: str
    title: str
    look_at: str
    others: tuple[OtherClaim, ...]
    note: str
    noted_by: str
    noted_at: datetime | None
    needs_words: bool


def signal_lines(*, claim_id: UUID) -> tuple[SignalLine, ...]:
    """Return the reasons to look at a claim, in words."""
    return tuple(
        SignalLine(
            code=one.code,
            title=str(WORDS[one.code][0]),
            look_at=str(WORDS[one.code][1]),
            others=one.others,
            note=one.note,
            noted_by=one.noted_by,
            noted_at=one.noted_at,
            needs_words=one.needs_words,
        )
        for one in signals_of(claim_id=claim_id)
    )


def counted(n: int) -> str:
    """Return how the queue counts what to look at."""
    return _t("%(n)s perlu dilihat") % {"n": n}
