"""The rush: 20,000 people for the 3,000 places of a day that opens, every one with an answer.

All enter within one minute of the day's clock, over HTTP, by the ordinary form; the first twentieth are the
fastest of them, another twentieth are bots that enter three times each. Then the lot is drawn and the turns
are given, by the operations and on a clock that is run ahead, while people choose hours from eight
connections at once; some let their turn pass, some give it up. `unanswered`, `oversold`, `double` and
`miscounted` must be none, and the published draw must work out again. `fast_p`, `bots_p` and `arrival_p` are
the chances that a fair draw spreads the fast, the bots, and each tenth of the arrivals as unevenly over the
line as this one did; below 0.001 the bench fails.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from bench.booking_stage import CLIENTS, CSRF, Line, Person, make_people, wrong_in_tables
from bench.fairness import TENTHS, chi_square, p_value, spread_evenly
from lapak.booking.models import Booking, LotEntry, Release, Slot, Waiter
from lapak.booking.operations import SlotGone, TurnOver, book, leave_line, step
from lapak.booking.queries import published
from lapak.booking.rules.lot import commitment_of, faults
from lapak.booking.rules.release import DRAW_AFTER, LONGEST, WAVE_EVERY, WAVES
from lapak.booking.rules.states import BookingState, Channel
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.offices.models import Branch

PEOPLE, PLACES, HOURS = 20_000, 3_000, 24
PRIORITY_PERCENT, PRIORITY_PEOPLE = 10, 0.05
FAST, BOTS, BOT_TRIES = 0.05, 0.05, 3
CHOOSERS = 8
PASSES, LEAVES = 0.10, 0.03
LEAST_P = 0.001


def rush(port: int, branch: Branch, *, people: int = PEOPLE, places: int = PLACES) -> dict[str, Any]:
    """Return the figures of the rush."""
    persons = make_people(branch, people, first=50_000)
    random.shuffle(persons)
    release = _day(branch, places)
    fast, bots = int(people * FAST), int(people * (1 - BOTS))
    begun = time.perf_counter()
    posts = _enter_all(port, release, persons, bots)
    entered = time.perf_counter() - begun
    _spread_arrivals(release, persons)
    draw_s, turns, line_s = _give_out(release)
    order = {entry.person_key: entry for entry in LotEntry.objects.filter(release=release)}
    told = published(release_id=release.pk)
    assert told is not None
    drawn = len(told.order)
    ranks = [order[one.key].draw_rank or 0 for one in persons if one.key in order]
    states = Counter(entry.state for entry in order.values())
    return {
        "people": people,
        "places": places,
        "entered": len(order),
        "posts": posts,
        "entered_per_s": round(posts / entered),
        "draw_s": round(draw_s, 2),
        "line_s": round(line_s, 1),
        "turns": turns,
        "confirmed": Booking.objects.filter(slot__release=release, state=BookingState.CONFIRMED).count(),
        "answers": dict(sorted(states.items())),
        "waiting_list": Waiter.objects.filter(branch=branch).count(),
        "unanswered": people - sum(states[name] for name in ("served", "listed", "passed", "left")),
        **wrong_in_tables(),
        "faults": list(faults(published=told)),
        "fast_p": round(spread_evenly(ranks[:fast], of=drawn), 4),
        "bots_p": round(spread_evenly(ranks[bots:], of=drawn), 4),
        "arrival_p": round(_arrival_p(ranks, drawn), 4),
    }


def answers_everybody(figures: dict[str, Any]) -> bool:
    """Return whether nobody was left without an answer, nothing given twice, and nobody favoured."""
    none = ("unanswered", "oversold", "double", "miscounted")
    fair = all(figures[name] >= LEAST_P for name in ("fast_p", "bots_p", "arrival_p"))
    return fair and not figures["faults"] and all(figures[name] == 0 for name in none)


def _day(branch: Branch, places: int) -> Release:
    """Return a day whose window is open, with its places over the hours, a tenth kept for priority people."""
    Slot.objects.all().delete()
    now = utc_now()
    seed = f"{random.getrandbits(256):064x}"
    release = Release.objects.create(
        branch=branch,
        channel=Channel.ONLINE,
        day=now.date() + timedelta(days=6),
        opens_at=now - timedelta(seconds=5),
        closes_at=now + timedelta(minutes=10),
        priority_percent=PRIORITY_PERCENT,
        seed=seed,
        commitment=commitment_of(seed=seed),
    )
    room = places // HOURS
    Slot.objects.bulk_create(
        Slot(
            id=new_id(),
            branch=branch,
            channel=Channel.ONLINE,
            starts_at=now + timedelta(days=6, minutes=20 * n),
            minutes=20,
            capacity=room,
            kept=room * PRIORITY_PERCENT // 100,
            release=release,
            opens_at=release.closes_at + LONGEST,
        )
        for n in range(HOURS)
    )
    return release


def _enter_all(port: int, release: Release, persons: Sequence[Person], bots: int) -> int:
    """Let everybody enter, the first first, from 32 clients; return how many forms were sent."""
    wishes = iter([(one, BOT_TRIES if n >= bots else 1) for n, one in enumerate(persons)])
    lock, sent, failures = threading.Lock(), [0], []

    def client() -> None:
        line = Line(port)
        try:
            for person, tries in _shared(wishes, lock):
                for _ in range(tries):
                    _enter(line, release, person)
                sent[0] += tries
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sent[0]


def _shared(wishes: Iterator[tuple[Person, int]], lock: threading.Lock) -> Iterator[tuple[Person, int]]:
    while True:
        with lock:
            wish = next(wishes, None)
        if wish is None:
            return
        yield wish


def _enter(line: Line, release: Release, person: Person) -> None:
    priority = "elderly" if random.random() < PRIORITY_PEOPLE else ""
    body = f"csrfmiddlewaretoken={CSRF}&priority={priority}"
    head = line.send("POST", f"/giliran/{release.pk}/ikut/", person.cookie, body)
    if not re.search(rb"(?i)location: /giliran/[0-9a-f-]+/\r\n", head):
        raise RuntimeError(head[:400])


def _spread_arrivals(release: Release, persons: Sequence[Person]) -> None:
    """Put the arrivals, which took this machine longer, into one minute of the day, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update booking_lotentry e set entered_at = %s + n * interval '1 minute' / %s"
            " from unnest(%s::text[]) with ordinality as t(key, n)"
            " where e.release_id = %s and e.person_key = t.key",
            [release.opens_at, len(persons) + 1, [one.key for one in persons], release.pk],
        )


