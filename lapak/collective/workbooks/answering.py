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
from lapak.collective.workbooks.answers import AnswerRows, AnswerSheet, Words, write_answers
from lapak.collective.workbooks.judging import Numbering, Tally, judged
from lapak.collective.workbooks.sources import Sheet


class _Marks(NamedTuple):
    """What was found on some lines of a list."""

    at: int
    lines: Sequence[int]
    serials: Sequence[int]
    verdicts: Sequence[RowVerdict]
    problems: Sequence[Sequence[Problem]]


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
        for some in judged(lists, ground=ground, seen=seen, numbering=numbering, tally=tally):
            verdicts, problems = [row.verdict for row in some.rows], [row.problems for row in some.rows]
            there.send(_Marks(some.at, some.lines, some.serials, verdicts, problems))
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
    """What comes from the fork: marks, list after list, and at last what was found in all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: _Marks | Tally = self._come()

    def of(self, at: int) -> Iterator[_Marks]:
        """Yield the marks of a list; those of the lists before it were taken."""
        while isinstance(self._next, _Marks) and self._next.at == at:
            yield self._next
            self._next = self._come()

    def tally(self) -> Tally:
        """Return what was found. Raises JudgingFailed when it has not come."""
        if not isinstance(self._next, Tally):
            raise JudgingFailed
        return self._next

    def _come(self) -> _Marks | Tally:
        try:
            came: _Marks | Tally = self._connection.recv()
        except EOFError:
            raise JudgingFailed from None
        return came


def _rows(layout: Layout, sheet: Sheet, marks: Iterator[_Marks]) -> Iterator[AnswerRows]:
    """Yield the rows of one list that were judged, with the cells read here."""
    lines, next_line = islice(sheet.lines(), layout.line, None), layout.line + 1
    for _, judged_lines, serials, verdicts, problems in marks:
        taken = list(islice(lines, judged_lines[-1] + 1 - next_line))
        cells = [taken[line - next_line] for line in judged_lines]
        next_line += len(taken)
        yield AnswerRows(serials, verdicts, problems, cells)
