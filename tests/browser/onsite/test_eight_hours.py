"""Board and phone page through a working day: eight hours in under a minute, hundreds of calls, wrong clocks.

Nothing may leak (nodes, heap, listeners, streams), nothing may drift (the clock, the last call), and every
call is spoken exactly once.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from lapak.kernel.zones import local
from lapak.offices.queries import BranchView
from lapak.queueing.operations import call
from lapak.queueing.queries import place_in_line
from lapak.web.board.speech import spoken_call
from lapak.web.middleware import PARTICIPANT_KEY
from tests.browser.call.call_stage import serving
from tests.browser.onsite.conftest import Hall
from tests.browser.onsite.day_stage import PROBE, SYSTEM, Day, Flow, Weight, come, filed_claim, weights
from tests.browser.visit import visit_stage
from tests.stack import eventually

pytestmark = pytest.mark.browser

BEGINS = datetime(2020, 6, 22, 1, 0, tzinfo=UTC)  # 08.00 at the branch
HOURS, STEP = 8, timedelta(minutes=4)
DEVICE_IS_WRONG_BY = timedelta(minutes=37)
STREAM = re.compile(r"/live/\?token=")
HOUR_OF_THE_FRESH_START = 3
A_MOMENT = timedelta(seconds=2)
SPARE_NODES, SPARE_LISTENERS, SPARE_HEAP = 60, 20, 400_000


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The clock of the running product."""
    return Day(tmp_path_factory.mktemp("clock") / "ahead", BEGINS)


@pytest.fixture
def day(clock: Day) -> Day:
    """A day that begins at eight."""
    clock.begin(BEGINS)
    return clock