def _give_out(release: Release) -> tuple[float, int, float]:
    """Draw, then call and let people choose until the day is over; return seconds and how many turns came."""
    now, begun = release.closes_at + DRAW_AFTER, time.perf_counter()
    drawn = step(release_id=release.pk, now=now)
    draw_s, turns, calm = time.perf_counter() - begun, drawn.called, now + WAVE_EVERY * WAVES
    asked: set[UUID] = set()
    with ThreadPoolExecutor(CHOOSERS) as pool:
        while True:
            news = [entry for entry in _turns(release) if entry.pk not in asked]
            asked |= {entry.pk for entry in news}
            list(pool.map(lambda entry: _choose(release, entry, now), news))  # noqa: B023 used up at once
            now += WAVE_EVERY if now < calm else timedelta(minutes=20)
            done = step(release_id=release.pk, now=now)
            turns += done.called
            if done.ended:
                return draw_s, turns, time.perf_counter() - begun


def _turns(release: Release) -> list[LotEntry]:
    return list(LotEntry.objects.filter(release=release, state="turn").order_by("rank"))


def _choose(release: Release, entry: LotEntry, now: datetime) -> None:
    """Take any hour with room, let the turn pass, or give it up."""
    chance = random.random()
    try:
        if chance < LEAVES:
            leave_line(person_key=entry.person_key, now=now)
        elif chance > LEAVES + PASSES:
            _take_one(release, entry, now)
    finally:
        connection.close()


def _take_one(release: Release, entry: LotEntry, now: datetime) -> None:
    slots = list(Slot.objects.filter(release=release).values_list("pk", flat=True))
    for slot in random.sample(slots, len(slots)):
        try:
            book(
                slot_id=slot,
                subject_id=entry.subject_id,
                person_key=entry.person_key,
                actor=Actor.participant(subject_id=entry.subject_id),
                now=now,
            )
        except SlotGone:
            continue
        except TurnOver:
            return
        return
    raise RuntimeError("a turn without a place behind it")


def _arrival_p(ranks: Sequence[int], drawn: int) -> float:
    """Return the p-value that every tenth of the arrivals stands in every tenth of the line alike."""
    counts = Counter((n * TENTHS // len(ranks), (rank - 1) * TENTHS // drawn) for n, rank in enumerate(ranks))
    cells = [(early, late) for early in range(TENTHS) for late in range(TENTHS)]
    expected = len(ranks) / TENTHS**2
    chi = chi_square([counts[cell] for cell in cells], [expected] * len(cells))
    return p_value(chi, (TENTHS - 1) ** 2)
