"""The server, the people and the browser pages of a call on stage, for the browser tests and the bench."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from lapak.calls import operations
from lapak.calls.queries import CallView
from lapak.calls.rules.modes import Mode
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import secret_hash, secret_token
from lapak.offices.models import Booth, Branch, Device
from lapak.people.models import StaffMember
from lapak.people.rules import Role

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
UP_SECONDS = 90
SERVER_NAME = "lapak-stage"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
]


@dataclass(frozen=True)
class Seat:
    """One participant's device and the call it is in."""

    call: CallView
    secret: str


@dataclass(frozen=True)
class Cast:
    """An officer with a session, and the participants at their booths."""

    officer_id: int
    officer_session: str
    seats: tuple[Seat, ...]

    @property
    def calls(self) -> list[str]:
        """The calls' ids, in the order of the seats."""
        return [str(seat.call.id) for seat in self.seats]


def device_script(*, colour: str, tone: int, refuse: str = "") -> str:
    """Return the script that gives a page a camera of this colour and a microphone of this tone (in hertz).

    `refuse` is the name of the error with which the camera refuses.
    """
    script = (HERE / "stage_media.js").read_text() + (HERE / "stage_probe.js").read_text()
    return script.replace("{COLOUR}", colour).replace("{TONE}", str(tone)).replace("{REFUSE}", refuse)


@contextmanager
def serving(*, log: Path, settings_module: str = "call_stage_settings", folder: Path = HERE) -> Iterator[str]:
    """Run the one-port front on the database this process uses; yield its address.

    `folder` is where the settings of another stage lie.
    """
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--no-ws"]
    command += ["--port", str(port), "--log-level", "warning", "lapak.config.front:application"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": _database_url(),
        "PGAPPNAME": SERVER_NAME,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE), str(folder)]),
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            _wait_until_up(address := f"http://127.0.0.1:{port}", server, log)
            yield address
        finally:
            os.killpg(
                server.pid, signal.SIGKILL
            )  # it keeps nothing, and open streams would hold up a request
            server.wait()
            _wait_until_alone()


def cast(*, people: int, mode: Mode = Mode.HOLD, officer_topic: str = "") -> Cast:
    """Make an officer and that many booths, each with an open call, and return them."""
    number = uuid4().hex[:8]
    branch = Branch.objects.create(
        code=number, name="Uji", timezone="Asia/Jakarta", regency_code="3603", hall_limit=20
    )
    officer = StaffMember.objects.create(
        username=f"p{number}",
        display_name="Petugas Uji",
        staff_number=number,
        branch=branch,
        roles=[Role.OFFICER],
    )
    client = Client()
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    seats = tuple(
        _seat(
            branch=branch, officer=officer, number=1 + n, mode=mode, topic=officer_topic or f"desk:{number}"
        )
        for n in range(people)
    )
    return Cast(officer.pk, client.cookies[settings.SESSION_COOKIE_NAME].value, seats)


def officer_page(
    *, browser: Browser, address: str, people: Cast, script: str = "", later: bool = False
) -> Page:
    """Open the officer's page with a place for every participant; `later` leaves the places to the test."""
    context = _context(browser, address, settings.SESSION_COOKIE_NAME, people.officer_session, script)
    page = context.new_page()
    page.goto(f"{address}/uji/officer/?panggilan={','.join(people.calls)}{'#later' if later else ''}")
    until(page, "Boolean(window.stage)")
    return page


def participant_page(*, browser: Browser, address: str, seat: Seat, script: str = "") -> Page:
    """Open a participant's page, in a context of its own: a booth is a computer of its own."""
    page = _context(browser, address, "lapak_device", seat.secret, script).new_page()
    page.goto(f"{address}/uji/participant/{seat.call.id}/")
    until(page, "Boolean(window.stage)")
    return page


def until(page: Page, expression: str, *, seconds: float = 20) -> Any:
    """Wait until the expression is true and return its value (the CSP forbids Playwright's own wait)."""
    deadline = time.monotonic() + seconds
    while not (value := page.evaluate(expression)):
        if time.monotonic() > deadline:
            raise AssertionError(f"never came true within {seconds} s: {expression}")
        page.wait_for_timeout(50)
    return value


def _seat(*, branch: Branch, officer: StaffMember, number: int, mode: Mode, topic: str) -> Seat:
    secret, now, visit = secret_token(), utc_now(), uuid4()
    booth = Booth.objects.create(branch=branch, number=number)
    device = Device.objects.create(
        kind="booth", branch=branch, booth=booth, secret_hash=secret_hash(secret=secret), paired_at=now
    )
    call = operations.open_call(
        visit_id=visit,
        officer_topic=topic,
        participant_topic=f"visit:{visit}",
        officer=Actor.staff(staff_id=officer.pk, role=Role.OFFICER),
        participant=Actor.device(device_id=device.pk),
        participant_kind="booth",
        mode=mode,
        actor=Actor.system(job="stage"),
        now=now,
    )
    return Seat(call, secret)


def _context(browser: Browser, address: str, cookie: str, value: str, script: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": cookie, "value": value, "url": address}])
    if script:
        context.add_init_script(script)
    return context


def _database_url() -> str:
    params = connection.get_connection_params()
    host, port = quote(str(params.get("host", "")), safe=""), params.get("port")
    return f"postgresql://{params.get('user', '')}@{host}{f':{port}' if port else ''}/{params['dbname']}"


def _wait_until_alone() -> None:
    """Wait until the database has noticed that the server is gone; a database in use cannot be dropped."""
    its = "select count(*) from pg_stat_activity where datname = current_database() and application_name = %s"
    deadline = time.monotonic() + UP_SECONDS
    with psycopg.connect(_database_url(), autocommit=True) as watcher:
        while watcher.execute(its, [SERVER_NAME]).fetchone() != (0,) and time.monotonic() < deadline:
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/live/health", timeout=5).json()["listening"]:
                return
        except (httpx.HTTPError, ValueError):
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the stage did not open: {log.read_text(errors='replace')[-2000:]}")