@pytest.fixture(scope="module")
def server(django_db_setup: None, clock: Day, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running product, on the clock of the day."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    os.environ["LAPAK_STAGE_AHEAD"] = str(clock.file)
    with serving(log=log, settings_module="day_stage_settings", folder=Path(__file__).parent) as address:
        yield address


def phone_of(hall: Hall, day: Day) -> tuple[Page, str]:
    """Open the page of somebody who waits outside from the morning on; return it with the ticket's id."""
    claim = filed_claim(hall.branch, day.now)
    ticket = come(hall.branch, subject=claim.pk, now=day.now)
    client = Client()
    session = client.session
    session[PARTICIPANT_KEY] = str(claim.pk)
    session.save()
    context = hall.browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    context.add_init_script(PROBE)
    context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": hall.address}])
    page = context.new_page()
    page.clock.install(time=day.now + DEVICE_IS_WRONG_BY)
    page.goto(hall.address + "/kunjungan/")
    return page, str(ticket.id)


def shows_the_time(board: Page, branch: BranchView, day: Day) -> bool:
    shown = board.locator("[data-clock]").first.text_content()
    return shown == f"{local(moment=day.now, zone=branch.timezone):%H.%M}"


def has_said(board: Page, times: int) -> bool:
    return bool(
        board.evaluate("window.said.length") >= times
    )  # a slow machine may have said the next one too


def one_stream(page: Page) -> bool:
    return bool(page.evaluate("window.streams.size") == 1)


def is_no_heavier(before: Weight, after: Weight) -> None:
    assert after.nodes <= before.nodes + SPARE_NODES
    assert after.listeners <= before.listeners + SPARE_LISTENERS
    assert after.heap <= before.heap + SPARE_HEAP


def test_eight_hours_without_leak_or_drift(hall: Hall, day: Day) -> None:
    board = hall.screen("board", script=PROBE, clock=day.now + DEVICE_IS_WRONG_BY)
    phone, ticket_id = phone_of(hall, day)
    flow, pages = Flow(hall.branch, day), (board, phone)
    scales = [(page, weights(page)) for page in pages]
    heard: list[str] = []
    number = board.locator(".board-call__number, .board-call.is-empty")
    before: list[Weight] = []
    for step in range(int(timedelta(hours=HOURS) / STEP)):
        fresh = flow.two_more()
        heard += [spoken_call(label=ticket.label, booth=room.number).sentence for ticket, room in fresh]
        newest = fresh[-1][0].label
        day.leap_until(lambda: number.text_content() == newest, *pages, what=newest)  # noqa: B023 asked at once
        for said in (len(heard) - 1, len(heard)):
            day.leap(A_MOMENT, *pages)
            day.leap_until(lambda: has_said(board, said), *pages, what=f"call {said}")  # noqa: B023
        day.leap(STEP - 2 * A_MOMENT, *pages)
        if step == timedelta(hours=1) / STEP:
            before = [next(scale) for _, scale in scales]
        if step % 20 == 0:
            eventually(lambda: shows_the_time(board, hall.branch, day), within=20, what="the branch's time")
    assert board.evaluate("window.said") == heard
    assert len(heard) == 240
    for page in pages:
        eventually(lambda page=page: one_stream(page), within=10, what="one stream")
    eventually(
        lambda: httpx.get(f"{hall.address}/live/health").json()["streams"] == len(pages),
        within=60,  # one that a page closed is known to be closed when the server next sends to it
        what="no stream left open on the server",
    )
    for (_, scale), first in zip(scales, before, strict=True):
        is_no_heavier(first, next(scale))
    last = flow.called[-1][0].label
    expect(board.locator(".board-call__number")).to_have_text(last)
    place = place_in_line(ticket_id=ticket_id, now=day.now)
    assert place is not None
    expect(phone.locator(".place__number")).to_have_text(str(place.place))
    expect(phone.get_by_text("Terakhir dipanggil")).to_be_visible()
    expect(phone.get_by_text(last)).to_be_visible()


def test_streams_that_open_late_leave_no_older_one_behind(hall: Hall, day: Day) -> None:
    board = hall.screen("board", script=PROBE, clock=day.now)
    expect(board.locator("[data-offline]")).to_be_hidden()
    eventually(lambda: one_stream(board), within=20, what="a stream")
    held: list[Route] = []
    board.route(STREAM, lambda route: held.append(route))
    for _ in range(2):  # a new permission twice, and neither stream is open yet
        with board.expect_request(STREAM):
            day.leap(timedelta(minutes=10), board)
    assert board.evaluate("window.streams.size") == 3
    held[-1].continue_()
    eventually(lambda: one_stream(board), within=20, what="one stream")
    assert board.evaluate("[...window.streams][0].readyState") == 1


def test_a_call_shakes_the_phone_until_it_is_touched(hall: Hall, day: Day) -> None:
    phone, ticket_id = phone_of(hall, day)
    expect(phone.locator(".place__number")).to_have_text("1")
    call(ticket_id=ticket_id, booth_id=Flow(hall.branch, day).rooms[2].id, actor=SYSTEM, now=day.now)
    expect(phone.get_by_role("heading", name="A-001 dipanggil")).to_be_visible()
    expect(phone.locator(".called__where")).to_have_text("Silakan ke bilik3")
    expect(phone).to_have_title(re.compile("Dipanggil"))
    day.leap(timedelta(seconds=5), phone)
    assert phone.evaluate("window.shaken") >= 2
    phone.mouse.click(200, 300)
    shaken = phone.evaluate("window.shaken")
    for _ in range(3):
        day.leap(timedelta(seconds=5), phone)
    assert phone.evaluate("window.shaken") == shaken
    expect(phone).not_to_have_title(re.compile("🔔"))


def test_a_board_is_dark_at_night_starts_afresh_once_and_wakes_before_the_office_opens(
    hall: Hall, day: Day, chromium: Browser
) -> None:
    hall.keep_hours()
    board = hall.screen("board", clock=day.now + DEVICE_IS_WRONG_BY)
    night = board.locator("[data-night]")
    expect(night).to_be_hidden()
    loads: list[str] = []
    board.on("load", lambda _: loads.append("load"))
    day.leap(_until(day, hall, hour=22), board)
    expect(night).to_be_visible()
    for hour in (2, 3, 4):
        day.leap(_until(day, hall, hour=hour), board)
        for _ in range(40):
            day.leap(timedelta(minutes=1), board)
            board.wait_for_timeout(60)  # of the machine's time: a page that starts afresh needs it
        if hour == HOUR_OF_THE_FRESH_START:
            visit_stage.eventually(lambda: loads, board, seconds=30)
    assert loads == ["load"]
    board.context.set_offline(True)  # also without a connection it is light when people come
    day.leap(_until(day, hall, hour=7, minute=45), board)
    expect(night).to_be_hidden()
    expect(board.locator("[data-offline]")).to_be_visible()
    board.context.set_offline(False)
    eventually(lambda: shows_the_time(board, hall.branch, day), within=20, what="the branch's time")


def _until(day: Day, hall: Hall, *, hour: int, minute: int = 0) -> timedelta:
    now = local(moment=day.now, zone=hall.branch.timezone)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return then - now if then > now else then - now + timedelta(days=1)
