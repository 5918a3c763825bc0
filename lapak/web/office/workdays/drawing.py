"""A day that changes, drawn: for each time the room before as an outline, the room after filled."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.booking.operations import DayChange, SlotChange
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local

WIDE, HIGH, TOP, FOOT = 34, 52, 18, 18
CHANNELS: dict[Channel, str | Promise] = {Channel.ONLINE: _("Video"), Channel.ONSITE: _("Kunjungan")}


@dataclass(frozen=True)
class Bar:
    """One time: where it stands, how high before and after, and what it says."""

    x: int
    clock: str
    before: int | None
    after: int | None
    before_height: int
    after_height: int
    hit: int

    @property
    def way(self) -> str:
        """Whether there is `less`, `more` or the `same` room."""
        change = (self.after or 0) - (self.before or 0)
        return "less" if change < 0 else "more" if change else "same"

    @property
    def figure(self) -> str:
        """What changed: `4→2`, or the one figure that stays."""
        before, after = self.before or 0, self.after or 0
        return str(after) if before == after else f"{before}→{after}"

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + (WIDE - 4) // 2

    @property
    def before_top(self) -> int:
        """Where the outline begins."""
        return TOP + HIGH - self.before_height

    @property
    def after_top(self) -> int:
        """Where the filled bar begins."""
        return TOP + HIGH - self.after_height

    @property
    def shows_clock(self) -> bool:
        """Whether the clock time is written below it: each full hour."""
        return self.clock.endswith("00")


@dataclass(frozen=True)
class Strip:
    """The bars of one channel with what the day has room for before and after."""

    channel: str | Promise
    before: int
    after: int
    hit: int
    bars: tuple[Bar, ...]
    width: int
    height: int = TOP + HIGH + FOOT
    bar_width: int = WIDE - 4
    clock_y: int = TOP + HIGH + 14


@dataclass(frozen=True)
class DrawnDay:
    """A day with a strip for each channel that changes."""

    day: date
    strips: tuple[Strip, ...]
    hit: int


def draw(change: DayChange, *, zone: str) -> DrawnDay:
    """Return the strips of a day, clock times on the branch's clock."""
    strips = tuple(_strip(change, channel, zone) for channel in Channel)
    changed = (one for one in strips if any(bar.way != "same" or bar.hit for bar in one.bars))
    return DrawnDay(change.day, tuple(changed), len(change.hit))


def _strip(change: DayChange, channel: Channel, zone: str) -> Strip:
    mine = _trimmed([one for one in change.slots if one.channel is channel])
    most = max((max(one.before or 0, one.after or 0) for one in mine), default=0) or 1
    bars = tuple(_bar(number, one, most, zone) for number, one in enumerate(mine))
    before, after = change.people(channel=channel)
    return Strip(
        CHANNELS[channel], before, after, sum(one.hit for one in mine), bars, max(1, len(bars)) * WIDE + 8
    )


def _trimmed(slots: list[SlotChange]) -> list[SlotChange]:
    """Leave out the hours before the first and after the last time with room for anybody."""
    used = [number for number, one in enumerate(slots) if one.before or one.after or one.hit]
    return slots[used[0] : used[-1] + 1] if used else []


def _bar(number: int, slot: SlotChange, most: int, zone: str) -> Bar:
    return Bar(
        x=4 + number * WIDE,
        clock=f"{local(moment=slot.starts_at, zone=zone):%H.%M}",
        before=slot.before,
        after=slot.after,
        before_height=(slot.before or 0) * HIGH // most,
        after_height=(slot.after or 0) * HIGH // most,
        hit=slot.hit,
    )
