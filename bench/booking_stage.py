"""The stage of the booking bench: a database of its own, the service, a branch, people with a session.

Importing it starts the database and sets Django up.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).absolute().parents[1]
FOLDER = Path(os.environ.get("LAPAK_STAGE") or ROOT / "build" / "bench" / "booking")
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

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 needs Django
from django.contrib.sessions.models import Session  # noqa: E402 needs Django
from django.db import connection  # noqa: E402 needs Django

from lapak.booking.models import Slot  # noqa: E402 needs Django
from lapak.booking.queries import person_key  # noqa: E402 needs Django
from lapak.booking.rules.states import Channel  # noqa: E402 needs Django
from lapak.claims.models import Claim  # noqa: E402 needs Django
from lapak.claims.rules.claim_moves import ClaimState  # noqa: E402 needs Django
from lapak.kernel.clock import utc_now  # noqa: E402 needs Django
from lapak.kernel.ids import new_id  # noqa: E402 needs Django
from lapak.offices.models import Branch  # noqa: E402 needs Django
from lapak.web.middleware import PARTICIPANT_KEY  # noqa: E402 needs Django

CLIENTS = 32
WORKERS, THREADS = 2, 4  # what docs/running.md advises for two cores
CSRF = "b" * 32


@dataclass(frozen=True)
class Person:
    """Somebody with a filed claim and a session on a phone."""

    claim_id: UUID
    key: str
    cookie: str


class Line:
    """One kept connection to the service."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

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


def make_branch() -> Branch:
    """Return a branch."""
    return Branch.objects.create(
        code="BEN",
        name="Contoh",
        timezone="Asia/Jakarta",
        regency_code="36.71",
        address="Jl. Contoh 1",
        phone="021",
        hall_limit=40,
    )


def make_slots(branch: Branch, count: int, room: int) -> list[UUID]:
    """Return so many slots with so much room each, in place of all others."""
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


def make_people(branch: Branch, count: int, *, first: int = 1) -> list[Person]:
    """Return people with a filed claim at the branch and a session, their numbers from `first` on."""
    now = utc_now()
    niks = [f"36031852058{n:05d}" for n in range(first, first + count)]
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
            state_since=now,
        )
        for nik in niks
    )
    store, until = SessionStore(), now + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=f"{first + n:032d}",
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
def granian() -> Iterator[int]:
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
            Line(port).send("GET", "/beranda/", "")
        except (OSError, RuntimeError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("granian did not come up")


def wrong_in_tables() -> dict[str, int]:
    """Return what the tables say that must not be: slots oversold or miscounted, people with two places."""
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
    return {"oversold": oversold, "double": double, "miscounted": miscounted}
