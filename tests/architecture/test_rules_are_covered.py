"""Every line and branch of the rules of claims is reached by the tests of rules alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [
    *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/claims"),
    *("--cov=lapak/claims/rules", "--cov-branch", "--cov-report=term-missing:skip-covered"),
    "--cov-fail-under=100",
]


@pytest.mark.timeout(900)
def test_no_branch_of_the_rules_is_left_out(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "COVERAGE_FILE": str(tmp_path / "coverage"),
        "LAPAK_TEST_RUN": os.environ.get("LAPAK_TEST_RUN", "") + "-rules",
    }
    found = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert found.returncode == 0, found.stdout[-4000:]
