"""Reading a company's file in a process of its own, which may die: little memory, no network, no secrets.

A workbook of a few kilobytes can make any reader ask for more memory than a machine has, or go on for ever.
So the process (`process`) gets limits, answers in lines of JSON, and one that ends without its last word is a
file that cannot be read. Formulas are never worked out and macros never run: the reader only reads what was
saved.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from lapak.collective.rules.formats import FileRefused


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
    """Carry out an order apart and yield what is answered, see `telling`.

    Raises FileRefused, as whatever the process said, or `file_too_heavy` when it could not, and ReadingFailed
    for a fault of ours.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "lapak.collective.workbooks.process"],
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
