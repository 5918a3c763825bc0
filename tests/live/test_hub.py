"""Events reach the streams that may have them, when they are true, and no others."""

import asyncio
import json
import re
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

import lapak
from lapak.journal.operations import record
from lapak.journal.queries import last_id
from lapak.journal.rules import TOLD_KEYS
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject
from lapak.web.live import app
from lapak.web.live.app import _events
from lapak.web.live.hub import Hub, running
from lapak.web.live.tokens import Permission, issue, read

WAIT_SECONDS = 10
PACKAGE = Path(lapak.__file__).parent


def write(subject: str, now: datetime, *, undo: bool = False) -> None:
    with transaction.atomic():
        record(
            subject=Subject("claim", subject),
            what="claim.noted",
            actor=Actor.system(),
            now=now,
            topics=[f"claim:{subject}"],
        )
        if undo:
            transaction.set_rollback(True)
    connection.close()


def with_hub(scenario: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        hub = Hub()
        async with running(hub):
            await asyncio.wait_for(hub.listening.wait(), WAIT_SECONDS)
            await scenario(hub)

    asyncio.run(run())


@pytest.mark.django_db(transaction=True)
def test_an_event_reaches_the_streams_of_its_topic_only(now: datetime) -> None:
    async def scenario(hub: Hub) -> None:
        async with hub.follow(topics=["claim:a"]) as mine, hub.follow(topics=["claim:b"]) as other:
            await sync_to_async(write)("a", now)
            event = await asyncio.wait_for(mine.queue.get(), WAIT_SECONDS)
            assert event.body is not None
            assert event.body["subject"] == {"kind": "claim", "id": "a"}
            assert other.queue.empty()
        assert hub.streams == 0

    with_hub(scenario)


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_told(now: datetime) -> None:
    async def scenario(hub: Hub) -> None:
        async with hub.follow(topics=["claim:a", "claim:b"]) as mine:
            await sync_to_async(write)("a", now, undo=True)
            await sync_to_async(write)("b", now)
            event = await asyncio.wait_for(mine.queue.get(), WAIT_SECONDS)
            assert event.topics == {"claim:b"}

    with_hub(scenario)


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_makes_every_stream_start_again_and_the_hub_listens_anew() -> None:
    async def scenario(hub: Hub) -> None:
        async with hub.follow(topics=["claim:a"]) as mine:
            hub.listening.clear()
            await sync_to_async(cut_listeners)()
            await asyncio.wait_for(mine.lost.wait(), WAIT_SECONDS)
            await asyncio.wait_for(hub.listening.wait(), WAIT_SECONDS)

    with_hub(scenario)


@pytest.mark.django_db(transaction=True)
def test_a_stream_that_came_before_the_hub_listened_starts_again() -> None:
    async def scenario() -> None:
        hub = Hub()
        async with hub.follow(topics=["claim:a"]) as early, running(hub):
            await asyncio.wait_for(hub.listening.wait(), WAIT_SECONDS)
            assert early.lost.is_set()
            async with hub.follow(topics=["claim:a"]) as late:
                assert not late.lost.is_set()

    asyncio.run(scenario())


@pytest.mark.django_db(transaction=True)
def test_a_stream_tells_nothing_from_before_its_page_and_of_the_rest_only_what_pages_act_by(
    now: datetime,
) -> None:
    record_sum(now)
    start = last_id() + 100  # beyond the margin for late commits
    token = issue(topics=["claim:a"], journal_id=start, mailbox_id=0)

    async def scenario() -> None:
        hub = Hub()
        async with running(hub):
            await asyncio.wait_for(hub.listening.wait(), WAIT_SECONDS)
            stream = _events(hub, permitted(token), list(permitted(token).resumed_at("j0.m0")))
            assert (await anext(stream)).event == "ready"
            await sync_to_async(record_sum)(now)
            told = json.loads((await asyncio.wait_for(anext(stream), WAIT_SECONDS)).data)
            assert (told["seq"], told["data"]) == (2, {"version": 7})
            await stream.aclose()

    asyncio.run(scenario())


def test_pages_are_told_all_that_they_act_by_and_nothing_more() -> None:
    scripts = (PACKAGE / "web" / "static" / "lapak" / "js").rglob("*.js")
    read = {key for script in scripts for key in re.findall(r'\bdata\["(\w+)"\]', script.read_text())}
    assert read == TOLD_KEYS


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_with_its_permission(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LIFETIME_SECONDS", 0.2)
    token = issue(topics=["claim:a"], journal_id=0, mailbox_id=0)

    async def scenario() -> None:
        hub = Hub()
        async with running(hub):
            await asyncio.wait_for(hub.listening.wait(), WAIT_SECONDS)
            told = [one.event async for one in _events(hub, permitted(token), [0, 0])]
            assert told == ["ready"]

    asyncio.run(asyncio.wait_for(scenario(), WAIT_SECONDS))


def record_sum(now: datetime) -> None:
    with transaction.atomic():
        record(
            subject=Subject("claim", "a"),
            what="claim.checked",
            actor=Actor.system(),
            now=now,
            data={"version": 7, "net": 61_856_000, "signal": "same_account"},
            topics=["claim:a"],
        )
    connection.close()


def permitted(token: str) -> Permission:
    permission = read(token=token)
    assert permission is not None
    return permission


def cut_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and query ilike 'listen %'"
        )
        assert cursor.rowcount
    connection.close()


def test_a_token_gives_its_topics_and_a_changed_one_nothing() -> None:
    token = issue(topics=["claim:b", "claim:a"], journal_id=4, mailbox_id=2)
    permission = read(token=token)
    assert permission is not None
    assert (permission.topics, permission.journal_id, permission.mailbox_id) == (("claim:a", "claim:b"), 4, 2)
    assert read(token=token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert read(token="") is None
