"""Every way in which the simulator can be wrong about money and people, seen through the adapter."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest
from a2wsgi import ASGIMiddleware

from lapak.adapters.smile_http import SmileHttp
from lapak.claims.ports import (
    ContributionStatus,
    CoreAnswerInvalid,
    CoreRefused,
    Payment,
    PaymentState,
    PaymentStatus,
    Standing,
)
from lapak.kernel.clock import utc_now
from smile_simulator.personas import Persona
from tests.contract.conftest import in_process
from tests.contract.core_worlds import TOKEN, World, bearer, memory_twin, personas, settled, today, until
from tests.contract.test_core_for_many import inquiry
from tests.contract.test_core_system import fresh, open_claim, order

Fault = Callable[..., None]


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmileHttp]:
    """A simulator of this file's own, in this process."""
    with in_process(tmp_path_factory.mktemp("lies")) as app:
        transport = httpx.WSGITransport(app=ASGIMiddleware(app))  # type: ignore[arg-type]  # its own WSGI types
        adapter = SmileHttp(url="http://simulator", token=TOKEN, transport=transport)
        yield adapter
        adapter.close()


@pytest.fixture(scope="module")
def people() -> World:
    return World(memory_twin(), people=[one for one in personas() if one.situation == "ok"])


@pytest.fixture
def fault(core: SmileHttp) -> Iterator[Fault]:
    """Put a fault in force once; healed after the test."""

    def once(kind: str, operation: str, **more: object) -> None:
        asked = {"kind": kind, "operation": operation, "remaining": 1, **more}
        core._client.post("/admin/faults", json=asked, headers=bearer()).raise_for_status()

    yield once
    core._client.delete("/admin/faults", headers=bearer()).raise_for_status()


def listed(core: SmileHttp, key: str) -> Payment | None:
    page = core.list_payments(since=utc_now() - timedelta(hours=1), until=utc_now() + timedelta(hours=1))
    return next((one for one in page.payments if one.idempotency_key == key), None)


def ordered(core: SmileHttp, person: Persona) -> str:
    key = fresh("pay")
    order(core, open_claim(core, person), person, key=key)
    return key


def test_a_lost_payment_is_acknowledged_and_not_known(core: SmileHttp, people: World, fault: Fault) -> None:
    fault("lose_payment", "order_payment")
    person = people.take()
    claim, key = open_claim(core, person), fresh("pay")
    assert order(core, claim, person, key=key).reference
    assert core.payment_status(idempotency_key=key) is None
    assert order(core, claim, person, key=key).status is PaymentState.ORDERED  # sent anew, it is taken
    assert core.payment_status(idempotency_key=key) is not None


def test_a_silent_payment_is_told_by_the_listing_only(core: SmileHttp, people: World, fault: Fault) -> None:
    fault("pay_silently", "order_payment")
    key = ordered(core, people.take())

    def is_paid() -> bool:
        found = listed(core, key)
        return found is not None and found.state is PaymentState.PAID

    until(is_paid)
    status = core.payment_status(idempotency_key=key)
    assert status is not None
    assert status.state is PaymentState.ORDERED


def test_a_payment_is_returned_after_it_was_paid(core: SmileHttp, people: World, fault: Fault) -> None:
    fault("late_return", "order_payment", delay_ms=300)
    key = ordered(core, people.take())
    assert settled(core, key).state is PaymentState.PAID

    def is_back() -> bool:
        status = core.payment_status(idempotency_key=key)
        return status is not None and status.state is PaymentState.RETURNED

    until(is_back)
    status = core.payment_status(idempotency_key=key)
    assert isinstance(status, PaymentStatus)
    assert status.reason == "returned_by_bank"


def test_another_sum_and_another_account_stand_in_the_listing_and_the_status(
    core: SmileHttp, people: World, fault: Fault
) -> None:
    one, other = people.take(), people.take()
    fault("pay_another_sum", "order_payment")
    short_key = ordered(core, one)
    short = listed(core, short_key)
    fault("pay_another_account", "order_payment")
    astray_key = ordered(core, other)
    astray = listed(core, astray_key)
    assert short is not None
    assert astray is not None
    assert short.net == one.contributions + one.yield_ - 1_000_000
    assert astray.account_number != other.person.accounts[0].number
    first, second = core.payment_statuses(idempotency_keys=[short_key, astray_key])
    assert first is not None
    assert second is not None
    assert first.sums[2] == short.net
    assert second.account == (astray.bank_code, astray.account_number)


def test_a_claim_can_be_paid_without_an_order(core: SmileHttp, people: World, fault: Fault) -> None:
    fault("pay_unordered", "open_claim")
    person = people.take()
    claim = open_claim(core, person)
    with pytest.raises(CoreRefused) as refused:
        order(core, claim, person)
    assert refused.value.code == "payment_already_ordered"
    page = core.list_payments(since=utc_now() - timedelta(hours=1), until=utc_now() + timedelta(hours=1))
    assert claim in {one.claim_reference for one in page.payments}


