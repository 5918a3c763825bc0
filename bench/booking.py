"""Booking over HTTP against the same SQL transaction driven bare, and the rush for a day that opens.

Figures, each measured in several short rounds, the median kept: `per_s` bookings confirmed a second by 32
clients that post the ordinary form to granian; `floor_per_s` the same transaction sent by asyncpg on 32
connections to the same server in the same run; their `ratio`; `p99_ms` of the answers. `contended` has 40
slots with little more room than there are people, `hot` a single slot. After each round the tables are asked:
`oversold` slots and `double` promises of one person must be none, and each slot's counter must equal its
bookings.
"""

import asyncio
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).absolute().parents[1]
FOLDER = ROOT / "build" / "bench" / "booking"
OUTPUT = ROOT / "build" / "bench" / "booking.json"
shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
os.environ["DJANGO_SETTINGS_MODULE"] = "lapak.config.settings.demonstration"
os.environ["LAPAK_DATA"] = str(FOLDER)
os.environ.pop("DATABASE_URL", None)

from lapak.config import embedded  # noqa: E402 after the folder is named

SERVER = embedded.start(folder=FOLDER / "postgres")
embedded.ensure_database(server=SERVER)
URL = embedded.url(server=SERVER)
os.environ["LAPAK_EMBEDDED_URL"] = URL

import django  # noqa: E402 after the settings are named

django.setup()

import asyncpg  # noqa: E402 with the rest
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 needs Django
from django.contrib.sessions.models import Session  # noqa: E402 needs Django
from django.db import connection, transaction  # noqa: E402 needs Django
from psycopg.types.json import Jsonb  # noqa: E402 with the rest

from lapak.booking.models import Booking, Slot  # noqa: E402 needs Django
from lapak.booking.operations import taking  # noqa: E402 needs Django
from lapak.booking.queries import person_key  # noqa: E402 needs Django
from lapak.booking.queries.facts import SQL as FACTS_SQL  # noqa: E402 needs Django
from lapak.booking.rules.states import BookingState, Channel  # noqa: E402 needs Django
from lapak.claims.models import Claim  # noqa: E402 needs Django
from lapak.claims.rules.claim_moves import ClaimState  # noqa: E402 needs Django
from lapak.config.prepare import prepare  # noqa: E402 needs Django
from lapak.kernel.actors import Actor  # noqa: E402 needs Django
from lapak.kernel.clock import utc_now  # noqa: E402 needs Django
from lapak.kernel.ids import new_id  # noqa: E402 needs Django
from lapak.offices.models import Branch  # noqa: E402 needs Django
from lapak.web.middleware import PARTICIPANT_KEY  # noqa: E402 needs Django

CLIENTS = 32
PEOPLE = 1_200
ROUNDS = 3
SLOTS, ROOM = 40, 32
WORKERS, THREADS = 2, 8
TARGET_RATIO = 0.35
CSRF = "b" * 32
DONE, REFUSED = b"/janji/\r\n", b"gagal=slot_gone"


@dataclass(frozen=True)
class Person:
    """Somebody with a filed claim and a session on a phone."""

    claim_id: UUID
    key: str
    cookie: str


@dataclass
class Tally:
    """What came of one round."""

    confirmed: int
    refused: int
    seconds: float
    waits_ms: list[float]

    @property
    def per_s(self) -> float:
        return self.confirmed / self.seconds


def main() -> int:
    """Measure, write the figures, and return 1 when one of them is not reached."""
    prepare()
    branch = _branch()
    people = _people(branch, PEOPLE)
    with _granian() as port:
        figures = {
            "contended": _compare(port, people, _slots(branch, SLOTS, ROOM)),
            "hot": _compare(port, people, _slots(branch, 1, PEOPLE)),
        }
    figures = {**figures["contended"], "hot": figures["hot"], "target_ratio": TARGET_RATIO}
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    return 0 if _reached(figures) else 1


def _reached(figures: dict[str, Any]) -> bool:
    both = (figures, figures["hot"])
    right = all(one[name] == 0 for one in both for name in ("oversold", "double", "miscounted", "lost"))
    return right and all(one["ratio"] >= TARGET_RATIO for one in both)


