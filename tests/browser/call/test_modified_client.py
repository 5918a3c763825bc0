"""A booth whose page was replaced by somebody with skill: same device cookie, any request it likes."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.call.call_stage import cast, device_script, officer_page, participant_page, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POST = """async ({ call, kind, epoch, body, side }) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const answer = await fetch(`/panggilan/${call}/kirim/`, {
    method: "POST",
    body: new URLSearchParams({ kind, epoch, side, body: JSON.stringify(body) }),
    headers: { "X-CSRFToken": token },
  });
  return answer.status;
}"""
# A peer connection of its own, wide open, that takes any offer it can get hold of.
RIG = """async () => {
  window.rig = { tracks: [], sdp: {} };
  const pc = (rig.pc = new RTCPeerConnection());
  pc.addTransceiver("audio", { direction: "sendrecv" });
  pc.addTransceiver("video", { direction: "sendrecv" });
  rig.sdp.offer = (await pc.createOffer()).sdp;
  rig.sdp.all = rig.sdp.offer.replace("a=sendrecv", "a=inactive");
}"""


def answer(page: Page, *, direction: str) -> dict[str, Any]:
    """Return an answer to the officer's last offer in which both lines have one direction."""
    sdp = page.evaluate("stage.leg.pc.localDescription.sdp")
    for said in ("sendrecv", "sendonly", "recvonly", "inactive"):
        sdp = sdp.replace(f"a={said}\r\n", f"a={direction}\r\n")
    peer, n = page.evaluate("[stage.leg.peer, 1000]")
    return {"type": "answer", "sdp": sdp, "peer": peer, "n": n, "page": "x"}


def send(
    page: Page, call: str, *, body: dict[str, Any], kind: str = "description", side: str = "participant"
) -> int:
    """Post a message by hand in the present epoch of the page's own call and return the status."""
    epoch = page.evaluate("stage.leg.epoch")
    arguments = {"call": call, "kind": kind, "epoch": epoch, "body": body, "side": side}
    return page.evaluate(POST, arguments)


def test_a_modified_client_gets_nothing_of_another_and_opens_nothing_of_its_own(
    chromium: Browser, address: str
) -> None:
    people = cast(people=2)
    mine, other = people.calls
    script = device_script(colour="#d02020", tone=900)
    bad = participant_page(browser=chromium, address=address, seat=people.seats[0], script=script)
    victim = participant_page(browser=chromium, address=address, seat=people.seats[1], script=script)
    officer = officer_page(browser=chromium, address=address, people=people, script=script)
    until(officer, "stage.ids.every((id) => stage.connection(id)?.connectionState === 'connected')")
    officer.evaluate("(call) => stage.focus(call)", other)
    until(victim, "stage.leg.lines?.video.currentDirection === 'sendrecv'")
    until(bad, "stage.leg.lines?.video.currentDirection === 'inactive'")

    # Answers in other directions than the mode of its call, which is on hold.
    for direction in ("sendrecv", "sendonly", "recvonly"):
        assert send(bad, mine, body=answer(bad, direction=direction)) == 422
    # An offer by hand, for its own call and for the neighbour's.
    bad.evaluate(RIG)
    offer = {"type": "offer", "sdp": bad.evaluate("rig.sdp.offer"), "peer": "evil", "n": 1}
    assert send(bad, mine, body=offer) == 422
    assert send(bad, mine, body=offer, side="officer") == 404
    for kind, body in (
        ("description", offer),
        ("description", answer(bad, direction="inactive")),
        ("candidate", {"peer": "evil", "candidates": []}),
        ("renew", {"page": "evil"}),
        ("bye", {}),
    ):
        assert send(bad, other, kind=kind, body=body) == 404
        assert send(bad, other, kind=kind, body=body, side="officer") == 404
    # Every other address of both calls.
    for path in (
        f"/panggilan/{other}/keadaan/?side=participant",
        f"/panggilan/{other}/keadaan/?side=officer",
    ):
        assert bad.evaluate("async (path) => (await fetch(path)).status", path) == 404
    assert bad.evaluate(f"async () => (await fetch('/panggilan/{mine}/keadaan/?side=officer')).status") == 404
    assert _beat(bad, other) == 404
    # The epoch of another mode does not open this one.
    assert bad.evaluate(POST, _in_epoch(mine, 99, answer(bad, direction="sendrecv"))) == 422
    assert bad.evaluate(POST, _in_epoch(mine, 0, answer(bad, direction="sendrecv"))) == 409
    # Setting modes is not for booths.
    assert bad.evaluate(SET_MODE, {mine: "focus"}) == 403

    _assert_untouched(officer, victim, other)


