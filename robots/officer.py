"""A robot officer: a desk with up to six people, served in the order of attention as on the console."""

import asyncio
import contextlib
import io
import re
import time
from dataclasses import dataclass, field

import httpx
from PIL import Image

from robots.client import Refused, Visitor, until
from robots.company import Company
from robots.live import Event, Live
from robots.officer_leg import OfficerLeg
from robots.pages import File, Page, PageChanged
from robots.person import OFFICER_LOOKS
from robots.senses import Senses
from robots.tiles import Tile, read_tiles
from robots.tracks import Camera, Microphone

BEAT_SECONDS = 5.0
PICTURE = (320, 240)
FRAMES_PER_SECOND = 10.0
PICTURE_SECONDS = 20.0
LOOK_SECONDS = 2.0
PATIENCE_SECONDS = 6.0  # how long somebody is left to work before being looked in on
STILL = (640, 480)
STEP_ID_CARD, STEP_FACE, STEP_SUM = "2", "3", "4"
CHECK_LAST = "agrees_to_sum"
_CLAIM_NUMBER = re.compile(r"K-\d{4}-")


@dataclass
class Timings:
    """Milliseconds until officer and person saw each other: the first time, and again after being away."""

    first_picture: list[float] = field(default_factory=list)
    resume: list[float] = field(default_factory=list)


