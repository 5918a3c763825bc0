"""Calls for many at once, and the listing of payments: the same over every core system."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files

import pytest

from lapak.claims.ports import (
    MOST_AT_ONCE,
    AccountStatus,
    ClaimOpening,
    CoreRefused,
    Inquiry,
    Payment,
    PaymentOrder,
    PaymentRequest,
    PaymentState,
    Refusal,
    Standing,
)
from lapak.kernel.clock import utc_now
from smile_simulator import requests
from smile_simulator.personas import Persona
from tests.contract.conftest import in_process, three
from tests.contract.core_worlds import World, personas, settled, start, stop, today
from tests.contract.test_core_system import fresh, open_claim, order


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    """Three core systems of this file's own: the people of the shared ones are needed there."""
    simulator = start(tmp_path_factory.mktemp("simulator") / "smile.db")
    with in_process(tmp_path_factory.mktemp("in-process")) as app, three(simulator, app) as worlds:
        yield worlds
    stop(simulator)


def opening(person: Persona, **changes: str) -> ClaimOpening:
    asked = {
        "idempotency_key": fresh("open"),
        "claim_number": fresh("K"),
        "kpj": person.person.kpj,
        "reason": person.reason,
    }
    return ClaimOpening(**{**asked, **changes})


def request(person: Persona, claim: str, *, key: str = "", gross: int = 1_000_000) -> PaymentRequest:
    account = person.person.accounts[0]
    return PaymentRequest(
        idempotency_key=key or fresh("pay"),
        claim_reference=claim,
        gross=gross,
        tax=0,
        net=gross,
        bank_code=account.bank_code,
        account_number=account.number,
        account_name=person.typed_name,
    )


def inquiry(person: Persona, **changes: object) -> Inquiry:
    account = person.person.accounts[0]
    asked: dict[str, object] = {
        "nik": person.person.nik,
        "kpj": person.person.kpj,
        "on": today(),
        "bank_code": account.bank_code,
        "account_number": account.number,
    }
    return Inquiry(**{**asked, **changes})  # type: ignore[arg-type]


def test_many_claims_are_opened_and_one_refusal_leaves_the_others_be(world: World) -> None:
    one, other = world.take(), world.take()
    asked = [opening(one), opening(one, kpj="00000000000"), opening(other)]
    first, refused, last = world.core.open_claims(openings=asked)
    assert isinstance(first, str)
    assert isinstance(last, str)
    assert first != last
    assert isinstance(refused, Refusal)
    assert refused.code == "unknown_member"
    assert world.core.open_claims(openings=asked)[::2] == (first, last)
    assert world.core.open_claim(
        idempotency_key=asked[0].idempotency_key,
        claim_number=asked[0].claim_number,
        kpj=asked[0].kpj,
        reason=asked[0].reason,
    ) == (first)


def test_many_orders_pay_each_once_however_often_they_are_sent(world: World) -> None:
    one, other = world.take(), world.take()
    orders = [request(person, open_claim(world.core, person)) for person in (one, other)]
    orders.append(request(one, "SML-NOBODY"))
    orders.append(request(one, orders[0].claim_reference))
    answers = world.core.order_payments(orders=orders)
    assert [type(answer) for answer in answers] == [PaymentOrder, PaymentOrder, Refusal, Refusal]
    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == [
        "unknown_claim",
        "payment_already_ordered",
    ]
    assert world.core.order_payments(orders=orders[:2]) == answers[:2]
    assert len(world.core.earlier_payments(kpj=one.person.kpj)) == 1


def test_the_same_key_for_two_items_of_one_request_is_refused(world: World) -> None:
    person = world.take()
    claim = open_claim(world.core, person)
    taken, refused = world.core.order_payments(
        orders=[request(person, claim, key="two-in-one"), request(person, claim, key="two-in-one", gross=5)]
    )
    assert isinstance(taken, PaymentOrder)
    assert refused == Refusal("idempotency_key_reused", refused.message)  # type: ignore[union-attr]


def test_many_statuses_come_in_the_order_of_their_keys(world: World) -> None:
    person, key = world.take(), fresh("pay")
    order(world.core, open_claim(world.core, person), person, key=key)
    status = settled(world.core, key)
    assert world.core.payment_statuses(idempotency_keys=["never-sent-1", key, "never-sent-2"]) == (
        None,
        status,
        None,
    )


def test_a_standing_says_what_four_calls_say(world: World) -> None:
    person = world.take()
    asked = inquiry(person)
    (standing,) = world.core.standings(inquiries=[asked])
    assert standing == Standing(
        member=world.core.find_member(nik=asked.nik, kpj=asked.kpj),
        balance=world.core.balance(kpj=asked.kpj, on=asked.on),
        earlier=world.core.earlier_payments(kpj=asked.kpj),
        holder=world.core.inquire_account(bank_code=asked.bank_code, account_number=asked.account_number),
    )


