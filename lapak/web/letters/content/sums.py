"""The worked sum as lines of a table, in the words of the screens."""

from lapak.claims.rules.benefit import Sum
from lapak.claims.rules.programme import Programme
from lapak.kernel.rupiah import format_figure
from lapak.web.sums import rows

Line = dict[str, str]


def sum_lines(due: Sum, programme: Programme) -> list[Line]:
    """Return every line of the sum: `label`, `figure` in rupiah, `weight` (`plain`, `total`, last `net`)."""
    lines = [
        {
            "label": row.label,
            "figure": format_figure(-row.amount if row.less else row.amount),
            "weight": "total" if row.total else "plain",
        }
        for row in rows(due, programme)
    ]
    lines[-1]["weight"] = "net"
    return lines
