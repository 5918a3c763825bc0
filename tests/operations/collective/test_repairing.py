"""What a repair does to the rest of a row, and to other rows."""

import io
from datetime import date

import pytest
import xlsxwriter

from lapak.collective.models import RosterRow
from lapak.collective.operations.repairing import repair_row
from tests.collective.sheets import fill, worker
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.file_scene import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Desk:
    return desk(scene)


def repair(here: Desk, serial: int, **cells: str) -> RosterRow:
    repair_row(
        roster_id=here.roster_id,
        serial=serial,
        version=here.row(serial).version,
        cells=cells,
        actor=here.who,
        now=here.scene.now,
    )
    return here.row(serial)


def test_a_day_counted_from_1904_stays_when_another_cell_is_repaired(here: Desk) -> None:
    target, day = io.BytesIO(), date(2020, 5, 14)
    with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
        number = (day - date(1904, 1, 1)).days
        fill(book.add_worksheet(), [worker(1, ended_on=number, phone="")])
    here.read(target.getvalue())
    assert here.row(1).ended_on == day
    assert repair(here, 1, phone="081234567890").ended_on == day
