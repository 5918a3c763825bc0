from pathlib import Path

import pytest

from lapak.config import supervisor
from lapak.config.supervisor import Part


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Dying(Part):
    """A part that is dead whenever somebody looks."""

    def start(self) -> None:
        self.started.append(supervisor.time.monotonic())

    def dead(self) -> bool:
        return True


def test_a_part_that_dies_again_and_again_is_started_ever_later_but_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(supervisor, "time", clock)
    part = Dying("x", [], tmp_path / "x.log")
    part.start()
    for _ in range(4000):
        clock.now += 0.01
        part.keep_running()
    pauses = [later - sooner for sooner, later in zip(part.started, part.started[1:], strict=False)]
    assert len(pauses) > 10
    assert pauses == sorted(pauses)
    assert pauses[-1] < 1
    part.start_again_at = None
    part.start()
    clock.now += 60  # it was well for a while
    part.keep_running()
    clock.now += 0.31
    part.keep_running()
    assert part.started[-1] == clock.now
