"""What a branch has on one day: open hours, officers on shift, booths, and how it gives out its time.

Clock times are minutes after midnight of the branch's day, so that midnight can end a day (1440).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from lapak.offices.rules.opening import Hours, falls_on, holds_on, open_stretches

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, order=True)
class Span:
    """Minutes of a day from `start` up to `end`."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return max(0, self.end - self.start)


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from its weekday: other hours, or none (`opens` None); `why` is told to people."""

    day: date
    opens: time | None
    closes: time | None
    why: str


@dataclass(frozen=True)
class Rest:
    """A weekly break in which nobody is served."""

    weekday: int
    starts: time
    ends: time
    first_day: date = date.min
    last_day: date | None = None


@dataclass(frozen=True)
class Shift:
    """An officer's weekly hours, and how many people they serve at once."""

    officer_id: int
    weekday: int
    starts: time
    ends: time
    places: int
    first_day: date = date.min
    last_day: date | None = None


@dataclass(frozen=True)
class Absence:
    """Days on which an officer is away, whole (`starts` None) or between two clock times."""

    officer_id: int
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True)
class Outage:
    """Days on which a booth cannot be used; without a last day until further notice."""

    booth: int
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True)
class Terms:
    """How a branch gives out its time.

    `online_percent` of the officers' time goes to video calls, the rest to the branch; of that,
    `walk_in_percent` is kept for people without an appointment. `priority_percent` of the appointments is
    kept for elderly, disabled, pregnant and ill people. Days open `horizon_days` ahead at `opens_at`; who
    asks within `lot_minutes` takes part in a draw. A time can be booked until `lead_minutes` before it.
    """

    slot_minutes: int = 30
    online_percent: int = 60
    walk_in_percent: int = 30
    priority_percent: int = 10
    horizon_days: int = 7
    lead_minutes: int = 30
    opens_at: time = time(8)
    lot_minutes: int = 10


@dataclass(frozen=True)
class DayFacts:
    """Everything that decides what a day has. To ask "what if", replace one of the fields."""

    day: date
    always_open: bool
    is_holiday: bool
    hours: Sequence[Hours]
    special: SpecialDay | None = None
    rests: Sequence[Rest] = ()
    shifts: Sequence[Shift] = ()
    absences: Sequence[Absence] = ()
    booths: Sequence[int] = ()
    outages: Sequence[Outage] = ()
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True)
class Crew:
    """An officer who works in that span, with so many places."""

    officer_id: int
    places: int
    span: Span


@dataclass(frozen=True)
class Workday:
    """What is left of a day: when it is open, who works, how many booths can be used.

    `has_shifts` says that the branch keeps shifts at all; without them its capacity is not known from them.
    """

    day: date
    open: tuple[Span, ...]
    crew: tuple[Crew, ...]
    booths: int
    terms: Terms
    has_shifts: bool


def workday(*, facts: DayFacts) -> Workday:
    """Return what the branch has on the day."""
    shifts = [one for one in facts.shifts if falls_on(day=facts.day, weekday=one.weekday, dated=one)]
    return Workday(
        day=facts.day,
        open=open_spans(facts=facts),
        crew=tuple(crew for shift in shifts for crew in _present(shift, facts)),
        booths=len(
            set(facts.booths) - {one.booth for one in facts.outages if holds_on(day=facts.day, dated=one)}
        ),
        terms=facts.terms,
        has_shifts=bool(facts.shifts),
    )


def open_spans(*, facts: DayFacts) -> tuple[Span, ...]:
    """Return when the branch is open, breaks taken out; a special day comes before weekday and holiday."""
    rests = [
        span_of(one.starts, one.ends)
        for one in facts.rests
        if falls_on(day=facts.day, weekday=one.weekday, dated=one)
    ]
    return without(_hours(facts), rests)


def span_of(starts: time, ends: time) -> Span:
    """Return two clock times as a span; an end at 00.00 is the midnight after."""
    return Span(_minute(starts), _minute(ends) or DAY_MINUTES)


def clock_of(minute: int) -> time:
    """Return a minute of the day as a clock time; the midnight after is 00.00."""
    return time(minute % DAY_MINUTES // 60, minute % 60)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of the spans when others are taken out, in order."""
    left = sorted(spans)
    for gap in taken:
        left = [
            part
            for span in left
            for part in (Span(span.start, min(span.end, gap.start)), Span(max(span.start, gap.end), span.end))
            if part.minutes
        ]
    return tuple(left)


def overlap(one: Span, other: Span) -> int:
    """Return how many minutes two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _hours(facts: DayFacts) -> tuple[Span, ...]:
    special = facts.special
    if special is not None:
        if special.opens is None or special.closes is None:
            return ()
        return (span_of(special.opens, special.closes),)
    closed = {facts.day} if facts.is_holiday else set()
    stretches = open_stretches(
        day=facts.day, hours=facts.hours, holidays=closed, always_open=facts.always_open
    )
    return tuple(span_of(opens, closes) for opens, closes in stretches)


def _present(shift: Shift, facts: DayFacts) -> list[Crew]:
    away = [
        _when(one)
        for one in facts.absences
        if one.officer_id == shift.officer_id and holds_on(day=facts.day, dated=one)
    ]
    hours = without([span_of(shift.starts, shift.ends)], away)
    return [Crew(shift.officer_id, shift.places, span) for span in hours]


def _when(absence: Absence) -> Span:
    if absence.starts is None or absence.ends is None:
        return Span(0, DAY_MINUTES)
    return span_of(absence.starts, absence.ends)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
