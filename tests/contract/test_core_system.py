"""What every core system does: the memory twin, the simulator in this process, and over a socket."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count

import pytest

from lapak.claims.ports import (
    AccountStatus,
    ContributionStatus,
    CoreRefused,
    CoreSystem,
    PaymentOrder,
    PaymentState,
)
from smile_simulator.personas import Persona
from smile_simulator.register import Account
from tests.contract.core_worlds import World, personas, settled, today

_numbers = count(1)


def fresh(prefix: str) -> str:
    """Return a number not used before in this run."""
    return f"{prefix}-2020-{next(_numbers):06d}"


def open_claim(core: CoreSystem, person: Persona, **changes: str) -> str:
    """Open a claim of the person and return its reference."""
    request = {
        "idempotency_key": fresh("open"),
        "claim_number": fresh("K"),
        "kpj": person.person.kpj,
        "reason": person.reason,
    }
    return core.open_claim(**{**request, **changes})


def order(
    core: CoreSystem,
    claim: str,
    person: Persona,
    *,
    key: str = "",
    account: Account | None = None,
    gross: int | None = None,
    tax: int = 0,
    net: int | None = None,
) -> PaymentOrder:
    """Order the payment of all that the person's account holds, to the account with the name typed."""
    gross = person.contributions + person.yield_ if gross is None else gross
    account = account or person.person.accounts[0]
    return core.order_payment(
        idempotency_key=key or fresh("pay"),
        claim_reference=claim,
        gross=gross,
        tax=tax,
        net=gross - tax if net is None else net,
        bank_code=account.bank_code,
        account_number=account.number,
        account_name=person.typed_name,
    )


def refusal(error: pytest.ExceptionInfo[CoreRefused]) -> str:
    return error.value.code


def test_a_member_is_found_by_both_numbers_with_employments(world: World) -> None:
    person = world.take()
    member = world.core.find_member(nik=person.person.nik, kpj=person.person.kpj, request_id="r-1")
    assert member is not None
    assert (member.nik, member.kpj) == (person.person.nik, person.person.kpj)
    assert (member.name, member.birth_date) == (person.person.name, person.person.birth_date)
    assert member.mother_name == person.person.mother_name
    newest = member.employments[-1]
    assert newest.employer_name == person.employer_name
    assert newest.ended_on == person.person.jobs[-1].ended_on
    assert newest.contribution_status is ContributionStatus.INACTIVE


def test_a_request_id_of_any_shape_does_no_harm(world: World) -> None:
    person = personas()[0].person
    for request_id in ("", "a b", "é\r\nX-Evil: 1", "x" * 500):
        assert world.core.find_member(nik=person.nik, kpj=person.kpj, request_id=request_id) is not None


def test_nobody_is_found_when_the_numbers_belong_to_two_people(world: World) -> None:
    one, other = world.people[0], world.people[1]
    assert world.core.find_member(nik=one.person.nik, kpj=other.person.kpj) is None
    assert world.core.find_member(nik="9" * 16, kpj=one.person.kpj) is None


def test_a_member_still_at_work_has_an_active_membership(world: World) -> None:
    person = next(one for one in personas() if one.situation == "still_active").person
    member = world.core.find_member(nik=person.nik, kpj=person.kpj)
    assert member is not None
    assert member.employments[-1].ended_on is None
    assert member.employments[-1].contribution_status is ContributionStatus.ACTIVE


def test_the_balance_is_the_sum_of_its_parts(world: World) -> None:
    person = world.take()
    account = world.core.balance(kpj=person.person.kpj, on=today())
    assert (account.contributions, account.yield_) == (person.contributions, person.yield_)
    assert account.total == person.contributions + person.yield_
    assert account.paid_out == 0
    assert account.as_of == today()


def test_sri_wahyuni_has_sixty_two_million_four_hundred_and_eighty_thousand(world: World) -> None:
    sri = next(one for one in world.people if one.code == "sri-wahyuni")
    account = world.core.balance(kpj=sri.person.kpj, on=today())
    assert (account.contributions, account.yield_, account.total) == (51_730_000, 10_750_000, 62_480_000)


