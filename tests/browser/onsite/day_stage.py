"""A branch day in fast motion: one clock for server and test, browsers that are moved along, and people."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from lapak.claims.models import Claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.numbers import claim_number
from lapak.offices.queries import BoothView, BranchView, booths
from lapak.queueing.operations import arrive, call, finish, start_service
from lapak.queueing.queries import TicketView

A_BREATH = timedelta(milliseconds=160)
LEAPS_TO_CATCH_UP = 400
LEAPS_OF_A_QUIET_MACHINE = 50
SYSTEM = Actor.system(job="day")

# What the page holds open and says: streams, spoken calls, shakes of the phone.
PROBE = """
window.streams = new Set(); window.said = []; window.shaken = 0;
const Stream = EventSource;
window.EventSource = class extends Stream {
  constructor(...given) { super(...given); window.streams.add(this); }
  close() { super.close(); window.streams.delete(this); }
};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "id-ID" }],
  speak: (words) => { window.said.push(words.text); words.onend(); },
} });
navigator.vibrate = (pattern) => { if (pattern) window.shaken += 1; return true; };
"""


class Day:
    """The clock of a day: `now` moves with the machine's clock, and by leaps."""

    def __init__(self, file: Path, begins: datetime) -> None:
        self.file = file
        self.begin(begins)

    def begin(self, at: datetime) -> None:
        """Start at this moment, now."""
        self._ahead = at - utc_now()
        self._keep()

    @property
    def now(self) -> datetime:
        """The moment it is on the stage."""
        return utc_now() + self._ahead

    def leap(self, by: timedelta, *pages: Page) -> None:
        """Move server and pages ahead; in the pages everything that falls due meanwhile happens once."""
        self._ahead += by
        self._keep()
        for page in pages:
            page.clock.fast_forward(int(by.total_seconds() * 1000))

    def leap_until(self, condition: Callable[[], object], *pages: Page, what: str) -> None:
        """Move on in small leaps until a page has caught up with what happened."""
        for leap in range(LEAPS_TO_CATCH_UP):
            if condition():
                return
            # Of the machine's time, for requests are on their way: more of it on a machine that is busy.
            pages[0].wait_for_timeout(10 if leap < LEAPS_OF_A_QUIET_MACHINE else 100)
            self.leap(A_BREATH, *pages)
        raise AssertionError(f"never: {what}")

    def _keep(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self._ahead.total_seconds()))
        os.replace(fresh, self.file)


@dataclass
class Flow:
    """People who come, are called, served and leave, two at a time, in the booths in turn."""

    branch: BranchView
    day: Day
    called: list[tuple[TicketView, BoothView]] = field(default_factory=list)
    _served: list[TicketView] = field(default_factory=list)

    @property
    def rooms(self) -> tuple[BoothView, ...]:
        """The booths of the branch."""
        return booths(branch_id=self.branch.id)

    def two_more(self) -> list[tuple[TicketView, BoothView]]:
        """End what was begun, and let two people come and be called."""
        for ticket in self._served:
            start_service(ticket_id=ticket.id, actor=SYSTEM, now=self.day.now)
            finish(ticket_id=ticket.id, outcome="verified", actor=SYSTEM, now=self.day.now)
        rooms = self.rooms
        fresh = [self._come(rooms[(len(self.called) + number) % len(rooms)]) for number in range(2)]
        self.called += fresh
        self._served = [ticket for ticket, _ in fresh]
        return fresh

    def _come(self, booth: BoothView) -> tuple[TicketView, BoothView]:
        ticket = come(self.branch, subject=new_id(), now=self.day.now)
        return call(ticket_id=ticket.id, booth_id=booth.id, actor=SYSTEM, now=self.day.now), booth


def come(branch: BranchView, *, subject: Any, now: datetime) -> TicketView:
    """Give somebody without an appointment a ticket."""
    return arrive(
        branch_id=branch.id,
        channel="onsite",
        subject_id=subject,
        display_name="Sri Wahyuni",
        booking_id=None,
        due_at=None,
        priority="",
        actor=SYSTEM,
        now=now,
    )


def filed_claim(branch: BranchView, now: datetime) -> Claim:
    """Return the claim of somebody who follows the queue on the phone."""
    return Claim.objects.create(
        id=new_id(),
        number=claim_number(filed_on=now.date(), serial=1),
        channel="onsite",
        state=ClaimState.SUBMITTED,
        created_at=now,
        submitted_at=now,
        nik="3603451205900001",
        kpj="16012345302",
        name="Hartono Susilo",
        branch_id=branch.id,
    )


@dataclass(frozen=True)
class Weight:
    """What a page keeps: nodes of the document, bytes of the script heap, listeners."""

    nodes: float
    heap: float
    listeners: float


def weights(page: Page) -> Iterator[Weight]:
    """Yield what the page weighs whenever asked, with all garbage gone."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    while True:
        for _ in range(2):
            session.send("HeapProfiler.collectGarbage")
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        yield Weight(metrics["Nodes"], metrics["JSHeapUsedSize"], metrics["JSEventListeners"])
