"""What all robots of one run share: who looks how, whose leg is whose, what should not have been."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from robots.legs import Leg
from robots.person import OFFICER_LOOKS, Looks
from robots.senses import GRACE_SECONDS, Findings

if TYPE_CHECKING:
    from robots.guest import Guest

SAMPLE_SECONDS = 1.0


@dataclass
class Company:
    """The robots of one run. `officer_looks` is None where a human officer serves: then nobody is compared,
    and colours are those of a room. `picture` is the size of what their cameras give.

    `looks` is by name and by ticket, as an officer reads them on a tile; `lobby` holds who waits to be called
    into a booth, by ticket; `greeted` has the tickets the officer has turned to, by call: a booth shows no
    number any more, and whoever comes late sits down all the same.
    """

    officer_looks: Looks | None = OFFICER_LOOKS
    thinking_seconds: float = 0.0
    picture: tuple[int, int] = (160, 120)
    findings: Findings = field(default_factory=Findings)
    looks: dict[str, Looks] = field(default_factory=dict)
    lobby: dict[str, "Guest"] = field(default_factory=dict)
    greeted: dict[str, str] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    arrivals: asyncio.Event = field(default_factory=asyncio.Event)
    began: float = field(default_factory=time.monotonic)

    def say(self, words: str) -> None:
        """Tell whoever watches the run, with the seconds since it began."""
        print(f"{time.monotonic() - self.began:6.1f} s  {words}", flush=True)

    def send_home(self, ticket: str) -> None:
        """Let whoever waits with this ticket go without having been served: called, and not there in time."""
        guest = self.lobby.pop(ticket, None)
        if guest is not None and not guest.over.done():
            guest.over.set_exception(TimeoutError(f"{guest.person.name} was not in the booth in time"))

    def leg(self, call_id: str, side: str) -> Leg | None:
        """Return the open end of a call on this side, if it is one of ours."""
        ends = (one for one in self.legs if one.call_id == call_id and one.side == side)
        return next((one for one in ends if not one.is_closed), None)


class HoldWatch:
    """Counts what is sent on held calls, at either end: it should be nothing."""

    def __init__(self, company: Company) -> None:
        self.bytes = 0
        self.seconds = 0.0
        self._company = company
        self._last: dict[int, tuple[str, int, int, float]] = {}

    @property
    def bytes_per_second(self) -> float:
        """Media bytes each second on each held end, on average."""
        return self.bytes / self.seconds if self.seconds else 0.0

    async def watch(self) -> None:
        """Look at all ends each second until cancelled."""
        while True:
            await self._look([one for one in self._company.legs if not one.is_closed])
            await asyncio.sleep(SAMPLE_SECONDS)

    async def _look(self, legs: Iterable[Leg]) -> None:
        for leg in legs:
            now, epoch, peer = time.monotonic(), leg.epoch, leg.peer
            if leg.mode != "hold" or now - leg.mode_since < GRACE_SECONDS:
                self._last.pop(id(leg), None)
                continue
            sent = await leg.sent_media_bytes()
            last = self._last.get(id(leg))
            if last and last[:2] == (peer, epoch) == (leg.peer, leg.epoch):
                self.bytes += sent - last[2]
                self.seconds += now - last[3]
                if sent > last[2]:
                    self._company.findings.note(f"{leg.side} sent {sent - last[2]} bytes on hold")
            self._last[id(leg)] = (peer, epoch, sent, now)
