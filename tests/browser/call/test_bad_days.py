"""Reloads, crashes, late cameras and refused ones: both sides come back to the same mode."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from lapak.calls import operations
from lapak.calls.rules.modes import Mode
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from tests.browser.call.call_stage import Cast, cast, device_script, officer_page, participant_page, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TILE = "document.getElementById('v0').dataset.picture"
AGREED = "stage.leg.lines?.video.currentDirection"
SCRIPT = device_script(colour="#20d020", tone=900)


def talking(browser: Browser, address: str, *, script: str = SCRIPT) -> tuple[Cast, Page, Page]:
    """Return one participant and the officer in focus, connected."""
    people = cast(people=1)
    participant = participant_page(browser=browser, address=address, seat=people.seats[0], script=script)
    officer = officer_page(browser=browser, address=address, people=people, script=SCRIPT)
    until(officer, "stage.connection(stage.ids[0])?.connectionState === 'connected'")
    officer.evaluate("stage.focus(stage.ids[0])")
    until(participant, f"{TILE} === 'live' && {AGREED} === 'sendrecv'")
    return people, participant, officer


def test_a_participant_who_reloads_comes_back_in_focus(chromium: Browser, address: str) -> None:
    _, participant, officer = talking(chromium, address)
    participant.reload()
    until(participant, f"window.stage && {TILE} === 'live' && {AGREED} === 'sendrecv'")
    until(officer, f"{TILE} === 'live'")


def test_an_officer_who_reloads_finds_everyone_in_the_same_mode(chromium: Browser, address: str) -> None:
    people, participant, officer = talking(chromium, address)
    officer.reload()
    until(officer, f"window.stage && {TILE} === 'live'")
    until(participant, f"{TILE} === 'live'")
    officer.evaluate("(call) => stage.setModes({ [call]: 'work' })", people.calls[0])
    until(participant, f"{AGREED} === 'sendonly'")
    officer.reload()
    until(officer, f"window.stage && {TILE} === 'live' && document.getElementById('v0').muted")
    until(participant, f"stage.leg.mode === 'work' && {AGREED} === 'sendonly'")


def test_a_participant_who_was_away_while_the_mode_changed_returns_to_the_new_one(
    chromium: Browser, address: str
) -> None:
    people, participant, officer = talking(chromium, address)
    participant.goto("about:blank")
    officer.evaluate("(call) => stage.setModes({ [call]: 'hold' })", people.calls[0])
    participant.goto(f"{address}/uji/participant/{people.calls[0]}/")
    until(participant, f"window.stage && stage.leg.mode === 'hold' && {AGREED} === 'inactive'")
    assert participant.evaluate("[...devices.running]") == []


def test_a_participant_whose_network_was_away_for_a_while_is_back(chromium: Browser, address: str) -> None:
    people, participant, officer = talking(chromium, address)
    participant.context.set_offline(True)
    officer.evaluate("(call) => stage.setModes({ [call]: 'work' })", people.calls[0])
    participant.wait_for_timeout(1_500)  # long enough to miss the event and to lose the stream
    participant.context.set_offline(False)
    until(participant, f"stage.leg.mode === 'work' && {AGREED} === 'sendonly'", seconds=30)
    until(officer, f"{TILE} === 'live'", seconds=30)


def test_a_camera_that_starts_late_still_runs_both_ways(chromium: Browser, address: str) -> None:
    slow = SCRIPT.replace("setTimeout(resolve, 60)", "setTimeout(resolve, 1500)")
    _, participant, officer = talking(chromium, address, script=slow)
    until(officer, f"{TILE} === 'live'")
    assert participant.evaluate("stage.log.problems") == []


@pytest.mark.parametrize(
    ("error", "code"),
    [("NotAllowedError", "denied"), ("NotReadableError", "in_use"), ("NotFoundError", "absent")],
)
def test_without_a_camera_the_page_is_told_why_and_the_voices_go_on(
    chromium: Browser, address: str, error: str, code: str
) -> None:
    script = device_script(colour="#20d020", tone=900, refuse=error)
    _, participant, officer = talking(chromium, address, script=script)
    assert until(participant, "stage.log.problems.length && stage.log.problems") == [
        {"device": "camera", "code": code}
    ]
    officer.evaluate("probe.watch(stage.ids)")
    heard = officer.evaluate("probe.sense(stage.ids[0], [900], 1000)")
    assert heard["heard"] == [900]
    assert heard["received"]["video"] == 0


def test_a_camera_pulled_out_is_told_and_taken_again(chromium: Browser, address: str) -> None:
    _, participant, officer = talking(chromium, address)
    until(officer, f"{TILE} === 'live'")
    participant.evaluate(
        """() => {
          const { track } = stage.leg.lines.video.sender;
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }"""
    )
    assert until(participant, "stage.log.problems.length && stage.log.problems") == [
        {"device": "camera", "code": "lost"}
    ]
    participant.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    until(participant, "stage.leg.lines.video.sender.track?.readyState === 'live'")


def test_messages_that_arrive_twice_or_late_change_nothing(chromium: Browser, address: str) -> None:
    people, participant, officer = talking(chromium, address)
    until(officer, f"{TILE} === 'live'")
    before = participant.evaluate("(window.kept = stage.leg.pc) && stage.leg.peer")
    participant.evaluate("stage.log.mail.slice().forEach((event) => stage.leg.onMailbox(event))")
    officer.evaluate("(call) => stage.setModes({ [call]: 'hold' })", people.calls[0])
    until(participant, f"stage.leg.mode === 'hold' && {AGREED} === 'inactive'")
    participant.evaluate("stage.log.mail.slice().forEach((event) => stage.leg.onMailbox(event))")
    participant.wait_for_timeout(500)
    assert participant.evaluate("stage.leg.pc === window.kept && stage.leg.peer") == before
    assert participant.evaluate(f"[stage.leg.mode, {AGREED}]") == ["hold", "inactive"]
    assert participant.evaluate("[...devices.running]") == []


def test_modes_that_change_faster_than_they_are_agreed_end_in_the_last_one(
    chromium: Browser, address: str
) -> None:
    people, participant, officer = talking(chromium, address)
    officer.evaluate(
        """async (call) => {
          const modes = ["hold", "focus", "work", "focus", "hold", "work"];
          for (const mode of modes) await stage.setModes({ [call]: mode });
        }""",
        people.calls[0],
    )
    until(participant, f"stage.leg.mode === 'work' && {AGREED} === 'sendonly'")
    until(officer, f"{TILE} === 'live'")
    assert participant.evaluate("[...devices.running]") == ["video"]


def test_an_ended_call_lets_go_of_everything(chromium: Browser, address: str) -> None:
    people, participant, officer = talking(chromium, address)
    operations.end_call(call_id=UUID(people.calls[0]), actor=Actor.system(job="test"), now=utc_now())
    for page in (participant, officer):
        until(page, "stage.connection(stage.ids[0]) === null")
    assert participant.evaluate("[...devices.running]") == []


def test_a_mode_set_elsewhere_reaches_both_pages(chromium: Browser, address: str) -> None:
    people, participant, officer = talking(chromium, address)
    operations.set_mode(
        call_id=UUID(people.calls[0]), mode=Mode.HOLD, actor=Actor.system(job="test"), now=utc_now()
    )
    until(officer, "stage.connection(stage.ids[0]).getSenders().every((sender) => sender.track === null)")
    until(participant, f"{AGREED} === 'inactive'")
