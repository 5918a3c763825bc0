"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

WRITTEN_BY = "Written by `lapak reference`; do not edit."


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, centred: bool = False) -> list[str]:
    """Return the lines of a table; with `centred` all columns but the first are."""
    rest = ":-:" if centred else "---"
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join(["---", *[rest] * (len(heads) - 1)]) + " |"]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]
