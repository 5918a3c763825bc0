"""A part dies, a booth goes dark, an officer leaves: the people at the desk keep their place."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import psycopg
import pytest

from robots.client import Refused, until
from robots.participant import Way
from tests.faults.six import PLACES, Six
from tests.faults.told_robots import Patient
from tests.stack import OWN_DATABASE, Stack, running

pytestmark = [pytest.mark.faults, pytest.mark.timeout(420)]
PARTS = ("front", "worker", "database", "simulator")
BACK_SECONDS = 10.0
RETURN_SECONDS = 60.0
NOTICED_SECONDS = 90.0
WORKING = ("filling_in", "scanning", "reading", "signing")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("lapak")) as stack:
        yield stack


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as loop:
        yield loop


@pytest.fixture(scope="module")
def six(stack: Stack, loop: asyncio.Runner) -> Iterator[Six]:
    scene = Six(stack.url)
    loop.run(scene.come())
    yield scene
    loop.run(scene.leave())


@pytest.mark.parametrize("part", PARTS)
def test_all_six_are_where_they_were_soon_after_a_killed_part_returns(
    part: str, six: Six, stack: Stack, loop: asyncio.Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    away, back = loop.run(_killed(part, six, stack))
    with capsys.disabled():
        print(f"\n{part}: away {away:.1f} s, all six back {back:.1f} s after its return")
    assert back <= BACK_SECONDS
    assert six.company.findings.violations == []
    assert _journal_says(stack).endswith(" 0 broken")


def test_a_booth_without_power_keeps_its_place_and_goes_on_at_the_same_step(
    six: Six, loop: asyncio.Runner
) -> None:
    loop.run(_booth_goes_dark(six, six.photographing))
    assert six.company.findings.violations == []


def test_the_people_of_an_officer_who_vanished_go_first_to_another_one_as_they_were(
    six: Six, stack: Stack, loop: asyncio.Runner
) -> None:
    loop.run(_officer_vanishes(six, stack))
    assert six.company.findings.violations == []


async def _killed(part: str, six: Six, stack: Stack) -> tuple[float, float]:
    """Kill a part right after an acknowledged press; return how long it was away, and its people after it.

    Asserts that what was acknowledged before is there, and that the next talk begins.
    """
    focused = await six.somebody_in_focus()
    await six.unknown.raise_hand(six.next_reason())
    await {
        "front": six.walk_in.give_contact,
        "worker": six.photographing.photograph,
        "database": six.signing.sign,
        "simulator": six.unknown.call_data_right,
    }[part]()
    before, (ticked, papers) = await six.whereabouts(), await six.officer.work_done()
    streams, pid, workers = await six.streams(), stack.pid(part), _workers(stack)
    point = await six.officer.tick()
    stack.kill(part)
    killed = time.monotonic()

    async def answers() -> bool:
        return await asyncio.to_thread(_answers, part, stack, pid, workers)

    async def all_are_back() -> bool:
        with suppress(httpx.TransportError, Refused, LookupError):
            return (
                await six.whereabouts() == before
                and await six.streams() >= streams
                and six.talks_since(focused, returned)
            )
        return False

    await until(answers, within=RETURN_SECONDS, what=f"the {part} again")
    returned = time.monotonic()
    await until(all_are_back, within=RETURN_SECONDS, what=f"all six after the {part} returned")
    back = time.monotonic() - returned
    assert await six.officer.work_done() == ({**ticked, point: True}, papers)
    await six.officer.turn_to(six.next_in_turn(focused))
    return returned - killed, back


async def _booth_goes_dark(six: Six, guest: Patient) -> None:
    await six.somebody_in_focus(other_than=guest)
    before, screen = await six.where(guest), six.screen_of(guest)
    await screen.lose_power()

    async def is_dropped() -> bool:
        tile = next(one for one in await six.officer.tiles() if one.number == before.number)
        return tile.state == "dropped" and tile.place == before.place

    async def is_back() -> bool:
        return guest.seat is not None and await six.where(guest) == before

    await until(is_dropped, within=NOTICED_SECONDS, what="a booth that is missed")
    await screen.open()
    await until(is_back, within=NOTICED_SECONDS, what="the booth as it was")
    await six.officer.turn_to(guest)


async def _officer_vanishes(six: Six, stack: Stack) -> None:
    focused = await six.somebody_in_focus()
    before, done = _stays(stack), await six.officer.work_done()
    await six.new_one(Way.WALK_IN)  # waits already, and yet comes after the six
    gone, second = six.officer, six.another_officer("sari")
    await gone.vanish()

    async def all_are_in_line() -> bool:
        return all(one.room.says("call") == "" for one in six.everybody)

    async def all_have_a_place() -> bool:
        calls = {tile.call for tile in await second.tiles()}
        return calls == {one.room.says("call") for one in six.everybody} and len(calls) == PLACES

    await until(all_are_in_line, within=NOTICED_SECONDS, what="the people of the vanished officer")
    await second.sit_down(places=PLACES)
    six.officer = second
    await until(all_have_a_place, within=NOTICED_SECONDS, what="six people at the second desk")
    assert _stays(stack) == before
    for guest in six.everybody:
        if guest is not six.unknown and guest is not focused:
            await second.turn_to(guest)
    await second.turn_to(focused)
    assert await second.work_done() == done


def _answers(part: str, stack: Stack, pid: int, workers: set[int]) -> bool:
    """Return whether a part runs anew and answers; a worker answers by taking its place in the database."""
    with suppress(OSError, ValueError, psycopg.Error):
        is_new = stack.pid(part) != pid
        return is_new and (bool(_workers(stack) - workers) if part == "worker" else stack.healthy())
    return False


@dataclass(frozen=True)
class Stay:
    """What outlasts a change of desks: claim, step, and the work in hand. A talk begins anew."""

    claim: UUID
    step: int
    work: str


def _stays(stack: Stack) -> dict[UUID, Stay]:
    """Return who has a place at a desk, by visit."""
    with psycopg.connect(stack.database_url) as connection:
        rows = connection.execute(
            "select ticket_id, claim_id, step, stage from desk_place where ended_at is null"
        )
        return {
            visit: Stay(claim, step, stage if stage in WORKING else "") for visit, claim, step, stage in rows
        }


def _workers(stack: Stack) -> set[int]:
    with psycopg.connect(stack.database_url) as connection:
        return {id for (id,) in connection.execute("select id from procrastinate_workers")}


def _journal_says(stack: Stack) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in OWN_DATABASE}
    command = [str(Path(sys.executable).parent / "lapak"), "journal", "verify"]
    said = subprocess.run(
        command, capture_output=True, text=True, env={**environment, "LAPAK_DATA": str(stack.data)}
    )
    return said.stdout.strip()
