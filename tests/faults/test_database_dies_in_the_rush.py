"""The database dies in the middle of a rush: nobody is lost, nothing is promised twice, told is kept."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]
ROOT = Path(__file__).parents[2]
PARTS = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}


@pytest.mark.django_db
def test_who_was_told_of_a_place_has_it_and_who_was_not_presses_again_and_has_one(tmp_path: Path) -> None:
    tables = {ours: connection.settings_dict[name] for name, ours in PARTS.items()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rush_with_restart", make_conninfo(**tables)],
        cwd=ROOT,
        env={**os.environ, "LAPAK_STAGE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert not found["failures"], found
    assert found["early"] < found["people"] == found["answers"], found  # it died in the middle
    assert found["again"] > 0, found  # and was missed
    assert set(found["statuses"]) <= {"302", "503", "none"}, found  # in plain words, never an error page
    assert found["booked_as_told"], found
    assert found["taken"] == found["places"], found
    assert found["full_were_full"], found
    assert found["in_line_as_told"], found
    assert (found["oversold"], found["double"], found["miscounted"]) == (0, 0, 0), found
    assert found["journal_is_whole"], found
