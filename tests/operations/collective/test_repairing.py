"""What a repair does to the rest of a row, and to other rows."""

import io
from datetime import date
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter

from lapak.collective.models import RosterRow
from lapak.collective.operations.repairing import remove_row, repair_row
from lapak.collective.operations.rosters import begin_roster
from lapak.collective.queries.rosters import answer_sheets
from lapak.collective.rules.verdicts import Problem
from lapak.collective.workbooks.answers import write_answers
from lapak.web.company import row_words
from tests.collective.sheets import HEADINGS, fill, workbook, worker, workers
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


def answer(here: Desk) -> list[list[Any]]:
    """Return all cells of the first sheet of the answer, headings first."""
    target = io.BytesIO()
    sheets = answer_sheets(roster_id=here.roster_id)
    write_answers(target, sheets, words=row_words, roster=here.view().serial)
    target.seek(0)
    return calamine.CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()


def sheet(lines: list[list[Any]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        made = book.add_worksheet()
        for number, line in enumerate(lines):
            made.write_row(number, 0, line)
    return target.getvalue()


def written_over(head: list[Any], line: list[Any], number: int) -> list[Any]:
    """Return a line of the answer with another worker's cells, under the same code."""
    cells = list(line)
    for title, cell in zip(HEADINGS, worker(number).values(), strict=True):
        cells[head.index(title)] = str(cell)
    return cells


def verdicts() -> list[str]:
    return list(RosterRow.objects.order_by("serial").values_list("verdict", flat=True))


def notes(file: Any) -> dict[str, int]:
    return {note["code"]: note["params"]["count"] for note in file.notes}


def test_a_worker_added_to_the_answer_is_a_new_row(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, phone="")]))
    head, *lines = answer(here)
    added = written_over(head, ["" for _ in head], 3)
    copied = written_over(head, lines[0], 4)  # with the code of the row it was copied from
    file = here.read(sheet([head, *lines, added, copied, lines[0]]))
    assert verdicts() == ["accepted", "to_repair", "accepted", "accepted", "duplicate"]
    assert (here.row(3).kpj, here.row(3).file_id) == (worker(3)["kpj"], file.pk)
    assert notes(file) == {"rows_added": 3}
    assert "3 baris tanpa kode" in row_words.note(Problem(**file.notes[0]))
    assert repair(here, 3, phone="081299990000").phone == "+6281299990000"


def test_the_answer_of_another_list_is_refused(here: Desk) -> None:
    here.read(workbook(workers(3)))
    content = sheet(answer(here))
    other = Desk(here.scene, here.who, begin_roster(actor=here.who, now=here.scene.now).id)
    file = other.read(content)
    assert (file.state, file.problem) == ("refused", {"code": "rows_of_another_list", "params": {}})


def test_rows_of_another_list_among_ours_are_counted_and_named(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, phone="")]))
    head, *lines = answer(here)
    foreign = ["1-1-11", *written_over(head, lines[0], 7)[1:]]
    file = here.read(sheet([head, *lines, foreign]))
    assert file.report["problems"]["unknown"] == 1
    assert notes(file) == {"rows_unknown": 1}
    assert "1 baris dilewati" in row_words.note(Problem(**file.notes[0]))


def test_a_repeated_row_comes_alive_when_the_first_becomes_another_person(here: Desk) -> None:
    here.read(workbook([worker(1), worker(1), worker(1)]))
    head, *lines = answer(here)
    here.read(sheet([head, written_over(head, lines[0], 5), *lines[1:]]))
    assert verdicts() == ["accepted", "accepted", "duplicate"]


def test_a_row_that_waits_for_a_number_gets_it_from_the_row_that_gives_it_up(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, nik=worker(1)["nik"]), worker(1)]))
    assert verdicts() == ["accepted", "to_repair", "duplicate"]
    repair(here, 1, nik=worker(8)["nik"])
    assert verdicts() == ["accepted", "accepted", "to_repair"]
    assert here.row(3).problems[0]["params"] == {"serial": 2}


def test_a_repeated_row_comes_alive_when_the_first_is_taken_off(here: Desk) -> None:
    here.read(workbook([worker(1), worker(1)]))
    remove_row(roster_id=here.roster_id, serial=1, version=1, actor=here.who, now=here.scene.now)
    assert verdicts() == ["removed", "accepted"]
