"""Six people at one desk, each elsewhere in the visit: three on their phones, three in booths."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from robots.client import Visitor, until
from robots.company import Company
from robots.filing import CannotClaim
from robots.participant import Participant, Way
from robots.person import Person, people_of
from robots.room import Room
from tests.faults.told_robots import Console, Patient, Screen

BRANCH = "Tangerang Cikokol"
PLACES = 6
ARRIVE_SECONDS = 120.0
HANDS = ("help", "question", "device", "unreadable")
SAID = ("visit", "call", "mode", "task", "hand", "confirmed")


@dataclass(frozen=True)
class Where:
    """Where somebody is in the visit: as the officer's tile says it, and as the own screen does."""

    number: int
    name: str
    label: str
    place: str
    mode: str
    state: str
    step: int
    screen: tuple[str, ...]


class Six:
    """The scene. The names say where each person is at first."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.company = Company()
        self.tablet = Visitor(url)
        self.screens = [Screen(url=url, slug=f"bilik-{n}", company=self.company) for n in range(1, 4)]
        self.officer = self.another_officer("dimas")
        self.focused: Patient  # identity card in hand
        self.signing: Patient  # reads the form, in picture
        self.signed: Patient  # done with it, hand up
        self.photographing: Patient  # a paper was asked again
        self.walk_in: Patient  # in the middle of a draft
        self.unknown: Patient  # never in focus, hand up
        self._reasons = cycle(HANDS)
        self._supply: Iterator[Person] = iter(())
        self._people: list[Participant] = []
        self._visits: list[asyncio.Task[None]] = []

    @property
    def everybody(self) -> tuple[Patient, ...]:
        """All six."""
        return (
            self.focused, self.signing, self.signed, self.photographing, self.walk_in, self.unknown,
        )  # fmt: skip

    def another_officer(self, username: str) -> Console:
        """Return somebody who may open a desk."""
        return Console(url=self.url, username=username, company=self.company)

    async def come(self) -> None:
        """Open the branch, let the six come, and serve each until they are where their names say."""
        for screen in self.screens:
            await screen.open()
        await self.tablet.open("/peragaan/alat/pintu/")
        await self.officer.sit_down(places=PLACES)
        self._supply = iter(people_of(await self.tablet.json("/peragaan/orang.json")))
        self.focused, self.signing, self.signed = [await self.new_one(Way.VIDEO) for _ in range(3)]
        self.photographing, self.unknown = [await self.new_one(Way.APPOINTMENT) for _ in range(2)]
        self.walk_in = await self.new_one(Way.WALK_IN)

        async def all_are_here() -> bool:
            return all(one.seat is not None and one.seat.leg is not None for one in self.everybody)

        await until(all_are_here, within=ARRIVE_SECONDS, what="six people at the desk")
        await self._go_apart()

    async def new_one(self, way: Way) -> Patient:
        """Let somebody file, unless they walk in, and come; return who it is."""
        for person in self._supply:
            one = Participant(person=person, way=way, company=self.company, url=self.url, branch=BRANCH)
            guest = one.guest = Patient(person=person, company=self.company)
            self._people.append(one)
            with contextlib.suppress(CannotClaim):
                await one.file()
                self._visits.append(asyncio.create_task(one.come(tablet=self.tablet)))
                return guest
        raise LookupError("nobody is left who may claim")

    async def leave(self) -> None:
        """Let everybody go at once; the service is about to stop."""
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        await self.officer.vanish()
        for screen in self.screens:
            await screen.close()
        for one in self._people:
            await one.close()
        await self.tablet.close()

    async def where(self, guest: Patient) -> Where:
        """Return where somebody is, asked of the service now."""
        await guest.room.refresh()
        tile = await self.officer.tile_of(guest)
        state = "on-hold" if tile.state == "over-limit" else tile.state  # that depends on the clock alone
        room = guest.room
        return Where(
            number=tile.number,
            name=tile.name,
            label=tile.label,
            place=tile.place,
            mode=tile.mode,
            state=state,
            step=room.step,
            screen=(*(room.says(name) for name in SAID), _told(room)),
        )

    async def whereabouts(self) -> dict[str, Where]:
        """Return where all six are."""
        return {one.person.name: await self.where(one) for one in self.everybody}

    async def somebody_in_focus(self, *, other_than: Patient | None = None) -> Patient:
        """Return who is in focus; turn to somebody if nobody is, or the wrong person."""
        for one in self.everybody:
            if one is not other_than and (await self.officer.tile_of(one)).mode == "focus":
                return one
        chosen = self.next_in_turn(other_than or self.signed)
        await self.officer.turn_to(chosen)
        return chosen

    def next_in_turn(self, guest: Patient) -> Patient:
        """Return whom to turn to after this person, of those whose claim is filed and who were met."""
        met = (self.focused, self.signing, self.signed, self.photographing)
        return met[(met.index(guest) + 1) % len(met)]

    def next_reason(self) -> str:
        """Return another reason to raise the hand than the last one."""
        return next(self._reasons)

    def talks_since(self, guest: Patient, moment: float) -> bool:
        """Return whether both saw and heard the other after this moment (monotonic seconds)."""
        call = guest.room.says("call")
        ends = [self.company.leg(call, side) for side in ("officer", "participant")]
        senses = [end.senses for end in ends if end is not None]
        return len(senses) == 2 and all(
            one.pictured_since(moment) and one.heard_since(moment) for one in senses
        )

    def screen_of(self, guest: Patient) -> Screen:
        """Return the booth somebody sits in."""
        return next(one for one in self.screens if one.seats(guest))

    async def streams(self) -> int:
        """Return how many live streams the service has open to the pages."""
        return int((await self.tablet.json("/live/health"))["streams"])

    async def _go_apart(self) -> None:
        officer = self.officer
        await self.unknown.raise_hand("help")
        await officer.turn_to(self.walk_in, stage="filling_in")
        await self.walk_in.identify()
        await officer.turn_to(self.photographing, stage="scanning", step="2")
        await officer.ask_again()
        await officer.turn_to(self.signed, stage="reading", step="5")
        await officer.tick()
        await officer.accept_paper()
        await self.signed.sign()
        await officer.turn_to(self.signing, stage="reading", step="4")
        await officer.tick()
        await self.signed.raise_hand("task_done")
        await officer.turn_to(self.focused, step="2")
        await officer.tick()


def _told(room: Room) -> str:
    part = next(room.told.all(data_part="task"), None)
    return part.text if part else ""
