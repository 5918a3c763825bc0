"""The participant's end of a conversation: it answers what the officer's end offers."""

import asyncio
from typing import Any
from uuid import uuid4

from aiortc import RTCSessionDescription

from robots.client import Visitor
from robots.legs import Leg
from robots.live import Event
from robots.senses import Senses
from robots.tracks import Camera, Microphone

ASK_AGAIN_SECONDS = 6.0


class ParticipantLeg(Leg):
    """Answers what the officer's end offers, and never offers itself."""

    side = "participant"

    def __init__(
        self, *, visitor: Visitor, call_id: str, camera: Camera, microphone: Microphone, senses: Senses
    ) -> None:
        super().__init__(
            visitor=visitor, call_id=call_id, camera=camera, microphone=microphone, senses=senses
        )
        self._page = str(uuid4())
        self._offers_taken = 0

    async def start(self) -> None:
        """Begin, and say that somebody is here for as long as nobody answers."""
        await super().start()
        self._do(self._ask_on)

    def on_mailbox(self, event: Event) -> None:
        """Take a message of the other end."""
        if event["call"] != self.call_id or self.is_closed:
            return
        body, epoch = event["body"], int(event["epoch"])
        if event["kind"] == "description":
            self._in_turn(lambda: self._answer(body, epoch))
        if event["kind"] == "candidate":
            self._in_turn(lambda: self._take_candidates(body))

    async def _answer(self, body: dict[str, Any], epoch: int) -> None:
        if epoch < self.epoch:
            return  # the mode has changed since; another offer is on its way
        self.take_mode(body["mode"], epoch)
        if body["peer"] != self.peer:
            await self._drop()
            self._new_peer(body["peer"])
            self._offers_taken = 0
        if self.pc is None or body["n"] <= self._offers_taken:
            return
        self._offers_taken = body["n"]
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=body["sdp"], type="offer"))
        audio, video = self.pc.getTransceivers()
        self._turn_lines(audio, video)
        if audio.sender.track is None:
            audio.sender.replaceTrack(self._microphone)
            video.sender.replaceTrack(self.camera)
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        answer = {"type": "answer", "sdp": self.pc.localDescription.sdp, "peer": self.peer, "n": body["n"]}
        await self._send("description", {**answer, "page": self._page})

    async def _ask_on(self) -> None:
        while not self.is_closed:
            if self.pc is None or self.pc.connectionState != "connected":
                await self._send("renew", {"page": self._page})
            await asyncio.sleep(ASK_AGAIN_SECONDS)
