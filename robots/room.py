"""A visit on one screen, of a booth or a phone: what the service says of it, its stream, and its call."""

import asyncio
import contextlib
from collections.abc import Callable

import httpx

from robots.client import Refused, Visitor
from robots.live import Event, Live
from robots.pages import Element, Form, Page, PageChanged
from robots.participant_leg import ParticipantLeg

GATHER_SECONDS = 0.06
LOOK_AGAIN_SECONDS = 10.0
MakeLeg = Callable[[str, Page], ParticipantLeg | None]


class Room:
    """Keeps the fragment of a visit up to date.

    `make_leg` opens the person's end of a call, given its id and the fragment; None while nobody is there.
    """

    def __init__(self, *, visitor: Visitor, content: str, make_leg: MakeLeg) -> None:
        self.visitor = visitor
        self.news = asyncio.Event()
        self.leg: ParticipantLeg | None = None
        self.page: Page | None = None
        self.outcome = ""
        self.content = content
        self._make_leg = make_leg
        self._live: Live | None = None
        self._followed = ""
        self._call = ""
        self._is_closed = False
        self._wishes = asyncio.Event()
        self._showing = asyncio.Lock()
        self._task = asyncio.create_task(self._keep_fresh())

    async def close(self) -> None:
        """Leave the screen."""
        self._is_closed = True
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._use_call("")
        if self._live is not None:
            await self._live.close()

    @property
    def shown(self) -> Page:
        """The last fragment. Raises PageChanged before there is one."""
        if self.page is None:
            raise PageChanged("nothing was told of the visit yet")
        return self.page

    @property
    def told(self) -> Element:
        """The root of the last fragment. Raises PageChanged before there is one."""
        return self.shown.root.first(data_visit=True)

    def says(self, name: str) -> str:
        """Return what the fragment says under `data-<name>`, empty when it says nothing."""
        return self.told.attributes.get(f"data-{name}", "") if self.page else ""

    @property
    def ticket(self) -> str:
        """The visit on this screen, empty without one."""
        return self.says("visit")

    @property
    def step(self) -> int:
        """At which of the five steps the visit is, 0 when none is shown."""
        part = next(self.told.all(data_part="steps"), None) if self.page else None
        if part is None:
            return 0
        now = next(part.all("li", aria_current="step"), part)  # a booth lists all five, a phone shows one
        mark = next(now.all("span", class_="step__mark"), None)
        return int(mark.text) if mark and mark.text.isdigit() else 0

    def refresh_soon(self) -> None:
        """Ask again in a moment; several reasons make one question."""
        self._wishes.set()

    async def refresh(self) -> None:
        """Ask what holds now."""
        await self._show(await self.visitor.open(self.content, **{"HX-Request": "true"}))

    async def send(self, form: Form) -> Page:
        """Send a form of the visit and show the answer."""
        page = await self.visitor.submit(form)
        if page.root.has(data_visit=True):
            await self._show(page)
        return page

    async def _keep_fresh(self) -> None:
        while not self._is_closed:  # a cancellation may be lost in a wait that ends in the same moment
            # The service restarts, or the visit has just ended: the next look tells.
            with contextlib.suppress(httpx.TransportError, Refused):
                await self.refresh()
            try:
                await asyncio.wait_for(self._wishes.wait(), timeout=LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue
            await asyncio.sleep(GATHER_SECONDS)
            self._wishes.clear()

    async def _show(self, page: Page) -> None:
        async with self._showing:
            self.page = page
            await self._follow(self.says("token"))
            await self._use_call(self.says("call"))
        self.news.set()

    async def _use_call(self, call: str) -> None:
        if call == self._call and (self.leg or not call):
            return
        self._call = call
        leg, self.leg = self.leg, None
        if leg is not None:
            await leg.close()
        if call and self.page:
            self.leg = self._make_leg(call, self.page)
        if self.leg is not None:
            await self.leg.start()

    async def _follow(self, token: str) -> None:
        key = f"{self.ticket}:{self.says('state')}" if token else ""
        if key == self._followed:
            return
        self._followed = key
        if self._live is not None:
            await self._live.close()
            self._live = None
        if token:
            self._live = Live(
                self.visitor,
                token,
                on_journal=self._happened,
                on_mailbox=self._mail_came,
                on_ready=self.refresh_soon,
            )

    def _mail_came(self, event: Event) -> None:
        if self.leg is not None:
            self.leg.on_mailbox(event)

    def _happened(self, event: Event) -> None:
        if self.leg is not None:
            self.leg.on_journal(event)
        if event["what"] == "place.ended" and event["data"].get("visit") == self.ticket:
            self.outcome = str(event["data"].get("outcome", ""))
        self.refresh_soon()
