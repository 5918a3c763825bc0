"""Bad days between Lapak and the core system: nothing is done twice, nothing is lost, nothing is told."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from lapak.adapters.smile_http import SmileHttp
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreSystem, CoreUnavailable, PaymentState
from smile_simulator.personas import Persona
from tests.contract.core_worlds import (
    Simulator,
    World,
    bearer,
    command,
    free_port,
    memory_twin,
    personas,
    settled,
    start,
    today,
)

SRI = personas()[0].person


class Recording(httpx.HTTPTransport):
    """A transport that keeps what others on the way see: addresses and headers."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(f"{request.url} {sorted(request.headers.items())}")
        return super().handle_request(request)


@pytest.fixture(scope="module")
def people(simulator: Simulator) -> World:
    """The simulator's people from the other end of the list than the contract suite takes them."""
    in_order = [one for one in personas() if one.situation == "ok"][1:14]
    return World(memory_twin(), people=in_order[::-1])


@pytest.fixture
def core(simulator: Simulator) -> Iterator[SmileHttp]:
    """An adapter that waits 0.3 seconds for an answer and tries three times."""
    adapter = simulator.client(read_seconds=0.3, attempts=3)
    yield adapter
    adapter.close()


@pytest.fixture
def launch() -> Iterator[Callable[[Path], Simulator]]:
    """Start simulators of the test's own; what still runs at its end is killed."""
    running: list[Simulator] = []

    def launched(database: Path) -> Simulator:
        running.append(start(database))
        return running[-1]

    yield launched
    for one in running:
        one.process.kill()
        one.process.wait(timeout=10)


@pytest.fixture(autouse=True)
def healed(simulator: Simulator) -> Iterator[None]:
    """Every test starts and ends without faults."""
    simulator.heal()
    yield
    simulator.heal()


def pay(core: CoreSystem, person: Persona, *, key: str) -> str:
    """Open a claim, order the payment of all, return the order's reference."""
    claim = core.open_claim(
        idempotency_key=f"open-{key}",
        claim_number=f"K-{key.upper().replace('_', '-')}",
        kpj=person.person.kpj,
        reason=person.reason,
    )
    account = person.person.accounts[0]
    gross = person.contributions + person.yield_
    ordered = core.order_payment(
        idempotency_key=key,
        claim_reference=claim,
        gross=gross,
        tax=0,
        net=gross,
        bank_code=account.bank_code,
        account_number=account.number,
        account_name=person.typed_name,
        request_id=f"request-{key}",
    )
    return ordered.reference


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "timeout_after", "delay_ms": 5000},
        {"kind": "cut_after"},
        {"kind": "error_after"},
        {"kind": "error"},
        {"kind": "duplicate"},
        {"kind": "latency", "delay_ms": 1000},
    ],
    ids=lambda fault: fault["kind"],
)
def test_a_payment_whose_answer_is_lost_is_paid_once(
    simulator: Simulator, core: SmileHttp, people: World, fault: dict[str, object]
) -> None:
    person, key = people.take(), f"lost-{fault['kind']}"
    simulator.fault(**fault, operation="order_payment", remaining=1)
    reference = pay(core, person, key=key)
    status = settled(core, key)
    assert (status.reference, status.state) == (reference, PaymentState.PAID)
    (payment,) = core.earlier_payments(kpj=person.person.kpj)
    assert payment.gross == person.contributions + person.yield_


def test_a_payment_given_up_on_is_found_by_its_key_and_not_paid_again(
    simulator: Simulator, core: SmileHttp, people: World
) -> None:
    person, key = people.take(), "given-up"
    simulator.fault(kind="error_after", operation="order_payment")
    with pytest.raises(CoreUnavailable):
        pay(core, person, key=key)
    simulator.heal()
    found = core.payment_status(idempotency_key=key)
    assert found is not None
    assert pay(core, person, key=key) == found.reference
    assert len(core.earlier_payments(kpj=person.person.kpj)) == 1


