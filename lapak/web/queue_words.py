"""The rule of the queue in one sentence about any two numbers. No names, and never which priority."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lapak.kernel.zones import local
from lapak.queueing.queries import Comparison
from lapak.queueing.rules.explaining import Why

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHY: "Mapping[Why, str | _StrPromise]" = {
    Why.RETURNING: _("%(first)s tadi sudah dilayani lalu terputus, jadi dilanjutkan lebih dulu."),
    Why.INTERRUPTED_EARLIER: _("Keduanya terputus saat dilayani: %(first)s sejak %(first_at)s, lebih lama."),
    Why.OTHERS_TURN: _(
        "Setelah dua nomor prioritas berturut-turut, satu nomor lain mendapat giliran: %(first)s."
    ),
    Why.CAME_LATE: _("%(second)s datang lebih dari 15 menit setelah jam janji, jadi mundur satu nomor."),
    Why.LET_PASS: _("%(second)s memberi jalan, atau belum ada saat dipanggil, jadi mundur satu nomor."),
    Why.KEPT: _("%(first)s sudah menunggu di kantor lain atau hari sebelumnya, gilirannya ikut terbawa."),
    Why.PRIORITY: _(
        "%(first)s nomor prioritas, didahulukan 30 menit; paling banyak dua nomor berturut-turut."
    ),
    Why.PRIORITY_EARLIER: _(
        "Keduanya nomor prioritas: giliran %(first)s %(first_at)s, giliran %(second)s %(second_at)s."
    ),
    Why.APPOINTMENT: _("%(first)s punya janji %(first_at)s; giliran %(second)s dihitung %(second_at)s."),
    Why.APPOINTMENT_EARLIER: _("Janji %(first)s pukul %(first_at)s, janji %(second)s pukul %(second_at)s."),
    Why.EARLIER_TURN: _(
        "Giliran %(first)s dihitung %(first_at)s, lebih awal dari giliran %(second)s, %(second_at)s."
    ),
    Why.CAME_EARLIER: _("%(first)s datang lebih dulu, %(first_at)s; %(second)s datang %(second_at)s."),
    Why.LOWER_NUMBER: _("Keduanya datang pada saat yang sama, jadi nomor yang lebih kecil lebih dulu."),
    Why.CALLED_BEFORE: _("%(first)s dipanggil %(first_at)s, sebelum %(second)s datang %(second_at)s."),
    Why.OTHER_WAY: _(
        "Yang kosong saat itu cocok untuk %(first)s: yang satu dilayani di bilik, yang lain lewat HP."
    ),
    Why.OTHER_DESK: _("Meja atau bilik yang kosong saat itu tidak cocok untuk %(second)s."),
    Why.NOT_WAITING: _("%(second)s sedang tidak menunggu."),
}


def why_sentence(comparison: Comparison, *, zone: str) -> str:
    """Return why the first of two numbers goes before the second, with times on the branch's clock."""
    found = comparison.explanation
    words = {
        "first": comparison.first,
        "second": comparison.second,
        "first_at": f"{local(moment=found.first_at, zone=zone):%H.%M}",
        "second_at": f"{local(moment=found.second_at, zone=zone):%H.%M}",
    }
    return str(WHY[found.why]) % words
