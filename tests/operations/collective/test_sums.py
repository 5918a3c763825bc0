"""The 30 % sum is of the rows as they stand, and is worked out again when something kept it from being."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapak.claims.ports import CoreUnavailable
from lapak.collective.models import ThresholdSum
from lapak.collective.operations.repairing import repair_row
from lapak.collective.queries.threshold import may_file, rosters_to_measure
from lapak.collective.steps.threshold import measure_roster
from lapak.collective.tasks.measuring import sweep
from tests.collective.sheets import workbook, worker, workers
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.file_scene import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Desk:
    return desk(scene)


def count_workers(here: Desk, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """Let so many have worked at every company on every day."""
    monkeypatch.setattr(type(here.scene.core), "headcount", lambda *_, **__: workers)


def test_a_core_system_that_was_away_is_asked_again_by_the_sweep(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.read(workbook(workers(3)))
    here.scene.core.fail_next("headcount", CoreUnavailable())
    assert not measure_roster(roster_id=here.roster_id, now=here.scene.now)
    assert rosters_to_measure() == (here.roster_id,)
    sweep.func(0)
    queued = ProcrastinateJob.objects.filter(task_name="collective.measure")
    assert [job.args for job in queued] == [{"roster_id": str(here.roster_id)}]
    count_workers(here, monkeypatch, 10)
    assert measure_roster(roster_id=here.roster_id, now=here.scene.now)
    assert rosters_to_measure() == ()


def test_a_sum_of_layoffs_that_are_none_any_more_does_not_count(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_workers(here, monkeypatch, 10)
    here.read(workbook(workers(1)))
    measure_roster(roster_id=here.roster_id, now=here.scene.now)
    options: dict[str, Any] = {"roster_id": here.roster_id, "actor": here.who, "now": here.scene.now}
    count_workers(here, monkeypatch, 3)
    repair_row(serial=1, version=1, cells={"phone": "081234567890"}, **options)
    assert may_file(roster_id=here.roster_id) is None  # the rows are others now
    measure_roster(roster_id=here.roster_id, now=here.scene.now + timedelta(hours=1))
    assert may_file(roster_id=here.roster_id) is True
    repair_row(serial=1, version=2, cells={"reason": "mengundurkan diri"}, **options)
    assert not measure_roster(roster_id=here.roster_id, now=here.scene.now + timedelta(hours=2))
    assert may_file(roster_id=here.roster_id) is None
    assert rosters_to_measure() == ()


def test_who_left_before_the_rule_or_for_another_reason_stops_no_sum(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_workers(here, monkeypatch, 10)
    early = [worker(8, reason="mengundurkan diri", ended_on="15-12-2019"), worker(9, ended_on="15-12-2019")]
    here.read(workbook([*workers(3), *early]))
    assert measure_roster(roster_id=here.roster_id, now=here.scene.now)
    found = ThresholdSum.objects.get()
    assert (found.laid_off, found.in_doubt, found.verdict) == (3, 0, "met")
