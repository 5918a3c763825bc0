"""How many people a branch can promise a time to, slot by slot.

An officer on shift with six places gives six place-minutes a minute. Those of a slot are shared between video
calls and visits; visits need a booth each, and what booths cannot take goes to video calls. Part of the
visits is kept for people who come without an appointment. What is left is divided by the minutes that a
person takes (see `pace`), and what remains of a division is carried into the next slot, so that a day
promises as much as it can hold and never more. Part of the promised places is kept for priority people.

Source of the sum: "daily capacity = staff on hand x estimated minutes per file" (Kompas, 6 May 2020).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lapak.booking.rules.states import Channel
from lapak.offices.rules.workday import Span, Workday, overlap

PERCENT = 100


@dataclass(frozen=True)
class Planned:
    """A slot of one channel: from a minute of the branch's day, for how many people, and how many of these
    places are kept for priority people.
    """

    channel: Channel
    start: int
    minutes: int
    capacity: int
    kept: int = 0


@dataclass(frozen=True)
class Budget:
    """The place-minutes of a slot: for video calls, for visits with an appointment and without one."""

    online: Fraction
    onsite: Fraction
    walk_in: Fraction

    @property
    def total(self) -> Fraction:
        """All of them."""
        return self.online + self.onsite + self.walk_in


def slot_plans(*, workday: Workday, minutes: Mapping[Channel, float]) -> tuple[Planned, ...]:
    """Return the slots of a day, by channel and time; `minutes` is what a person takes, by channel."""
    length = workday.terms.slot_minutes
    plans = []
    for channel in Channel:
        tally = _Tally(Fraction(minutes[channel]).limit_denominator(1000), workday.terms.priority_percent)
        for span in cut(spans=workday.open, minutes=length):
            budget = budget_of(workday=workday, span=span)
            share = budget.online if channel is Channel.ONLINE else budget.onsite
            capacity, kept = tally.add(share)
            plans.append(Planned(channel, span.start, length, capacity, kept))
    return tuple(plans)


def fixed_plans(*, workday: Workday, channel: Channel, minutes: int, capacity: int) -> tuple[Planned, ...]:
    """Return the slots of a branch that keeps no shifts and sets its places by hand."""
    kept = capacity * workday.terms.priority_percent // PERCENT
    return tuple(
        Planned(channel, span.start, minutes, capacity, kept)
        for span in cut(spans=workday.open, minutes=minutes)
    )


def cut(*, spans: tuple[Span, ...], minutes: int) -> Iterator[Span]:
    """Return the open hours cut into slots; one that would end after closing is left out."""
    for span in spans:
        for start in range(span.start, span.end - minutes + 1, minutes):
            yield Span(start, start + minutes)


def budget_of(*, workday: Workday, span: Span) -> Budget:
    """Return how the place-minutes of a slot are shared."""
    supply = Fraction(sum(one.places * overlap(one.span, span) for one in workday.crew))
    at_booths = Fraction(workday.booths * span.minutes)
    visits = min(supply * (PERCENT - workday.terms.online_percent) / PERCENT, at_booths)
    walk_in = visits * workday.terms.walk_in_percent / PERCENT
    return Budget(online=supply - visits, onsite=visits - walk_in, walk_in=walk_in)


class _Tally:
    """Whole people out of place-minutes, what is left over carried on."""

    def __init__(self, minutes: Fraction, priority_percent: int) -> None:
        self._minutes = minutes
        self._percent = priority_percent
        self._supply = Fraction(0)
        self._people = 0
        self._kept = 0

    def add(self, supply: Fraction) -> tuple[int, int]:
        """Return for how many people the slot is, and how many of those places are kept."""
        self._supply += supply
        people = int(self._supply / self._minutes) - self._people
        self._people += people
        kept = self._people * self._percent // PERCENT - self._kept
        kept = min(kept, people)
        self._kept += kept
        return people, kept
