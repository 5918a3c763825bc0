"""What a robot sees and hears in a call, compared with whom it should see and hear, and when.

Isolation is measured here: every picture by its colour, every sound by its tone, and whether the mode of the
call allowed it at all.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray

from robots.person import COLOURS, FIRST_TONE_HZ, OFFICER_LOOKS, OFFICER_TONE_HZ, TONE_STEP_HZ, Looks
from robots.tracks import SAMPLE_RATE

GRACE_SECONDS = 1.5  # what was under way when the mode changed, on a busy machine
LISTEN_SAMPLES = SAMPLE_RATE // 5
LEAST_LOUDNESS = 500.0  # of 32767, root mean square
COLOUR_TOLERANCE = 110.0
PALE = 180.0  # of 255, in each colour
REMEMBERED_PICTURES = 400
TONES = (OFFICER_TONE_HZ, *(FIRST_TONE_HZ + number * TONE_STEP_HZ for number in range(len(COLOURS))))
PALETTE = np.array([OFFICER_LOOKS.colour, *COLOURS], dtype=float)

# For each mode, what a side may receive: (pictures, sound).
RECEIVES: Mapping[tuple[str, str], tuple[bool, bool]] = {
    ("officer", "focus"): (True, True),
    ("officer", "work"): (True, False),
    ("officer", "hold"): (False, False),
    ("participant", "focus"): (True, True),
    ("participant", "work"): (False, False),
    ("participant", "hold"): (False, False),
}


@dataclass
class Findings:
    """Everything that should not have been, one sentence each."""

    violations: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Keep one violation."""
        self.violations.append(sentence)


class Senses:
    """Eyes and ears of one side of one call. `expects` None takes whoever there is: a human officer."""

    def __init__(self, *, side: str, who: str, expects: Looks | None, findings: Findings) -> None:
        self.pictures = 0
        self.tones = 0
        self.expects = expects
        self.last_picture: NDArray[np.uint8] = np.zeros((1, 1, 3), np.uint8)
        self._pictured_at: deque[float] = deque(maxlen=REMEMBERED_PICTURES)  # monotonic seconds
        self._heard_at = 0.0
        self.news = asyncio.Event()
        self._side = side
        self._who = who
        self._findings = findings
        self._mode = "hold"
        self._since = time.monotonic()
        self._tasks: list[asyncio.Task[None]] = []

    def mode(self, mode: str) -> None:
        """Take note of the mode that holds from now."""
        self._mode, self._since = mode, time.monotonic()

    def watch(self, track: MediaStreamTrack) -> None:
        """Look at, or listen to, all that comes on this track until it ends."""
        take = self._look if track.kind == "video" else self._listen
        self._tasks.append(asyncio.create_task(take(track)))

    def pictured_since(self, moment: float) -> float | None:
        """Return when the first picture came after this moment (monotonic seconds), if one did."""
        return next((at for at in self._pictured_at if at > moment), None)

    def heard_since(self, moment: float) -> bool:
        """Return whether a sound came after this moment (monotonic seconds)."""
        return self._heard_at > moment

    @property
    def sees_card(self) -> bool:
        """Return whether something pale, as a card is, is held into the lower half of the last picture."""
        height, width, _ = self.last_picture.shape
        middle = self.last_picture[height * 5 // 8 : height * 7 // 8, width // 4 : width * 3 // 4]
        return bool(middle.size) and float(np.median(middle, axis=(0, 1)).min()) > PALE

    def close(self) -> None:
        """Stop looking and listening."""
        for task in self._tasks:
            task.cancel()

    async def _look(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, VideoFrame)
            self._allowed(0, "a picture")
            self.last_picture = frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
            self._compare_colour(self.last_picture)
            self.pictures += 1
            self._pictured_at.append(time.monotonic())
            self.news.set()

    async def _listen(self, track: MediaStreamTrack) -> None:
        heard: list[NDArray[np.int16]] = []
        samples = 0
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, AudioFrame)
            one = (
                frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, len(frame.layout.channels))[:, 0]
            )
            heard.append(one)
            samples += one.size
            if samples >= LISTEN_SAMPLES:
                self._compare_tone(np.concatenate(heard).astype(float))
                heard, samples = [], 0

    def _compare_colour(self, picture: NDArray[np.uint8]) -> None:
        height, width, _ = picture.shape
        corners = np.concatenate(
            [picture[: height // 8, : width // 6], picture[: height // 8, -width // 6 :]], axis=1
        )
        seen = corners.reshape(-1, 3).mean(axis=0)
        if self.expects is not None and nearest_colour(seen) != self.expects.colour:
            self._findings.note(f"{self._who} saw the colour {seen.round()}, not {self.expects.colour}")

    def _compare_tone(self, wave: NDArray[np.float64]) -> None:
        if np.sqrt((wave**2).mean()) < LEAST_LOUDNESS:
            return
        self._allowed(1, "a sound")
        self.tones += 1
        self._heard_at = time.monotonic()
        self.news.set()
        tone = loudest_tone(wave)
        if self.expects is not None and tone != self.expects.tone_hz:
            self._findings.note(f"{self._who} heard {tone} Hz, not {self.expects.tone_hz} Hz")

    def _allowed(self, which: int, what: str) -> None:
        late = time.monotonic() - self._since > GRACE_SECONDS
        if late and not RECEIVES[self._side, self._mode][which]:
            self._findings.note(f"{self._who} received {what} in mode {self._mode}")


def nearest_colour(seen: NDArray[np.float64]) -> tuple[int, ...] | None:
    """Return the colour of ours that this is, None when it is none of them."""
    distances = np.linalg.norm(PALETTE - seen, axis=1)
    best = int(distances.argmin())
    return tuple(int(part) for part in PALETTE[best]) if distances[best] < COLOUR_TOLERANCE else None


def loudest_tone(wave: NDArray[np.float64]) -> int | None:
    """Return which of our tones is the loudest, None when something else is."""
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(wave.size)))
    peak = float(spectrum.argmax()) * SAMPLE_RATE / wave.size
    closest = min(TONES, key=lambda tone: abs(tone - peak))
    return closest if abs(closest - peak) < TONE_STEP_HZ / 4 else None
