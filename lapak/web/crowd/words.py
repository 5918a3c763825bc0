"""Zones, levels and times of a crowd in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.offices.rules.workday import Span, clock_of
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing.rules.hall import Fullness, Hall
from lapak.queueing.rules.heat import Level

ZONES: Mapping[str, str | Promise] = {
    ZoneKind.HALL: gettext_lazy("Ruang tunggu"),
    ZoneKind.YARD: gettext_lazy("Halaman"),
    ZoneKind.GATE: gettext_lazy("Gerbang"),
}
LEVELS: Mapping[Level, str | Promise] = {
    Level.EMPTY: gettext_lazy("sepi"),
    Level.CALM: gettext_lazy("lengang"),
    Level.MIDDLING: gettext_lazy("sedang"),
    Level.BUSY: gettext_lazy("ramai"),
    Level.FULL: gettext_lazy("penuh"),
}
WEEKDAYS = tuple(map(gettext_lazy, ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")))
BARS = 5


@dataclass(frozen=True)
class CrowdWords:
    """How full it is now: the colour role, a word, and how many of five bars are filled."""

    level: str
    word: str
    bars: tuple[bool, ...]


def crowd_words(*, hall: Hall, is_open: bool) -> CrowdWords:
    """Return how to say and draw how full a hall is."""
    if not is_open:
        return CrowdWords("closed", _("Tutup"), (False,) * BARS)
    filled = min(BARS, 1 + int(hall.inside / max(hall.limit, 1) * BARS))
    bars = tuple(number < filled for number in range(BARS))
    match hall.fullness:
        case Fullness.ROOMY:
            return CrowdWords("quiet", _("Lengang"), bars)
        case Fullness.CROWDED:
            return CrowdWords("busy", _("Ramai"), bars)
        case _:
            return CrowdWords("full", _("Penuh"), (True,) * BARS)


def span_words(span: Span) -> str:
    """Return hours of a day as `09.00–11.00`."""
    return f"{clock_of(span.start):%H.%M}–{clock_of(span.end):%H.%M}"


def percent(share: float) -> int:
    """Return a share of the limit in percent."""
    return round(share * 100)
