"""Three core systems under one suite: the memory twin, the simulator in this process, and over a socket."""

from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    """The simulator's application in this process."""
    file = tmp_path_factory.mktemp("in-process") / "smile.db"
    contents = prepare(file, RECIPE)
    core = Core(connect(file), utc_now, SETTLE)
    yield create_app(core=core, contents=contents, token=TOKEN, active=Faults())
    core.connection.close()


@pytest.fixture(scope="session")
def worlds(simulator: Simulator, app: Starlette) -> Iterator[dict[str, World]]:
    """The three core systems."""
    transport = httpx.WSGITransport(app=ASGIMiddleware(app))  # type: ignore[arg-type]  # its own WSGI types
    in_process = SmileHttp(url="http://simulator", token=TOKEN, transport=transport)
    over_socket = simulator.client()
    yield {
        "memory": World(memory_twin()),
        "in_process": World(in_process),
        "over_socket": World(over_socket),
    }
    in_process.close()
    over_socket.close()


@pytest.fixture(params=["memory", "in_process", "over_socket"])
def world(request: pytest.FixtureRequest, worlds: dict[str, World]) -> World:
    """One of the three."""
    return worlds[request.param]
