"""The worked sum as lines of a table."""

from lapak.claims.rules.benefit import Sum
from lapak.kernel.rupiah import format_figure

Line = dict[str, str]


def sum_lines(due: Sum) -> list[Line]:
    """Return every line of the sum: `label`, `figure` in rupiah, and `weight` (`plain` or `total`)."""
    lines = [
        _line("Iuran", due.contributions),
        _line("Hasil pengembangan", due.yield_),
    ]
    if due.paid_out:
        lines.append(_line("Sudah dibayarkan sebelumnya", -due.paid_out))
    lines.append(_line("Jumlah klaim (bruto)", due.gross, weight="total"))
    lines += [
        _line(f"PPh 21: {line.rate_percent}% × Rp{format_figure(line.base)}", -line.amount)
        for line in due.tax_lines
    ]
    lines.append(_line("Jumlah diterima", due.net, weight="net"))
    return lines


def _line(label: str, amount: int, *, weight: str = "plain") -> Line:
    return {"label": label, "figure": format_figure(amount), "weight": weight}
