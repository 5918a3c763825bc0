import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from lapak.kernel.clock import utc_now
from lapak.kernel.subjects import Subject
from lapak.outbox import operations, tasks
from lapak.outbox.models import Message
from lapak.outbox.queries import backlog
from lapak.outbox.registry import Failures, GiveUp, NotYet, Owed, TryLater, batch_handler, handler
from lapak.outbox.rules import FIRST_WAIT, LEASE, LONGEST_WAIT, MOST_ATTEMPTS, wait_before

SUBJECT = Subject("claim", "c-1")
outcomes: list[Exception | None] = []
delivered: list[Owed] = []
batches: list[list[str]] = []
too_much: set[str] = set()


@handler("test.kind")
def _deliver(message: Owed, _now: datetime) -> None:
    outcome = outcomes.pop(0) if outcomes else None
    if outcome:
        raise outcome
    delivered.append(message)


@batch_handler("test.short", most=1, lease=timedelta(seconds=30))
def take_at_once(messages: Sequence[Owed], now: datetime) -> Failures:
    return {}


@batch_handler("test.many", most=3)
def _deliver_many(messages: Sequence[Owed], _now: datetime) -> Failures:
    batches.append(keys := [message.key for message in messages])
    if too_much & set(keys):
        raise RuntimeError("cannot bear it")
    delivered.extend(message for message in messages if message.key != "no")
    return {message.id: TryLater("no") for message in messages if message.key == "no"}


@pytest.fixture(autouse=True)
def _clean() -> None:
    for kept in (outcomes, delivered, batches, too_much):
        kept.clear()


def owe(now: datetime, key: str = "k1", kind: str = "test.kind") -> UUID:
    operations.owe(kind=kind, key=key, payload={"claim": "c-1"}, subject=SUBJECT, now=now)
    return Message.objects.get(key=key).pk


def state_of(id: UUID) -> tuple[str, int, str]:
    row = Message.objects.get(pk=id)
    return row.state, row.attempts, row.last_error


def waiting_jobs() -> int:
    return jobs_of_the_lane().filter(status="todo").count()


def jobs_of_the_lane() -> QuerySet[ProcrastinateJob]:
    """The table of jobs outlives a test that commits, so other lanes' jobs may stand in it."""
    return ProcrastinateJob.objects.filter(task_name="outbox.deliver", args__lane="test")


@pytest.mark.django_db
def test_owing_the_same_key_twice_owes_once(now: datetime) -> None:
    assert owe(now) == owe(now)
    assert backlog(now=now).owed == 1


