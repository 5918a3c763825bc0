"""A roster of 100,000 workers: read, judged and answered, against reading the same file alone.

Figures: `seconds` to read, judge and write the answer workbook, in the process apart that the service
uses, its start included; `reading_seconds` for calamine to hand over every row of the same file, in this
process; their `ratio`, of rounds taken in turns, the median kept; `peak_mb` of all processes that take part,
shared pages counted once, in a round of its own; `growth` from 10,000 rows. `core` asks the simulator about
workers by the hundred, as the service does: `rows_per_second` and `requests`.
"""

import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import python_calamine as calamine

from bench.roster_files import write_workbook

ROOT = Path(__file__).absolute().parents[1]
FOLDER = ROOT / "build" / "bench" / "roster"
OUTPUT = ROOT / "build" / "bench" / "roster.json"
ROWS, FEWER = int(os.environ.get("ROWS", "100000")), 10_000
ROUNDS = int(os.environ.get("ROUNDS", "9"))
MEMBERS = 5_000
ON = date(2020, 6, 22)
SAMPLE_SECONDS = 0.05


def main() -> int:
    """Take the figures and write them down; return 1 when one is missed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    big, small = FOLDER / f"{ROWS}.xlsx", FOLDER / f"{FEWER}.xlsx"
    write_workbook(big, count=ROWS)
    write_workbook(small, count=FEWER)
    rounds = [
        (timed(lambda: read(big)), timed(lambda: answer(big)), timed(lambda: answer(small)))
        for _ in range(ROUNDS)
    ]
    told = answer(big)
    figures: dict[str, Any] = {
        "rows": sum(told["verdicts"].values()),
        "verdicts": told["verdicts"],
        "seconds": round(statistics.median(one[1] for one in rounds), 2),
        "reading_seconds": round(statistics.median(one[0] for one in rounds), 2),
        "ratio": round(statistics.median(one[1] / one[0] for one in rounds), 2),
        "peak_mb": peak_of(lambda: answer(big)),
        "growth": round(statistics.median(one[1] / one[2] for one in rounds), 1),
        "core": core_checks(),
        "load": os.getloadavg()[0],
    }
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    return int(figures["ratio"] > 3 or figures["peak_mb"] > 400 or figures["growth"] > 11)


def timed(act: Callable[[], Any]) -> float:
    """Return how many seconds it takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def read(path: Path) -> int:
    """Let calamine hand over every row, and return how many there are."""
    sheet = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows())


def answer(path: Path) -> dict[str, Any]:
    """Have a file read, judged and answered as the service does; return what was found."""
    from lapak.collective.rules.cell_words import reason_words
    from lapak.collective.workbooks.apart import Order, carry_out
    from lapak.offices.regions import province_codes

    order = Order(
        task="answer",
        path=str(path),
        on=ON.isoformat(),
        provinces=tuple(province_codes()),
        reasons=reason_words({"laid_off": "Pemutusan hubungan kerja (PHK)"}),
        roster=200001,
        target=str(FOLDER / "answer.xlsx"),
        words="lapak.web.company.row_words",
    )
    return list(carry_out(order))[-1]


def peak_of(act: Callable[[], Any]) -> int:
    """Return the most memory in MB that the processes begun by `act` held at once, shared pages once."""
    peak, over = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(SAMPLE_SECONDS):
            peak = max(peak, sum(map(_kilobytes, _descendants(os.getpid()))))

    watching = threading.Thread(target=watch)
    watching.start()
    act()
    over.set()
    watching.join()
    return peak // 1024


def _descendants(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task").glob("*/children")
        for child in {int(one) for found in children for one in found.read_text().split()}:
            yield child
            yield from _descendants(child)
    except OSError:
        return


def _kilobytes(pid: int) -> int:
    """Return the proportional share of memory of a process, 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def core_checks() -> dict[str, float]:
    """Ask the simulator about its members by the hundred; return rows a second and how many requests."""
    register = FOLDER / "smile.sqlite3"
    with simulator(register):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")
        import django

        django.setup()
        from lapak.claims.inquiries import ask_all
        from lapak.claims.ports import MOST_AT_ONCE, Inquiry
        from lapak.kernel.clock import utc_now

        with sqlite3.connect(register) as book:
            people = book.execute("select nik, kpj from member").fetchall()
            accounts = book.execute("select bank_code, number from account").fetchall()
        now, requests, found = utc_now(), 0, 0
        asked = [
            Inquiry(nik, kpj, now.date(), *accounts[at % len(accounts)])
            for at, (nik, kpj) in enumerate(people)
        ]
        started = time.perf_counter()
        for start in range(0, len(asked), MOST_AT_ONCE):
            answers = ask_all(asked=asked[start : start + MOST_AT_ONCE], now=now)
            found += sum(one is not None for one in answers)
            requests += 1
        seconds = time.perf_counter() - started
    return {
        "rows": len(asked),
        "answered": found,
        "requests": requests,
        "rows_per_second": len(asked) // seconds,
    }


@contextmanager
def simulator(register: Path) -> Iterator[None]:
    """Run the stand-in core system with so many members."""
    import httpx

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    os.environ |= {"LAPAK_SMILE_URL": url, "LAPAK_SMILE_TOKEN": "bench", "SMILE_SIMULATOR_TOKEN": "bench"}
    command = [sys.executable, "-m", "smile_simulator", "serve", "--port", str(port)]
    running = subprocess.Popen([*command, "--database", str(register), "--members", str(MEMBERS)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{url}/healthz", timeout=5)
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield
    finally:
        running.terminate()
        running.wait(20)


if __name__ == "__main__":
    sys.exit(main())
