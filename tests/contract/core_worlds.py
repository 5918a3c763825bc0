"""Core systems for the contract suite and the people in them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx

from lapak.adapters.smile_http import SmileHttp
from lapak.adapters.smile_memory import Saver, SmileMemory
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    ContributionStatus,
    CoreSystem,
    Employment,
    EndReason,
    Member,
    PaymentState,
    PaymentStatus,
)
from lapak.kernel.clock import utc_now
from lapak.kernel.identity import Sex
from smile_simulator.employers import make_employers
from smile_simulator.numbers import NikRegister
from smile_simulator.personas import Persona, make_personas
from smile_simulator.store import Recipe

TOKEN = "contract-suite"
SETTLE = timedelta(milliseconds=150)


def today() -> date:
    """Return the day in Jakarta, where the core system lives."""
    return (utc_now() + timedelta(hours=7)).date()


RECIPE = Recipe(members=120, companies=20, seed=7, as_of=today())


def personas() -> list[Persona]:
    """Return the personas of the recipe."""
    employers = make_employers(count=RECIPE.companies, seed=RECIPE.seed, as_of=RECIPE.as_of)
    return make_personas(as_of=RECIPE.as_of, employers=employers, niks=NikRegister())


@dataclass
class World:
    """A core system and the people in it. `take` hands out each person once, so tests do not meet."""

    core: CoreSystem
    people: list[Persona] = field(default_factory=personas)

    def take(self, situation: str = "ok") -> Persona:
        """Return the next person in this situation."""
        person = next(one for one in reversed(self.people) if one.situation == situation)
        self.people.remove(person)
        return person


@dataclass
class Simulator:
    """A simulator process of the test's own."""

    process: subprocess.Popen[str]
    url: str
    log: Path
    database: Path

    def client(self, **options: Any) -> SmileHttp:
        """Return an adapter to it."""
        return SmileHttp(url=self.url, token=TOKEN, **options)

    def fault(self, **fault: object) -> None:
        """Put a fault in force."""
        httpx.post(f"{self.url}/admin/faults", json=fault, headers=bearer()).raise_for_status()

    def heal(self) -> None:
        """End all faults."""
        httpx.delete(f"{self.url}/admin/faults", headers=bearer()).raise_for_status()


def bearer() -> dict[str, str]:
    """Return the header that lets in."""
    return {"Authorization": f"Bearer {TOKEN}"}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(database: Path, port: int) -> list[str]:
    """Return the command line of a small simulator."""
    return [
        *(sys.executable, "-m", "smile_simulator", "serve", "--port", str(port)),
        *("--database", str(database), "--members", str(RECIPE.members)),
        *("--companies", str(RECIPE.companies), "--seed", str(RECIPE.seed)),
        *("--as-of", RECIPE.as_of.isoformat(), "--log-level", "DEBUG"),
        *("--settle-ms", str(round(SETTLE.total_seconds() * 1000))),
    ]


def start(database: Path) -> Simulator:
    """Start a simulator on the file and wait until it answers."""
    port, log = free_port(), database.with_suffix(".log")
    with log.open("a") as output:
        process = subprocess.Popen(
            command(database, port),
            stdout=output,
            stderr=output,
            text=True,
            env={**os.environ, "SMILE_SIMULATOR_TOKEN": TOKEN},
        )
    simulator = Simulator(process, f"http://127.0.0.1:{port}", log, database)
    until(lambda: _answers(simulator), seconds=20)
    return simulator


def stop(simulator: Simulator) -> None:
    """End the process and wait for it."""
    simulator.process.terminate()
    simulator.process.wait(timeout=10)


def until(condition: Callable[[], bool], *, seconds: float = 5) -> None:
    """Return when the condition holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def settled(core: CoreSystem, key: str) -> PaymentStatus:
    """Return the order of this key once the bank has paid or returned it."""

    def done() -> bool:
        status = core.payment_status(idempotency_key=key)
        return status is not None and status.state is not PaymentState.ORDERED

    until(done)
    status = core.payment_status(idempotency_key=key)
    assert status is not None
    return status


def _answers(simulator: Simulator) -> bool:
    assert simulator.process.poll() is None, simulator.log.read_text()
    try:
        return httpx.get(f"{simulator.url}/healthz").is_success
    except httpx.TransportError:
        return False


def memory_twin() -> SmileMemory:
    """Return a twin that holds the same personas."""
    people = personas()
    employers = {employer.npp: employer.name for employer in make_employers(count=20, seed=7, as_of=today())}
    accounts = [account for one in people for account in one.person.accounts]
    return SmileMemory(
        members=[_saver(one, employers) for one in people],
        accounts={
            (account.bank_code, account.number): AccountHolder(account.holder, AccountStatus(account.status))
            for account in accounts
        },
        returning=[(account.bank_code, account.number) for account in accounts if account.returns],
        settle_after=SETTLE,
    )


def _saver(persona: Persona, employers: dict[str, str]) -> Saver:
    person, job = persona.person, persona.person.jobs[0]
    employment = Employment(
        npp=job.npp,
        employer_name=employers[job.npp],
        started_on=job.started_on,
        ended_on=job.ended_on,
        deactivated_on=job.deactivated_on,
        end_reason=EndReason(job.end_reason) if job.end_reason else None,
        contribution_status=ContributionStatus.INACTIVE if job.ended_on else ContributionStatus.ACTIVE,
    )
    member = Member(
        nik=person.nik,
        kpj=person.kpj,
        name=person.name,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        sex=Sex(person.sex),
        mother_name=person.mother_name,
        employments=(employment,),
    )
    return Saver(member=member, contributions=persona.contributions, yield_=persona.yield_)