def test_a_payment_under_way_can_be_called_paid(core: SmileHttp, people: World, fault: Fault) -> None:
    fault("early_paid", "payment_statuses")
    key = ordered(core, people.take())
    (lie,) = core.payment_statuses(idempotency_keys=[key])
    assert lie is not None
    assert lie.state is PaymentState.PAID
    assert settled(core, key).state is PaymentState.PAID


@pytest.mark.parametrize("kind", ["balance_moved", "merged", "active_again", "holder_changed"])
def test_what_was_so_before_is_no_longer_so(core: SmileHttp, people: World, fault: Fault, kind: str) -> None:
    asked = inquiry(people.people[0])
    (before,) = core.standings(inquiries=[asked])
    fault(kind, "standings")
    (lie,) = core.standings(inquiries=[asked])
    assert core.standings(inquiries=[asked]) == (before,)
    assert isinstance(before, Standing)
    assert isinstance(lie, Standing)
    assert lie != before
    assert lie.member is not None
    changed = {
        "balance_moved": lie.balance is not None and lie.balance != before.balance,
        "merged": lie.member.merged_into is not None and lie.balance is None,
        "active_again": lie.member.employments[-1].contribution_status is ContributionStatus.ACTIVE,
        "holder_changed": lie.holder.name != before.holder.name,
    }
    assert [name for name, so in changed.items() if so] == [kind]


def test_in_a_call_for_many_each_item_is_drawn_for_itself(
    core: SmileHttp, people: World, fault: Fault
) -> None:
    fault("balance_moved", "standings")
    asked = inquiry(people.people[0])
    first, second = core.standings(inquiries=[asked, asked])
    assert first != second


MEMBER = {
    "nik": "3603011204850003",
    "kpj": "16012345302",
    "name": "Hartono",
    "birth_date": "1985-04-12",
    "birth_place": "Tangerang",
    "sex": "male",
    "mother_name": None,
    "employments": [],
    "merged_into": None,
}
JOB = {
    "npp": "JJ012345",
    "employer_name": "PT Contoh",
    "started_on": "2010-01-04",
    "ended_on": "2020-04-30",
    "deactivated_on": "2020-05-02",
    "end_reason": "resigned",
    "contribution_status": "inactive",
}
BALANCE = {
    "kpj": "16012345302",
    "contributions": 10,
    "yield": 5,
    "paid_out": 0,
    "total": 15,
    "as_of": "2020-06-22",
    "version": "1",
}
STATUS = {
    "reference": "PAY-1",
    "state": "paid",
    "at": "2020-06-22T03:00:00Z",
    "reason": "",
    "gross": 10,
    "tax": 1,
    "net": 9,
    "bank_code": "009",
    "account_number": "112000014471",
}


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("member", {**MEMBER, "kpj": "16012345303"}),
        ("member", {**MEMBER, "nik": "3603011204850004"}),
        ("member", {**MEMBER, "birth_date": "1785-04-12"}),
        ("member", {**MEMBER, "merged_into": MEMBER["kpj"]}),
        ("member", {**MEMBER, "employments": [{**JOB, "ended_on": "2009-12-31"}]}),
        ("member", {**MEMBER, "employments": [{**JOB, "started_on": "1980-01-01"}]}),
        ("balance", {**BALANCE, "kpj": "16012345303"}),
        ("balance", {**BALANCE, "as_of": "2020-06-23"}),
        ("balance", {**BALANCE, "total": 16}),
        ("balance", {**BALANCE, "contributions": 2**63, "total": 2**63 + 5}),
        ("balance", {**BALANCE, "paid_out": -1, "total": 16}),
        ("balance", {**BALANCE, "contributions": "10"}),
        ("status", {**STATUS, "at": "2999-01-01T00:00:00Z"}),
        ("status", {**STATUS, "at": "2020-06-22T03:00:00"}),
        ("status", {**STATUS, "reference": "PAY-2"}),
        ("status", {**STATUS, "reason": "account_closed"}),
        ("status", {**STATUS, "state": "returned"}),
    ],
)
def test_an_answer_that_cannot_be_is_not_used(call: str, answer: dict[str, object]) -> None:
    wrapped = {"member": {"member": answer}, "balance": answer, "status": {"payment": answer}}[call]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=wrapped))
    core = SmileHttp(url="http://core", token="any", transport=transport)
    ask: dict[str, Callable[[], object]] = {
        "member": lambda: core.find_member(nik="3603011204850003", kpj="16012345302"),
        "balance": lambda: core.balance(kpj="16012345302", on=today().replace(2020, 6, 22)),
        "status": lambda: core.payment_status(reference="PAY-1"),
    }
    with pytest.raises(CoreAnswerInvalid):
        ask[call]()
    core.close()
