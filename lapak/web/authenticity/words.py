"""What the page says of a letter: its kind, and what its standing means to who holds it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.letters.rules.authenticity import Authenticity
from lapak.letters.rules.kinds import Kind

Text = str | Promise

KINDS: dict[Kind, Text] = {
    Kind.RECEIPT: _("Tanda terima klaim"),
    Kind.APPROVED: _("Keputusan: klaim disetujui"),
    Kind.REJECTED: _("Keputusan: klaim belum dapat dibayar"),
    Kind.WITHHOLDING: _("Slip pemotongan PPh Pasal 21"),
}


@dataclass(frozen=True)
class Answer:
    """The answer first, then what it means; `tone` and `icon` as the design system names them."""

    title: Text
    meaning: Text
    tone: str
    icon: str


ANSWERS: dict[Authenticity | None, Answer] = {
    Authenticity.GENUINE: Answer(
        _("Surat ini asli"),
        _("Kode ini milik surat yang kami terbitkan dan masih berlaku. Cocokkan isinya di bawah."),
        "good",
        "badge-check",
    ),
    Authenticity.REPLACED: Answer(
        _("Surat ini sudah digantikan"),
        _("Surat ini pernah kami terbitkan. Sudah ada surat yang lebih baru, minta yang itu."),
        "warning",
        "history",
    ),
    Authenticity.WITHDRAWN: Answer(
        _("Surat ini tidak berlaku lagi"),
        _("Surat ini pernah kami terbitkan. Keputusannya sedang dilihat kembali atau sudah ditarik."),
        "warning",
        "undo-2",
    ),
    None: Answer(
        _("Kode ini tidak kami kenal"),
        _("Tidak ada surat kami dengan kode ini. Periksa lagi hurufnya. Sudah benar? Hubungi 175."),
        "bad",
        "shield-alert",
    ),
}
CODE_WRONG: dict[str, Text] = {
    "number_not_readable": _("Kode terdiri atas 12 huruf dan angka, misalnya 7KQ4-MXTA-9HGC."),
    "number_check_wrong": _("Ada huruf atau angka yang keliru atau tertukar. Periksa lagi."),
}