def _compare(port: int, people: Sequence[Person], slots: Sequence[UUID]) -> dict[str, Any]:
    """Return the figures of HTTP and of the bare transaction on these slots, round about."""
    http, floor, wrong = [], [], dict.fromkeys(("oversold", "double", "miscounted", "lost"), 0)
    _http_round(port, people[:200], slots)  # warm
    for _ in range(ROUNDS):
        for measured, act in ((http, _http_round), (floor, _floor_round)):
            _clear()
            tally = act(port, people, slots)
            measured.append(tally)
            for name, count in _wrong(tally).items():
                wrong[name] += count
    _clear()
    per_s, floor_per_s = (statistics.median(one.per_s for one in many) for many in (http, floor))
    waits = sorted(wait for one in http for wait in one.waits_ms)
    return {
        "per_s": round(per_s),
        "floor_per_s": round(floor_per_s),
        "ratio": round(per_s / floor_per_s, 3),
        **wrong,
        "p50_ms": round(waits[len(waits) // 2], 1),
        "p99_ms": round(waits[len(waits) * 99 // 100], 1),
        "confirmed": sum(one.confirmed for one in http),
        "refused": sum(one.refused for one in http),
        "clients": CLIENTS,
        "rounds": [round(one.per_s) for one in http],
        "floor_rounds": [round(one.per_s) for one in floor],
    }


def _wrong(tally: Tally) -> dict[str, int]:
    """Return what the tables say that must not be."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from booking_slot where taken > capacity")
        (oversold,) = cursor.fetchone()
        cursor.execute(
            "select count(*) from (select 1 from booking_booking where state in ('held', 'confirmed')"
            " group by person_key having count(*) > 1) as twice"
        )
        (double,) = cursor.fetchone()
        cursor.execute(
            "select count(*) from booking_slot s where s.taken <> (select count(*) from booking_booking b"
            " where b.slot_id = s.id and b.state in ('held', 'confirmed'))"
        )
        (miscounted,) = cursor.fetchone()
    kept = Booking.objects.filter(state=BookingState.CONFIRMED).count()
    return {"oversold": oversold, "double": double, "miscounted": miscounted, "lost": tally.confirmed - kept}


def _http_round(port: int, people: Sequence[Person], slots: Sequence[UUID]) -> Tally:
    """Let 32 clients post for these people, each trying other slots until it has one."""

    def attempts(mine: Sequence[Person], tell: Callable[[bool, float], None]) -> None:
        line = _Line(port)
        for person in mine:
            for slot in _tries(slots):
                begun = time.perf_counter()
                done = line.post(person, slot)
                tell(done, (time.perf_counter() - begun) * 1000)
                if done:
                    break

    return _together(people, attempts)


def _together(people: Sequence[Person], attempts: Callable[..., None]) -> Tally:
    lock, answers, failures = threading.Lock(), [], []

    def client(mine: Sequence[Person]) -> None:
        own: list[tuple[bool, float]] = []
        try:
            attempts(mine, lambda done, wait: own.append((done, wait)))
        except Exception as failure:
            failures.append(failure)
        with lock:
            answers.extend(own)

    threads = [threading.Thread(target=client, args=(people[n::CLIENTS],)) for n in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if failures:
        raise failures[0]
    done = sum(one for one, _ in answers)
    return Tally(done, len(answers) - done, seconds, [wait for _, wait in answers])


class _Line:
    """One kept connection to the service."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, person: Person, slot: UUID) -> bool:
        """Return whether the slot was promised to the person; anything but yes or full is a failure."""
        body = f"csrfmiddlewaretoken={CSRF}&slot={slot}&priority="
        head = self.send("POST", "/janji/waktu/", person.cookie, body)
        place = re.search(rb"(?i)location: ([^\r]*\r\n)", head)
        if place and place.group(1).endswith(DONE):
            return True
        if place and REFUSED in place.group(1):
            return False
        raise RuntimeError(head[:400])

    def send(self, method: str, path: str, cookie: str, body: str = "") -> bytes:
        """Send one request and return the head of the answer, with its body read to the end."""
        self.socket.sendall(
            (
                f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, rest = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(rest) < int(length.group(1)):
            rest += self._more()
        return head + b"\r\n"

    def _more(self) -> bytes:
        piece = self.socket.recv(65536)
        if not piece:
            raise RuntimeError("the service closed the connection")
        return piece


def _floor_round(_port: int, people: Sequence[Person], slots: Sequence[UUID]) -> Tally:
    """Send the statements of `book_slot` bare: lock the claim, ask for the facts, take the place."""
    with transaction.atomic():
        claim_sql, _ = (
            Claim.objects.select_for_update(of=("self",))
            .select_related("branch")
            .filter(pk__in=[new_id()])
            .order_by("pk")
            .query.sql_with_params()
        )
    return asyncio.run(_floor(people, slots, _numbered(claim_sql), _numbered(FACTS_SQL)))


async def _floor(people: Sequence[Person], slots: Sequence[UUID], claim_sql: str, facts_sql: str) -> Tally:
    pool = await asyncpg.create_pool(URL, min_size=CLIENTS, max_size=CLIENTS)
    waits: list[tuple[bool, float]] = []

    async def client(mine: Sequence[Person]) -> None:
        async with pool.acquire() as line:
            for person in mine:
                for slot in _tries(slots):
                    begun = time.perf_counter()
                    done = await _take(line, person, slot, claim_sql, facts_sql)
                    waits.append((done, (time.perf_counter() - begun) * 1000))
                    if done:
                        break

    begun = time.perf_counter()
    await asyncio.gather(*(client(people[n::CLIENTS]) for n in range(CLIENTS)))
    seconds = time.perf_counter() - begun
    await pool.close()
    done = sum(one for one, _ in waits)
    return Tally(done, len(waits) - done, seconds, [wait for _, wait in waits])


async def _take(line: Any, person: Person, slot: UUID, claim_sql: str, facts_sql: str) -> bool:
    async with line.transaction():
        await line.fetch(claim_sql, person.claim_id)
        (facts,) = await line.fetch(facts_sql, person.key, person.key, person.claim_id, slot)
        if not facts[5]:
            return False
        now = utc_now()
        row = Booking(
            id=new_id(now=now),
            slot_id=slot,
            subject_id=person.claim_id,
            person_key=person.key,
            state=BookingState.CONFIRMED,
            held_at=now,
            held_until=now + timedelta(minutes=10),
            confirmed_at=now,
        )
        actor = Actor.participant(subject_id=person.claim_id)
        sql, parameters = taking.statement(row=row, actor=actor, now=now)
        plain = [json.dumps(one.obj) if isinstance(one, Jsonb) else one for one in parameters]
        return bool(await line.fetch(_numbered(sql), *plain))


def _numbered(sql: str) -> str:
    """Return a statement with $1, $2 … instead of %s."""
    pieces = sql.split("%s")
    return "".join(piece + (f"${n}" if n < len(pieces) else "") for n, piece in enumerate(pieces, start=1))


def _tries(slots: Sequence[UUID]) -> Iterator[UUID]:
    """Return slots as a person would try them: any first, then others."""
    yield from random.sample(list(slots), len(slots))


def _clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate booking_booking cascade")
        cursor.execute("update booking_slot set taken = 0, kept_taken = 0")
        cursor.execute("checkpoint")


def _branch() -> Branch:
    return Branch.objects.create(
        code="BEN",
        name="Contoh",
        timezone="Asia/Jakarta",
        regency_code="36.71",
        address="Jl. Contoh 1",
        phone="021",
        hall_limit=40,
    )


def _slots(branch: Branch, count: int, room: int) -> list[UUID]:
    Slot.objects.all().delete()
    begin = utc_now() + timedelta(days=1)
    rows = Slot.objects.bulk_create(
        Slot(
            id=new_id(),
            branch=branch,
            channel=Channel.ONLINE,
            starts_at=begin + timedelta(minutes=n),
            minutes=30,
            capacity=room,
        )
        for n in range(count)
    )
    return [row.pk for row in rows]


def _people(branch: Branch, count: int) -> list[Person]:
    """Make people with a filed claim at the branch and a session."""
    now = utc_now()
    niks = [f"36031852058{n:05d}" for n in range(1, count + 1)]
    claims = Claim.objects.bulk_create(
        Claim(
            id=new_id(),
            number=f"B{nik}",
            state=ClaimState.SUBMITTED,
            nik=nik,
            kpj=nik[-11:],
            name="Contoh",
            branch=branch,
            channel=Channel.ONLINE,
            created_at=now,
            submitted_at=now,
        )
        for nik in niks
    )
    store, until = SessionStore(), now + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=f"{n:032d}",
            session_data=store.encode({PARTICIPANT_KEY: str(claim.pk)}),
            expire_date=until,
        )
        for n, claim in enumerate(claims)
    )
    return [
        Person(claim.pk, person_key(nik=claim.nik), f"sessionid={one.session_key}; csrftoken={CSRF}")
        for claim, one in zip(claims, sessions, strict=True)
    ]


@contextmanager
def _granian() -> Iterator[int]:
    """Serve as in production on this machine's two cores, and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--no-ws", "--log-level", "warning", "lapak.config.wsgi:application"]
    with (FOLDER / "granian.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError((FOLDER / "granian.log").read_text())
        try:
            _Line(port).send("GET", "/beranda/", "")
        except (OSError, RuntimeError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("granian did not come up")


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        connection.close()
        SERVER.cleanup()
