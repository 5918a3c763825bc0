"""Two and more connections at once, committed for real."""

from datetime import datetime, timedelta
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from lapak.journal.queries import verify
from lapak.kernel.ids import new_id
from lapak.offices.queries import BoothView, BranchView
from lapak.queueing import operations, queries
from lapak.queueing.models import ZoneCount
from tests.operations.queueing.arriving import OFFICER, TABLET, come
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twelve_who_arrive_at_once_get_twelve_numbers_without_a_gap(
    branch: BranchView, now: datetime
) -> None:
    tickets = at_once(*[lambda: come(branch, now).label] * 12)
    assert sorted(tickets) == [f"A-{number:03d}" for number in range(1, 13)]


def test_one_person_at_three_tablets_gets_one_number(branch: BranchView, now: datetime) -> None:
    labels = at_once(*[lambda: come(branch, now, person_key="k").label] * 3)
    assert set(labels) == {"A-001"}
    assert come(branch, now).label == "A-002"


def test_two_officers_calling_the_same_person_and_one_gets_them(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    ticket = come(branch, now).id
    results = at_once(
        *(
            lambda booth=booth: (
                operations.call(ticket_id=ticket, booth_id=booth.id, actor=OFFICER, now=now).booth_number
            )
            for booth in booth_of.values()
        )
    )
    assert results.count("move_not_from_here") == len(booth_of) - 1


def test_leaving_and_being_called_at_once_end_in_one_state(branch: BranchView, now: datetime) -> None:
    ticket = come(branch, now).id
    at_once(
        lambda: operations.leave(ticket_id=ticket, actor=TABLET, now=now),
        lambda: operations.call(ticket_id=ticket, booth_id=None, actor=OFFICER, now=now),
    )
    found = queries.ticket(ticket_id=ticket)
    assert found is not None
    assert found.state == "left"  # whoever is called may still leave
    assert verify().broken == ()


def test_who_is_called_in_the_moment_of_withdrawing_keeps_the_place(
    branch: BranchView, now: datetime
) -> None:
    ticket = come(branch, now)
    is_called = Event()

    @transaction.atomic
    def call() -> None:
        operations.call(ticket_id=ticket.id, booth_id=None, actor=OFFICER, now=now)
        is_called.set()
        sleep(0.3)  # long enough for the other to ask before this is committed

    def withdraw() -> bool:
        is_called.wait()
        return operations.stop_waiting(subject_id=ticket.subject_id, actor=TABLET, now=now)

    assert at_once(call, withdraw)[1] is False
    found = queries.ticket(ticket_id=ticket.id)
    assert found is not None
    assert found.state == "called"


def test_presses_at_two_doors_are_all_counted(branch: BranchView, now: datetime) -> None:
    def press(delta: int) -> int:
        return operations.count_person(
            branch_id=branch.id, delta=delta, tap_id=new_id(), actor=TABLET, now=now
        ).hall.inside

    assert sorted(at_once(*[lambda: press(1)] * 6)) == [1, 2, 3, 4, 5, 6]
    at_once(*[lambda: operations.undo_count(branch_id=branch.id, actor=TABLET, now=now)] * 2)
    assert ZoneCount.objects.get().inside == 4


def test_the_last_pager_goes_to_one_of_two(branch: BranchView, now: datetime) -> None:
    tickets = [come(branch, now + timedelta(seconds=n)).id for n in range(2)]
    results = at_once(
        *(
            lambda ticket=ticket: (
                operations.set_waits(
                    ticket_id=ticket, branch_id=branch.id, waits="pager", actor=TABLET, now=now
                ).pager
            )
            for ticket in tickets
        )
    )
    assert sorted(map(str, results)) == ["1", "no_pager"]
