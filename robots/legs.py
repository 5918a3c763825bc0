"""What both ends of a conversation share, as the pages' own scripts hold it."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpTransceiver,
)
from aiortc.sdp import candidate_from_sdp

from robots.client import Refused, Visitor, is_away, repeated
from robots.live import Event
from robots.senses import Senses
from robots.tracks import Camera, Microphone

BEAT_SECONDS = 5.0
WORK_FRAMES_PER_SECOND = 3.0

# What each side may send and receive, as lapak/calls/rules/modes.py has it: (audio, video).
DIRECTIONS = {
    ("focus", "officer"): ("sendrecv", "sendrecv"),
    ("focus", "participant"): ("sendrecv", "sendrecv"),
    ("work", "officer"): ("inactive", "recvonly"),
    ("work", "participant"): ("inactive", "sendonly"),
    ("hold", "officer"): ("inactive", "inactive"),
    ("hold", "participant"): ("inactive", "inactive"),
}


class Leg:
    """What both ends share: the wire to the service, the peer connection, mode and signs of life."""

    side = ""

    def __init__(
        self, *, visitor: Visitor, call_id: str, camera: Camera, microphone: Microphone, senses: Senses
    ) -> None:
        self.call_id = call_id
        self.mode = "hold"
        self.mode_since = time.monotonic()
        self.epoch = -1
        self.is_closed = False
        self.senses = senses
        self.camera = camera
        self.pc: RTCPeerConnection | None = None
        self.peer = ""
        self._visitor = visitor
        self._microphone = microphone
        self._full_speed = camera.frames_per_second
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ice: list[RTCIceServer] = []

    async def start(self) -> None:
        """Ask for the mode that holds and begin."""
        await self._catch_up()
        self._do(self._beat_on)

    async def close(self) -> None:
        """Let go of the connection; the call itself goes on until the service ends it."""
        if self.is_closed:
            return
        self.is_closed = True
        self._open_devices(video=False, audio=False)
        own = asyncio.current_task()
        for task in [one for one in self._tasks if one is not own]:
            task.cancel()
        self.senses.close()
        await self._drop()

    def on_journal(self, event: Event) -> None:
        """Take an event of the page's stream."""
        data = event["data"]
        if data.get("call") != self.call_id:
            return
        if event["what"] == "call.mode":
            self.take_mode(data["mode"], int(data["epoch"]))
        if event["what"] == "call.ended":
            self._do(self.close)

    def take_mode(self, mode: str, epoch: int) -> None:
        """Be in this mode from now: devices first, the rest follows with the next description."""
        if epoch <= self.epoch:
            return
        self.mode, self.epoch, self.mode_since = mode, epoch, time.monotonic()
        self.senses.mode(mode)
        audio, video = (one in ("sendrecv", "sendonly") for one in DIRECTIONS[mode, self.side])
        self.camera.frames_per_second = self._full_speed if mode == "focus" else WORK_FRAMES_PER_SECOND
        self._open_devices(video=video, audio=audio)

    async def sent_media_bytes(self) -> int:
        """Return how many bytes of picture and sound this end has sent on the present connection."""
        total = 0
        for sender in self.pc.getSenders() if self.pc else ():
            for report in (await sender.getStats()).values():
                if report.type == "outbound-rtp":
                    total += report.bytesSent
        return total

    def _open_devices(self, *, video: bool, audio: bool) -> None:
        for track, is_open in ((self.camera, video), (self._microphone, audio)):
            (track.is_open.set if is_open else track.is_open.clear)()

    def _new_peer(self, peer: str) -> RTCPeerConnection:
        configuration = RTCConfiguration(iceServers=self._ice, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self.pc, self.peer = RTCPeerConnection(configuration), peer
        self.pc.on("track", self.senses.watch)
        return self.pc

    async def _drop(self) -> None:
        pc, self.pc, self.peer = self.pc, None, ""
        if pc is not None:
            await pc.close()

    def _turn_lines(self, audio: RTCRtpTransceiver, video: RTCRtpTransceiver) -> None:
        audio.direction, video.direction = DIRECTIONS[self.mode, self.side]

    async def _take_candidates(self, body: dict[str, Any]) -> None:
        if self.pc is None or body["peer"] != self.peer:
            return
        for one in body["candidates"]:
            text = one["candidate"].removeprefix("candidate:")
            if text:
                candidate = candidate_from_sdp(text)
                candidate.sdpMid, candidate.sdpMLineIndex = one.get("sdpMid"), one.get("sdpMLineIndex")
                with contextlib.suppress(ValueError):  # one unusable path leaves the others
                    await self.pc.addIceCandidate(candidate)

    async def _send(self, kind: str, body: dict[str, Any]) -> None:
        address = f"/panggilan/{self.call_id}/kirim/"
        fields = {"kind": kind, "epoch": str(max(self.epoch, 0)), "body": json.dumps(body)}
        await repeated(lambda: self._visitor.post(address, **fields, side=self.side))

    async def _catch_up(self) -> None:
        address = f"/panggilan/{self.call_id}/keadaan/?side={self.side}"
        setup = await repeated(lambda: self._visitor.json(address))
        self._ice = [
            RTCIceServer(urls=one["urls"], username=one.get("username"), credential=one.get("credential"))
            for one in setup["ice"]["iceServers"]
        ]
        self.take_mode(setup["mode"], int(setup["epoch"]))

    def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do one piece of negotiation after the other."""

        async def wait_and_do() -> None:
            async with self._turn:
                if not self.is_closed:
                    await work()

        self._do(wait_and_do)

    def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        async def attempt() -> None:
            try:
                await work()
            except Refused as refusal:
                await self._refused(refusal)

        task = asyncio.create_task(attempt())
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() and not self.is_closed:
            raise task.exception() or AssertionError("a failed task has an exception")

    async def _refused(self, refusal: Refused) -> None:
        if refusal.status == 404 or "call_ended" in str(refusal):
            await self.close()
        elif "epoch_past" in str(refusal):  # the mode has changed meanwhile: its event is on its way
            await self._catch_up()
        else:
            raise refusal

    async def _beat_on(self) -> None:
        while not self.is_closed:
            try:
                await self._beat()
            except (httpx.TransportError, Refused) as problem:
                if not is_away(problem):
                    raise
            await asyncio.sleep(BEAT_SECONDS)

    async def _beat(self) -> None:
        fields = {"side": self.side, "bytes_received": "0"}
        if self.pc is not None and self.pc.connectionState == "connected":
            fields["connected"] = "on"
        if self.side == "officer" and self.senses.pictures:
            fields["first_picture"] = "on"
        state = (await self._visitor.post(f"/panggilan/{self.call_id}/denyut/", **fields)).json()
        self.take_mode(state["mode"], int(state["epoch"]))