def test_an_unknown_member_is_refused_everywhere(world: World) -> None:
    with pytest.raises(CoreRefused) as error:
        world.core.balance(kpj="00000000000", on=today())
    assert refusal(error) == "unknown_member"
    with pytest.raises(CoreRefused) as error:
        world.core.earlier_payments(kpj="00000000000")
    assert refusal(error) == "unknown_member"
    with pytest.raises(CoreRefused) as error:
        world.core.open_claim(
            idempotency_key=fresh("open"), claim_number=fresh("K"), kpj="00000000000", reason="resigned"
        )
    assert refusal(error) == "unknown_member"


def test_a_balance_of_a_far_day_is_refused(world: World) -> None:
    for day in (date(1900, 1, 1), date(2300, 1, 1)):
        with pytest.raises(CoreRefused) as error:
            world.core.balance(kpj=world.people[0].person.kpj, on=day)
        assert refusal(error) == "date_out_of_range"


def test_the_bank_names_holder_and_state_of_an_account(world: World) -> None:
    for situation, status in (
        ("ok", AccountStatus.ACTIVE),
        ("name_differs", AccountStatus.ACTIVE),
    ):
        account = next(one for one in personas() if one.situation == situation).person.accounts[0]
        holder = world.core.inquire_account(bank_code=account.bank_code, account_number=account.number)
        assert (holder.name, holder.status) == (account.holder, status)
    nobody = world.core.inquire_account(bank_code="002", account_number="000000000000001")
    assert (nobody.name, nobody.status) == ("", AccountStatus.UNKNOWN)


def test_the_headcount_counts_who_worked_on_the_day(world: World) -> None:
    job = world.people[0].person.jobs[-1]
    assert job.ended_on is not None
    assert world.core.headcount(npp=job.npp, on=job.ended_on) >= 1
    assert world.core.headcount(npp=job.npp, on=date(1979, 1, 1)) == 0
    with pytest.raises(CoreRefused) as error:
        world.core.headcount(npp="ZZ999999", on=today())
    assert refusal(error) == "unknown_employer"


def test_the_last_day_of_work_counts_and_the_next_does_not(world: World) -> None:
    # Of this firm only Yohana is in any of the three.
    yohana = next(one for one in personas() if one.code == "yohana-wenda").person.jobs[-1]
    assert yohana.ended_on is not None
    on_last_day = world.core.headcount(npp=yohana.npp, on=yohana.ended_on)
    assert world.core.headcount(npp=yohana.npp, on=yohana.ended_on + timedelta(days=1)) == on_last_day - 1


def test_opening_a_claim_again_gives_the_same_reference(world: World) -> None:
    person, key, number = world.take(), fresh("open"), fresh("K")
    first = open_claim(world.core, person, idempotency_key=key, claim_number=number)
    assert open_claim(world.core, person, idempotency_key=key, claim_number=number) == first
    assert open_claim(world.core, person, claim_number=number) == first


def test_a_key_used_for_another_request_is_refused(world: World) -> None:
    person, key = world.take(), fresh("open")
    open_claim(world.core, person, idempotency_key=key)
    with pytest.raises(CoreRefused) as error:
        open_claim(world.core, person, idempotency_key=key)
    assert refusal(error) == "idempotency_key_reused"


def test_a_claim_number_cannot_serve_two_members(world: World) -> None:
    number = fresh("K")
    open_claim(world.core, world.take(), claim_number=number)
    with pytest.raises(CoreRefused) as error:
        open_claim(world.core, world.people[0], claim_number=number)
    assert refusal(error) == "claim_number_used"


def test_a_member_still_at_work_may_claim_a_part_and_for_disability_and_death_only(world: World) -> None:
    person = world.take("still_active")
    with pytest.raises(CoreRefused) as error:
        open_claim(world.core, person)
    assert refusal(error) == "membership_active"
    for reason in ("partial_10", "partial_30", "total_disability", "death"):
        assert open_claim(world.core, person, reason=reason)


