"""The nightly comparison against a simulator process, over a socket: both directions of difference."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lapak.claims import steps
from lapak.claims.core import core_system
from lapak.claims.models import PaymentOrder, ReconciliationFinding
from lapak.claims.operations import filing
from lapak.claims.ports import PaymentState
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.papers import HowGiven
from lapak.claims.steps.reconciling import reconcile
from lapak.kernel.clock import utc_now
from smile_simulator.personas import Persona
from tests.contract import core_worlds
from tests.contract.core_worlds import TOKEN, Simulator, personas, start, stop, until
from tests.operations.claims.claim_scene import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[timedelta], tuple[Scene, Simulator]]]:
    """Start a simulator process that settles after a while, with a branch that uses it over HTTP."""
    started: list[Simulator] = []

    def begin(settle: timedelta) -> tuple[Scene, Simulator]:
        monkeypatch.setattr(core_worlds, "SETTLE", settle)
        simulator = start(tmp_path / "smile.db")
        started.append(simulator)
        adapter = "lapak.adapters.smile_http.SmileHttp"
        settings.CORE_SYSTEM = {"adapter": adapter, "url": simulator.url, "token": TOKEN}
        folder = "django.core.files.storage.FileSystemStorage"
        options = {"BACKEND": folder, "OPTIONS": {"location": tmp_path / "documents"}}
        settings.STORAGES = {**settings.STORAGES, "documents": options}
        scene = make_scene()
        scene.now = utc_now()
        return scene, simulator

    yield begin
    if started:
        core_system().close()  # type: ignore[attr-defined] # the adapter over HTTP
    for simulator in started:
        stop(simulator)


def approved(scene: Scene) -> UUID:
    """A persona's claim, filed, examined and approved against the simulator."""
    person = next(one for one in personas() if one.situation == "ok" and one.reason == "resigned")
    claim_id = filing.start_draft(now=scene.now, channel="onsite").claim_id
    who = {"claim_id": claim_id, "actor": scene.person(claim_id), "now": scene.now}
    scene.identify(claim_id, **_identity(person))
    for one in scene.view(claim_id).papers:
        if one.asked.how is HowGiven.UPLOAD:
            scene.attach(claim_id, one.asked.kind)
    filing.give_contact(email=person.email, phone=person.phone, **who)
    account = person.person.accounts[0]
    steps.give_account(bank_code=account.bank_code, account_number=account.number, **who)
    filing.choose_branch(branch_id=scene.branch.pk, **who)
    scene.submit(claim_id)
    scene.examined(claim_id)
    scene.verify(claim_id)
    scene.approve(claim_id)
    return claim_id


def _identity(person: Persona) -> dict[str, object]:
    member = person.person
    names = {"name": person.typed_name, "birth_date": member.birth_date, "reason": person.reason}
    return {"nik": member.nik, "kpj": member.kpj, **names}


def compared(scene: Scene) -> list[tuple[str, bool]]:
    """Compare the last hour as it will be seen in ten minutes; return what was found."""
    now = utc_now() + timedelta(minutes=10)
    reconcile(now=now, since=now - timedelta(hours=1))
    return list(ReconciliationFinding.objects.order_by("pk").values_list("kind", "mended"))


def test_they_paid_and_we_did_not_know(running: Any) -> None:
    scene, simulator = running(timedelta(milliseconds=100))
    simulator.fault(kind="pay_silently", operation="order_payment", remaining=1)
    claim_id = approved(scene)
    scene.deliver(rounds=1)
    time.sleep(0.15)
    scene.deliver(rounds=1)
    assert scene.view(claim_id).state is ClaimState.ORDERED  # asked about, they say that it is under way
    assert compared(scene) == [("paid_unknown", True)]
    assert scene.view(claim_id).state is ClaimState.PAID
    assert compared(scene) == [("paid_unknown", True)]


def test_we_thought_it_paid_and_they_had_not(running: Any) -> None:
    scene, simulator = running(timedelta(seconds=300))
    claim_id = approved(scene)
    scene.deliver(rounds=1)
    simulator.fault(kind="early_paid", operation="payment_statuses", remaining=1)
    scene.deliver(rounds=1)
    assert scene.view(claim_id).state is ClaimState.PAID
    simulator.heal()
    assert compared(scene) == [("not_paid", True)]
    assert scene.view(claim_id).state is ClaimState.ORDERED
    assert PaymentOrder.objects.get().state == PaymentOrder.State.ORDERED


def test_an_order_they_lost_is_sent_again_under_its_key_and_paid_once(running: Any) -> None:
    scene, simulator = running(timedelta(milliseconds=100))
    simulator.fault(kind="lose_payment", operation="order_payment", remaining=1)
    claim_id = approved(scene)
    scene.deliver(rounds=1)
    assert compared(scene) == [("never_heard", True)]
    key = PaymentOrder.objects.get().idempotency_key
    scene.deliver(rounds=1)

    def is_paid() -> bool:
        status = core_system().payment_status(idempotency_key=key)
        return status is not None and status.state is PaymentState.PAID

    until(is_paid)
    scene.deliver(rounds=1)
    assert scene.view(claim_id).state is ClaimState.PAID
    page = core_system().list_payments(since=utc_now() - timedelta(hours=1), until=utc_now())
    assert [one.idempotency_key for one in page.payments].count(key) == 1


def test_another_sum_is_left_to_a_person_and_never_called_paid(running: Any) -> None:
    scene, simulator = running(timedelta(milliseconds=100))
    simulator.fault(kind="pay_another_sum", operation="order_payment", remaining=1)
    claim_id = approved(scene)
    scene.deliver(rounds=1)
    time.sleep(0.15)
    scene.deliver(rounds=2)
    assert scene.view(claim_id).state is ClaimState.ORDERED
    assert compared(scene) == [("sum_differs", False)]
