"""`lapak lot`: work a published draw out again."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lapak.booking.rules.lot import Entrant, Published, faults

SENTENCES = {
    "commitment_differs": "the seed is not the one that was sealed before the window",
    "ticket_twice": "a ticket stands in the order twice",
    "digest_differs": "the entries are not those that were in the draw",
    "order_differs": "the order does not follow from seed and entries",
}


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("lot", help="check a published draw (the file of /giliran/…/undian.json)")
    parser.add_argument("file", type=Path, help="the file; - reads it from standard input")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print whether the order follows from seed and entries; return 0, 1 when not, 2 for no such file."""
    try:
        text = sys.stdin.read() if str(options.file) == "-" else options.file.read_text(encoding="utf-8")
        published = _read(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"lapak lot: {options.file} is no published draw ({problem})", file=sys.stderr)
        return 2
    found = faults(published=published)
    for code in found:
        print(SENTENCES[code])
    if not found:
        print(f"{len(published.order)} entries, drawn as sealed: {published.commitment}")
    return 1 if found else 0


def _read(data: dict[str, Any]) -> Published:
    return Published(
        commitment=str(data["commitment"]),
        seed=str(data["seed"]),
        digest=str(data["digest"]),
        priority_percent=int(data["priority_percent"]),
        order=tuple(Entrant(str(ticket), bool(priority)) for ticket, priority in data["order"]),
    )
