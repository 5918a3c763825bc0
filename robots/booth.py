"""The screens of a branch: a booth that serves whoever is called, and the tablet at the door."""

import asyncio
import contextlib

import httpx

from robots.client import Refused, Visitor
from robots.company import Company
from robots.guest import Guest
from robots.live import Live
from robots.pages import Page, PageChanged
from robots.participant_leg import ParticipantLeg
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
        self._free = ""
        self._guest: Guest | None = None
        self._visit = ""

    async def open(self) -> None:
        """Become the device and show its page from now on."""
        page = await self.visitor.open(f"/peragaan/alat/{self.slug}/")
        root = page.root.first(id="kunjungan")
        self._free = root["data-content"]
        self.room = Room(visitor=self.visitor, content=self._free, make_leg=self._seat)
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
        """Let whoever was called sit down and return their end of the call, None while nobody of ours was."""
        visit = page.root.first(data_visit=True)["data-visit"]
        called = next(page.root.all("p", class_="booth-called__number"), None)
        number = called.text if called else self._company.greeted.get(call_id, "")
        if visit != self._visit and number in self._company.lobby and self.room:
            self._guest, self._visit = self._company.lobby[number], visit
            self.room.content = f"{self._free}?duduk={visit}"  # only now the service shows more than a number
            self.room.refresh_soon()
        if self._guest is None or visit != self._visit or not self.room:
            return None
        return self._guest.leg(self.room, call_id)

    async def _serve_on(self, room: Room) -> None:
        while True:
            room.news.clear()
            if self._guest is not None:
                await self._serve(room, self._guest)
                continue
            self._company.arrivals.clear()
            waits = [asyncio.create_task(one.wait()) for one in (room.news, self._company.arrivals)]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()
            if room.ticket and room.leg is None:
                room.refresh_soon()

    async def _serve(self, room: Room, guest: Guest) -> None:
        """Stay until the visit has left this screen, then leave the booth as it was."""
        visit = self._visit
        problem: Exception | None = None
        try:
            await guest.be_served(room, within=VISIT_SECONDS)
        except Exception as raised:  # the person's own journey tells of it, and the booth serves on
            problem = raised
        if self._visit == visit:  # otherwise the next one has sat down already
            self._guest, self._visit, room.content = None, "", self._free
        if room.outcome in COMES_BACK and problem is None:
            return
        self._company.lobby.pop(guest.ticket, None)
        if guest.over.done():  # sent home meanwhile
            return
        if problem is None:
            guest.over.set_result(None)
        else:
            guest.over.set_exception(problem)

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