@pytest.mark.django_db
def test_one_job_waits_however_much_is_owed(
    now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(20):
            owe(now, key=str(number))
        assert waiting_jobs() == 0  # before the commit a worker would find nothing
    assert waiting_jobs() == 1
    with connection.cursor() as cursor:  # it may have looked before the next one commits
        cursor.execute("update procrastinate_jobs set status = 'doing'")
    with django_capture_on_commit_callbacks(execute=True):
        owe(now, key="late")
    assert waiting_jobs() == 1


@pytest.mark.django_db
def test_a_delivered_message_is_never_delivered_again(now: datetime) -> None:
    owe(now)
    tasks.deliver(lane="test")
    tasks.deliver(lane="test")
    assert [message.key for message in delivered] == ["k1"]
    assert backlog(now=now).owed == 0


@pytest.mark.django_db
def test_a_passing_failure_waits_and_a_job_comes_back_for_it(now: datetime) -> None:
    id = owe(now)
    outcomes.append(TryLater("core_down"))
    tasks.deliver(lane="test")
    assert state_of(id) == ("owed", 1, "core_down")
    assert operations.lease(kind="test.kind", most=9, now=now) == ()
    later = jobs_of_the_lane().get()
    next_try = Message.objects.get().next_attempt_at
    assert timedelta(0) < later.scheduled_at - next_try <= timedelta(seconds=1)


@pytest.mark.django_db
def test_a_final_failure_is_a_dead_letter_until_somebody_revives_it(now: datetime) -> None:
    id = owe(now)
    outcomes.append(GiveUp("refused"))
    tasks.deliver(lane="test")
    assert (state_of(id), backlog(now=now).dead) == (("dead", 1, "refused"), 1)
    operations.revive(message_id=id, now=now)
    tasks.deliver(lane="test")
    assert state_of(id) == ("delivered", 1, "")


@pytest.mark.django_db
def test_a_message_that_failed_too_often_is_a_dead_letter(now: datetime) -> None:
    id = owe(now)
    Message.objects.update(attempts=MOST_ATTEMPTS - 1)
    outcomes.append(TryLater("core_down"))
    tasks.deliver(lane="test")
    assert state_of(id) == ("dead", MOST_ATTEMPTS, "core_down")


@pytest.mark.django_db
def test_days_without_the_other_system_make_no_dead_letter(now: datetime) -> None:
    id = owe(now)
    for _ in range(3 * MOST_ATTEMPTS):
        Message.objects.update(next_attempt_at=now)
        outcomes.append(NotYet("core_unavailable"))
        tasks.deliver(lane="test")
    assert state_of(id) == ("owed", 0, "core_unavailable")
    tasks.deliver(lane="test")
    assert state_of(id)[0] == "owed"  # it waits, and longer each time
    Message.objects.update(next_attempt_at=now)
    tasks.deliver(lane="test")
    assert state_of(id)[0] == "delivered"


@pytest.mark.django_db
def test_waiting_leaves_the_attempts_that_were_counted_as_they_are(now: datetime) -> None:
    id = owe(now)
    for outcome in (TryLater("odd"), NotYet("core_unavailable"), NotYet("core_unavailable"), TryLater("odd")):
        Message.objects.update(next_attempt_at=now)
        outcomes.append(outcome)
        tasks.deliver(lane="test")
    assert state_of(id) == ("owed", 2, "odd")
    assert Message.objects.get().waits == 0


@pytest.mark.django_db
def test_who_waits_for_long_is_asked_rarely(now: datetime) -> None:
    owe(now)
    waits = []
    for _ in range(12):
        Message.objects.update(next_attempt_at=now)
        outcomes.append(NotYet("core_unavailable"))
        tasks.deliver(lane="test")
        waits.append(Message.objects.get().next_attempt_at - utc_now())
    assert waits[0] < 2 * FIRST_WAIT
    assert waits[-1] > LONGEST_WAIT / 3


@pytest.mark.django_db
def test_a_leased_message_is_not_given_to_a_second_worker(now: datetime) -> None:
    owe(now)
    assert len(operations.lease(kind="test.kind", most=9, now=now)) == 1
    assert operations.lease(kind="test.kind", most=9, now=now) == ()
    assert len(operations.lease(kind="test.kind", most=9, now=now + LEASE)) == 1


@pytest.mark.django_db
def test_a_kind_says_how_long_a_worker_may_hold_it(now: datetime) -> None:
    for kind, held in (("test.short", timedelta(seconds=30)), ("test.kind", LEASE)):
        id = owe(now, key=kind, kind=kind)
        assert [one.id for one in tasks._leased(kind)] == [id]
        until = Message.objects.get(pk=id).next_attempt_at
        assert timedelta(0) <= held - (until - utc_now()) < timedelta(seconds=10)


@pytest.mark.django_db
def test_many_are_delivered_by_one_call_with_a_verdict_each(now: datetime) -> None:
    ids = {key: owe(now, key=key, kind="test.many") for key in ("a", "b", "no", "c", "d")}
    tasks.deliver(lane="test")
    assert [len(keys) for keys in batches] == [3, 2]
    assert sorted(message.key for message in delivered) == ["a", "b", "c", "d"]
    assert {key: state_of(id)[0] for key, id in ids.items()} == {
        **dict.fromkeys("abcd", "delivered"),
        "no": "owed",
    }


@pytest.mark.django_db
def test_a_message_nobody_can_bear_stops_no_other_of_its_batch(now: datetime) -> None:
    too_much.add("b")
    ids = {key: owe(now, key=key, kind="test.many") for key in "abc"}
    tasks.deliver(lane="test")
    assert [len(keys) for keys in batches] == [3, 1, 1, 1]
    assert [state_of(id)[0] for id in ids.values()] == ["delivered", "owed", "delivered"]
    assert state_of(ids["b"])[2] == "RuntimeError"


@pytest.mark.django_db
def test_what_waited_for_a_cause_that_is_gone_is_tried_at_once_but_never_taken_from_a_worker(
    now: datetime,
) -> None:
    waiting, leased, other = (owe(now, key=key) for key in "abc")
    for id, code in ((waiting, "away"), (leased, "away"), (other, "busy")):
        operations.lease(kind="test.kind", most=1, now=now, among=[id])
        operations.settle(delivered=[], failed={id: TryLater(code)}, now=now)
    later = now + LONGEST_WAIT
    assert len(operations.lease(kind="test.kind", most=1, now=later, among=[leased])) == 1
    operations.hasten(kinds=["test.kind"], code="away", now=now)
    due = operations.lease(kind="test.kind", most=9, now=now)
    assert [message.id for message in due] == [waiting]


@pytest.mark.django_db
def test_one_lane_does_not_deliver_what_another_owes(now: datetime) -> None:
    owe(now)
    tasks.deliver(lane="mail")
    assert (delivered, backlog(now=now).owed) == ([], 1)


def test_waits_double_up_to_a_ceiling_and_differ() -> None:
    chance = random.Random(7)
    for attempt in range(2, 60):
        wait = wait_before(attempt=attempt, chance=chance)
        ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt - 2, 20))
        assert ceiling / 2 <= wait <= ceiling
    assert len({wait_before(attempt=9, chance=chance) for _ in range(20)}) > 1
