"""Booking over HTTP against the same SQL transaction driven bare, and the rush for a day that opens.

Figures, each measured in several short rounds, the median kept: `per_s` bookings confirmed a second by 32
clients that post the ordinary form to granian; `floor_per_s` the same transaction sent by asyncpg on 32
connections to the same server right after; the `ratio` of a round to its own floor, for the machine's speed
moves between rounds; `p99_ms` of the answers. `contended` has 40 slots with little more room than there are
people, `hot` a single slot. After each round the tables are asked: `oversold` slots and `double` promises of
one person must be none, and each slot's counter must equal its bookings. `rush` is told in `booking_rush`.
"""

import asyncio
import json
import random
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
from django.db import connection
from psycopg.types.json import Jsonb

from bench.booking_rush import answers_everybody, rush
from bench.booking_stage import (
    CLIENTS,
    CSRF,
    OUTPUT,
    SERVER,
    URL,
    Line,
    Person,
    granian,
    make_branch,
    make_people,
    make_slots,
    wrong_in_tables,
)
from lapak.booking.models import Booking
from lapak.booking.operations import taking
from lapak.booking.queries import facts
from lapak.booking.rules.states import BookingState
from lapak.claims.operations import asking
from lapak.config.prepare import prepare
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id

PEOPLE = 1_200
ROUNDS = 7
SLOTS, ROOM = 40, 32
TARGET_RATIO = 0.35
DONE, REFUSED = b"/janji/\r\n", b"gagal=slot_gone"


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
    branch = make_branch()
    people = make_people(branch, PEOPLE)
    with granian() as port:
        figures = {
            "contended": _compare(port, people, make_slots(branch, SLOTS, ROOM)),
            "hot": _compare(port, people, make_slots(branch, 1, PEOPLE)),
            "rush": rush(port, branch),
        }
    figures = {**figures.pop("contended"), **figures, "target_ratio": TARGET_RATIO}
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    return 0 if _reached(figures) else 1


def _reached(figures: dict[str, Any]) -> bool:
    both = (figures, figures["hot"])
    right = all(one[name] == 0 for one in both for name in ("oversold", "double", "miscounted", "lost"))
    return right and answers_everybody(figures["rush"]) and all(one["ratio"] >= TARGET_RATIO for one in both)


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
    ratios = [one.per_s / its_floor.per_s for one, its_floor in zip(http, floor, strict=True)]
    waits = sorted(wait for one in http for wait in one.waits_ms)
    return {
        "per_s": round(per_s),
        "floor_per_s": round(floor_per_s),
        "ratio": round(statistics.median(ratios), 3),
        **wrong,
        "p50_ms": round(waits[len(waits) // 2], 1),
        "p99_ms": round(waits[len(waits) * 99 // 100], 1),
        "confirmed": sum(one.confirmed for one in http),
        "refused": sum(one.refused for one in http),
        "clients": CLIENTS,
        "rounds": [round(one.per_s) for one in http],
        "floor_rounds": [round(one.per_s) for one in floor],
        "ratio_rounds": [round(one, 3) for one in ratios],
    }


def _wrong(tally: Tally) -> dict[str, int]:
    """Return what the tables say that must not be."""
    kept = Booking.objects.filter(state=BookingState.CONFIRMED).count()
    return {**wrong_in_tables(), "lost": tally.confirmed - kept}


def _http_round(port: int, people: Sequence[Person], slots: Sequence[UUID]) -> Tally:
    """Let 32 clients post for these people, each trying other slots until it has one."""

    def attempts(mine: Sequence[Person], tell: Callable[[bool, float], None]) -> None:
        line = Line(port)
        for person in mine:
            for slot in _tries(slots):
                begun = time.perf_counter()
                done = _post(line, person, slot)
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


def _post(line: Line, person: Person, slot: UUID) -> bool:
    """Return whether the slot was promised to the person; anything but yes or full is a failure."""
    body = f"csrfmiddlewaretoken={CSRF}&slot={slot}&priority="
    head = line.send("POST", "/janji/waktu/", person.cookie, body)
    place = re.search(rb"(?i)location: ([^\r]*\r\n)", head)
    if place and place.group(1).endswith(DONE):
        return True
    if place and REFUSED in place.group(1):
        return False
    raise RuntimeError(head[:400])


def _floor_round(_port: int, people: Sequence[Person], slots: Sequence[UUID]) -> Tally:
    """Send the statements of `book_slot` bare: lock the claim, who acts, the facts, the place."""
    return asyncio.run(_floor(people, slots))


async def _floor(people: Sequence[Person], slots: Sequence[UUID]) -> Tally:
    pool = await asyncpg.create_pool(URL, min_size=CLIENTS, max_size=CLIENTS)
    waits: list[tuple[bool, float]] = []

    async def client(mine: Sequence[Person]) -> None:
        async with pool.acquire() as line:
            for person in mine:
                for slot in _tries(slots):
                    begun = time.perf_counter()
                    done = await _take(line, person, slot)
                    waits.append((done, (time.perf_counter() - begun) * 1000))
                    if done:
                        break

    begun = time.perf_counter()
    await asyncio.gather(*(client(people[n::CLIENTS]) for n in range(CLIENTS)))
    seconds = time.perf_counter() - begun
    await pool.close()
    done = sum(one for one, _ in waits)
    return Tally(done, len(waits) - done, seconds, [wait for _, wait in waits])


async def _take(line: Any, person: Person, slot: UUID) -> bool:
    async with line.transaction():
        await line.fetch(_LOCK, person.claim_id)
        await line.fetch(_ACTS, person.claim_id)
        (seen,) = await line.fetch(_FACTS, person.key, person.key, person.claim_id, slot)
        if not seen[5]:
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


_LOCK, _ACTS, _FACTS = (_numbered(sql) for sql in (asking.LOCK, asking.ACTS, facts.SQL))


def _tries(slots: Sequence[UUID]) -> Iterator[UUID]:
    """Return slots as a person would try them: any first, then others."""
    yield from random.sample(list(slots), len(slots))


def _clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate booking_booking cascade")
        cursor.execute("update booking_slot set taken = 0, kept_taken = 0")
        cursor.execute("checkpoint")


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        connection.close()
        SERVER.cleanup()
