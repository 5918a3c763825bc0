"""Judging a file and writing its answer at once, on two cores: a fork judges while the rows are written.

Both read the sheets that were opened before the fork, whose memory they share; only verdicts go between them.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.rules.verdicts import Problem, RowVerdict
from lapak.collective.workbooks.answers import AnswerRow, AnswerSheet, Words, write_answers
from lapak.collective.workbooks.judging import Numbering, Tally, judged
from lapak.collective.workbooks.sources import Sheet

BATCH = 500
_Mark: TypeAlias = tuple[int, int, RowVerdict, Sequence[Problem]]  # line, serial, what was found


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
        at, batch = 0, list[_Mark]()
        for one in judged(lists, ground=ground, seen=seen, numbering=numbering, tally=tally):
            if one.at != at or len(batch) == BATCH:
                there.send((at, batch))
                at, batch = one.at, []
            batch.append((one.line, one.serial, one.row.verdict, one.row.problems))
        there.send((at, batch))
        there.send(tally)

    fork = multiprocessing.get_context("fork").Process(target=judge)
    fork.start()
    there.close()
    try:
        judgement = _Judgement(here)
        sheets = [
            AnswerSheet(layout.sheet, layout.headings, _rows(layout, sheet, judgement.of(at)))
            for at, (layout, sheet) in enumerate(lists)
        ]
        write_answers(target, sheets, words=words, roster=numbering.roster)
        return judgement.tally()
    finally:
        here.close()
        fork.join()


class _Judgement:
    """What comes from the fork: batches of marks, list after list, and at last what was found in all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: tuple[int, Sequence[_Mark]] | Tally = self._come()

    def of(self, at: int) -> Iterator[_Mark]:
        """Yield the marks of a list; those of the lists before it were taken."""
        while not isinstance(self._next, Tally) and self._next[0] == at:
            yield from self._next[1]
            self._next = self._come()

    def tally(self) -> Tally:
        """Return what was found. Raises JudgingFailed when it has not come."""
        if not isinstance(self._next, Tally):
            raise JudgingFailed
        return self._next

    def _come(self) -> tuple[int, Sequence[_Mark]] | Tally:
        try:
            came: tuple[int, Sequence[_Mark]] | Tally = self._connection.recv()
        except EOFError:
            raise JudgingFailed from None
        return came


def _rows(layout: Layout, sheet: Sheet, marks: Iterator[_Mark]) -> Iterator[AnswerRow]:
    """Yield the rows of one list that were judged, with the cells read here."""
    lines = enumerate(islice(sheet.lines(), layout.line, None), start=layout.line + 1)
    for judged_line, serial, verdict, problems in marks:
        for line, cells in lines:
            if line == judged_line:
                yield AnswerRow(serial, verdict, problems, cells)
                break
