import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lapak.kernel.subjects import Subject
from lapak.outbox import operations, tasks
from lapak.outbox.queries import backlog, due
from lapak.outbox.registry import GiveUp, Owed, TryLater, handler
from lapak.outbox.rules import FIRST_WAIT, LONGEST_WAIT, wait_before

SUBJECT = Subject("claim", "c-1")
outcomes: list[Exception | None] = []
delivered: list[Owed] = []


@handler("test.kind")
def _deliver(message: Owed, _now: datetime) -> None:
    outcome = outcomes.pop(0) if outcomes else None
    if outcome:
        raise outcome
    delivered.append(message)


@pytest.fixture(autouse=True)
def _clean() -> None:
    outcomes.clear()
    delivered.clear()


def owe(now: datetime, key: str = "k1") -> UUID:
    return operations.owe(kind="test.kind", key=key, payload={"claim": "c-1"}, subject=SUBJECT, now=now)


@pytest.mark.django_db
def test_owing_the_same_key_twice_owes_once_and_starts_one_job(now: datetime) -> None:
    assert owe(now) == owe(now)
    assert backlog(now=now).owed == 1
    assert ProcrastinateJob.objects.filter(task_name="outbox.deliver").count() == 1


@pytest.mark.django_db
def test_a_delivered_message_is_never_delivered_again(now: datetime) -> None:
    id = owe(now)
    tasks.deliver(message_id=str(id))
    tasks.deliver(message_id=str(id))
    assert [message.key for message in delivered] == ["k1"]
    assert backlog(now=now).owed == 0


@pytest.mark.django_db
def test_a_passing_failure_waits_and_a_final_one_becomes_a_dead_letter(now: datetime) -> None:
    id = owe(now)
    outcomes.append(TryLater("core_down"))
    tasks.deliver(message_id=str(id))
    assert (backlog(now=now).owed, due(now=now)) == (1, ())
    outcomes.append(GiveUp("refused"))
    later = now + timedelta(days=9999)
    assert due(now=later) == (id,)
    owed = operations.lease(message_id=id, now=later)
    assert owed is not None
    assert operations.settle_failed(message_id=id, code="refused", final=True, now=later) is None
    assert backlog(now=later).dead == 1
    operations.revive(message_id=id, now=later)
    assert due(now=later) == (id,)


@pytest.mark.django_db
def test_a_leased_message_is_not_given_to_a_second_worker(now: datetime) -> None:
    id = owe(now)
    assert operations.lease(message_id=id, now=now) is not None
    assert operations.lease(message_id=id, now=now) is None
    assert operations.lease(message_id=id, now=now + operations.LEASE) is not None


def test_waits_double_up_to_a_ceiling_and_differ() -> None:
    chance = random.Random(7)
    for attempt in range(2, 60):
        wait = wait_before(attempt=attempt, chance=chance)
        ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt - 2, 20))
        assert ceiling / 2 <= wait <= ceiling
    assert len({wait_before(attempt=9, chance=chance) for _ in range(20)}) > 1
