"""The live streams: server-sent events for the pages that hold a token."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lapak.calls.queries import mailbox_after, mailbox_message
from lapak.journal.queries import events_after
from lapak.web.live.hub import Event, Hub, Listener, running
from lapak.web.live.tokens import LIFETIME_SECONDS, Permission, read

PING_SECONDS = 10
POSITIONS = ("journal", "mailbox")


def live_app() -> Starlette:
    """Return the ASGI application that serves `/live/`; its lifespan runs the listener to the database."""
    hub = Hub()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with running(hub):
            yield

    async def stream(request: Request) -> Response:
        permission = read(token=request.query_params.get("token", ""))
        if permission is None:
            return JSONResponse({"error": "token"}, status_code=403)
        position = permission.resumed_at(request.headers.get("last-event-id", ""))
        return EventSourceResponse(
            _events(hub, permission, list(position)), ping=PING_SECONDS, headers={"Cache-Control": "no-store"}
        )

    async def health(_request: Request) -> Response:
        return JSONResponse({"listening": hub.listening.is_set(), "streams": hub.streams})

    return Starlette(routes=[Route("/", stream), Route("/health", health)], lifespan=lifespan)


async def _events(hub: Hub, permission: Permission, position: list[int]) -> AsyncIterator[ServerSentEvent]:
    """Yield what the topics say, for as long as a token holds: then the rights are looked at again."""
    end = asyncio.get_running_loop().time() + LIFETIME_SECONDS
    async with hub.follow(topics=permission.topics) as listener:
        yield _sent("ready", {}, position)
        async for kind, body in _missed(permission, position):
            yield _sent(kind, body, position)
        while not listener.lost.is_set():
            event = await _next(listener, end)
            if event is None:
                break
            body = event.body if event.body is not None else await _in_thread(mailbox_message, id=event.id)
            if body is None:
                continue
            if event.kind in POSITIONS:  # what is not in them is asked for anew when a stream begins
                index = POSITIONS.index(event.kind)
                position[index] = max(position[index], event.id)
            yield _sent(event.kind, body, position)


async def _missed(permission: Permission, position: list[int]) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    for body in await _in_thread(events_after, topics=permission.topics, id=position[0]):
        position[0] = max(position[0], body["id"])
        yield "journal", body
    for body in await _in_thread(mailbox_after, topics=permission.topics, id=position[1]):
        position[1] = max(position[1], body["id"])
        yield "mailbox", body


async def _next(listener: Listener, end: float) -> Event | None:
    """Return the next event, or None when the stream has to start again or its time is over."""
    getting = asyncio.ensure_future(listener.queue.get())
    losing = asyncio.ensure_future(listener.lost.wait())
    try:
        seconds = max(0.0, end - asyncio.get_running_loop().time())
        await asyncio.wait({getting, losing}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return getting.result() if getting.done() else None
    finally:
        getting.cancel()
        losing.cancel()


async def _in_thread(query: Callable[..., Any], **arguments: Any) -> Any:
    def ask() -> Any:
        try:
            return query(**arguments)
        finally:
            close_old_connections()

    return await sync_to_async(ask, thread_sensitive=False)()


def _sent(kind: str, body: dict[str, Any], position: list[int]) -> ServerSentEvent:
    return ServerSentEvent(data=json.dumps(body), event=kind, id=f"j{position[0]}.m{position[1]}", retry=500)
