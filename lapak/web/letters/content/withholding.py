"""The slip of tax withheld: the data of it, line by line."""

from typing import Any

from lapak.kernel.rupiah import format_figure, format_rupiah
from lapak.web.letters.content.facts import Facts
from lapak.web.letters.content.frame import day_in_words


def body(facts: Facts) -> dict[str, Any]:
    """Return what the slip says besides the frame. Raises LetterUnsound."""
    due = facts.due
    table = next(table for table in facts.programme.tax_tables if table.id == due.tax_table)
    return {
        "nik": facts.claim.nik,
        "paid_on": day_in_words(facts.day),
        "gross": format_rupiah(due.gross),
        "tax": format_rupiah(due.tax),
        "net": format_rupiah(due.net),
        "tax_label": due.tax_label,
        "object_code": table.object_code,
        "final": table.final,
        "lines": [
            {
                "base": format_figure(line.base),
                "rate": f"{line.rate_percent}%",
                "amount": format_figure(line.amount),
            }
            for line in due.tax_lines
        ],
    }
