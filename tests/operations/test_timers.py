"""How often the worker looks after things that wait for no press."""

from itertools import pairwise

import pytest
from croniter import croniter
from procrastinate.contrib.django import app

HOUR = 3600
BEGIN = 1_592_800_000


def longest_pause(cron: str) -> float:
    """Return the longest pause between two runs within an hour or a little more, seconds."""
    times, runs = [float(BEGIN)], croniter(cron, BEGIN)
    while times[-1] < BEGIN + HOUR:
        times.append(runs.get_next(float))
    return max(later - earlier for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("task", "seconds"),
    [("desk.sweep", 5), ("outbox.sweep", 20), ("booking.release", 20)],
)
def test_what_has_to_be_looked_at_within_seconds_is(task: str, seconds: float) -> None:
    crons = [one.cron for (name, _), one in app.periodic_registry.periodic_tasks.items() if name == task]
    assert [longest_pause(cron) for cron in crons] == [seconds]
