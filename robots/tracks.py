"""What a robot's camera and microphone give: a drawn moving face and a tone, only while they are open."""

import asyncio
import math
import time
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack
from av import AudioFrame, VideoFrame
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from robots.drawings import INK
from robots.person import Looks

VIDEO_CLOCK = 90_000  # hertz, of RTP timestamps of video
SAMPLE_RATE = 48_000
CHUNK_SAMPLES = 960  # 20 ms
LOUDNESS = 9_000  # of 32767
FACES = 6  # pictures of one nod

Picture = NDArray[np.uint8]


class Camera(MediaStreamTrack):
    """A picture at `frames_per_second` while open; `hold_up` puts something in front of it."""

    kind = "video"

    def __init__(
        self, *, looks: Looks, caption: str, size: tuple[int, int], frames_per_second: float
    ) -> None:
        super().__init__()
        self.frames_per_second = frames_per_second
        self.is_open = asyncio.Event()
        self._size = size
        self._faces = [
            _face(looks=looks, caption=caption, size=size, turn=turn / FACES) for turn in range(FACES)
        ]
        self._held_up: Picture | None = None
        self._began = time.monotonic()
        self._next = 0.0
        self._count = 0

    def hold_up(self, thing: Image.Image | None) -> None:
        """Hold something into the picture, or take it away; the corners still show who it is."""
        self._held_up = None
        if thing is not None:
            width, height = self._size
            face = Image.fromarray(self._faces[0]).copy()
            shown = thing.convert("RGB").resize((width * 3 // 4, height // 2))
            face.paste(shown, (width // 8, height // 2))
            self._held_up = np.asarray(face)

    async def recv(self) -> VideoFrame:
        """Return the next picture when it is time and the camera is open."""
        await self.is_open.wait()
        await asyncio.sleep(max(0.0, self._next - time.monotonic()))
        await self.is_open.wait()
        self._next = time.monotonic() + 1 / self.frames_per_second
        self._count += 1
        shown = self._held_up if self._held_up is not None else self._faces[self._count % FACES]
        frame = VideoFrame.from_ndarray(shown, format="rgb24")
        frame.pts = int((time.monotonic() - self._began) * VIDEO_CLOCK)
        frame.time_base = Fraction(1, VIDEO_CLOCK)
        return frame


class Microphone(MediaStreamTrack):
    """A steady tone while open."""

    kind = "audio"

    def __init__(self, *, tone_hz: int) -> None:
        super().__init__()
        self.is_open = asyncio.Event()
        self._tone_hz = tone_hz
        self._position = 0
        self._next = 0.0

    async def recv(self) -> AudioFrame:
        """Return the next 20 ms of the tone when it is time and the microphone is open."""
        await self.is_open.wait()
        now = time.monotonic()
        self._next = max(self._next, now - 0.2) + CHUNK_SAMPLES / SAMPLE_RATE
        await asyncio.sleep(max(0.0, self._next - now))
        await self.is_open.wait()
        moments = (self._position + np.arange(CHUNK_SAMPLES)) / SAMPLE_RATE
        wave = (np.sin(2 * math.pi * self._tone_hz * moments) * LOUDNESS).astype(np.int16)
        frame = AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._position
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._position += CHUNK_SAMPLES
        return frame


def _face(*, looks: Looks, caption: str, size: tuple[int, int], turn: float) -> Picture:
    """Return a face on the person's colour, at one moment of a nod, with name and ticket below it."""
    width, height = size
    picture = Image.new("RGB", size, looks.colour)
    draw = ImageDraw.Draw(picture)
    nod = height * 0.04 * math.sin(2 * math.pi * turn)
    top, bottom = height * 0.14 + nod, height * 0.72 + nod
    draw.ellipse((width * 0.16, height * 0.72, width * 0.84, height * 1.5), fill="#33415c")
    draw.ellipse((width * 0.33, top, width * 0.67, bottom), fill="#d8a98a", outline=INK)
    draw.pieslice((width * 0.32, top - 2, width * 0.68, bottom - height * 0.2), 180, 360, fill=INK)
    for left in (0.42, 0.54):
        draw.ellipse(
            (width * left, top + height * 0.26, width * (left + 0.04), top + height * 0.31), fill=INK
        )
    mouth = height * (0.05 + 0.04 * abs(math.sin(4 * math.pi * turn)))
    draw.ellipse(
        (width * 0.45, top + height * 0.44, width * 0.55, top + height * 0.44 + mouth), fill="#7a2f24"
    )
    draw.rectangle((0, height * 0.84, width, height), fill="#101418")
    font = ImageFont.load_default(size=max(10, height // 11))
    draw.text((width * 0.03, height * 0.86), caption, fill="#ffffff", font=font)
    return np.asarray(picture)