class Officer:
    """Signed in as one of the demonstration's officers."""

    def __init__(self, *, url: str, username: str, company: Company) -> None:
        self.visitor = Visitor(url)
        self.timings = Timings()
        self.served = 0
        self.absent = 0
        self._username = username
        self._company = company
        self._legs: dict[str, OfficerLeg] = {}
        self._tiles: dict[int, Tile] = {}
        self._next = 0
        self._looked_in: dict[str, float] = {}
        self._prepared: set[str] = set()
        self._news = asyncio.Event()
        self._live: Live | None = None

    async def open_desk(self, *, places: int) -> None:
        """Sign in and open a desk with that many places."""
        await self.visitor.open(f"/peragaan/peran/{self._username}/")
        page = await self.visitor.open("/meja/")
        page = await self.visitor.submit(page.form("places").fill(places=str(places)))
        self._live = Live(
            self.visitor,
            page.root.first(id="console")["data-token"],
            on_journal=self._happened,
            on_mailbox=self._mail_came,
            on_ready=self._news.set,
        )

    async def close(self) -> None:
        """Close the desk and go home."""
        if self._live is not None:
            await self._live.close()
        for leg in self._legs.values():
            await leg.close()
        with contextlib.suppress(Refused, httpx.TransportError):
            await self.visitor.post("/meja/tutup/")
        await self.visitor.close()

    async def work(self) -> None:
        """Serve people until cancelled."""
        beating = asyncio.create_task(self._beat_on())
        try:
            while True:
                self._news.clear()
                await self._read_tiles()
                tile = self._whom_to_turn_to()
                if tile is not None:
                    await self._attend(tile)
                    continue
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), timeout=LOOK_SECONDS)
        finally:
            beating.cancel()

    def _whom_to_turn_to(self) -> Tile | None:
        """Return the next by the console's order, unless that person is at work and nobody else waits."""
        waiting = [one for one in self._tiles.values() if one.mode != "focus" and one.state != "dropped"]
        following = self._tiles.get(self._next)
        if following is None or following not in waiting:
            return None
        if following.state == "needs-officer" or not following.is_confirmed:
            return following
        fresh = next((one for one in waiting if not one.is_confirmed), None)
        if fresh is not None:
            return fresh
        left_since = self._looked_in.get(following.place, 0.0)
        return following if time.monotonic() - left_since > PATIENCE_SECONDS else None

    async def _attend(self, tile: Tile) -> None:
        """Turn to a person, do what can be done now, and give a task for what is theirs to do."""
        try:
            await self._focus(tile)
        except TimeoutError:  # called, and nobody there
            await self.visitor.post("/meja/tidak-hadir/", place=tile.place)
            self.absent += 1
            self._company.say(f"nobody answered at {tile.label}")
            self._company.send_home(tile.label)
            return
        page = await self.visitor.open("/meja/ruang/")
        band = page.root.first(id="band")
        if band["data-place"] != tile.place:
            raise PageChanged(f"the workspace is not that of {tile.name}")
        if not _CLAIM_NUMBER.search(band.text):
            await self._stage(tile, stage="filling_in")  # a walk-in who has not submitted yet
        else:
            await self._examine(tile)
        self._looked_in[tile.place] = time.monotonic()
        await self._read_tiles()
        if any(one.mode == "focus" for one in self._tiles.values()) and self._whom_to_turn_to() is None:
            self._apply((await self.visitor.post("/meja/tahan/")).json()["modes"])

    async def _focus(self, tile: Tile) -> None:
        leg = self._legs[tile.call]
        looks = self._company.looks.get(tile.name) or self._company.looks.get(tile.label)
        leg.senses.expects = looks
        self._company.greeted[tile.call] = tile.label
        pressed = time.monotonic()
        is_first = not tile.is_confirmed
        confirmed = "on" if is_first else ""
        answer = await self.visitor.post("/meja/fokus/", number=str(tile.number), confirmed=confirmed)
        self._apply(answer.json()["modes"])
        together = await until(
            lambda: self._see_each_other(tile.call, pressed),
            within=PICTURE_SECONDS,
            what=f"a picture of {tile.name or tile.label}",
        )
        self._company.say(f"officer with {tile.label} {tile.name} ({tile.state})")
        taken = self.timings.first_picture if is_first else self.timings.resume
        taken.append((together - pressed) * 1000)

    async def _see_each_other(self, call: str, since: float) -> float | None:
        """Return when both had a picture of the other, as far as both are robots of this company."""
        own = self._legs.get(call)
        if own is None:
            raise PageChanged(f"the call {call} ended while it began")
        other = self._company.leg(call, "participant")
        seen = [one.senses.pictured_since(since) for one in (own, other) if one is not None]
        return max(moment for moment in seen if moment) if all(seen) else None

    async def _examine(self, tile: Tile) -> None:
        """First look at person and papers and leave the form to be read; then file what has been signed."""
        if tile.place not in self._prepared:
            self._prepared.add(tile.place)
            await self._look_at_card_and_face(tile)
            page = await self._tick(await self.visitor.open("/meja/ruang/"), last=False)
            await self._accept_papers(page)
            await self._stage(tile, stage="reading")
            return
        await self._stage(tile, step=STEP_SUM)
        page = await self._tick(await self.visitor.open("/meja/ruang/"), last=True)
        filing = next(page.forms_like("place", action="/meja/ajukan/"), None)
        if filing is None:
            await self._stage(tile, stage="reading")
            return
        page = await self.visitor.submit(filing)
        if not page.root.has("button", data_finish=True, data_key="ctrl+enter"):
            raise PageChanged(f"{tile.name} could not be filed: {_said(page)}")
        await self.visitor.post("/meja/selesai/", place=tile.place)
        self.served += 1

    async def _look_at_card_and_face(self, tile: Tile) -> None:
        senses = self._legs[tile.call].senses
        await self._stage(tile, step=STEP_ID_CARD)

        async def card_is_shown() -> bool:
            return senses.sees_card

        await until(card_is_shown, within=PICTURE_SECONDS, what=f"the card of {tile.name}")
        await self._keep_still(tile, senses)
        await self._stage(tile, step=STEP_FACE)

        async def face_is_shown() -> bool:
            return not senses.sees_card

        await until(face_is_shown, within=PICTURE_SECONDS, what=f"the face of {tile.name}")
        await self._keep_still(tile, senses)

    async def _keep_still(self, tile: Tile, senses: Senses) -> None:
        written = io.BytesIO()
        Image.fromarray(senses.last_picture).resize(STILL).save(written, "JPEG")
        page = await self.visitor.send_file(
            "/meja/foto/",
            File("still.jpg", written.getvalue(), "image/jpeg"),
            field="picture",
            place=tile.place,
        )
        if not page.root.has(class_="still"):
            raise PageChanged(f"the still was not kept: {_said(page)}")

    async def _tick(self, page: Page, *, last: bool) -> Page:
        """Tick the open points, agreement to the sum only at the `last`; return the workspace then."""
        for form in page.forms_like("state", "place"):
            is_open = form.values["state"] == "ok"
            if is_open and (last or not form.action.endswith(f"/{CHECK_LAST}/")):
                page = await self.visitor.submit(form)
        return page

    async def _accept_papers(self, page: Page) -> None:
        """Accept paper after paper: the workspace lays the next one open."""
        accepted: set[str] = set()
        while (form := next(page.forms_like("place", action="/sesuai/"), None)) is not None:
            page = await self.visitor.submit(form)
            if form.action in accepted:
                raise PageChanged(f"{form.action} is not accepted: {_said(page)}")
            accepted.add(form.action)

    async def _stage(self, tile: Tile, *, stage: str = "", step: str = "") -> None:
        await self.visitor.post("/meja/tahap/", place=tile.place, stage=stage, step=step)

    def _apply(self, modes: dict[str, dict[str, str | int]]) -> None:
        """Take the modes the service has set; whoever leaves focus leaves it before another enters."""
        for call, now in sorted(modes.items(), key=lambda item: item[1]["mode"] == "focus"):
            if call in self._legs:
                self._legs[call].take_mode(str(now["mode"]), int(now["epoch"]))

    async def _read_tiles(self) -> None:
        page = await self.visitor.open("/meja/ubin/")
        self._tiles = read_tiles(page)
        chosen = next(page.root.first(id="next-key").all("button", data_choose=True), None)
        self._next = int(chosen["data-choose"]) if chosen else 0
        wanted = {tile.call: tile for tile in self._tiles.values()}
        for call in [call for call in self._legs if call not in wanted]:
            await self._legs.pop(call).close()
        for call, tile in wanted.items():
            if call not in self._legs:
                await self._begin_call(call, tile)

    async def _begin_call(self, call: str, tile: Tile) -> None:
        leg = OfficerLeg(
            visitor=self.visitor,
            call_id=call,
            camera=Camera(
                looks=OFFICER_LOOKS, caption="Petugas", size=PICTURE, frames_per_second=FRAMES_PER_SECOND
            ),
            microphone=Microphone(tone_hz=OFFICER_LOOKS.tone_hz),
            senses=Senses(
                side="officer",
                who=f"the officer with {tile.name}",
                expects=None,
                findings=self._company.findings,
            ),
        )
        self._legs[call] = leg
        self._company.legs.append(leg)
        await leg.start()

    def _happened(self, event: Event) -> None:
        for leg in list(self._legs.values()):
            leg.on_journal(event)
        self._news.set()

    def _mail_came(self, event: Event) -> None:
        leg = self._legs.get(event["call"])
        if leg is not None:
            leg.on_mailbox(event)

    async def _beat_on(self) -> None:
        while True:
            with contextlib.suppress(httpx.TransportError):
                await self.visitor.post("/meja/denyut/")
            await asyncio.sleep(BEAT_SECONDS)


def _said(page: Page) -> str:
    """Return what the console answered above the workspace."""
    return page.root.first(id="messages").text
