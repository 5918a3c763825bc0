"""The whole service as `make run` starts it, for tests that need real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

UP_SECONDS = 120
STOP_SECONDS = 20
OWN_DATABASE = ("DATABASE_URL", "LAPAK_EMBEDDED_URL", "DJANGO_SETTINGS_MODULE", "LAPAK_DATA")


@dataclass
class Stack:
    """A running service: its address, its data folder, and the supervisor's process."""

    url: str
    data: Path
    supervisor: subprocess.Popen[bytes]

    def pid(self, part: str) -> int:
        """Return the process id of a part: front, worker, simulator or database."""
        if part == "database":
            return int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
        return int((self.data / "logs" / f"{part}.pid").read_text())

    @property
    def database_url(self) -> str:
        """The address of its database, for looking behind the pages."""
        socket = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()[4]
        return f"postgresql://postgres@{quote(socket, safe='')}/lapak"

    def kill(self, part: str) -> None:
        """Kill a part without warning, with everything it started."""
        pid = self.pid(part)
        if part == "database":
            os.kill(pid, signal.SIGKILL)
        else:
            os.killpg(pid, signal.SIGKILL)

    def healthy(self) -> bool:
        """Return whether every part says it is ok."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def eventually(condition: Callable[[], object], *, within: float, what: str) -> float:
    """Wait until `condition` holds; return the seconds it took, or fail after `within` seconds."""
    begun = time.monotonic()
    while time.monotonic() - begun < within:
        if condition():
            return time.monotonic() - begun
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {within} s")


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, *, port: int) -> subprocess.Popen[bytes]:
    """Start `lapak run` on its own data, as a newcomer would."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN_DATABASE}
    environment["LAPAK_FINISHED_CLAIM"] = "no"  # tests count every claim there is
    command = [str(Path(sys.executable).parent / "lapak"), "run", "--port", str(port), "--data", str(data)]
    with said_file(data).open("w") as said:
        return subprocess.Popen(command, stdout=said, stderr=said, env=environment)


def said_file(data: Path) -> Path:
    """Return the file that holds what the operator would read in the terminal."""
    return data / "terminal.txt"


@contextmanager
def running(data: Path) -> Iterator[Stack]:
    """Run the service for as long as the block lasts, then stop it as Ctrl-C does."""
    port = free_port()
    supervisor = start(data, port=port)
    stack = Stack(f"http://localhost:{port}", data, supervisor)
    try:
        # Until the supervisor has said so, it takes a part that dies for a start that failed.
        eventually(
            lambda: "Lapak is up" in said_file(data).read_text() or supervisor.poll() is not None,
            within=UP_SECONDS,
            what="a start",
        )
        assert supervisor.poll() is None, said_file(data).read_text()
        yield stack
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(timeout=STOP_SECONDS)
