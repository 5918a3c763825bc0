"""Six people with pictures and tones of their own: what arrives where, by pixels, sound and counters."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.call.call_stage import Cast, cast, device_script, officer_page, participant_page, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLOURS = ["#d02020", "#20d020", "#2020d0", "#d0d020", "#d020d0", "#20d0d0"]
TONES = [900, 1400, 1900, 2400, 2900, 3400]
OFFICER_COLOUR, OFFICER_TONE = "#e0e0e0", 4000
ALL_TONES = [*TONES, OFFICER_TONE]
NOTHING = {"audio": 0, "video": 0}
LISTEN_MS = 1_000


def sense(page: Page, call: str) -> dict[str, Any]:
    """Return what one connection carries during a second."""
    begin_sensing(page)
    return sensed(page)[call]


def begin_sensing(page: Page) -> None:
    """Begin to watch every connection of a page for a second, so that many pages watch the same second."""
    page.evaluate(
        """([tones, ms]) => {
          const calls = stage.ids.map(async (id) => [id, await probe.sense(id, tones, ms)]);
          window.sensing = Promise.all(calls).then(Object.fromEntries);
        }""",
        [ALL_TONES, LISTEN_MS],
    )


def sensed(page: Page) -> dict[str, Any]:
    """Return what the page sensed, by call."""
    return page.evaluate("window.sensing")


def near(colour: list[int] | None, expected: str) -> bool:
    """Return whether a colour came through the codec as itself."""
    wanted = [int(expected[n : n + 2], 16) for n in (1, 3, 5)]
    return colour is not None and all(abs(a - b) < 60 for a, b in zip(colour, wanted, strict=True))


class Stage:
    """The officer's page and those of the participants, all connected."""

    def __init__(self, browser: Browser, address: str, people: Cast) -> None:
        self.calls = people.calls
        self.participants = [
            participant_page(
                browser=browser, address=address, seat=seat, script=device_script(colour=colour, tone=tone)
            )
            for seat, colour, tone in zip(people.seats, COLOURS, TONES, strict=False)
        ]
        self.officer = officer_page(
            browser=browser,
            address=address,
            people=people,
            script=device_script(colour=OFFICER_COLOUR, tone=OFFICER_TONE),
        )
        self.connected()

    def connected(self) -> None:
        until(self.officer, "stage.ids.every((id) => stage.connection(id)?.connectionState === 'connected')")
        for page in [self.officer, *self.participants]:
            page.evaluate("probe.watch(stage.ids)")

    def settle(self, modes: dict[int, str]) -> None:
        """Wait until both ends of every call stand in its mode."""
        for n, page in enumerate(self.participants):
            mode = modes.get(n, "hold")
            directions = {"focus": "sendrecv", "work": "sendonly", "hold": "inactive"}[mode]
            until(
                page,
                f"stage.leg.mode === '{mode}' && stage.leg.lines?.video.currentDirection === '{directions}'",
            )

    def focus(self, n: int, rest: str = "hold") -> None:
        self.officer.evaluate("([call, rest]) => stage.focus(call, rest)", [self.calls[n], rest])
        self.settle({m: "focus" if m == n else rest for m in range(len(self.calls))})
        until(self.officer, f"document.getElementById('v{n}').dataset.picture === 'live'")
        until(self.participants[n], "document.getElementById('v0').dataset.picture === 'live'")


def test_each_of_six_sees_and_hears_only_the_officer_and_only_in_focus(
    chromium: Browser, address: str
) -> None:
    stage = Stage(chromium, address, cast(people=6))
    for focused in (0, 3):
        stage.focus(focused)
        for page in (stage.officer, *stage.participants):
            begin_sensing(page)
        at_officer = sensed(stage.officer)
        for n, call in enumerate(stage.calls):
            there, here = sensed(stage.participants[n])[call], at_officer[call]
            if n == focused:
                assert near(there["colour"], OFFICER_COLOUR)
                assert there["heard"] == [OFFICER_TONE]
                assert near(here["colour"], COLOURS[n])
                assert here["heard"] == [TONES[n]]
            else:
                assert there["received"] == there["sent"] == NOTHING
                assert here["received"] == here["sent"] == NOTHING
                assert there["heard"] == here["heard"] == []
                assert stage.participants[n].evaluate("[...devices.running]") == []
                assert stage.officer.evaluate(f"document.getElementById('v{n}').srcObject") is None


