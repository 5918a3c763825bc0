"""A rush in whose middle the database dies: a process of its own, which prints what came of it as JSON.

Two thirds of the people take a time, one third enters the line of a day that opens. Who is told that the
service restarts, or is told nothing, presses the same again. `LAPAK_STAGE` names the folder to work in,
the argument a database whose tables are taken over.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from bench.booking_stage import (
    CSRF,
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
from lapak.booking.models import Booking, LotEntry, Release
from lapak.booking.rules.lot import commitment_of
from lapak.booking.rules.states import BookingState, Channel
from lapak.config import embedded
from lapak.journal.queries import verify
from lapak.kernel.clock import utc_now
from lapak.offices.models import Branch

PEOPLE, CLIENTS = 450, 24
SLOTS, ROOM = 10, 26  # fewer places than people who want one
DIES_AFTER = 120  # answers
GIVES_UP_SECONDS = 40.0
AGAIN_SECONDS = 0.1
TAKEN, FULL = b"/janji/", b"gagal=slot_gone"


@dataclass
class Told:
    """What people were told, by claim; `again` are those who had to press again."""

    taken: set[UUID] = field(default_factory=set)
    full: set[UUID] = field(default_factory=set)
    entered: set[UUID] = field(default_factory=set)
    again: set[UUID] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> int:
        """How many people have their answer."""
        return len(self.taken) + len(self.full) + len(self.entered)


class Phone:
    """Somebody's browser, which connects anew when the connection breaks."""

    def __init__(self, port: int, told: Told) -> None:
        self.port, self.told = port, told
        self.line = Line(port)

    def press(self, person: Person, path: str, body: str) -> bytes:
        """Press until there is an answer, and return where it leads. Raises TimeoutError."""
        gives_up = time.monotonic() + GIVES_UP_SECONDS
        while time.monotonic() < gives_up:
            head = self._send(person, path, body)
            place = re.search(rb"(?i)location: ([^\r]*)\r\n", head)
            self.told.statuses[head[9:12].decode() or "none"] += 1
            if place:
                return place.group(1)
            self.told.again.add(person.claim_id)
            time.sleep(AGAIN_SECONDS)
        raise TimeoutError(head[:400])

    def _send(self, person: Person, path: str, body: str) -> bytes:
        try:
            return self.line.send("POST", path, person.cookie, f"csrfmiddlewaretoken={CSRF}&{body}")
        except (OSError, RuntimeError):
            self.line = Line(self.port)
            return b""


def main() -> None:
    """Let it happen, and print what people were told and what the tables say."""
    _take_over_tables(sys.argv[1])
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    branch = make_branch()
    people, slots = make_people(branch, PEOPLE), make_slots(branch, SLOTS, ROOM)
    release, told, failures = _opening_day(branch), Told(), []

    def client(mine: Sequence[tuple[int, Person]]) -> None:
        phone = Phone(port, told)
        try:
            for number, person in mine:
                if number % 3:
                    _choose(phone, person, _from(slots, number))
                else:
                    _enter(phone, person, release)
        except Exception as failure:
            failures.append(repr(failure))

    with granian() as port:
        numbered = list(enumerate(people))
        threads = [threading.Thread(target=client, args=(numbered[n::CLIENTS],)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        while told.answers < DIES_AFTER and not failures:
            time.sleep(0.005)
        early = told.answers
        away = _kill_the_database()
        for thread in threads:
            thread.join()
    print(json.dumps({"early": early, "away_seconds": away, "failures": failures, **_figures(told)}))


def _take_over_tables(database: str) -> None:
    """Copy a database, which is quicker than making all tables anew."""
    dump = subprocess.run([SERVER.bin_path / "pg_dump", "-d", database], stdout=subprocess.PIPE, check=True)
    into = [SERVER.bin_path / "psql", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "-d", URL]
    subprocess.run(into, input=dump.stdout, check=True)


def _figures(told: Told) -> dict[str, object]:
    kept = list(Booking.objects.filter(state=BookingState.CONFIRMED).values_list("subject_id", flat=True))
    in_line = list(LotEntry.objects.values_list("subject_id", flat=True))
    return {
        "people": PEOPLE,
        "answers": told.answers,
        "again": len(told.again),
        "statuses": told.statuses,
        "places": SLOTS * ROOM,
        "taken": len(told.taken),
        "booked_as_told": sorted(kept) == sorted(told.taken),
        "in_line_as_told": sorted(in_line) == sorted(told.entered),
        "full_were_full": not told.full or len(kept) == SLOTS * ROOM,
        "journal_is_whole": not verify().broken,
        **wrong_in_tables(),
    }


def _kill_the_database() -> float:
    """End the server at once, as a crash does, start it again, and return how many seconds that took."""
    connection.close()
    begun = time.monotonic()
    os.kill(SERVER.get_postmaster_info().pid, signal.SIGQUIT)
    while embedded.runs(server=SERVER):
        time.sleep(0.02)
    embedded.start_again(server=SERVER)
    return round(time.monotonic() - begun, 2)


def _choose(phone: Phone, person: Person, slots: Sequence[UUID]) -> None:
    for slot in slots:
        place = phone.press(person, "/janji/waktu/", f"slot={slot}&priority=")
        if place == TAKEN:
            phone.told.taken.add(person.claim_id)
            return
        if FULL not in place:
            raise RuntimeError(place)
    phone.told.full.add(person.claim_id)


def _enter(phone: Phone, person: Person, release: Release) -> None:
    place = phone.press(person, f"/giliran/{release.pk}/ikut/", "priority=")
    if place != f"/giliran/{release.pk}/".encode():
        raise RuntimeError(place)
    phone.told.entered.add(person.claim_id)


def _from(slots: Sequence[UUID], number: int) -> list[UUID]:
    first = number % len(slots)
    return [*slots[first:], *slots[:first]]


def _opening_day(branch: Branch) -> Release:
    now, seed = utc_now(), "5" * 64
    return Release.objects.create(
        branch=branch,
        channel=Channel.ONLINE,
        day=now.date() + timedelta(days=6),
        opens_at=now - timedelta(seconds=5),
        closes_at=now + timedelta(minutes=10),
        priority_percent=10,
        seed=seed,
        commitment=commitment_of(seed=seed),
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        embedded.stop(server=SERVER)
