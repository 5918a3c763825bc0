"""The lines of the document by which anybody can work a draw out again."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lapak.booking.rules.lot import Entrant, commitment_of, digest_of, draw

DOCUMENT = Path(__file__).parents[3] / "docs" / "how-a-day-is-given-out.md"
SEED = "ab" * 32


def work_out(order: list[list[object]], at: Path) -> subprocess.CompletedProcess[str]:
    entrants = [Entrant(f"{n:012X}", n % 6 == 0) for n in range(60)]
    told = {
        "seed": SEED,
        "commitment": commitment_of(seed=SEED),
        "digest": digest_of(entrants=entrants),
        "priority_percent": 25,
        "order": order,
    }
    at.write_text(json.dumps(told))
    script = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert script
    command = [sys.executable, "-c", script.group(1), str(at)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def order() -> list[list[object]]:
    entrants = [Entrant(f"{n:012X}", n % 6 == 0) for n in range(60)]
    drawn = draw(seed=SEED, entrants=entrants, priority_percent=25)
    return [[one.ticket, int(one.priority)] for one in drawn]


def test_it_agrees_with_the_product(order: list[list[object]], tmp_path: Path) -> None:
    assert "60 entries, drawn as sealed" in work_out(order, tmp_path / "undian.json").stdout


def test_it_finds_a_changed_order(order: list[list[object]], tmp_path: Path) -> None:
    order[3], order[4] = order[4], order[3]
    assert "another order than was drawn" in work_out(order, tmp_path / "undian.json").stderr
