"""Three core systems under one suite: the memory twin, the simulator in this process, and over a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from a2wsgi import ASGIMiddleware
from starlette.applications import Starlette

from lapak.adapters.smile_http import SmileHttp
from lapak.kernel.clock import utc_now
from smile_simulator.app import create_app
from smile_simulator.core import Core
from smile_simulator.faults import Faults
from smile_simulator.store import connect, prepare
from tests.contract.core_worlds import RECIPE, SETTLE, TOKEN, Simulator, World, memory_twin, start, stop


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """A simulator process that tests share; each test heals what it broke."""
    running = start(tmp_path_factory.mktemp("simulator") / "smile.db")
    yield running
    stop(running)


@contextmanager
def in_process(folder: Path) -> Iterator[Starlette]:
    """A simulator's application in this process."""
    contents = prepare(folder / "smile.db", RECIPE)
    core = Core(connect(folder / "smile.db"), utc_now, SETTLE)
    yield create_app(core=core, contents=contents, token=TOKEN, active=Faults())
    core.connection.close()


@contextmanager
def three(simulator: Simulator, app: Starlette) -> Iterator[dict[str, World]]:
    """The three core systems, each with its people not yet taken."""
    transport = httpx.WSGITransport(app=ASGIMiddleware(app))  # type: ignore[arg-type]  # its own WSGI types
    here = SmileHttp(url="http://simulator", token=TOKEN, transport=transport)
    over_socket = simulator.client()
    yield {"memory": World(memory_twin()), "in_process": World(here), "over_socket": World(over_socket)}
    here.close()
    over_socket.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    """The simulator's application in this process."""
    with in_process(tmp_path_factory.mktemp("in-process")) as app:
        yield app


@pytest.fixture(scope="session")
def worlds(simulator: Simulator, app: Starlette) -> Iterator[dict[str, World]]:
    """The three core systems."""
    with three(simulator, app) as worlds:
        yield worlds


@pytest.fixture(params=["memory", "in_process", "over_socket"])
def world(request: pytest.FixtureRequest, worlds: dict[str, World]) -> World:
    """One of the three."""
    return worlds[request.param]