def test_a_standing_of_nobody_and_one_that_is_refused_stand_beside_a_good_one(world: World) -> None:
    person = world.people[0]
    nobody, refused, good = world.core.standings(
        inquiries=[
            inquiry(person, nik="9" * 16, account_number="000000000000001"),
            inquiry(person, on=today().replace(year=1900)),
            inquiry(person),
        ]
    )
    assert isinstance(nobody, Standing)
    assert (nobody.member, nobody.balance, nobody.earlier) == (None, None, ())
    assert nobody.holder.status is AccountStatus.UNKNOWN
    assert isinstance(refused, Refusal)
    assert refused.code == "date_out_of_range"
    assert isinstance(good, Standing)
    assert good.balance is not None


def test_too_many_and_none_are_not_sent(world: World) -> None:
    person = personas()[0]
    for amount in (0, MOST_AT_ONCE + 1):
        with pytest.raises(ValueError, match="items"):
            world.core.open_claims(openings=[opening(person)] * amount)
        with pytest.raises(ValueError, match="items"):
            world.core.order_payments(orders=[request(person, "SML-NOBODY")] * amount)
        with pytest.raises(ValueError, match="items"):
            world.core.payment_statuses(idempotency_keys=["never-sent-1"] * amount)
        with pytest.raises(ValueError, match="items"):
            world.core.standings(inquiries=[inquiry(person)] * amount)
    for most in (0, 501):
        with pytest.raises(ValueError, match="page"):
            world.core.list_payments(since=utc_now(), until=utc_now(), most=most)


def test_an_order_that_never_came_is_withdrawn_for_good(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    assert world.core.withdraw_order(idempotency_key=key) is None
    assert world.core.withdraw_order(idempotency_key=key) is None
    with pytest.raises(CoreRefused) as error:
        order(world.core, claim, person, key=key)
    assert error.value.code == "order_withdrawn"
    assert world.core.payment_status(idempotency_key=key) is None
    assert order(world.core, claim, person).status is PaymentState.ORDERED


def test_an_order_that_was_taken_cannot_be_withdrawn(world: World) -> None:
    person, key = world.take(), fresh("pay")
    taken = order(world.core, open_claim(world.core, person), person, key=key)
    found = world.core.withdraw_order(idempotency_key=key)
    assert found is not None
    assert found.reference == taken.reference
    assert settled(world.core, key).state is PaymentState.PAID


def test_the_listing_shows_each_payment_of_the_period_page_by_page(world: World) -> None:
    since = utc_now()
    people = [world.take() for _ in range(3)]
    keys = [fresh("pay") for _ in people]
    claims = [open_claim(world.core, person) for person in people]
    for key, claim, person in zip(keys, claims, people, strict=True):
        order(world.core, claim, person, key=key, tax=1000)
    for key in keys:
        settled(world.core, key)
    until = utc_now() + timedelta(seconds=1)
    pages, after = [], ""
    while True:
        page = world.core.list_payments(since=since, until=until, after=after, most=2)
        pages.append(page)
        after = page.next
        if not after:
            break
    everybody = [one for page in pages for one in page.payments]
    assert [len(page.payments) for page in pages[:-1]] == [2] * (len(pages) - 1)
    # A payment another test ordered may settle in this period too.
    listed = [one for one in everybody if one.idempotency_key in keys]
    assert [one.idempotency_key for one in listed] == keys
    assert [one.at for one in everybody] == sorted(one.at for one in everybody)
    first, person = listed[0], people[0]
    status = world.core.payment_status(idempotency_key=keys[0])
    assert status is not None
    assert first == Payment(
        reference=status.reference,
        idempotency_key=keys[0],
        claim_reference=claims[0],
        claim_number=first.claim_number,
        gross=person.contributions + person.yield_,
        tax=1000,
        net=person.contributions + person.yield_ - 1000,
        bank_code=person.person.accounts[0].bank_code,
        account_number=person.person.accounts[0].number,
        ordered_at=first.ordered_at,
        state=PaymentState.PAID,
        at=status.at,
        reason="",
    )
    assert since <= first.ordered_at <= first.at
    assert world.core.list_payments(since=until, until=until + timedelta(days=1)).payments == ()


def test_a_payment_is_listed_where_it_changed_last(world: World) -> None:
    person, key, since = world.take("payment_returned"), fresh("pay"), utc_now()
    order(world.core, open_claim(world.core, person), person, key=key)
    status = settled(world.core, key)
    found = [
        one
        for one in world.core.list_payments(since=since, until=utc_now() + timedelta(hours=1)).payments
        if one.idempotency_key == key
    ]
    assert [(one.state, one.at, one.reason) for one in found] == [
        (PaymentState.RETURNED, status.at, "returned_by_bank")
    ]
    before = world.core.list_payments(since=since, until=status.at).payments
    assert key not in [one.idempotency_key for one in before]


def test_the_contract_takes_as_many_at_once_as_the_port_sends() -> None:
    contract = (files("smile_simulator") / "openapi.yaml").read_text(encoding="utf-8")
    assert {int(most) for most in re.findall(r"maxItems: (\d+)", contract)} == {MOST_AT_ONCE}
    assert requests.MOST_AT_ONCE == MOST_AT_ONCE
