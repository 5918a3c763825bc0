"""`make rehearse`: a branch day in fast motion, from the first page to the money, with everybody a robot.

Real HTTP, live streams and WebRTC. Isolation is measured on every picture and every sound, at both ends.
The last line is one JSON object; the exit status is 0 only when everybody was paid and nothing leaked.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from robots.booth import Booth
from robots.checker import Checker
from robots.client import Visitor, until
from robots.company import Company, HoldWatch
from robots.filing import CannotClaim
from robots.hostile import Hostile
from robots.officer import Officer
from robots.participant import Participant, Way
from robots.person import Person, people_of
from robots.service import running_service

BRANCH = "Tangerang Cikokol"
PLACES = 6
FILING_AT_ONCE = 2
PAID_SECONDS = 120.0
ATTACK_SECONDS = 240.0
LEAST_TO_ATTACK = 4  # fewer people may never be at the desk together
WAYS = (Way.VIDEO, Way.WALK_IN, Way.VIDEO, Way.APPOINTMENT, Way.VIDEO, Way.FILED)


@dataclass
class Rehearsal:
    """One run against one service: half of the people by video, half at the branch."""

    url: str
    people: int
    company: Company = field(default_factory=Company)
    paid: int = 0

    async def run(self) -> dict[str, object]:
        """Let everybody come, be served and be paid; return what was measured."""
        officer = Officer(url=self.url, username="dimas", company=self.company)
        checker = Checker(url=self.url, username="ratih")
        tablet = Visitor(self.url)
        booths = [Booth(url=self.url, slug=f"bilik-{n}", company=self.company) for n in range(1, PLACES + 1)]
        watch, hostile = HoldWatch(self.company), Hostile(self.company)
        async with contextlib.AsyncExitStack() as closing:
            for close in (tablet.close, checker.close, officer.close, *(booth.close for booth in booths)):
                closing.push_async_callback(close)
            for booth in booths:
                await booth.open()
            await tablet.open("/peragaan/alat/pintu/")
            await officer.open_desk(places=PLACES)
            self.company.say("the desk and its booths are open")
            day = asyncio.gather(self._journeys(tablet), self._attack(hostile, booths))
            await self._until_over(day, [officer.work(), checker.work(), watch.watch()])
        return self._result(officer, watch, hostile)

    async def _until_over(
        self, day: asyncio.Future[Any], shifts: Sequence[Coroutine[Any, Any, None]]
    ) -> None:
        """Wait for the day to end; a shift that ends earlier has failed, and the day with it."""
        working = [asyncio.create_task(one) for one in shifts]
        try:
            await asyncio.wait([day, *working], return_when=asyncio.FIRST_COMPLETED)
            for task in (day, *working):
                if task.done() and task.exception():
                    self.company.say(f"stopped: {task.exception()!r}")
        finally:
            for task in (day, *working):
                task.cancel()
            await asyncio.gather(day, *working, return_exceptions=True)

    async def _journeys(self, tablet: Visitor) -> None:
        """Let the people of the day come, a few filing at once."""
        supply = iter(people_of(await tablet.json("/peragaan/orang.json")))
        doors = asyncio.Semaphore(FILING_AT_ONCE)
        ways = islice(cycle(WAYS), self.people)
        await asyncio.gather(*(self._journey(supply, way, doors, tablet) for way in ways))

    async def _journey(
        self, supply: Iterator[Person], way: Way, doors: asyncio.Semaphore, tablet: Visitor
    ) -> None:
        """Go with one person from the first page to the money; whoever does not get there is lost."""
        who = way.value
        try:
            async with doors:
                participant = await self._filed(supply, way)
            who = f"{participant.person.name} ({way})"
            self.company.say(f"{who} has come")
            await participant.come(tablet=tablet)
            self.company.say(f"{who} was served")
            await participant.follow_until_paid(within=PAID_SECONDS)
            await participant.close()
            self.paid += 1
            self.company.say(f"{who} was paid, {self.paid} of {self.people}")
        except Exception as problem:  # one lost person must not hide the others
            self.company.say(f"{who} was lost: {problem!r}")

    async def _filed(self, supply: Iterator[Person], way: Way) -> Participant:
        """Return the next person who may claim, the claim filed."""
        for person in supply:
            one = Participant(person=person, way=way, company=self.company, url=self.url, branch=BRANCH)
            try:
                await one.file()
            except CannotClaim as why:  # has claimed before, on a service that was used already
                self.company.say(str(why))
                await one.close()
            else:
                return one
        raise LookupError("nobody is left who may claim; start with a fresh data folder")

    async def _attack(self, hostile: Hostile, booths: Sequence[Booth]) -> None:
        """Once people are at the desk, let the screen of a booth try what it must not."""
        if self.people < LEAST_TO_ATTACK:
            return
        booth, own = await until(
            lambda: self._booth_with_company(booths), within=ATTACK_SECONDS, what="a booth with company"
        )
        calls = {one.call_id for one in self.company.legs if one.call_id != own}
        rooms = (one.room for one in booths if one is not booth and one.room)
        visits = [room.ticket for room in rooms if room.ticket]
        await hostile.attack(booth.visitor, own_call=own, other_calls=sorted(calls), other_visits=visits)
        self.company.say(f"a modified client was refused {hostile.refused} of {hostile.tried} times")

    async def _booth_with_company(self, booths: Sequence[Booth]) -> tuple[Booth, str] | None:
        """Return a booth on hold with its call, once others are at the desk as well."""
        open_calls = {one.call_id for one in self.company.legs if not one.is_closed}
        company = min(PLACES // 2, self.people // 3)
        for booth in booths:
            leg = booth.room.leg if booth.room else None
            has_answered = leg is not None and leg.pc is not None and leg.pc.signalingState == "stable"
            if leg and has_answered and leg.mode == "hold" and len(open_calls) > company:
                return booth, leg.call_id
        return None

    def _result(self, officer: Officer, watch: HoldWatch, hostile: Hostile) -> dict[str, object]:
        timings = officer.timings
        return {
            "participants": self.people,
            "paid": self.paid,
            "lost": self.people - self.paid,
            "isolation_violations": len(self.company.findings.violations),
            "first_picture_ms": _median(timings.first_picture),
            "resume_ms": _median(timings.resume),
            "held_bytes_per_s": round(watch.bytes_per_second, 1),
            "pictures_compared": sum(one.senses.pictures for one in self.company.legs),
            "sounds_compared": sum(one.senses.tones for one in self.company.legs),
            "intrusions_refused": hostile.refused,
            "intrusions_tried": hostile.tried,
            "minutes": round((time.monotonic() - self.company.began) / 60, 1),
        }


def succeeded(result: dict[str, object]) -> bool:
    """Return whether everybody was paid, nothing leaked, and every intrusion was refused."""
    return (
        result["paid"] == result["participants"]
        and result["lost"] == 0
        and result["isolation_violations"] == 0
        and result["held_bytes_per_s"] == 0
        and result["intrusions_refused"] == result["intrusions_tried"] != 0
        and bool(result["sounds_compared"])
    )


def main() -> int:
    """Rehearse as the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="robots.rehearse", description="A branch day in fast motion, until paid."
    )
    parser.add_argument("--url", help="a running demonstration; without it one is started for the rehearsal")
    parser.add_argument("--people", type=int, default=12)
    options = parser.parse_args()
    result = asyncio.run(_rehearse(options.url, options.people))
    print(json.dumps(result), flush=True)
    return 0 if succeeded(result) else 1


async def _rehearse(url: str | None, people: int) -> dict[str, object]:
    if url:
        return await _shown(Rehearsal(url=url, people=people))
    async with running_service() as own:
        return await _shown(Rehearsal(url=own, people=people))


async def _shown(rehearsal: Rehearsal) -> dict[str, object]:
    result = await rehearsal.run()
    for sentence in rehearsal.company.findings.violations[:20]:
        print(f"VIOLATION  {sentence}", flush=True)
    return result


def _median(values: Sequence[float]) -> int | None:
    return round(statistics.median(values)) if values else None


if __name__ == "__main__":
    sys.exit(main())
