"""Two robots talk through a stand-in for the service: seen and heard is compared, and changes by mode."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from robots.client import Visitor, until
from robots.legs import Leg
from robots.live import Event
from robots.officer_leg import OfficerLeg
from robots.participant_leg import ParticipantLeg
from robots.person import OFFICER_LOOKS, Looks, looks_of
from robots.senses import Findings, Senses
from robots.tracks import Camera, Microphone

CALL = "call"
SIZE = (160, 120)
SOON = 20.0


@dataclass
class Exchange:
    """Passes messages between the two ends as the service does, and knows the mode."""

    mode: str = "hold"
    epoch: int = 0
    takers: dict[str, Callable[[Event], None]] = field(default_factory=dict)
    sent: int = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        state = {"mode": self.mode, "epoch": self.epoch, "ice": {"iceServers": []}}
        if request.url.path.endswith("/kirim/"):
            self._pass_on(dict(httpx.QueryParams(request.content.decode())))
        return httpx.Response(200, json=state)

    def _pass_on(self, fields: dict[str, str]) -> None:
        other = "participant" if fields["side"] == "officer" else "officer"
        self.sent += 1
        body = {**json.loads(fields["body"]), "mode": self.mode}
        event = {"id": self.sent, "call": CALL, "kind": fields["kind"], "epoch": self.epoch, "body": body}
        if other in self.takers:
            self.takers[other](event)


@dataclass
class Pair:
    exchange: Exchange
    officer: OfficerLeg
    participant: ParticipantLeg
    findings: Findings

    def turn(self, mode: str) -> None:
        self.exchange.mode, self.exchange.epoch = mode, self.exchange.epoch + 1
        data = {"call": CALL, "mode": mode, "epoch": self.exchange.epoch}
        for leg in (self.officer, self.participant):
            leg.on_journal({"what": "call.mode", "data": data})


@asynccontextmanager
async def pair_of(*, person: Looks, expected: Looks) -> AsyncIterator[Pair]:
    exchange, findings = Exchange(), Findings()

    def parts(side: str, looks: Looks, expects: Looks) -> dict[str, Any]:
        visitor = Visitor("http://robots.test")
        visitor.http = httpx.AsyncClient(
            transport=httpx.MockTransport(exchange.answer), base_url="http://robots.test"
        )
        return {
            "visitor": visitor,
            "call_id": CALL,
            "camera": Camera(looks=looks, caption=side, size=SIZE, frames_per_second=8),
            "microphone": Microphone(tone_hz=looks.tone_hz),
            "senses": Senses(side=side, who=side, expects=expects, findings=findings),
        }

    officer = OfficerLeg(**parts("officer", OFFICER_LOOKS, expected))
    participant = ParticipantLeg(**parts("participant", person, OFFICER_LOOKS))
    exchange.takers = {"officer": officer.on_mailbox, "participant": participant.on_mailbox}
    await officer.start()
    await participant.start()
    try:
        yield Pair(exchange, officer, participant, findings)
    finally:
        await officer.close()
        await participant.close()


async def sees_and_hears(leg: Leg) -> bool:
    return leg.senses.pictures > 2 and leg.senses.tones > 0


def test_in_focus_both_see_and_hear_each_other_and_on_hold_nothing_is_sent() -> None:
    async def talk() -> None:
        person = looks_of(3)
        async with pair_of(person=person, expected=person) as pair:
            pair.turn("focus")
            await until(lambda: sees_and_hears(pair.officer), within=SOON, what="the person")
            await until(lambda: sees_and_hears(pair.participant), within=SOON, what="the officer")
            pair.turn("hold")
            await still(pair)
            before = await sent(pair)
            pair.turn("work")
            pictures = pair.officer.senses.pictures

            async def pictured() -> bool:
                return pair.officer.senses.pictures > pictures + 1

            await until(pictured, within=SOON, what="a picture at work")
            officer, participant = await sent(pair)
            assert officer == before[0]
            assert participant > before[1]
            assert pair.findings.violations == []

    asyncio.run(talk())


def test_the_wrong_person_is_noticed_by_colour_and_by_tone() -> None:
    async def talk() -> None:
        async with pair_of(person=looks_of(3), expected=looks_of(4)) as pair:
            pair.turn("focus")
            await until(lambda: sees_and_hears(pair.officer), within=SOON, what="somebody")
            found = " ".join(pair.findings.violations)
            assert "saw the colour" in found
            assert "heard 2100 Hz, not 2500 Hz" in found

    asyncio.run(talk())


async def sent(pair: Pair) -> tuple[int, int]:
    return await pair.officer.sent_media_bytes(), await pair.participant.sent_media_bytes()


async def still(pair: Pair) -> None:
    """Wait until neither end sends any more."""
    last = await sent(pair)

    async def unchanged() -> bool:
        nonlocal last
        await asyncio.sleep(0.5)
        before, last = last, await sent(pair)
        return before == last

    await until(unchanged, within=SOON, what="silence")
