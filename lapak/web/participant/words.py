"""What the participant's pages say: how somebody is addressed, and findings and steps put into sentences."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.eligibility import Eligibility, Verdict
from lapak.claims.rules.tracking import Headline, StepCode, WhoActs
from lapak.kernel.identity import InvalidIdentity, Sex, parse_nik
from lapak.web.templatetags.lapak_text import plain_date

Text = str | Promise
_H = Headline


@dataclass(frozen=True)
class Address:
    """How somebody is spoken to: `Ibu`, and `Bu Sri`; `Anda` while nobody knows who it is."""

    you: str
    name: str


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
