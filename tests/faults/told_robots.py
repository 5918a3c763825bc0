"""Robots that do nothing unless the test says so: whoever sits at a screen, a booth, an officer."""

import asyncio
import contextlib
from io import BytesIO

import httpx
from PIL import Image, ImageOps

from robots.booth import Booth
from robots.client import Refused, is_away, until
from robots.drawings import paper
from robots.guest import Guest
from robots.officer import LOOK_SECONDS, Officer, Tile
from robots.pages import File, PageChanged
from robots.room import Room

FURTHER_PIXELS = 24


class Patient(Guest):
    """Answers the call and then waits to be told what to do."""

    seat: Room | None = None

    @property
    def room(self) -> Room:
        """The screen before this person. Raises PageChanged before there is one."""
        if self.seat is None:
            raise PageChanged(f"{self.person.name} is at no screen")
        return self.seat

    async def raise_hand(self, reason: str) -> None:
        """Press "I need the officer"."""
        await self.room.visitor.post(f"/kunjungan/{self.room.ticket}/tangan/", reason=reason)

    async def tell_stage(self, stage: str) -> None:
        """Begin a task."""
        await self.room.visitor.post(f"/kunjungan/{self.room.ticket}/sedang/", stage=stage)

    async def identify(self) -> None:
        """Say who one is."""
        await self._once("identity")
        await self._identify(self.room)

    async def give_contact(self) -> None:
        """Give telephone and mail address."""
        await self._once("contact")
        await self._give_contact(self.room)

    async def photograph(self) -> None:
        """Photograph the paper asked again, from a little further away."""
        await self._once("photo")
        kind = self.room.shown.form("kind", "picture", action="/foto/").values["kind"]
        first = Image.open(BytesIO(paper(kind=kind, person=self.person)))
        further = BytesIO()
        ImageOps.expand(first, border=FURTHER_PIXELS, fill="#d8d4cc").save(further, "JPEG")
        await self._send(self.room, "foto", picture=File(f"{kind}.jpg", further.getvalue(), "image/jpeg"))

    async def sign(self) -> None:
        """Sign the form."""
        await self._once("form")
        await self._sign(self.room)

    async def call_data_right(self) -> None:
        """Confirm one line of the own data."""
        await self._once("check")
        await self._confirm_data(self.room)

    async def _act(self, room: Room) -> None:
        self.seat = room

    async def _once(self, task: str) -> None:
        async def is_laid_open() -> bool:
            await self.room.refresh()
            return self.room.says("task") == task

        await until(is_laid_open, within=20, what=f"the task {task} of {self.person.name}")


class Screen(Booth):
    """A booth that can lose its power. Whoever sits there stays."""

    async def lose_power(self) -> None:
        """Go dark without a word."""
        for task in self._tasks:
            task.cancel()
        if self._live is not None:
            await self._live.close()
        if self.room is not None:
            await self.room.close()
        if isinstance(self._guest, Patient):
            self._guest.seat = None  # until the screen is back

    def seats(self, guest: Guest) -> bool:
        """Return whether this person sits here."""
        return self._guest is guest


class Console(Officer):
    """A desk whose officer turns to whom the test says; the page keeps itself up to date."""

    async def sit_down(self, *, places: int) -> None:
        """Open the desk and stay at it."""
        await self.open_desk(places=places)
        self._tasks = [asyncio.create_task(one) for one in (self._beat_on(), self._keep_fresh())]

    async def vanish(self) -> None:
        """Close the laptop without a word."""
        for task in self._tasks:
            task.cancel()
        if self._live is not None:
            await self._live.close()
        for leg in self._legs.values():
            await leg.close()
        await self.visitor.close()

    async def tiles(self) -> list[Tile]:
        """Return the people at the desk, as the tiles show them now."""
        await self._read_tiles()
        return list(self._tiles.values())

    async def tile_of(self, guest: Patient) -> Tile:
        """Return the tile of a person. Raises LookupError."""
        calls = {tile.call: tile for tile in await self.tiles()}
        return calls[guest.room.says("call")]

    async def turn_to(self, guest: Patient, *, stage: str = "", step: str = "") -> Tile:
        """Have somebody in focus, seen and seeing, and perhaps give a task. Raises TimeoutError."""
        tile = await self.tile_of(guest)
        await self._focus(tile)
        if stage or step:
            await self._stage(tile, stage=stage, step=step)
        return tile

    async def tick(self) -> str:
        """Tick the first open point of the list of whoever is in focus; return which."""
        page = await self.visitor.open("/meja/ruang/")
        form = next(one for one in page.forms_like("state", "place") if one.values["state"] == "ok")
        await self.visitor.submit(form)
        return form.action

    async def accept_paper(self) -> None:
        """Accept the paper that lies open."""
        page = await self.visitor.open("/meja/ruang/")
        await self.visitor.submit(page.form("place", action="/sesuai/"))

    async def ask_again(self) -> None:
        """Ask for the paper that lies open once more."""
        page = await self.visitor.open("/meja/ruang/")
        kind = page.root.first("button", data_ask_kind=True)["data-ask-kind"]
        form = page.form(f"why-{kind}", action="/minta-lagi/")
        await self.visitor.submit(form.fill(**{f"why-{kind}": form.choices[f"why-{kind}"][1]}))

    async def work_done(self) -> tuple[dict[str, bool], dict[str, str]]:
        """Return what was found for whoever is in focus: point by point ticked or not, and the papers."""
        page = await self.visitor.open("/meja/ruang/")
        ticked = {form.action: form.values["state"] == "" for form in page.forms_like("state", "place")}
        papers = {one["data-paper"]: one.text for one in page.root.all("button", data_paper=True)}
        return ticked, papers

    async def _keep_fresh(self) -> None:
        while True:
            self._news.clear()
            with contextlib.suppress(httpx.TransportError, Refused):
                await self._read_tiles()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), timeout=LOOK_SECONDS)

    async def _beat_on(self) -> None:
        while True:  # the one of a robot at work gives up when the service answers that it is not whole
            try:
                await super()._beat_on()
            except Refused as refusal:
                if not is_away(refusal):
                    raise
            await asyncio.sleep(1)