def test_at_work_a_small_picture_runs_to_the_officer_and_no_sound_either_way(
    chromium: Browser, address: str
) -> None:
    stage = Stage(chromium, address, cast(people=2))
    stage.focus(0)
    stage.focus(1, rest="work")
    until(stage.officer, "document.getElementById('v0').dataset.picture === 'live'")
    seen, there = sense(stage.officer, stage.calls[0]), sense(stage.participants[0], stage.calls[0])
    assert near(seen["colour"], COLOURS[0])
    assert seen["received"]["video"] > 0
    assert seen["received"]["audio"] == 0
    assert seen["sent"] == NOTHING
    assert seen["heard"] == there["heard"] == []
    assert there["received"] == NOTHING
    assert stage.participants[0].evaluate("[...devices.running]") == ["video"]
    tile = "document.getElementById('v0')"
    assert stage.officer.evaluate(f"[{tile}.muted, {tile}.style.filter]") == [True, "blur(3px)"]
    width, height = stage.officer.evaluate(f"[{tile}.videoWidth, {tile}.videoHeight]")
    assert (width, height) <= (320, 180)
    assert _frames_per_second(stage.officer, stage.calls[0]) <= 6


def test_leaving_focus_stops_the_devices_and_blanks_the_picture_on_both_sides(
    chromium: Browser, address: str
) -> None:
    stage = Stage(chromium, address, cast(people=2))
    stage.focus(0)
    assert set(stage.participants[0].evaluate("[...devices.running]")) == {"audio", "video"}
    stage.focus(1)
    assert stage.participants[0].evaluate("[...devices.running]") == []
    for page, video in ((stage.officer, "v0"), (stage.participants[0], "v0")):
        tile = page.evaluate(f"(({{srcObject, style}}) => [srcObject, style.visibility])({video})")
        assert tile == [None, "hidden"]


def test_the_voice_of_the_officer_is_with_one_leg_only_at_every_moment(
    chromium: Browser, address: str
) -> None:
    stage = Stage(chromium, address, cast(people=3))
    stage.officer.evaluate(
        """() => {
          window.most = 0;
          const speaking = () => stage.ids.filter((id) =>
            stage.connection(id)?.getSenders().some((sender) => sender.track)).length;
          const look = () => { window.most = Math.max(window.most, speaking()); setTimeout(look, 0); };
          look();
        }"""
    )
    for n in (0, 1, 2, 0):
        stage.focus(n)
    assert stage.officer.evaluate("window.most") == 1


def test_a_still_in_focus_has_the_full_size_of_the_picture(chromium: Browser, address: str) -> None:
    stage = Stage(chromium, address, cast(people=1))
    stage.focus(0)
    still = stage.officer.evaluate(
        """async () => {
          const { takeStill } = await import("/static/lapak/js/call/stills.js");
          const video = document.getElementById("v0");
          const { blob, width, height } = await takeStill(video);
          const full = [video.videoWidth, video.videoHeight];
          return { type: blob.type, size: blob.size, width, height, full };
        }"""
    )
    assert still["type"] == "image/jpeg"
    assert still["size"] > 1000
    assert [still["width"], still["height"]] == still["full"]


def _frames_per_second(page: Page, call: str) -> float:
    return page.evaluate(
        """async (call) => {
          const frames = async () => {
            let decoded = 0;
            (await stage.connection(call).getStats()).forEach((report) => {
              if (report.type === "inbound-rtp" && report.kind === "video") decoded = report.framesDecoded;
            });
            return decoded;
          };
          const [before, start] = [await frames(), performance.now()];
          await new Promise((resolve) => setTimeout(resolve, 2000));
          return ((await frames()) - before) / ((performance.now() - start) / 1000);
        }""",
        call,
    )
