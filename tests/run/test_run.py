"""`lapak run` as an operator meets it."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.stack import STOP_SECONDS, Stack, eventually, free_port, running, said_file, start

PARTS = ("front", "worker", "simulator", "database")
BACK_SECONDS = 60


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("lapak")) as stack:
        yield stack


def test_every_part_says_it_is_ok(stack: Stack) -> None:
    eventually(stack.healthy, within=BACK_SECONDS, what="all parts ok")
    answer = httpx.get(f"{stack.url}/healthz", timeout=20).json()
    assert answer["status"] == "ok"
    assert set(answer["parts"]) >= {"database", "worker", "outbox", "live", "core_system"}
    assert set(answer["parts"].values()) == {"ok"}


def test_the_first_page_offers_the_roles(stack: Stack) -> None:
    page = httpx.get(f"{stack.url}/", timeout=20).text
    assert "Petugas" in page
    assert "Pejabat penyetuju" in page


@pytest.mark.faults
@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back_by_itself(part: str, stack: Stack) -> None:
    before = stack.pid(part)
    stack.kill(part)
    eventually(
        lambda: stack.pid(part) != before and stack.healthy(), within=BACK_SECONDS, what=f"{part} back"
    )


def test_a_port_in_use_gets_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = start(tmp_path, port=port)
        refused.wait(timeout=STOP_SECONDS)
    said = said_file(tmp_path).read_text()
    assert refused.returncode == 1
    assert f"Port {port} is in use" in said
    assert "Traceback" not in said


def test_an_interrupt_stops_everything_and_leaves_no_process(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        pids = [stack.pid(part) for part in PARTS]
    assert stack.supervisor.returncode == 0
    assert not any(Path(f"/proc/{pid}/stat").exists() and not _zombie(pid) for pid in pids)


def test_an_interrupt_during_the_start_stops_as_cleanly(tmp_path: Path) -> None:
    starting = start(tmp_path, port=free_port())
    eventually(lambda: (tmp_path / "postgres" / "postmaster.pid").exists(), within=20, what="a database")
    starting.send_signal(signal.SIGINT)
    starting.wait(timeout=STOP_SECONDS)
    left = subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, text=True)
    assert left.stdout == ""


def _zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().split(") ")[1].startswith("Z")
