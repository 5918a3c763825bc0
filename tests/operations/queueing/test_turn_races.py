"""Two and more connections at once for everything that may happen to a number, committed for real."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.offices.operations import save_branch
from lapak.offices.queries import BoothView, BranchView
from lapak.queueing import operations, queries
from lapak.queueing.models import KeptTurn, Ticket
from lapak.queueing.rules.states import ACTIVE
from tests.operations.queueing.arriving import OFFICER, TABLET, come
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system()
Act = Callable[[], object]


def acts(ticket: UUID, branch: BranchView, other: UUID, now: datetime) -> dict[str, Act]:
    """Return everything that may happen to one number."""
    here = {"ticket_id": ticket, "branch_id": branch.id, "actor": TABLET, "now": now}
    there = {"ticket_id": ticket, "actor": SYSTEM, "now": now}
    return {
        "call": lambda: operations.call(booth_id=None, **there),
        "recall": lambda: operations.recall(**there),
        "start": lambda: operations.start_service(**there),
        "skip": lambda: operations.skip(**there),
        "return": lambda: operations.return_first(**there),
        "finish": lambda: operations.finish(outcome="decided", **there),
        "no_show": lambda: operations.no_show(**there),
        "come_back": lambda: operations.come_back(**here),
        "leave": lambda: operations.leave(**there),
        "hold": lambda: operations.hold(**here),
        "resume": lambda: operations.resume(**here),
        "let_pass": lambda: operations.let_pass(**here),
        "priority": lambda: operations.set_priority(priority="ill", **here),
        "online": lambda: operations.go_online(**here),
        "companions": lambda: operations.set_companions(companions=2, **here),
        "transfer": lambda: operations.transfer(to_branch_id=other, **here),
        "close": lambda: operations.close_unserved(**there),
    }


def test_any_two_acts_on_one_number_at_once_leave_it_whole(branch: BranchView, now: datetime) -> None:
    """Each act with itself, with a call and with a leave: one after the other, or one is refused by name."""
    other = save_branch(code="JYP", hours=[], booths=1, name="J", timezone="Asia/Jayapura", hall_limit=9).id
    names = list(acts(new_id(), branch, other, now))
    pairs = dict.fromkeys(tuple(sorted((one, two))) for one in names for two in (one, "call", "leave"))
    for number, (one, two) in enumerate(pairs):
        ticket = come(branch, now + timedelta(seconds=number)).id
        come(branch, now + timedelta(seconds=number, milliseconds=500))
        both = acts(ticket, branch, other, now + timedelta(hours=1))
        results = at_once(both[one], both[two])
        assert all(not isinstance(result, str) or result.isidentifier() for result in results), (one, two)
        row = Ticket.objects.get(pk=ticket)
        assert (row.finished_at is None) == (row.state in ACTIVE), (one, two)
        kept = KeptTurn.objects.filter(subject_id=row.subject_id).count()
        assert kept == (row.state in ("transferred", "unserved")), (one, two)
        Ticket.objects.filter(state__in=ACTIVE).update(state="left", finished_at=now, pager=None)
    assert verify().broken == ()


def test_a_person_at_two_doors_and_twice_at_one_has_one_number(branch: BranchView, now: datetime) -> None:
    other = save_branch(code="JYP", hours=[], booths=1, name="J", timezone="Asia/Jayapura", hall_limit=9)
    claim = new_id()
    at_once(
        *[lambda: come(branch, now, claim=claim, person_key="k").label] * 2,
        *[lambda: come(other, now, claim=claim, person_key="k").label] * 2,
    )
    assert Ticket.objects.filter(person_key="k", state__in=ACTIVE).count() == 1


def test_a_kept_turn_is_used_once(branch: BranchView, now: datetime) -> None:
    claim = new_id()
    ticket = come(branch, now, claim=claim)
    operations.close_unserved(ticket_id=ticket.id, actor=SYSTEM, now=now)
    tomorrow = now + timedelta(days=1)
    at_once(*[lambda: come(branch, tomorrow, claim=claim).label] * 3)
    assert Ticket.objects.exclude(kept_turn=None).count() == 1
    assert KeptTurn.objects.get().used_at == tomorrow


def test_two_who_come_back_get_two_places(branch: BranchView, now: datetime) -> None:
    gone = [come(branch, now + timedelta(seconds=n)).id for n in range(2)]
    come(branch, now + timedelta(seconds=9))
    for ticket in gone:
        operations.call(ticket_id=ticket, booth_id=None, actor=OFFICER, now=now)
        operations.no_show(ticket_id=ticket, actor=OFFICER, now=now)
    later = now + timedelta(minutes=9)
    at_once(
        *(
            lambda ticket=ticket: operations.come_back(
                ticket_id=ticket, branch_id=branch.id, actor=TABLET, now=later
            )
            for ticket in gone
        )
    )
    line = [one.label for one in queries.waiting(branch_id=branch.id, now=later)]
    assert line[0] == "A-003"
    assert sorted(line[1:]) == ["A-001", "A-002"]


def test_a_late_check_in_sent_twice_at_once_is_worked_off_once(branch: BranchView, now: datetime) -> None:
    key, done = new_id(), []

    def send() -> str:
        with transaction.atomic():
            noted = operations.note_scan(
                key=key, branch_id=branch.id, device_id=None, scanned_at=now, now=now
            )
            if not noted.result:
                done.append(come(branch, now).id)
                operations.end_scan(key=key, result="ok", ticket_id=done[-1])
            return noted.result or "first"

    assert sorted(at_once(send, send, send)) == ["first", "ok", "ok"]
    assert len(done) == 1


def test_questions_at_the_door_are_counted_one_by_one(branch: BranchView, now: datetime) -> None:
    at_once(
        *(
            lambda deferred=deferred: operations.count_screened(
                branch_id=branch.id, deferred=deferred, now=now
            )
            for deferred in (True, False, False, True)
        )
    )
    found = queries.screening_figures(branch_id=branch.id, day=now.date())
    assert (found.asked, found.deferred) == (4, 2)


def test_a_burst_of_arrivals_loses_nobody_and_numbers_nobody_twice(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    """Ten thousand in one second, at reduced size: eight doors, twelve each, calls in between."""

    def door() -> list[str]:
        return [come(branch, now).label for _ in range(12)]

    def desk() -> list[str]:
        called = []
        for _ in range(10):
            for first in queries.waiting(branch_id=branch.id, now=now)[:1]:
                called.append(
                    operations.call(ticket_id=first.id, booth_id=None, actor=OFFICER, now=now).label
                )
        return called

    *doors, called = at_once(*[door] * 8, desk)
    labels = [label for each in doors for label in each]
    assert len(labels) == len(set(labels)) == 96
    assert sorted(labels) == [f"A-{number:03d}" for number in range(1, 97)]
    waiting = {one.label for one in queries.waiting(branch_id=branch.id, now=now)}
    assert waiting | set(called) == set(labels)
    assert not waiting & set(called)
