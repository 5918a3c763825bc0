"""The circuit breaker of the adapter: opens after failures in a row, lets one request try, closes again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import httpx
import pytest

from lapak.adapters.smile_http import SmileHttp
from lapak.adapters.smile_http import breaker as module
from lapak.claims.ports import CircuitState, CoreAnswerInvalid, CoreRefused, CoreUnavailable

FOUND_NOBODY = {"member": None}


class Core:
    """A core system whose answers the test chooses, and a clock the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = httpx.Response(200, json=FOUND_NOBODY)
        self.asked = 0
        self.seconds = 100.0
        self.hold: Event | None = None
        self.arrived = Event()
        monkeypatch.setattr(module, "monotonic_seconds", lambda: self.seconds)
        self.adapter = SmileHttp(
            url="http://core",
            token="any",
            attempts=1,
            failures=3,
            open_seconds=5,
            transport=httpx.MockTransport(self._handle),
        )

    def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/healthz":
            return httpx.Response(200, json={"status": "ok"})
        self.asked += 1
        if self.hold is not None:
            self.arrived.set()
            assert self.hold.wait(timeout=10)
        return self.answer

    def ask(self) -> None:
        assert self.adapter.find_member(nik="1" * 16, kpj="1" * 11) is None

    def fail(self, times: int) -> None:
        self.answer = httpx.Response(503)
        for _ in range(times):
            with pytest.raises(CoreUnavailable):
                self.ask()

    def recover(self) -> None:
        self.answer = httpx.Response(200, json=FOUND_NOBODY)

    @property
    def state(self) -> CircuitState:
        circuit = self.adapter.check().circuit
        assert circuit is not None
        return circuit.state


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Iterator[Core]:
    made = Core(monkeypatch)
    yield made
    made.adapter.close()


def test_it_opens_after_failures_in_a_row_and_then_nobody_waits(core: Core) -> None:
    core.fail(3)
    assert core.state is CircuitState.OPEN
    core.fail(5)
    assert core.asked == 3


def test_a_success_in_between_begins_the_count_anew(core: Core) -> None:
    for _ in range(3):
        core.fail(2)
        core.recover()
        core.ask()
    assert core.state is CircuitState.CLOSED


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(409, json={"code": "unknown_member", "message": ""}), CoreRefused),
        (httpx.Response(400, json={"code": "invalid_request", "message": ""}), CoreRefused),
        (httpx.Response(404, text="<h1>Not Found</h1>"), CoreAnswerInvalid),
        (httpx.Response(200, text="nonsense"), CoreAnswerInvalid),
    ],
    ids=["refusal", "bad request", "page of a proxy", "nonsense"],
)
def test_whoever_answers_is_there(core: Core, answer: httpx.Response, error: type[Exception]) -> None:
    core.answer = answer
    for _ in range(6):
        with pytest.raises(error):
            core.ask()
    assert core.state is CircuitState.CLOSED


def test_after_the_pause_one_request_tries_and_closes_it(core: Core) -> None:
    core.fail(3)
    core.recover()
    core.seconds += 4.9
    with pytest.raises(CoreUnavailable):
        core.ask()
    core.seconds += 0.2
    core.ask()
    assert core.state is CircuitState.CLOSED


def test_a_probe_that_fails_opens_it_for_another_pause(core: Core) -> None:
    core.fail(3)
    core.seconds += 5
    core.fail(4)
    assert (core.asked, core.state) == (4, CircuitState.OPEN)
    core.seconds += 5
    core.recover()
    core.ask()
    assert core.state is CircuitState.CLOSED


def test_while_a_probe_is_under_way_others_do_not_ask(core: Core) -> None:
    core.fail(3)
    core.recover()
    core.seconds += 5
    core.hold = Event()
    with ThreadPoolExecutor(1) as pool:
        probe = pool.submit(core.ask)
        assert core.arrived.wait(timeout=10)
        assert core.state is CircuitState.HALF_OPEN
        with pytest.raises(CoreUnavailable):
            core.ask()
        core.hold.set()
        probe.result(timeout=10)
    assert (core.asked, core.state) == (4, CircuitState.CLOSED)


def test_requests_do_not_wait_for_each_other(core: Core) -> None:
    """Both are inside at the same time: the barrier lets neither go before the other has come."""
    inside = Barrier(2)

    def handle(_request: httpx.Request) -> httpx.Response:
        inside.wait(timeout=10)
        return httpx.Response(200, json=FOUND_NOBODY)

    adapter = SmileHttp(url="http://core", token="any", transport=httpx.MockTransport(handle))
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(adapter.find_member, nik="1" * 16, kpj="1" * 11) for _ in range(2)]
        assert [one.result(timeout=20) for one in asked] == [None, None]
    adapter.close()


def test_what_was_asked_before_it_opened_does_not_close_it(core: Core) -> None:
    core.hold = Event()
    with ThreadPoolExecutor(1) as pool:
        straggler = pool.submit(core.ask)
        assert core.arrived.wait(timeout=10)
        hold, core.hold = core.hold, None
        core.fail(3)
        core.recover()
        hold.set()
        straggler.result(timeout=10)
    assert core.state is CircuitState.OPEN


def test_an_open_circuit_ends_the_repeating_of_one_request(core: Core) -> None:
    core.answer = httpx.Response(503)
    adapter = SmileHttp(
        url="http://core", token="any", attempts=9, failures=2, transport=httpx.MockTransport(core._handle)
    )
    with pytest.raises(CoreUnavailable, match="circuit"):
        adapter.find_member(nik="1" * 16, kpj="1" * 11)
    assert core.asked == 2
    adapter.close()


def test_the_check_looks_whatever_the_circuit_says_and_leaves_it(core: Core) -> None:
    core.fail(3)
    health = core.adapter.check()
    assert health.ok
    assert health.circuit is not None
    assert health.circuit.state is CircuitState.OPEN
    assert core.state is CircuitState.OPEN
