"""Who comes on a rehearsed day and how they behave: drawn from one seed, so that a day can be had again.

The draws are assumptions, not measurements, and stand here in one place to be changed: a branch takes about
100 people by video and 50 in its hall a day (press, June 2020), a call takes 30 and a visit 40 minutes
(`booking.rules.pace`), people come some minutes early, some late, some never.
"""

import math
import random
from dataclasses import dataclass

from lapak.booking.rules.states import Channel

VIDEO_MINUTES, VISIT_MINUTES = 30.0, 40.0
SPREAD = 0.35  # of a service, in log minutes: most within a third of the mean
STAYS_AWAY = {Channel.ONLINE: 0.08, Channel.ONSITE: 0.06}
COMES_LATE = 0.10
LATE_MINUTES = (6, 40)
EARLY_MINUTES = {Channel.ONLINE: (4, 2), Channel.ONSITE: (12, 6)}  # mean and deviation
PRIORITY = 0.12
COMPANIONS = (0.70, 0.24, 0.06)  # none, one, two
MISSES_THE_CALL = 0.03
LEAVES_BEFORE = 0.02
STAYS_AT_THE_COUNTER = (5, 15)  # minutes of somebody who only asks, without a ticket


@dataclass(frozen=True)
class Person:
    """Somebody of the day. Minutes are of the branch's day; `due` is None without an appointment.

    `comes` is None for who stays away, `patience` the minutes after which somebody leaves (None: never).
    """

    channel: Channel
    due: int | None
    comes: float | None
    priority: str
    companions: int
    service: float
    walk: float
    misses_the_call: bool
    patience: float | None


class Draws:
    """Everything by chance, from one seed."""

    def __init__(self, seed: int) -> None:
        self._by = random.Random(seed)  # noqa: S311 a rehearsal, no secret

    def booked(self, *, channel: Channel, due: int) -> Person:
        """Return somebody with an appointment at that minute."""
        mean, deviation = EARLY_MINUTES[channel]
        comes: float | None = due - max(0.0, self._by.gauss(mean, deviation))
        if self._by.random() < COMES_LATE:
            comes = due + self._by.uniform(*LATE_MINUTES)
        if self._by.random() < STAYS_AWAY[channel]:
            comes = None
        return self._person(channel, due, comes)

    def walk_in(self, *, opens: int, closes: int) -> Person:
        """Return somebody without an appointment; most come in the first hours."""
        return self._person(Channel.ONSITE, None, self._by.triangular(opens, closes - 60, opens + 45))

    def asks_only(self, *, opens: int, closes: int) -> tuple[float, float]:
        """Return when somebody without a ticket comes in, and when they go out."""
        comes = self._by.uniform(opens, closes - 20)
        return comes, comes + self._by.uniform(*STAYS_AT_THE_COUNTER)

    def is_taken(self, share: float) -> bool:
        """Return whether a free place of a slot was booked by somebody."""
        return self._by.random() < share

    def _person(self, channel: Channel, due: int | None, comes: float | None) -> Person:
        mean = VIDEO_MINUTES if channel is Channel.ONLINE else VISIT_MINUTES
        on_site = channel is Channel.ONSITE
        return Person(
            channel=channel,
            due=due,
            comes=comes,
            priority=self._by.choice(("elderly", "disabled", "pregnant"))
            if self._by.random() < PRIORITY
            else "",
            companions=self._by.choices((0, 1, 2), COMPANIONS)[0] if on_site else 0,
            service=self._by.lognormvariate(math.log(mean) - SPREAD**2 / 2, SPREAD),
            walk=self._by.uniform(0.6, 2.0) if on_site else self._by.uniform(0.3, 1.0),
            misses_the_call=self._by.random() < MISSES_THE_CALL,
            patience=self._by.uniform(20, 60) if self._by.random() < LEAVES_BEFORE else None,
        )
