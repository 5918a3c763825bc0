"""A branch with a board and a tablet, seen through browsers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.operations import begin_pairing, confirm_pairing, save_branch
from lapak.offices.queries import BranchView, booths
from lapak.offices.rules import Hours
from lapak.queueing.operations import call
from lapak.web.middleware import DEVICE_COOKIE
from tests.browser.call.call_stage import serving
from tests.web.onsite import door_visits
from tests.web.onsite.door_visits import HEAD

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us
SIZES = {"board": (1920, 1080), "tablet": (1180, 820)}
ADDRESSES = {"board": "/papan/", "tablet": "/pintu/"}


@dataclass
class Hall:
    """A branch, and browsers that are its screens."""

    address: str
    browser: Browser
    branch: BranchView

    def screen(self, kind: str, *, script: str = "", clock: datetime | None = None) -> Page:
        """Open the page of a paired screen at its size; `script` runs before the page's own.

        `clock` is what the device takes for the time; the test moves it on.
        """
        started = begin_pairing(now=utc_now())
        confirm_pairing(
            code=started.code, kind=kind, branch_id=self.branch.id, booth_id=None, actor=HEAD, now=utc_now()
        )
        width, height = SIZES[kind]
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
        context.add_cookies([{"name": DEVICE_COOKIE, "value": started.secret, "url": self.address}])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        if clock:
            page.clock.install(time=clock)
        page.goto(self.address + ADDRESSES[kind])
        return page

    def keep_hours(self) -> None:
        """Let the branch be open from eight to three on all days."""
        hours = [Hours(day, time(8), time(15)) for day in range(7)]
        save_branch(code=self.branch.code, hours=hours, booths=6, always_open=False)


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running product."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serving(log=log, settings_module="onsite_stage_settings", folder=Path(__file__).parent) as address:
        yield address


@pytest.fixture
def hall(server: str, chromium: Browser, transactional_db: None) -> Iterator[Hall]:
    """A branch with four seats inside, two of them for priority people."""
    branch = save_branch(
        code="TGR",
        hours=[],
        booths=6,
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        hall_limit=4,
        priority_seats=2,
        pagers=2,
        always_open=True,
        way_to_booths="Ikuti garis kuning di lantai, bilik di sebelah kiri",
    )
    yield Hall(server, chromium, branch)
    for context in chromium.contexts:
        context.close()


def call_next(hall: Hall, *, booth: int) -> None:
    ticket = door_visits.come(hall.branch)
    room = booths(branch_id=hall.branch.id)[booth - 1]
    call(ticket_id=ticket.id, booth_id=room.id, actor=Actor.system(), now=utc_now())


def too_tall_by(page: Page) -> int:
    return int(page.evaluate("Math.max(0, document.documentElement.scrollHeight - innerHeight)"))