def test_a_payment_is_ordered_then_paid_and_empties_the_account(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    ordered = order(world.core, claim, person, key=key)
    assert ordered.status is PaymentState.ORDERED
    status = settled(world.core, key)
    assert (status.reference, status.state, status.reason) == (ordered.reference, PaymentState.PAID, "")
    assert world.core.payment_status(reference=ordered.reference) == status
    assert status.at.utcoffset() == timedelta(0)
    assert world.core.balance(kpj=person.person.kpj, on=today()).total == 0
    (payment,) = world.core.earlier_payments(kpj=person.person.kpj)
    assert (payment.kind, payment.gross, payment.paid_on) == (
        "full",
        person.contributions + person.yield_,
        today(),
    )
    with pytest.raises(CoreRefused) as error:
        open_claim(world.core, person)
    assert refusal(error) == "nothing_to_pay"


def test_an_order_sent_twice_pays_once(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    first = order(world.core, claim, person, key=key)
    assert order(world.core, claim, person, key=key) == first
    settled(world.core, key)
    assert order(world.core, claim, person, key=key).reference == first.reference
    assert len(world.core.earlier_payments(kpj=person.person.kpj)) == 1


def test_many_senders_of_one_order_get_one_payment(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    with ThreadPoolExecutor(8) as senders:
        orders = list(senders.map(lambda _: order(world.core, claim, person, key=key), range(8)))
    assert len({one.reference for one in orders}) == 1
    assert len(world.core.earlier_payments(kpj=person.person.kpj)) == 1


def test_a_claim_is_not_paid_twice_under_two_keys(world: World) -> None:
    person = world.take()
    claim = open_claim(world.core, person)
    order(world.core, claim, person, gross=1_000_000)
    with pytest.raises(CoreRefused) as error:
        order(world.core, claim, person, gross=1_000_000)
    assert refusal(error) == "payment_already_ordered"


def test_orders_that_cannot_be_right_are_refused(world: World) -> None:
    person = world.take()
    claim, whole = open_claim(world.core, person), person.contributions + person.yield_
    for changes, code in (
        ({"gross": whole, "tax": 1000, "net": whole}, "amounts_do_not_add_up"),
        ({"gross": 500, "tax": 500}, "amounts_do_not_add_up"),
        ({"gross": whole + 1}, "insufficient_balance"),
    ):
        with pytest.raises(CoreRefused) as error:
            order(world.core, claim, person, **changes)
        assert refusal(error) == code
    with pytest.raises(CoreRefused) as error:
        order(world.core, "SML-NOBODY", person)
    assert refusal(error) == "unknown_claim"
    assert world.core.earlier_payments(kpj=person.person.kpj) == ()


def test_a_refused_order_can_be_mended_under_the_same_key(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    with pytest.raises(CoreRefused):
        order(world.core, claim, person, key=key, tax=1, net=1)
    assert order(world.core, claim, person, key=key).status is PaymentState.ORDERED


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        ("account_dormant", "account_dormant"),
        ("account_closed", "account_closed"),
        ("account_other_name", "account_name_differs"),
        ("payment_returned", "returned_by_bank"),
    ],
)
def test_a_payment_the_bank_returns_can_be_ordered_again_elsewhere(
    world: World, situation: str, reason: str
) -> None:
    person, first, second = world.take(situation), fresh("pay"), fresh("pay")
    claim = open_claim(world.core, person)
    order(world.core, claim, person, key=first)
    status = settled(world.core, first)
    assert (status.state, status.reason) == (PaymentState.RETURNED, reason)
    assert world.core.earlier_payments(kpj=person.person.kpj) == ()
    assert world.core.balance(kpj=person.person.kpj, on=today()).total == person.contributions + person.yield_
    order(world.core, claim, person, key=second, account=person.spare_account)
    assert settled(world.core, second).state is PaymentState.PAID
    assert len(world.core.earlier_payments(kpj=person.person.kpj)) == 1


def test_an_account_that_does_not_exist_returns_the_payment(world: World) -> None:
    person, key = world.take(), fresh("pay")
    claim = open_claim(world.core, person)
    order(world.core, claim, person, key=key, account=Account("002", "000000000000001", ""))
    assert settled(world.core, key).reason == "account_unknown"


def test_an_order_that_never_arrived_has_no_status(world: World) -> None:
    assert world.core.payment_status(idempotency_key="never-sent-1") is None
    assert world.core.payment_status(reference="PAY-NOBODY") is None


def test_a_status_is_asked_by_exactly_one_of_the_two(world: World) -> None:
    with pytest.raises(ValueError, match="either"):
        world.core.payment_status()
    with pytest.raises(ValueError, match="either"):
        world.core.payment_status(reference="PAY-000001", idempotency_key="never-sent-1")


def test_the_check_says_ok(world: World) -> None:
    assert world.core.check().ok