def test_a_stream_carries_only_the_topics_its_page_was_given(chromium: Browser, address: str) -> None:
    people = cast(people=2)
    bad = participant_page(browser=chromium, address=address, seat=people.seats[0])
    token = bad.evaluate("document.body.dataset.token")
    forged = ["", "x", token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace("W", "X", 1)]
    for wrong in forged:
        status = bad.evaluate(
            "async (t) => (await fetch(`/live/?token=${encodeURIComponent(t)}`)).status", wrong
        )
        assert status == 403
    officer = officer_page(browser=chromium, address=address, people=people)
    until(
        officer,
        "stage.ids.filter((id) => stage.connection(id)?.connectionState === 'connected').length === 1",
    )
    victim = participant_page(browser=chromium, address=address, seat=people.seats[1])
    until(victim, "stage.leg.state === 'connected'")
    officer.evaluate("(call) => stage.focus(call)", people.calls[1])
    until(victim, "stage.leg.lines?.video.currentDirection === 'sendrecv'")
    assert victim.evaluate("stage.log.mail.length") > 0
    assert bad.evaluate("[...new Set(stage.log.mail.map((event) => event.call))]") == [people.calls[0]]


def test_an_unmodified_officer_drops_a_participant_who_keeps_an_old_agreement(
    chromium: Browser, address: str
) -> None:
    people = cast(people=1)
    script = device_script(colour="#d02020", tone=900)
    bad = participant_page(browser=chromium, address=address, seat=people.seats[0], script=script)
    officer = officer_page(browser=chromium, address=address, people=people, script=script)
    call = people.calls[0]
    until(officer, "stage.ids.every((id) => stage.connection(id)?.connectionState === 'connected')")
    officer.evaluate("(call) => stage.focus(call)", call)
    until(officer, "document.getElementById('v0').dataset.picture === 'live'")
    # From now it hears nothing of modes and goes on sending.
    bad.evaluate("() => { stage.leg.onMailbox = stage.leg.onMode = stage.leg.onJournal = () => undefined; }")
    officer.evaluate("(call) => stage.setModes({ [call]: 'hold' })", call)
    assert officer.evaluate("stage.connection(stage.ids[0]).getSenders().map((s) => s.track)") == [None, None]
    assert officer.evaluate("document.getElementById('v0').srcObject") is None
    until(officer, "stage.connection(stage.ids[0]) === null")


SET_MODE = """async (modes) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const init = { method: "POST", body: new URLSearchParams(modes), headers: { "X-CSRFToken": token } };
  return (await fetch("/uji/mode/", init)).status;
}"""


def _in_epoch(call: str, epoch: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"call": call, "kind": "description", "epoch": epoch, "body": body, "side": "participant"}


def _beat(page: Page, call: str) -> int:
    return page.evaluate(
        """async (call) => {
          const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
          const body = new URLSearchParams({ side: "participant", bytes_received: "0" });
          const init = { method: "POST", body, headers: { "X-CSRFToken": token } };
          return (await fetch(`/panggilan/${call}/denyut/`, init)).status;
        }""",
        call,
    )


def _assert_untouched(officer: Page, victim: Page, call: str) -> None:
    """The neighbour's conversation goes on, and the officer holds no connection that somebody else made."""
    assert victim.evaluate("stage.leg.pc.connectionState") == "connected"
    assert officer.evaluate("(call) => stage.connection(call).connectionState", call) == "connected"
    assert (
        officer.evaluate("stage.ids.map((id) => stage.connection(id).currentRemoteDescription.sdp)")[0].count(
            "a=inactive"
        )
        == 2
    )
    mail = victim.evaluate("stage.log.mail")
    assert all(event["body"].get("peer") != "evil" for event in mail)
