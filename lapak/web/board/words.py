"""What a board says: calls aloud, the hall, better times to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.kernel.zones import local
from lapak.queueing.rules.board import BoardCall
from lapak.queueing.rules.hall import Fullness, Hall
from lapak.web.board.speech import spoken_call

MOST_SEATS_DRAWN = 40
SOON = timedelta(minutes=30)
MOST_WINDOWS = 2
Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class FullnessWords:
    """How full the hall is: a sentence, its icon, and the colour role (`good` or `full`)."""

    text: str | Promise
    icon: str
    crowd: str


_FULLNESS = {
    Fullness.ROOMY: FullnessWords(gettext_lazy("Longgar, silakan masuk"), "smile", "good"),
    Fullness.CROWDED: FullnessWords(gettext_lazy("Ramai, masih bisa masuk"), "users", "good"),
    Fullness.FULL_FOR_PUBLIC: FullnessWords(gettext_lazy("Penuh, tunggu di luar"), "door-closed", "full"),
    Fullness.FULL: FullnessWords(gettext_lazy("Penuh, tunggu di luar"), "door-closed", "full"),
}


@dataclass(frozen=True)
class Aloud:
    """A call to be spoken: its key, what screen readers read, the spoken sentence, addresses of clips."""

    key: str
    text: str
    sentence: str
    clips: tuple[str, ...]


def aloud(call: BoardCall) -> Aloud:
    """Return a call as the board is to speak it."""
    spoken = spoken_call(label=call.label, booth=call.booth_number)
    text = _("Nomor %(label)s, silakan menuju bilik %(booth)s") % {
        "label": call.label,
        "booth": call.booth_number,
    }
    clips = tuple(static(f"lapak/calls/{name}.mp3") for name in spoken.clips)
    return Aloud(call.key, text, spoken.sentence, clips)


def fullness_words(*, hall: Hall) -> FullnessWords:
    """Return what to say about a hall that is so full."""
    return _FULLNESS[hall.fullness]


def seats(*, hall: Hall) -> tuple[bool, ...]:
    """Return the seats to draw, at most 40, taken ones (True) first; a larger hall is drawn to scale."""
    drawn = min(hall.limit, MOST_SEATS_DRAWN)
    taken = -(-hall.inside * drawn // hall.limit) if hall.limit else 0
    return tuple(number < taken for number in range(drawn))


def quiet_words(*, windows: Sequence[Window], now: datetime, zone: str) -> tuple[str, ...]:
    """Return the quietest times left today on the branch's clock, at most two lines."""
    last = len(windows) - 1
    return tuple(
        _one(window, now=now, zone=zone, is_last=number == last)
        for number, window in enumerate(windows[:MOST_WINDOWS])
    )


def _one(window: Window, *, now: datetime, zone: str, is_last: bool) -> str:
    start, end = (f"{local(moment=moment, zone=zone):%H.%M}" for moment in window)
    if is_last and window[0] - now <= SOON:
        return _("mulai sekarang")
    return _("setelah %(start)s") % {"start": start} if is_last else f"{start}–{end}"
