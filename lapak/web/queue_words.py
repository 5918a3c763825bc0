"""The rule of the queue in one sentence about any two numbers, for phone and tablet; no names."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.kernel.zones import format_time
from lapak.queueing.queries import Comparison
from lapak.queueing.rules.explaining import Why

WORDS: Mapping[Why, str | Promise] = {
    Why.RETURNING: _("%(first)s tadi terputus saat dilayani, jadi dilanjutkan lebih dulu."),
    Why.INTERRUPTED_EARLIER: _("Keduanya tadi terputus, %(first)s lebih dulu, pukul %(first_at)s."),
    Why.OTHERS_TURN: _("Setelah dua nomor prioritas, giliran satu nomor lain: %(first)s."),
    Why.CAME_LATE: _("%(second)s datang lewat dari jam janji, jadi dilayani setelah satu nomor lain."),
    Why.LET_PASS: _("%(second)s memberi jalan, atau belum ada saat dipanggil."),
    Why.KEPT: _("%(first)s sudah menunggu sejak hari lain atau di kantor lain. Gilirannya terbawa."),
    Why.PRIORITY: _(
        "%(first)s prioritas: lansia, disabilitas, hamil, atau sakit."
        " Dihitung 30 menit lebih awal, paling banyak dua berturut-turut."
    ),
    Why.PRIORITY_EARLIER: _("Keduanya prioritas, giliran %(first)s lebih awal."),
    Why.APPOINTMENT: _("%(first)s punya janji. Gilirannya %(first_at)s, %(second)s %(second_at)s."),
    Why.APPOINTMENT_EARLIER: _("Janji %(first)s pukul %(first_at)s, %(second)s pukul %(second_at)s."),
    Why.EARLIER_TURN: _("Jam giliran %(first)s %(first_at)s, %(second)s %(second_at)s."),
    Why.CAME_EARLIER: _("%(first)s datang lebih dulu, pukul %(first_at)s."),
    Why.LOWER_NUMBER: _("Datang bersamaan, nomor %(first)s lebih kecil."),
    Why.CALLED_BEFORE: _("%(first)s sudah dipanggil sebelum %(second)s datang."),
    Why.OTHER_WAY: _("Yang satu dilayani di HP, yang lain di bilik. Tempatnya berbeda."),
    Why.OTHER_DESK: _("Tempat yang kosong saat itu hanya cocok untuk %(first)s."),
    Why.NOT_WAITING: _("Salah satu nomor ini sedang tidak menunggu."),
}


def why_words(*, comparison: Comparison, zone: str) -> str:
    """Return the sentence that says why the first number goes before the second, on the branch's clock."""
    told = comparison.explanation
    return str(WORDS[told.why]) % {
        "first": comparison.first,
        "second": comparison.second,
        "first_at": format_time(moment=told.first_at, zone=zone),
        "second_at": format_time(moment=told.second_at, zone=zone),
    }
