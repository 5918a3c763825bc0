"""A service of its own for one rehearsal: `lapak run` on a free port, its data gone afterwards."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

UP_SECONDS = 120.0
STOP_SECONDS = 30.0
LOOK_SECONDS = 0.2
OWN_DATABASE = ("DATABASE_URL", "LAPAK_EMBEDDED_URL", "DJANGO_SETTINGS_MODULE", "LAPAK_DATA")


class DidNotStart(Exception):
    """The service ended, or was not healthy in time; the message has its last words."""


@contextlib.asynccontextmanager
async def running_service() -> AsyncIterator[str]:
    """Run the whole service while the block lasts and yield its address. Raises DidNotStart."""
    with tempfile.TemporaryDirectory(prefix="lapak-rehearsal-") as folder:
        port = _free_port()
        url = f"http://localhost:{port}"
        said = Path(folder) / "terminal.txt"
        environment = {name: value for name, value in os.environ.items() if name not in OWN_DATABASE}
        environment["LAPAK_FINISHED_CLAIM"] = "no"  # the robots' own are the only claims of their day
        command = [str(Path(sys.executable).parent / "lapak"), "run"]
        with said.open("w") as terminal:
            process = await asyncio.create_subprocess_exec(
                *command,
                *("--port", str(port), "--data", folder),
                stdout=terminal,
                stderr=terminal,
                env=environment,
                start_new_session=True,
            )
        try:
            await _until_healthy(url, process, said)
            yield url
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
                await asyncio.wait_for(process.wait(), timeout=STOP_SECONDS)


async def _until_healthy(url: str, process: asyncio.subprocess.Process, said: Path) -> None:
    deadline = time.monotonic() + UP_SECONDS
    async with httpx.AsyncClient() as http:
        while time.monotonic() < deadline and process.returncode is None:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(f"{url}/healthz")).is_success:
                    return
            await asyncio.sleep(LOOK_SECONDS)
    raise DidNotStart(said.read_text()[-1500:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
