"""Two hundred kills at random instants: what was acknowledged is there afterwards, and paid once."""

import asyncio
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from robots.checker import EXPLANATION
from robots.client import Refused, Visitor
from robots.pages import PageChanged
from tests.stack import Stack, running

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("LAPAK_KILLS", "200"))
CLAIMS = int(os.environ.get("LAPAK_KILL_CLAIMS", "100"))
# How long a part lives at most, in seconds: any instant of its start or its work may be its last. What starts
# faster is killed more often, so that all get some work done between.
LIVES = {"simulator": 2.2, "worker": 8.0, "database": 10.0, "front": 10.0}
HANDS = 2  # processes in which officers work; they are killed besides
HANDS_SHARE = 0.05
LOOK_SECONDS = 0.05
STALLED_SECONDS = 120.0
CHECKERS = ("ratih", "joko")
MOST_IN_A_ROW = 8  # then the list is looked at anew


@dataclass
class Day:
    """A branch at work in a service whose parts die."""

    stack: Stack
    ids: list[str]
    folder: Path
    environment: dict[str, str]
    over: threading.Event = field(default_factory=threading.Event)
    approved: set[str] = field(default_factory=set)
    hands: list["subprocess.Popen[str]"] = field(default_factory=list)

    @property
    def ledger(self) -> Path:
        """Where officers' processes note what was acknowledged to them."""
        return self.folder / "ledger.txt"

    def acknowledged(self) -> dict[str, set[str]]:
        """Return what was acknowledged of each claim; a last line torn by a kill says nothing."""
        found: dict[str, set[str]] = {}
        for line in self.ledger.read_text().splitlines(keepends=True):
            id, _, what = line.strip().partition(" ")
            if line.endswith("\n") and what in ("submitted", "in_service", "verified"):
                found.setdefault(id, set()).add(what)
        for id in self.approved:
            found.setdefault(id, set()).add("approved")
        return found

    def begin_hand(self) -> "subprocess.Popen[str]":
        """Start one process of an officer on all claims."""
        log = (self.folder / "hands.log").open("a")
        hand = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.day_work", "serve", str(self.ledger)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            text=True,
            cwd=ROOT,
            env=self.environment,
        )
        log.close()
        assert hand.stdin
        with contextlib.suppress(BrokenPipeError):
            hand.stdin.write("\n".join(self.ids) + "\n")
            hand.stdin.close()
        return hand


def test_after_two_hundred_kills_everything_acknowledged_is_there_and_paid_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # so many starts should be short ones
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "compiled"))
    seed = int(os.environ.get("LAPAK_KILL_SEED") or random.SystemRandom().randrange(10**6))
    with running(tmp_path) as stack:
        day = _prepared(stack, tmp_path)
        with _at_work(day):
            killed = _kill(day, random.Random(seed))
            stopped = time.monotonic()
            _wait_until_paid(day)
            quiet = time.monotonic() - stopped
        said = _judged(day)
        listed = _payments(stack.data / "smile.sqlite3")
        known = day.acknowledged()
        with capsys.disabled():
            words = Counter(what for all_of_it in known.values() for what in all_of_it)
            print(f"\nseed {seed}: {dict(killed)}; acknowledged {dict(words)}; all paid {quiet:.0f} s later")
    assert sum(killed[part] for part in LIVES) >= KILLS
    assert said["broken"] == 0, said
    assert said["dead"] == []
    assert said["owed"] == 0
    for id in day.ids:
        claim = said["claims"][id]
        paid = [key for key, state in claim["orders"] if state == "paid"]
        assert (claim["state"], len(paid)) == ("paid", 1), (seed, id, claim, known.get(id))
        assert listed[claim["number"]] == [paid[0]], (seed, id, claim, listed.get(claim["number"]))
    assert all(
        "submitted" in known[id] or "in_service" in known[id] or "verified" in known[id] for id in known
    )
    assert len(listed) == len(day.ids)


