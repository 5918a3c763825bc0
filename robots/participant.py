"""Whole journeys of participants, from the first page to the money on its way."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from robots.booth import take_ticket
from robots.client import Visitor, until
from robots.company import Company
from robots.filing import file_claim, open_by_mail
from robots.guest import Guest
from robots.live import Live
from robots.pages import Page
from robots.participant_leg import ParticipantLeg
from robots.person import Person
from robots.room import Room

VISIT_SECONDS = 900.0


class Way(StrEnum):
    """How somebody comes: by video, with an appointment at the branch, filed but without one, or just so."""

    VIDEO = "video"
    APPOINTMENT = "appointment"
    FILED = "filed"
    WALK_IN = "walk_in"


@dataclass
class Participant:
    """One person with a phone. `number` is the claim's, once there is one."""

    person: Person
    way: Way
    company: Company
    url: str
    branch: str
    number: str = ""

    def __post_init__(self) -> None:
        self.phone = Visitor(self.url)
        self.guest = Guest(person=self.person, company=self.company)
        self.company.looks[self.person.name] = self.person.looks

    async def close(self) -> None:
        """Put the phone away."""
        await self.phone.close()

    async def file(self) -> None:
        """File the claim on the phone, unless this one just walks in. Raises CannotClaim."""
        if self.way is Way.WALK_IN:
            return
        filed = await file_claim(
            visitor=self.phone,
            person=self.person,
            branch=self.branch,
            channel="online" if self.way is Way.VIDEO else "onsite",
            with_appointment=self.way is not Way.FILED,
        )
        self.number = filed.number

    async def come(self, *, tablet: Visitor) -> None:
        """Come to the branch or to the waiting room, and be served. Raises TimeoutError."""
        if self.way is Way.VIDEO:
            await self._meet_by_video(tablet)
        else:
            await self._meet_in_booth(tablet)

    async def follow_until_paid(self, *, within: float) -> None:
        """Open the link of the mail and follow the claim until it has been paid. Raises TimeoutError."""
        page = await open_by_mail(visitor=self.phone, person=self.person, number=self.number)
        news = asyncio.Event()
        live = Live(
            self.phone,
            page.root.first(id="lacak")["data-live"],
            on_journal=lambda _event: news.set(),
            on_ready=news.set,
        )

        async def is_paid() -> bool:
            return _all_done(await self.phone.open("/lacak/klaim/", **{"X-Fragment": "tracking"}))

        try:
            await until(is_paid, within=within, what=f"{self.person.name} paid", news=news)
        finally:
            await live.close()

    async def _meet_by_video(self, tablet: Visitor) -> None:
        """Enter the waiting room on the phone; who would have to wait for a later time goes to the branch."""
        await open_by_mail(visitor=self.phone, person=self.person, number=self.number)
        page = await self.phone.open("/kunjungan/")
        content = page.root.first(id="kunjungan")["data-content"]
        page = await self.phone.open(content)
        form = next(page.forms_like(action="/kunjungan/masuk/"), None)
        if form is None:
            await self._meet_in_booth(tablet)
            return
        await self.phone.submit(form)
        page = await self.phone.open(content)
        self.guest.ticket = next((one.text for one in page.root.all(class_="visit-phone__ticket")), "")
        self._room = Room(visitor=self.phone, content=content, make_leg=self._answer)
        try:
            await self.guest.be_served(self._room, within=VISIT_SECONDS)
        finally:
            await self._room.close()

    def _answer(self, call_id: str, _page: Page) -> ParticipantLeg:
        return self.guest.leg(self._room, call_id)

    async def _meet_in_booth(self, tablet: Visitor) -> None:
        entry = self.number if self.way is Way.APPOINTMENT else self.person.nik
        ticket = await take_ticket(tablet=tablet, person=self.person, entry=entry)
        self.guest.ticket = ticket
        self.company.looks[ticket] = self.person.looks
        self.company.lobby[ticket] = self.guest
        self.company.arrivals.set()
        await asyncio.wait_for(self.guest.over, timeout=VISIT_SECONDS)


def _all_done(page: Page) -> bool:
    """Return whether the last step of the timeline, the payment, is done."""
    steps = list(page.root.all("li"))
    return bool(steps) and "is-done" in steps[-1]["class"]