def test_a_claim_whose_answer_is_lost_is_opened_once(
    simulator: Simulator, core: SmileHttp, people: World
) -> None:
    person = people.take()
    simulator.fault(kind="cut_after", operation="open_claim", remaining=2)
    request = {"claim_number": "K-LOST-1", "kpj": person.person.kpj, "reason": person.reason}
    reference = core.open_claim(idempotency_key="open-lost", **request)
    assert core.open_claim(idempotency_key="open-lost", **request) == reference


def test_the_bank_returns_a_payment_on_demand(simulator: Simulator, core: SmileHttp, people: World) -> None:
    person = people.take()
    simulator.fault(kind="return_payment", operation="order_payment", remaining=1)
    pay(core, person, key="bank-returns")
    status = settled(core, "bank-returns")
    assert (status.state, status.reason) == (PaymentState.RETURNED, "returned_by_bank")


def test_reads_are_repeated_through_two_errors_and_give_up_after_three(
    simulator: Simulator, core: SmileHttp
) -> None:
    simulator.fault(kind="error", operation="find_member", remaining=2)
    assert core.find_member(nik=SRI.nik, kpj=SRI.kpj) is not None
    simulator.fault(kind="error", operation="find_member")
    with pytest.raises(CoreUnavailable):
        core.find_member(nik=SRI.nik, kpj=SRI.kpj)


@pytest.mark.parametrize("kind", ["malformed", "wrong_balance"])
def test_an_answer_that_breaks_the_contract_is_not_used(
    simulator: Simulator, core: SmileHttp, kind: str
) -> None:
    simulator.fault(kind=kind, operation="balance", remaining=1)
    with pytest.raises(CoreAnswerInvalid) as error:
        core.balance(kpj=SRI.kpj, on=today())
    assert SRI.kpj not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__context__ is None


def test_a_core_system_that_is_down_is_unavailable_and_says_so_in_the_check() -> None:
    core = SmileHttp(url=f"http://127.0.0.1:{free_port()}", token="any", attempts=2)
    with pytest.raises(CoreUnavailable):
        core.find_member(nik=SRI.nik, kpj=SRI.kpj)
    health = core.check()
    assert not health.ok
    assert health.detail == "ConnectError"
    core.close()


def test_a_token_that_is_not_known_is_no_final_refusal_and_is_not_repeated(simulator: Simulator) -> None:
    seen: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(401, json={"code": "unauthorized", "message": ""})

    core = SmileHttp(url="http://core", token="any", transport=httpx.MockTransport(refuse))
    with pytest.raises(CoreUnavailable):
        core.find_member(nik=SRI.nik, kpj=SRI.kpj)
    assert len(seen) == 1
    wrong = SmileHttp(url=simulator.url, token="wrong")
    with pytest.raises(CoreUnavailable):
        wrong.find_member(nik=SRI.nik, kpj=SRI.kpj)
    core.close()
    wrong.close()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, text="<h1>Not Found</h1>"),
        httpx.Response(409, json={"code": "never_heard_of", "message": ""}),
        httpx.Response(302, headers={"location": "http://elsewhere/"}),
        httpx.Response(200, text="<html>"),
    ],
    ids=["page of a proxy", "unknown code", "redirect", "not JSON"],
)
def test_what_the_contract_does_not_know_is_no_refusal(answer: httpx.Response) -> None:
    core = SmileHttp(url="http://core", token="any", transport=httpx.MockTransport(lambda _: answer))
    with pytest.raises(CoreAnswerInvalid):
        core.find_member(nik=SRI.nik, kpj=SRI.kpj)
    core.close()


def test_personal_numbers_are_in_no_address_and_no_log_line(simulator: Simulator, people: World) -> None:
    transport = Recording()
    core = SmileHttp(url=simulator.url, token=bearer()["Authorization"][7:], transport=transport)
    person = people.take()
    pay(core, person, key="quiet-one")
    core.find_member(nik=person.person.nik, kpj=person.person.kpj)
    core.inquire_account(
        bank_code=person.person.accounts[0].bank_code, account_number=person.person.accounts[0].number
    )
    log, sent = simulator.log.read_text(), "\n".join(transport.seen)
    assert "request-quiet-one" in log
    assert "request-quiet-one" in sent
    for secret in (person.person.nik, person.person.kpj, person.person.accounts[0].number):
        assert secret not in log
        assert secret not in sent
    core.close()