def _prepared(stack: Stack, folder: Path) -> Day:
    pid = stack.pid("worker")
    pairs = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    environment = dict(one.split("=", 1) for one in pairs if "=" in one)
    environment |= {"PYTHONPATH": str(ROOT), "LAPAK_DATA": str(stack.data)}
    register = str(stack.data / "smile.sqlite3")
    made = subprocess.run(
        [sys.executable, "-m", "tests.faults.day_work", "prepare", register, str(CLAIMS)],
        capture_output=True, text=True, cwd=ROOT, env=environment, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    day = Day(stack, json.loads(made.stdout.splitlines()[-1]), folder, environment)
    day.ledger.touch()
    return day


@contextmanager
def _at_work(day: Day) -> Iterator[None]:
    """Have officers work in processes that are begun again when they end, and checkers at their pages."""
    day.hands = [day.begin_hand() for _ in range(HANDS)]
    threads = [threading.Thread(target=_mind_hands, args=[day])]
    threads += [threading.Thread(target=lambda n=name: asyncio.run(_check(day, n))) for name in CHECKERS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        day.over.set()
        for thread in threads:
            thread.join(60)
        for hand in day.hands:
            hand.kill()
            hand.wait()


def _mind_hands(day: Day) -> None:
    while not day.over.wait(0.2):
        for n, hand in enumerate(day.hands):
            if hand.poll() not in (None, 0):
                day.hands[n] = day.begin_hand()


async def _check(day: Day, username: str) -> None:
    """Approve what waits by the pages, as a person who presses again when nothing answers."""
    visitor, signed_in = Visitor(day.stack.url), False
    while not day.over.is_set():
        try:
            if not signed_in:
                await visitor.open(f"/peragaan/peran/{username}/")
                signed_in = True
            await _approve_what_waits(day, visitor)
        except Refused as refusal:
            signed_in = signed_in and refusal.status not in (401, 403)
            await asyncio.sleep(0.3)
        except (httpx.HTTPError, PageChanged, LookupError):
            await asyncio.sleep(0.3)
    await visitor.close()


async def _approve_what_waits(day: Day, visitor: Visitor) -> None:
    queue = await visitor.open("/persetujuan/antrean/")
    waiting = [one["href"] for one in queue.root.all("a", class_="case-item")]
    if not waiting:
        await asyncio.sleep(0.5)
    random.shuffle(waiting)
    for address in waiting[:MOST_IN_A_ROW]:
        await _approve(day, visitor, address)


async def _approve(day: Day, visitor: Visitor, address: str) -> None:
    page = await visitor.open(address)
    form = page.form("version", "note", action="/setujui/")
    if page.root.first("textarea", id="id_note").attributes.get("required") is not None:
        form.fill(note=EXPLANATION)
    answer = await visitor.submit(form)
    if answer.status == httpx.codes.OK:
        day.approved.update(id for id in day.ids if id in form.action)


def _kill(day: Day, chance: random.Random) -> Counter[str]:
    """Kill parts at random instants until it is enough; return how often each was killed while it ran."""
    killed: Counter[str] = Counter()
    due = {part: time.monotonic() + chance.uniform(0, longest) for part, longest in LIVES.items()}
    while sum(killed[part] for part in LIVES) < KILLS:
        part = min(due, key=lambda one: due[one])
        time.sleep(max(0, due[part] - time.monotonic()))
        if not _kill_part(day.stack, part):
            due[part] = time.monotonic() + LOOK_SECONDS
            continue
        killed[part] += 1
        due[part] = time.monotonic() + chance.uniform(0, LIVES[part])
        if chance.random() < HANDS_SHARE:
            hand = day.hands[chance.randrange(HANDS)]
            if hand.poll() is None:
                hand.kill()
                killed["officers"] += 1
        assert day.stack.supervisor.poll() is None, "the supervisor gave up"
    return killed


def _kill_part(stack: Stack, part: str) -> bool:
    """Kill a part if it runs; return whether it did."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        if _runs(stack.pid(part)):
            stack.kill(part)
            return True
    return False


def _runs(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def _wait_until_paid(day: Day) -> None:
    """Wait until all claims are paid; fail when nothing moves for long, however busy the machine is."""
    states, moved = None, time.monotonic()
    while states != [("paid", len(day.ids))]:
        time.sleep(1)
        if (now := _states(day)) != states:
            states, moved = now, time.monotonic()
        assert time.monotonic() - moved < STALLED_SECONDS, states


def _states(day: Day) -> list[tuple[str, int]] | None:
    """Return how many claims are in which state; a database that is just back says nothing yet."""
    with (
        contextlib.suppress(psycopg.Error, OSError),
        psycopg.connect(day.stack.database_url, connect_timeout=5) as connection,
    ):
        return connection.execute("select state, count(*) from claims_claim group by 1 order by 1").fetchall()
    return None


def _judged(day: Day) -> Any:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.faults.day_work", "judge"],
        capture_output=True, text=True, cwd=ROOT, env=day.environment, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr[-3000:]
    return json.loads(asked.stdout.splitlines()[-1])


def _payments(database: Path) -> dict[str, list[str]]:
    """Return what the core system pays: idempotency keys by claim number, returned payments left out."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(database)) as connection:
        for number, key in connection.execute(
            "select claim_number, idempotency_key from payment"
            " join claim on claim.reference = claim_reference where return_reason = ''"
        ):
            found.setdefault(number, []).append(key)
    return found
