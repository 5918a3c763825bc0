from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from lapak.kernel.clock import utc_now
from lapak.offices.operations import set_board, set_booth_section
from lapak.offices.queries import booths, devices
from tests.browser.onsite.conftest import Hall, call_next, too_tall_by
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

# A browser without any voice, that notes which clips it plays.
CLIPS = """
window.played = []; window.sounding = 0; window.most = 0;
Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [{ lang: "en-US" }] } });
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  window.played.push([when[0], this.buffer.duration]); return start.apply(this, when);
};
"""

# A browser that keeps quiet until somebody has touched the screen.
QUIET = """
let touched = false;
addEventListener("pointerdown", () => { touched = true; }, true);
const real = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state").get;
Object.defineProperty(BaseAudioContext.prototype, "state", {
  get() { return touched ? real.call(this) : "suspended"; },
});
"""

# A browser that notes when the stream of its page is open.
FOLLOWS = "document.addEventListener('lapak:online', () => { window.follows = true; });"


def wait_until_said(board: Page, *, times: int) -> None:
    eventually(lambda: board.evaluate("window.said.length") == times, within=15, what=f"{times} spoken calls")


def test_a_call_appears_on_the_board_by_itself_and_is_called_out_once(hall: Hall) -> None:
    call_next(hall, booth=1)
    board = hall.screen("board", script=VOICE)
    expect(board.locator(".board-call__number")).to_have_text("A-001")
    call_next(hall, booth=4)
    expect(board.locator(".board-call__number")).to_have_text("A-002")
    expect(board.locator(".board-past__number")).to_have_text("A-001")
    expect(board.locator("#live-polite")).to_have_text("Nomor A-002, silakan menuju bilik 4")
    wait_until_said(board, times=1)
    call_next(hall, booth=5)
    wait_until_said(board, times=2)
    assert board.evaluate("window.said") == [
        "id-ID: Nomor A, dua, silakan menuju bilik empat",
        "id-ID: Nomor A, tiga, silakan menuju bilik lima",
    ]
    assert board.evaluate("window.rung") == 4  # two tones a call
    assert too_tall_by(board) == 0


def test_people_called_together_are_called_out_one_after_the_other_none_left_out(hall: Hall) -> None:
    board = hall.screen("board", script=VOICE)
    expect(board.locator(".board-call.is-empty")).to_be_visible()
    for number in range(1, 7):
        call_next(hall, booth=number)
    wait_until_said(board, times=6)
    said = [words.split()[-1] for words in board.evaluate("window.said")]
    assert said == ["satu", "dua", "tiga", "empat", "lima", "enam"]


def test_without_a_voice_recorded_clips_say_the_call_word_after_word(hall: Hall) -> None:
    board = hall.screen("board", script=CLIPS)
    expect(board.locator(".board-call.is-empty")).to_be_visible()
    call_next(hall, booth=4)
    eventually(lambda: board.evaluate("window.played.length") == 6, within=15, what="six clips")
    clips = board.evaluate("window.played")  # nomor, a, satu, silakan menuju, bilik, empat
    assert all(0.1 < duration < 2 for _, duration in clips)
    for (start, duration), (following, _) in pairwise(clips):
        assert following == pytest.approx(start + duration, abs=0.001)


def test_a_board_says_that_its_sound_needs_a_touch(hall: Hall) -> None:
    board = hall.screen("board", script=QUIET)
    silent = board.get_by_text("Suara belum menyala")
    expect(silent).to_be_visible()
    eventually(
        lambda: [d.is_mute for d in devices(branch_id=hall.branch.id, now=utc_now())] == [True],
        within=15,
        what="a mute board",
    )
    board.mouse.click(900, 500)
    expect(silent).to_be_hidden()


def test_a_board_of_one_part_of_the_hall_shows_and_says_only_its_calls(hall: Hall) -> None:
    upstairs = booths(branch_id=hall.branch.id)[3]
    set_booth_section(
        booth_id=upstairs.id,
        branch_id=hall.branch.id,
        section="Lantai 2",
        actor=door_visits.HEAD,
        now=utc_now(),
    )
    board = hall.screen("board", script=VOICE)
    whole = hall.screen("board")
    (one, _) = sorted(devices(branch_id=hall.branch.id, now=utc_now()), key=lambda device: device.paired_at)
    set_board(
        device_id=one.id,
        branch_id=hall.branch.id,
        section="Lantai 2",
        volume=40,
        actor=door_visits.HEAD,
        now=utc_now(),
    )
    expect(board.locator('[data-shown="section"]')).to_have_text("Lantai 2")
    call_next(hall, booth=4)
    expect(board.locator(".board-call__number")).to_have_text("A-001")
    call_next(hall, booth=1)
    expect(whole.locator(".board-call__number")).to_have_text("A-002")
    expect(whole.locator(".board-past__section")).to_have_text("Lantai 2")
    wait_until_said(board, times=1)
    expect(board.locator(".board-call__number")).to_have_text("A-001")
    assert board.evaluate("window.said") == ["id-ID: Nomor A, satu, silakan menuju bilik empat"]


def test_a_board_without_connection_says_so_and_recovers(hall: Hall) -> None:
    call_next(hall, booth=1)
    board = hall.screen("board", script=FOLLOWS)
    offline = board.locator("[data-offline]")
    expect(offline).to_be_hidden()
    eventually(lambda: board.evaluate("window.follows"), within=20, what="an open stream")
    board.context.set_offline(True)
    board.evaluate("document.dispatchEvent(new CustomEvent('lapak:offline'))")  # an open stream outlives it
    expect(offline).to_be_visible()
    expect(offline).to_contain_text("tidak tersambung sejak")
    expect(board.get_by_text("Sekarang dipanggil")).to_be_hidden()
    expect(board.get_by_text("Panggilan terakhir yang diketahui")).to_be_visible()
    call_next(hall, booth=2)
    board.context.set_offline(False)
    board.evaluate("document.dispatchEvent(new CustomEvent('lapak:online'))")
    expect(offline).to_be_hidden()
    expect(board.locator(".board-call__number")).to_have_text("A-002", timeout=40_000)
    expect(board.get_by_text("Sekarang dipanggil")).to_be_visible()
