"""Door, board, counter and the branch head's pages with axe-core, at the sizes of their screens."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.operations import set_look
from lapak.offices.queries import booths, devices
from lapak.queueing import operations
from lapak.queueing.models import CrowdSample
from tests.browser.accessibility import Look
from tests.browser.onsite import test_crowd_screens as crowd
from tests.browser.onsite.conftest import Hall, call_next
from tests.browser.onsite.test_tablet_line import come
from tests.web.onsite import door_visits
from tests.web.onsite.door_visits import HEAD

pytestmark = pytest.mark.browser
office = crowd.office
OFFICE = (
    *(f"hari-kerja/{name}" for name in ("hours", "staff", "booths", "shares", "zones")),
    *(
        "keramaian",
        "pintu",
        "papan",
        "perangkat",
        "aturan",
        "contoh",
        "pajak",
        "pencocokan",
        "tertahan",
        "tertunda",
    ),
)


def test_the_door(hall: Hall) -> None:
    look = Look("pintu")
    tablet = hall.screen("tablet")
    look.at(tablet, "kosong")
    first = come(hall.branch, minutes_ago=40)
    come(hall.branch, minutes_ago=20, due_in=5)
    come(hall.branch, minutes_ago=10, priority="ill")
    called = come(hall.branch, minutes_ago=50)
    room = booths(branch_id=hall.branch.id)[1]
    operations.call(ticket_id=called.pk, booth_id=room.id, actor=Actor.system(), now=utc_now())
    tablet.get_by_label("Tanpa QR").fill("12")
    tablet.get_by_label("Tanpa QR").press("Enter")
    expect(tablet.get_by_text("NIK berisi 16 angka, yang diisi 2")).to_be_visible()
    look.at(tablet, "salah")
    person = door_visits.expect(hall.branch, in_minutes=18)
    tablet.get_by_label("Tanpa QR").fill(person.qr)
    tablet.get_by_label("Tanpa QR").press("Enter")
    expect(tablet.locator(".tablet-number")).to_be_visible()
    look.at(tablet, "karcis")
    tablet.goto(f"{hall.address}/pintu/antrean/")
    look.at(tablet, "antrean")
    tablet.goto(f"{hall.address}/pintu/{first.pk}/")
    look.at(tablet, "satu")
    tablet.goto(f"{hall.address}/pintu/{first.pk}/karcis/")
    look.at(tablet, "slip")
    assert look.wrong == {}


def test_the_board_dark_and_light(hall: Hall) -> None:
    look = Look("papan")
    board = hall.screen("board")
    look.at(board, "kosong")
    for number in (1, 4, 5):
        call_next(hall, booth=number)
    expect(board.locator(".board-past__number")).to_have_count(2)
    look.at(board, "gelap")
    (screen,) = devices(branch_id=hall.branch.id, now=utc_now())
    set_look(device_id=screen.id, branch_id=hall.branch.id, is_light=True, actor=HEAD, now=utc_now())
    expect(board.locator("html[data-scheme=light]")).to_be_attached()
    look.at(board, "terang")
    board.reload()
    expect(board.locator("html[data-scheme=light] .board-call__number")).to_be_visible()
    assert look.wrong == {}


def test_the_counter(hall: Hall) -> None:
    look = Look("penghitung")
    phone = hall.screen("counter")
    phone.get_by_role("button", name="Masuk").click()
    expect(phone.locator("[data-inside]")).to_have_text("1")
    look.at(phone, "satu")
    assert look.wrong == {}


def test_the_branch_head(hall: Hall, office: Page) -> None:
    look = Look("kantor")
    for hour in range(24 * 6):
        at = utc_now() - timedelta(weeks=1) + timedelta(hours=hour)
        CrowdSample.objects.create(
            branch_id=hall.branch.id, zone="hall", at=at, inside=hour * 7 % 11, limit=10
        )
    for name in OFFICE:
        office.goto(f"{hall.address}/kantor/{name}/")
        look.at(office, name.replace("/", "-"))
    assert look.wrong == {}
