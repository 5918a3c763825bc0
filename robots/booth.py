"""The screens of a branch: a booth that serves whoever is called, and the tablet at the door."""

import asyncio
import contextlib

import httpx

from robots.client import Refused, Visitor
from robots.company import Company
from robots.guest import Guest
from robots.legs import ParticipantLeg
from robots.live import Live
from robots.pages import Page, PageChanged
from robots.person import Person
from robots.room import Room

BEAT_SECONDS = 5.0
VISIT_SECONDS = 900.0
COMES_BACK = ("returned", "handed_over")  # how a stay ends that another booth or officer goes on with


class Booth:
    """A paired booth screen, left alone: people sit down in it when their number is called."""

    def __init__(self, *, url: str, slug: str, company: Company) -> None:
        self.slug = slug
        self.visitor = Visitor(url)
        self.room: Room | None = None
        self._company = company
        self._tasks: list[asyncio.Task[None]] = []
        self._live: Live | None = None

    async def open(self) -> None:
        """Become the device and show its page from now on."""
        page = await self.visitor.open(f"/peragaan/alat/{self.slug}/")
        root = page.root.first(id="kunjungan")
        self.room = Room(visitor=self.visitor, content=root["data-content"], make_leg=self._seat)
        room = self.room
        self._live = Live(
            self.visitor,
            root["data-token"],
            on_journal=lambda _event: room.refresh_soon(),
            on_ready=room.refresh_soon,
        )
        self._tasks = [
            asyncio.create_task(self._beat_on(root["data-beat"])),
            asyncio.create_task(self._serve_on(room)),
        ]

    async def close(self) -> None:
        """Switch the screen off."""
        for task in self._tasks:
            task.cancel()
        if self._live is not None:
            await self._live.close()
        if self.room is not None:
            await self.room.close()
        await self.visitor.close()

    def _seat(self, call_id: str, page: Page) -> ParticipantLeg | None:
        """Return the end of the call of whoever sits here, None while nobody of ours was called."""
        guest = self._guest(page)
        return guest.leg(self.room, call_id) if guest and self.room else None

    def _guest(self, page: Page) -> Guest | None:
        called = next(page.root.all("p", class_="booth-called__number"), None)
        return self._company.lobby.get(called.text) if called else None

    async def _serve_on(self, room: Room) -> None:
        while True:
            room.news.clear()
            guest = self._guest(room.shown) if room.page else None
            if guest is not None:
                await guest.be_served(room, within=VISIT_SECONDS)
                if room.outcome not in COMES_BACK:
                    self._company.lobby.pop(guest.ticket, None)
                    guest.is_done.set()
                continue
            self._company.arrivals.clear()
            waits = [asyncio.create_task(one.wait()) for one in (room.news, self._company.arrivals)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()
            if room.ticket:
                room.refresh_soon()

    async def _beat_on(self, address: str) -> None:
        while True:
            with contextlib.suppress(httpx.TransportError, Refused):
                await self.visitor.post(address)
            await asyncio.sleep(BEAT_SECONDS)


async def take_ticket(*, tablet: Visitor, person: Person, entry: str) -> str:
    """Show a claim number, a QR or a NIK at the door and return the ticket given; without one, queue by NIK.

    Raises PageChanged when the tablet gives no ticket.
    """
    page = await tablet.open("/pintu/")
    page = await tablet.submit(page.form("entry", action="/datang/").fill(entry=entry))
    if not page.root.has("p", class_="tablet-number"):  # no appointment for now: a number all the same
        page = await tablet.open("/pintu/")
        form = page.form("entry", action="/datang/").fill(entry=person.nik)
        form.action = form.action.replace("/datang/", "/ambil/")  # the second button of the same form
        page = await tablet.submit(form)
    number = next(page.root.all("p", class_="tablet-number"), None)
    if number is None:
        raise PageChanged(f"no ticket for {person.name}: {page.text[:400]}")
    return number.text
