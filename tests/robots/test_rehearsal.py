"""The rehearsal itself, with fewer people: a whole day on a service of its own, until paid."""

import json
import signal
import subprocess
import sys

import pytest

from robots.rehearse import succeeded

PEOPLE = 4
LIMIT_SECONDS = 300
STOP_SECONDS = 60
GOOD: dict[str, object] = {
    "participants": 12,
    "paid": 12,
    "lost": 0,
    "isolation_violations": 0,
    "held_bytes_per_s": 0.0,
    "sounds_compared": 700,
    "intrusions_refused": 46,
    "intrusions_tried": 46,
}


@pytest.mark.timeout(LIMIT_SECONDS + STOP_SECONDS + 30)
def test_four_people_come_through_both_channels_and_are_paid_in_private() -> None:
    command = [sys.executable, "-m", "robots.rehearse", "--people", str(PEOPLE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            said, wrong = running.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)  # it stops its service, and has told how far the day came
            said, wrong = running.communicate(timeout=STOP_SECONDS)
    assert running.returncode == 0, said[-4000:] + wrong[-2000:]
    result = json.loads(said.strip().splitlines()[-1])
    assert (result["participants"], result["paid"], result["lost"]) == (PEOPLE, PEOPLE, 0)
    assert result["isolation_violations"] == 0
    assert result["pictures_compared"] > 0
    assert result["intrusions_refused"] == result["intrusions_tried"] > 0


@pytest.mark.parametrize(
    "fault",
    [
        {"paid": 11, "lost": 1},
        {"isolation_violations": 1},
        {"held_bytes_per_s": 0.1},
        {"intrusions_refused": 45},
        {"intrusions_refused": 0, "intrusions_tried": 0},
        {"sounds_compared": 0},
    ],
    ids=str,
)
def test_a_rehearsal_fails_when_anything_is_not_so(fault: dict[str, object]) -> None:
    assert succeeded(GOOD)
    assert not succeeded({**GOOD, **fault})
