import base64
import io

import pytest
import segno
from playwright.sync_api import Page, expect

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.queries import booths
from lapak.queueing.models import Movement, ZoneCount
from lapak.queueing.operations import call
from tests.browser.onsite.conftest import Hall
from tests.stack import eventually
from tests.web.onsite import door_visits

pytestmark = pytest.mark.browser

# A browser with an Indonesian voice that speaks at once, and notes what it says and how often it rings.
VOICE = """
window.said = []; window.rung = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.rung += 1; return start.apply(this, when); };
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US" }, { lang: "id-ID" }],
  speak: (words) => { window.said.push(`${words.lang}: ${words.text}`); words.onend(); },
} });
"""

# A camera before which a picture is held.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const picture = new Image(); picture.src = "data:image/png;base64,PICTURE"; await picture.decode();
  const canvas = document.createElement("canvas"); canvas.width = 640; canvas.height = 480;
  const brush = canvas.getContext("2d");
  setInterval(() => {
    brush.fillStyle = "#777"; brush.fillRect(0, 0, 640, 480);
    brush.drawImage(picture, 180, 100, 280, 280);
  }, 50);
  return canvas.captureStream(20);
};
"""


def call_next(hall: Hall, *, booth: int) -> None:
    ticket = door_visits.come(hall.branch)
    room = booths(branch_id=hall.branch.id)[booth - 1]
    call(ticket_id=ticket.id, booth_id=room.id, actor=Actor.system(), now=utc_now())


def too_tall_by(page: Page) -> int:
    return int(page.evaluate("Math.max(0, document.documentElement.scrollHeight - innerHeight)"))


def wait_until_said(board: Page, *, times: int) -> None:
    eventually(lambda: board.evaluate("window.said.length") == times, within=15, what=f"{times} spoken calls")


def test_a_call_appears_on_the_board_by_itself_and_is_called_out_once(hall: Hall) -> None:
    call_next(hall, booth=1)
    board = hall.screen("board", script=VOICE)
    expect(board.locator(".board-call__number")).to_have_text("A-001")
    call_next(hall, booth=4)
    expect(board.locator(".board-call__number")).to_have_text("A-002", timeout=3_000)
    expect(board.locator(".board-past__number")).to_have_text("A-001")
    expect(board.locator("#live-polite")).to_have_text("Nomor A-002, silakan ke bilik 4")
    wait_until_said(board, times=1)
    call_next(hall, booth=5)
    wait_until_said(board, times=2)
    assert board.evaluate("window.said") == [
        "id-ID: Nomor A, nol nol dua, silakan ke bilik 4",
        "id-ID: Nomor A, nol nol tiga, silakan ke bilik 5",
    ]
    assert board.evaluate("window.rung") == 4  # two tones a call
    assert too_tall_by(board) == 0


def test_people_called_together_are_called_out_one_after_the_other(hall: Hall) -> None:
    board = hall.screen("board", script=VOICE)
    expect(board.locator(".board-call.is-empty")).to_be_visible()
    for number in (1, 2, 3):
        call_next(hall, booth=number)
    wait_until_said(board, times=3)
    assert [words[-1] for words in board.evaluate("window.said")] == ["1", "2", "3"]


def test_a_board_without_connection_says_so_and_recovers(hall: Hall) -> None:
    board = hall.screen("board")
    offline = board.locator("[data-offline]")
    expect(offline).to_be_hidden()
    board.context.set_offline(True)
    board.evaluate("document.dispatchEvent(new CustomEvent('lapak:offline'))")
    expect(offline).to_be_visible()
    call_next(hall, booth=2)
    board.context.set_offline(False)
    board.evaluate("document.dispatchEvent(new CustomEvent('lapak:online'))")
    expect(offline).to_be_hidden()
    expect(board.locator(".board-call__number")).to_have_text("A-001", timeout=40_000)


def test_a_qr_before_the_camera_gives_a_ticket(hall: Hall) -> None:
    person = door_visits.expect(hall.branch, in_minutes=18)
    drawn = io.BytesIO()
    segno.make(person.qr).save(drawn, kind="png", scale=8, border=4)
    picture = base64.b64encode(drawn.getvalue()).decode()
    tablet = hall.screen("tablet", script=CAMERA.replace("PICTURE", picture))
    expect(tablet.locator(".tablet-number")).to_have_text("A-001")
    expect(tablet.locator("#hasil h2")).to_contain_text("Hartono S.")
    assert too_tall_by(tablet) == 0


def test_presses_made_without_a_network_are_all_counted_once_it_is_back(hall: Hall) -> None:
    tablet = hall.screen("tablet")
    plus = tablet.locator("[data-count] button").nth(1)
    expect(tablet.locator("[data-inside]")).to_have_text("0")
    tablet.context.set_offline(True)
    for _ in range(3):
        plus.click()
    assert Movement.objects.count() == 0
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-inside]")).to_have_text("3", timeout=15_000)
    assert Movement.objects.count() == ZoneCount.objects.get().inside == 3


def test_the_fullest_page_fits_the_tablet_and_the_number_leaves_on_done(hall: Hall) -> None:
    tablet = hall.screen("tablet")
    for count in range(1, 3):
        tablet.locator("[data-count] button").nth(1).click()
        expect(tablet.locator("[data-inside]")).to_have_text(str(count))
    tablet.get_by_label("Tanpa QR").fill("3603 4512 0590 0001")
    tablet.get_by_role("button", name="Ambil antrean").click()
    expect(tablet.get_by_text("Ruang penuh. Tunggu di luar.")).to_be_visible()
    expect(tablet.get_by_text("2 kursi prioritas")).to_be_visible()
    assert too_tall_by(tablet) == 0
    tablet.get_by_role("button", name="Hamil").click()
    expect(tablet.locator(".tablet-number")).to_have_text("P-001")
    expect(tablet.get_by_role("button", name="Hamil")).to_have_attribute("aria-pressed", "true")
    tablet.get_by_role("link", name="Selesai").click()
    expect(tablet.get_by_text("Siap menerima orang berikutnya")).to_be_visible()


def test_two_tablets_show_the_same_hall(hall: Hall) -> None:
    one, two = hall.screen("tablet"), hall.screen("tablet")
    one.locator("[data-count] button").nth(1).click()
    expect(two.locator("[data-inside]")).to_have_text("1", timeout=5_000)
