"""The layout is proven, not promised: each planted violation must be caught by name."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]

PLANTS = {
    "a lower capability imports a higher one": (
        "lapak/booking/planted.py",
        "from lapak.claims import queries\n",
        "Capabilities depend in one direction",
    ),
    "web names an adapter": (
        "lapak/web/planted.py",
        "from lapak.adapters import smile_http\n",
        "Capabilities depend in one direction",
    ),
    "queries lean on operations": (
        "lapak/journal/queries.py",
        "import lapak.journal.operations\n",
        "File roles depend in one direction",
    ),
    "a rule asks the framework": ("lapak/outbox/rules.py", "import django.conf\n", "Rules are pure"),
    "the kernel takes a library": (
        "lapak/kernel/rupiah.py",
        "import httpx\n",
        "The kernel is standard library only",
    ),
    "a page reads a table": (
        "lapak/web/planted.py",
        "import lapak.claims.models\n",
        "The tables of claims are private to it",
    ),
    "an adapter writes": (
        "lapak/adapters/planted.py",
        "import lapak.claims.operations\n",
        "Adapters see ports and rules only",
    ),
    "a robot reaches inside": (
        "robots/planted.py",
        "import lapak.kernel.rupiah\n",
        "Robots and the core-system simulator are strangers to Lapak",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source tree to plant in."""
    for package in ("lapak", "smile_simulator", "robots"):
        ignore = shutil.ignore_patterns("static", "templates", "locale", "data", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # -P and the working folder: the copy is what gets imported, not the installed package.
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)})


def test_the_source_keeps_every_contract(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_violation_is_caught(plant: str, copy: Path) -> None:
    path, line, contract = PLANTS[plant]
    target = copy / path
    target.write_text((target.read_text() if target.exists() else "") + "\n" + line)
    found = lint(copy)
    assert found.returncode != 0
    assert f"{contract} BROKEN" in found.stdout


def test_reading_the_clock_is_caught_by_the_linter(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("from datetime import UTC, datetime\n\nmoment = datetime.now(tz=UTC)\n")
    command = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), str(planted)]
    found = subprocess.run(command, capture_output=True, text=True)
    assert "TID251" in found.stdout


def test_a_missing_type_is_caught_by_the_type_checker(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def total(parts):\n    return sum(parts)\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "/dev/null", str(planted)]
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "no-untyped-def" in found.stdout
