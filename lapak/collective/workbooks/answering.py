"""Judging a file and writing its answer at once, on two cores: a fork judges while the rows are written.

Both read the sheets that were opened before the fork, whose memory they share; only verdicts go between them.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.rules.verdicts import Problem, RowVerdict
from lapak.collective.workbooks.answers import AnswerRow, AnswerSheet, Words, write_answers
from lapak.collective.workbooks.judging import Numbering, Tally, judged
from lapak.collective.workbooks.sources import Sheet

BATCH = 2_000


class _Mark(NamedTuple):
    at: int
    line: int
    serial: int
    verdict: RowVerdict
    problems: Sequence[Problem]


class JudgingFailed(Exception):
    """The fork ended before all rows were judged."""


def answer(
    lists: Sequence[tuple[Layout, Sheet]],
    *,
    ground: Ground,
    seen: Seen,
    numbering: Numbering,
    target: Path,
    words: Words,
) -> Tally:
    """Write the answer to `target` and return what was found. Raises JudgingFailed."""
    here, there = multiprocessing.Pipe(duplex=False)

    def judge() -> None:
        here.close()
        tally = Tally()
        batch = []
        for one in judged(lists, ground=ground, seen=seen, numbering=numbering, tally=tally):
            batch.append((one.at, one.line, one.serial, one.row.verdict, one.row.problems))
            if len(batch) == BATCH:
                there.send(batch)
                batch = []
        there.send(batch)
        there.send(tally)

    fork = multiprocessing.get_context("fork").Process(target=judge)
    fork.start()
    there.close()
    try:
        marks = _Marks(here)
        sheets = [
            AnswerSheet(layout.sheet, layout.headings, _rows(at, layout, sheet, marks))
            for at, (layout, sheet) in enumerate(lists)
        ]
        write_answers(target, sheets, words=words, roster=numbering.roster)
        return marks.tally()
    finally:
        here.close()
        fork.join()


class _Marks:
    """The marks as they come from the fork; the next one can be looked at before it is taken."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tally: Tally | None = None
        self._marks = self._come()
        self.next = next(self._marks, None)

    def take(self) -> None:
        self.next = next(self._marks, None)

    def tally(self) -> Tally:
        if self._tally is None:
            raise JudgingFailed
        return self._tally

    def _come(self) -> Iterator[_Mark]:
        while self._tally is None:
            try:
                came = self._connection.recv()
            except EOFError:
                raise JudgingFailed from None
            if isinstance(came, Tally):
                self._tally = came
            else:
                yield from map(_Mark._make, came)


def _rows(at: int, layout: Layout, sheet: Sheet, marks: _Marks) -> Iterator[AnswerRow]:
    """Yield the rows of one list that were judged, with the cells read here."""
    lines = enumerate(islice(sheet.lines(), layout.line, None), start=layout.line + 1)
    while (mark := marks.next) is not None and mark.at == at:
        cells = next(cells for line, cells in lines if line == mark.line)
        yield AnswerRow(mark.serial, mark.verdict, mark.problems, cells)
        marks.take()