@pytest.mark.faults
def test_an_acknowledged_order_survives_kill_nine(
    launch: Callable[[Path], Simulator], tmp_path: Path
) -> None:
    first = launch(tmp_path / "smile.db")
    core, person = first.client(), personas()[1]
    reference = pay(core, person, key="killed-one")
    first.process.kill()
    first.process.wait(timeout=10)
    core.close()
    second = launch(tmp_path / "smile.db")
    core = second.client()
    assert settled(core, "killed-one").reference == reference
    assert pay(core, person, key="killed-one") == reference
    core.close()


def test_starting_without_a_token_or_on_a_used_port_says_why(simulator: Simulator, tmp_path: Path) -> None:
    used = int(simulator.url.rpartition(":")[2])
    environment = {**os.environ, "SMILE_SIMULATOR_TOKEN": ""}
    without = subprocess.run(
        command(tmp_path / "a.db", free_port()), env=environment, capture_output=True, text=True, timeout=20
    )
    assert without.returncode == 1
    assert "SMILE_SIMULATOR_TOKEN" in without.stderr
    environment["SMILE_SIMULATOR_TOKEN"] = "any"
    taken = subprocess.run(
        command(tmp_path / "b.db", used), env=environment, capture_output=True, text=True, timeout=20
    )
    assert taken.returncode == 1
    assert f"port {used}" in taken.stderr
    assert "Traceback" not in without.stderr + taken.stderr


def test_a_process_that_is_asked_to_stop_stops_cleanly_whoever_waits(
    launch: Callable[[Path], Simulator], tmp_path: Path
) -> None:
    running = launch(tmp_path / "smile.db")
    running.fault(kind="timeout_after", operation="balance", delay_ms=60_000)
    impatient = running.client(read_seconds=0.2, attempts=1)
    with pytest.raises(CoreUnavailable):
        impatient.balance(kpj=SRI.kpj, on=today())
    impatient.close()
    running.process.terminate()
    assert running.process.wait(timeout=5) == 0
    assert "Traceback" not in running.log.read_text()


def test_the_admin_calls_need_the_token_and_refuse_nonsense(simulator: Simulator) -> None:
    assert httpx.get(f"{simulator.url}/admin/personas").status_code == 401
    for nonsense in ({"kind": "earthquake"}, {"operation": "balance"}, {"kind": "error", "rate": 2}, []):
        answer = httpx.post(f"{simulator.url}/admin/faults", json=nonsense, headers=bearer())
        assert answer.status_code == 400, nonsense
    assert httpx.get(f"{simulator.url}/admin/faults", headers=bearer()).json() == {"faults": []}


def test_the_admin_call_gives_everything_needed_to_file(simulator: Simulator) -> None:
    answer = httpx.get(f"{simulator.url}/admin/personas", headers=bearer()).json()
    filed = answer["personas"]
    assert sum(one["situation"] == "ok" for one in filed) >= 24
    sri = filed[0]
    assert (sri["name"], sri["nik"], sri["reason"]) == ("Sri Wahyuni", SRI.nik, "resigned")
    assert {name for name, value in sri.items() if value is None} == {"spare_account", "event_on"}


def test_the_twin_fails_on_demand_before_or_after_the_work() -> None:
    twin, person = memory_twin(), personas()[0]
    twin.fail_next("order_payment", CoreUnavailable("lost"), after_work=True)
    with pytest.raises(CoreUnavailable):
        pay(twin, person, key="twin-pays")
    found = twin.payment_status(idempotency_key="twin-pays")
    assert found is not None
    assert pay(twin, person, key="twin-pays") == found.reference
    twin.fail_next("balance", CoreRefused("unknown_member", ""))
    with pytest.raises(CoreRefused):
        twin.balance(kpj=SRI.kpj, on=today())
    assert twin.balance(kpj=SRI.kpj, on=today()).total == 0
