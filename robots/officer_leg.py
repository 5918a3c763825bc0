"""The officer's end of a conversation: it offers, and offers anew whenever the mode changes."""

import time
from typing import Any
from uuid import uuid4

from aiortc import RTCSessionDescription

from robots.client import Visitor
from robots.legs import Leg
from robots.live import Event
from robots.senses import Senses
from robots.tracks import Camera, Microphone

JUST_ANSWERED_SECONDS = 3.0


class OfficerLeg(Leg):
    """Offers a fresh connection, and each change of mode."""

    side = "officer"

    def __init__(
        self, *, visitor: Visitor, call_id: str, camera: Camera, microphone: Microphone, senses: Senses
    ) -> None:
        super().__init__(
            visitor=visitor, call_id=call_id, camera=camera, microphone=microphone, senses=senses
        )
        self._offers = 0
        self._answered = 0
        self._answered_at = 0.0
        self._answering_page = ""

    async def start(self) -> None:
        """Begin with a fresh connection in the mode that holds."""
        await super().start()
        self._in_turn(self._connect)

    def take_mode(self, mode: str, epoch: int) -> None:
        """Be in this mode from now and agree it with the other end."""
        is_new = epoch > self.epoch
        super().take_mode(mode, epoch)
        if is_new and self.pc is not None:
            self._in_turn(self._offer)

    def on_mailbox(self, event: Event) -> None:
        """Take a message of the other end."""
        if event["call"] != self.call_id or self.is_closed:
            return
        body = event["body"]
        if event["kind"] == "description":
            self._in_turn(lambda: self._take_answer(body))
        if event["kind"] == "candidate":
            self._in_turn(lambda: self._take_candidates(body))
        if event["kind"] == "renew":
            self._in_turn(lambda: self._renew(body.get("page", "")))

    async def _connect(self) -> None:
        await self._drop()
        pc = self._new_peer(str(uuid4()))
        self._offers = self._answered = 0
        self._answering_page = ""
        pc.addTransceiver(self._microphone, direction="inactive")
        pc.addTransceiver(self.camera, direction="inactive")
        await self._offer()

    async def _offer(self) -> None:
        if self.pc is None:
            return
        audio, video = self.pc.getTransceivers()
        self._turn_lines(audio, video)
        await self.pc.setLocalDescription(await self.pc.createOffer())
        self._offers += 1
        await self._send_offer()

    async def _send_offer(self) -> None:
        assert self.pc is not None
        body = {"type": "offer", "sdp": self.pc.localDescription.sdp, "peer": self.peer, "n": self._offers}
        await self._send("description", body)

    async def _take_answer(self, body: dict[str, Any]) -> None:
        is_awaited = body["peer"] == self.peer and body["n"] == self._offers != self._answered
        if self.pc is None or not is_awaited:
            return
        await self.pc.setRemoteDescription(RTCSessionDescription(sdp=body["sdp"], type="answer"))
        self._answered, self._answered_at = body["n"], time.monotonic()
        self._answering_page = body.get("page", "")

    async def _renew(self, page: str) -> None:
        just = page == self._answering_page and time.monotonic() - self._answered_at < JUST_ANSWERED_SECONDS
        if self.pc is not None and self._answered == 0:
            await self._send_offer()  # it came before that page listened
        elif self.pc is None or not just:
            await self._connect()
