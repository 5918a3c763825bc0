"""The process apart: one order from standard input, within limits, the answer in lines of JSON."""

import gc
import json
import resource
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lapak.collective.workbooks.sources import open_source
from lapak.kernel.errors import DomainError

MOST_MEMORY = 2 * 1024**3  # bytes of address space: a list of 100,000 rows takes a tenth of it
MOST_SECONDS = 240  # of processor time


def main() -> None:
    """Read an order from standard input, carry it out, write the answer to standard output."""
    gc.disable()  # rows hold no cycles, and looking for some among hundreds of thousands takes a tenth
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for told in _carried_out(order):
            sys.stdout.write(json.dumps(told, default=str, separators=(",", ":")) + "\n")
            if "last" in told:
                sys.stdout.flush()  # giving back the memory of a long list takes a while
    except DomainError as refusal:
        sys.stdout.write(json.dumps({"refused": refusal.code, "params": dict(refusal.params)}) + "\n")
    except (MemoryError, RecursionError):
        sys.stdout.write(json.dumps({"refused": "file_too_heavy", "params": {}}) + "\n")
    except Exception as fault:  # its text may hold what stands in the file, its kind does not
        sys.stdout.write(json.dumps({"failed": type(fault).__name__}) + "\n")


def _carried_out(order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Open the file, and meanwhile load what judges it: the reader of workbooks needs no interpreter."""
    with ThreadPoolExecutor(1) as reader:
        opening = reader.submit(open_source, Path(order["path"]))
        from lapak.collective.workbooks.telling import look, tell

        source = opening.result()
    return look(source) if order["task"] == "look" else tell(source, order)


if __name__ == "__main__":
    main()
