"""Reading a company's file in a process of its own, which may die: little memory, no network, no secrets.

A workbook of a few kilobytes can make any reader ask for more memory than a machine has, or go on for ever.
So the process gets limits, answers in lines of JSON, and one that ends without its last word is a file that
cannot be read. Formulas are never worked out and macros never run: the reader only reads what was saved.
"""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Any

from lapak.collective.rules.findings import kept, text_of
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.workbooks.answering import answer
from lapak.collective.workbooks.judging import Judged, Numbering, Tally, judged, lists_of
from lapak.collective.workbooks.sources import open_source
from lapak.kernel.errors import DomainError

MOST_MEMORY = 2 * 1024**3  # bytes of address space: a list of 100,000 rows takes a tenth of it
MOST_SECONDS = 240  # of processor time
SAMPLE_ROWS = 5


class ReadingFailed(Exception):
    """Our own code failed on a file; the text is the kind of the fault."""


@dataclass(frozen=True)
class Order:
    """What to do with a file: `look` at its lists, `judge` or only `count` its rows, or `answer` them.

    `on` is the day of reading (ISO), `reasons` the ways to write them (see `cell_words.reason_words`),
    `sheets` the lists to read as `Layout.as_data()`, None for all. `niks` and `kpjs` are people already on
    the list, with the serial of their row. `target` is where the answer goes, `words` the module that words
    it.
    """

    task: str
    path: str
    on: str = ""
    provinces: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[Mapping[str, Any], ...] | None = None
    roster: int = 0
    first: int = 1
    niks: Mapping[str, int] = field(default_factory=dict)
    kpjs: Mapping[str, int] = field(default_factory=dict)
    target: str = ""
    words: str = ""


def carry_out(order: Order) -> Iterator[dict[str, Any]]:
    """Carry out an order apart and yield what is answered, see `_look` and `_judge`.

    Raises FileRefused, as whatever the process said, or `file_too_heavy` when it could not, and ReadingFailed
    for a fault of ours.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "lapak.collective.workbooks.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    last: dict[str, Any] = {}
    try:
        _send(process.stdin, order)
        for line in process.stdout:
            last = json.loads(line)
            if "failed" in last:
                raise ReadingFailed(last["failed"])
            if "refused" in last:
                raise FileRefused(last["refused"], params=last["params"])
            yield last
            if "last" in last:
                return
    except BrokenPipeError:
        pass
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
    raise FileRefused("file_too_heavy")


def _send(stdin: IO[bytes], order: Order) -> None:
    with stdin:
        stdin.write(json.dumps(asdict(order)).encode())


def main() -> None:
    """Read an order from standard input, carry it out, write the answer to standard output."""
    gc.disable()  # rows hold no cycles, and looking for some among hundreds of thousands takes a tenth
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for said in _look(order) if order["task"] == "look" else _judge(order):
            sys.stdout.write(json.dumps(said, default=str, separators=(",", ":")) + "\n")
            if "last" in said:
                sys.stdout.flush()  # giving back the memory of a long list takes a while
    except DomainError as refusal:
        sys.stdout.write(json.dumps({"refused": refusal.code, "params": dict(refusal.params)}) + "\n")
    except (MemoryError, RecursionError):
        sys.stdout.write(json.dumps({"refused": "file_too_heavy", "params": {}}) + "\n")
    except Exception as fault:  # its text may hold what stands in the file, its kind does not
        sys.stdout.write(json.dumps({"failed": type(fault).__name__}) + "\n")


def _look(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lists of a file with their first rows, and what was passed over."""
    source = open_source(Path(order["path"]))
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


def _judge(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows to `judge`, then what was found in all and what was passed over."""
    source = open_source(Path(order["path"]))
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
        for one in judged(lists, ground=ground, seen=seen, numbering=numbering, tally=tally):
            if order["task"] == "judge":
                yield {"row": _row(one)}
    yield {
        "last": True,
        "notes": [note.as_data() for note in source.notes],
        "sheets": [layout.as_data() for layout, _ in lists],
        "verdicts": tally.verdicts,
        "problems": tally.problems,
        "doubts": tally.notes,
        "passed_over": tally.passed_over,
        "layoffs": [[day, reason, count] for (day, reason), count in tally.layoffs.items()],
    }


def _row(one: Judged) -> list[Any]:
    row = one.row
    return [
        one.at,
        one.line,
        one.serial,
        one.known,
        [kept(cell) for cell in one.cells],
        row.verdict,
        [problem.as_data() for problem in row.problems],
        [note.as_data() for note in row.notes],
        row.values,
        row.same_as,
    ]


if __name__ == "__main__":
    main()
