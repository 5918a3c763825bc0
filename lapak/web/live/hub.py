"""One listener to PostgreSQL per process, many streams to browsers."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.db import connections

from lapak.journal.operations import CHANNEL

log = structlog.get_logger()
RECONNECT_SECONDS = 0.5
MOST_WAITING = 500


@dataclass(frozen=True)
class Event:
    """Something for a page: a journal entry or a mailbox message, with its number."""

    kind: str
    id: int
    topics: frozenset[str]
    body: dict[str, Any] | None


@dataclass(eq=False)
class Listener:
    """One open stream; `lost` is set when it may have missed events and must start again from its last id."""

    topics: frozenset[str]
    queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    lost: asyncio.Event = field(default_factory=asyncio.Event)


class Hub:
    """Hands every notice of the database to the streams that follow one of its topics."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Listener]] = defaultdict(set)
        self.listening = asyncio.Event()

    @asynccontextmanager
    async def follow(self, *, topics: Iterable[str]) -> AsyncIterator[Listener]:
        """Yield a listener to `topics`; events that arrive from now on are in its queue."""
        listener = Listener(frozenset(topics))
        for topic in listener.topics:
            self._by_topic[topic].add(listener)
        try:
            yield listener
        finally:
            for topic in listener.topics:
                self._by_topic[topic].discard(listener)
                if not self._by_topic[topic]:
                    del self._by_topic[topic]

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len({listener for group in self._by_topic.values() for listener in group})

    async def run(self) -> None:
        """Listen for ever; when the database goes away, tell every stream to start again once it is back."""
        while True:
            try:
                await self._listen()
            except (psycopg.OperationalError, OSError) as failure:
                log.warning("live.database_away", error=type(failure).__name__)
            self.listening.clear()
            self._all_lost()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        params = await sync_to_async(lambda: connections["default"].get_connection_params())()
        conninfo = {key: value for key, value in params.items() if key in _CONNECTION_KEYS}
        async with await psycopg.AsyncConnection.connect(**conninfo, autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")  # a constant of ours
            self._all_lost()  # who came while nobody listened may have missed something
            self.listening.set()
            async for notice in connection.notifies():
                self._hand_out(notice.payload)

    def _hand_out(self, payload: str) -> None:
        notice = json.loads(payload)
        event = Event(notice["event"], notice["id"], frozenset(notice["topics"]), notice["body"])
        for listener in {one for topic in event.topics for one in self._by_topic.get(topic, ())}:
            try:
                listener.queue.put_nowait(event)
            except asyncio.QueueFull:
                listener.lost.set()

    def _all_lost(self) -> None:
        for group in self._by_topic.values():
            for listener in group:
                listener.lost.set()


_CONNECTION_KEYS = {"host", "port", "dbname", "user", "password", "sslmode"}


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[None]:
    """Run the hub for as long as the process serves."""
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
