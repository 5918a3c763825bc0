"""Six participants come to a running demonstration and are served by whoever sits at the desk.

`python -m robots.visit --url http://localhost:8000 --people 6`: half by video, half in the last booths
of the branch. They file, come, answer for as long as they are asked something, and leave when they are done.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from robots.booth import Booth
from robots.client import Visitor
from robots.company import Company
from robots.filing import CannotClaim
from robots.participant import Participant, Way
from robots.person import Person, people_of

BRANCH = "Tangerang Cikokol"
BOOTHS = ("bilik-6", "bilik-5", "bilik-4")
WAYS = (Way.VIDEO, Way.FILED)
FILING_AT_ONCE = 3
READING_SECONDS = 4.0  # so that somebody watching sees what they do
PICTURE = (640, 480)  # enough for a still of the identity card
LIMIT_SECONDS = 14 * 60.0


@dataclass
class Visit:
    """One visit of some people; `served` counts who was let go by the officer."""

    url: str
    people: int
    served: int = 0

    def __post_init__(self) -> None:
        self.company = Company(officer_looks=None, thinking_seconds=READING_SECONDS, picture=PICTURE)

    async def run(self) -> None:
        """Let everybody come and be served, at most until the limit."""
        tablet = Visitor(self.url)
        booths = [Booth(url=self.url, slug=slug, company=self.company) for slug in BOOTHS]
        async with contextlib.AsyncExitStack() as closing:
            for close in (tablet.close, *(booth.close for booth in booths)):
                closing.push_async_callback(close)
            supply = iter(people_of(await tablet.json("/peragaan/orang.json")))
            await tablet.open("/peragaan/alat/pintu/")
            for booth in booths:
                await booth.open()
            doors = asyncio.Semaphore(FILING_AT_ONCE)
            ways = [WAYS[number % len(WAYS)] for number in range(self.people)]
            stays = [self._stay(supply, way, doors, tablet) for way in ways]
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(*stays), timeout=LIMIT_SECONDS)

    async def _stay(
        self, supply: Iterator[Person], way: Way, doors: asyncio.Semaphore, tablet: Visitor
    ) -> None:
        try:
            async with doors:
                participant = await self._filed(supply, way)
            self.company.say(f"{participant.person.name} has come")
            await participant.come(tablet=tablet)
            await participant.close()
            self.served += 1
            self.company.say(f"{participant.person.name} was served and leaves")
        except Exception as problem:  # one who cannot stay must not send the others home
            self.company.say(f"somebody left: {problem!r}")

    async def _filed(self, supply: Iterator[Person], way: Way) -> Participant:
        """Return the next person who may claim, the claim filed."""
        for person in supply:
            one = Participant(person=person, way=way, company=self.company, url=self.url, branch=BRANCH)
            try:
                await one.file()
            except CannotClaim:  # has been here before
                await one.close()
            else:
                return one
        raise LookupError("all invented people have claimed; delete the data folder to begin afresh")


def main() -> int:
    """Bring people as the command line asks; return 0 when all of them were served."""
    parser = argparse.ArgumentParser(prog="robots.visit", description="Robot participants come to the desk.")
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--people", type=int, default=6)
    options = parser.parse_args()
    visit = Visit(url=options.url, people=options.people)
    asyncio.run(visit.run())
    return 0 if visit.served == options.people else 1


if __name__ == "__main__":
    sys.exit(main())
