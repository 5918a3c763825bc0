"""How long processors worked for a process and its children, as Linux counts it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """Return the processor seconds of a process and of its children, those that have ended included."""
    running = (int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return (sum(_ticks(pid, 4)) + sum(sum(_ticks(child, 2)) for child in running)) / TICKS


def _ticks(pid: int, count: int) -> list[int]:
    """Return the first of utime, stime, cutime, cstime; nothing for a process that is gone (man 5 proc)."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return []
    return [int(one) for one in after_name[11 : 11 + count]]
