"""What is told of an opened file: its lists to look at, or its rows with their verdicts and the sums."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from lapak.collective.rules.findings import kept, text_of
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.workbooks.answering import answer
from lapak.collective.workbooks.judging import Judged, Numbering, Tally, judged, lists_of
from lapak.collective.workbooks.sources import Source

SAMPLE_ROWS = 5


def look(source: Source) -> Iterator[dict[str, Any]]:
    """Yield the lists of a file with their first rows, and what was passed over. Raises as `lists_of`."""
    lists_of(source)
    yield {
        "last": True,
        "notes": [note.as_data() for note in source.notes],
        "lists": [
            layout.as_data()
            | {
                "rows": max(0, sheet.height - layout.line),
                "sample": [
                    [text_of(cell) for cell in line]
                    for line in islice(sheet.lines(), layout.line, layout.line + SAMPLE_ROWS)
                ],
            }
            for layout, sheet in source.lists
        ],
    }


def tell(source: Source, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows to `judge`, then what was found in all and what was passed over; see `apart.Order`.

    Raises as `lists_of` and `answer`.
    """
    chosen = None
    if order["sheets"] is not None:
        layouts = [Layout.from_data(data) for data in order["sheets"]]
        chosen = {layout.sheet: layout for layout in layouts}
    lists = lists_of(source, chosen)
    ground = Ground(date.fromisoformat(order["on"]), order["provinces"], order["reasons"], source.epoch)
    seen = Seen(dict(order["niks"]), dict(order["kpjs"]))
    numbering = Numbering(order["roster"], order["first"])
    if order["task"] == "answer":
        words = import_module(order["words"])
        target = Path(order["target"])
        tally = answer(lists, ground=ground, seen=seen, numbering=numbering, target=target, words=words)
    else:
        tally = Tally()
        for some in judged(lists, ground=ground, seen=seen, numbering=numbering, tally=tally):
            if order["task"] == "judge":
                yield from ({"row": row} for row in _rows(some))
    yield {
        "last": True,
        "notes": [note.as_data() for note in source.notes],
        "sheets": [layout.as_data() for layout, _ in lists],
        "verdicts": tally.verdicts,
        "problems": tally.problems,
        "doubts": tally.notes,
        "passed_over": tally.passed_over,
        "epoch": source.epoch.isoformat(),
        "layoffs": [[day, reason, count] for (day, reason), count in tally.layoffs.items()],
    }


def _rows(some: Judged) -> Iterator[list[Any]]:
    for line, serial, known, cells, row in zip(*some[1:], strict=True):
        yield [
            some.at,
            line,
            serial,
            known,
            [kept(cell) for cell in cells],
            row.verdict,
            [problem.as_data() for problem in row.problems],
            [note.as_data() for note in row.notes],
            row.values,
            row.same_as,
        ]
