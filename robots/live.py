"""The live stream of a page, followed as a browser does: resumed where it broke, its permission renewed."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any

import httpx
from httpx_sse import ServerSentEvent, aconnect_sse

from robots.client import Refused, Visitor, is_away

REOPEN_SECONDS = 0.5
SILENCE_SECONDS = 30.0  # the service pings every 10 s
REMEMBERED = 2000

Event = dict[str, Any]


class Live:
    """One stream. `on_journal` and `on_mailbox` get each event once; `on_ready` is called at each opening."""

    def __init__(
        self,
        visitor: Visitor,
        token: str,
        *,
        on_journal: Callable[[Event], None] = lambda _event: None,
        on_mailbox: Callable[[Event], None] = lambda _event: None,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._visitor = visitor
        self._token = token
        self._take = {"journal": on_journal, "mailbox": on_mailbox}
        self._on_ready = on_ready
        self._seen: dict[str, set[int]] = {"journal": set(), "mailbox": set()}
        self._position = ""
        self._is_closed = False
        self._task = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop following."""
        self._is_closed = True
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _follow(self) -> None:
        while not self._is_closed:
            try:
                await self._listen()
            except httpx.HTTPStatusError:
                if not await self._renew():
                    return
            except (httpx.TransportError, httpx.StreamError):
                pass
            await asyncio.sleep(REOPEN_SECONDS)

    async def _listen(self) -> None:
        headers = {"Last-Event-ID": self._position} if self._position else {}
        timeout = httpx.Timeout(10.0, read=SILENCE_SECONDS)
        http = self._visitor.http
        params = {"token": self._token}
        async with aconnect_sse(
            http, "GET", "/live/", params=params, headers=headers, timeout=timeout
        ) as stream:
            stream.response.raise_for_status()
            async for event in stream.aiter_sse():
                self._receive(event)

    def _receive(self, event: ServerSentEvent) -> None:
        self._position = event.id or self._position
        if event.event == "ready":
            self._on_ready()
        if event.event not in self._take:
            return
        body = json.loads(event.data)
        seen = self._seen[event.event]
        if body["id"] in seen:
            return
        seen.add(body["id"])
        if len(seen) > REMEMBERED:
            seen.discard(min(seen))
        self._take[event.event](body)

    async def _renew(self) -> bool:
        """Ask for a new permission; return whether there is still something to follow."""
        try:
            answer = await self._visitor.post("/live-token/", token=self._token, position=self._position)
        except (httpx.TransportError, Refused) as problem:
            return is_away(problem)
        self._token = answer.json()["token"]
        return True
