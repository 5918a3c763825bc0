"""Who is inside which zone, who is told when it fills, and what is kept of it."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from lapak.journal.queries import trail
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.offices.operations import set_zone
from lapak.offices.queries import BoothView, BranchView
from lapak.offices.rules.zones import Zone, ZoneKind
from lapak.outbox.models import Message
from lapak.people.rules import Role
from lapak.queueing import operations, queries
from lapak.queueing.models import CrowdAlarm, CrowdSample, Movement, ZoneCount
from lapak.queueing.rules.hall import Hall
from tests.operations.queueing.arriving import OFFICER, TABLET, come

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 22)
HALL, YARD, GATE = ZoneKind


@pytest.fixture
def head(branch: BranchView) -> int:
    people = get_user_model().objects
    people.create(
        username="cso", display_name="Petugas", staff_number="1", branch_id=branch.id, roles=[Role.OFFICER]
    )
    return people.create(
        username="kacab",
        display_name="Ibu Kepala",
        staff_number="2",
        branch_id=branch.id,
        roles=[Role.BRANCH_HEAD],
        email="kacab@contoh.id",
    ).pk


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def hold(branch: BranchView, now: datetime, kind: ZoneKind, people: int, alarm: int = 80) -> None:
    zone = Zone(kind, people_limit=people, alarm_percent=alarm)
    set_zone(branch_id=branch.id, zone=zone, first_day=TODAY, actor=OFFICER, now=now)


def press(
    branch: BranchView, now: datetime, delta: int, *, zone: ZoneKind = HALL, age: float = 0, times: int = 1
) -> int:
    for _ in range(times):
        view = operations.count_person(
            branch_id=branch.id,
            delta=delta,
            tap_id=new_id(),
            zone=zone,
            age=minutes(age),
            actor=TABLET,
            now=now,
        )
    return view.hall.inside


def inside(branch: BranchView, now: datetime) -> dict[str, tuple[int, int]]:
    found = queries.zones_of(branch=branch, now=now)
    return {each.zone.kind: (each.ticketed, each.counted) for each in found}


def test_people_with_a_ticket_are_where_they_wait_and_gone_when_it_ends(
    branch: BranchView, booth_of: dict[int, BoothView], now: datetime
) -> None:
    hold(branch, now, YARD, 20)
    first, second, third = (come(branch, now) for _ in range(3))
    come(branch, now, channel="online")
    for ticket, waits in ((second, "pager"), (third, "phone")):
        operations.set_waits(ticket_id=ticket.id, branch_id=branch.id, waits=waits, actor=TABLET, now=now)
    press(branch, now, 1)
    assert inside(branch, now) == {"hall": (1, 1), "yard": (1, 0)}
    for ticket, number in ((second, 1), (third, 2)):
        operations.call(ticket_id=ticket.id, booth_id=booth_of[number].id, actor=OFFICER, now=now)
    assert inside(branch, now) == {"hall": (3, 1), "yard": (0, 0)}
    operations.start_service(ticket_id=second.id, actor=OFFICER, now=now)
    operations.finish(ticket_id=second.id, outcome="verified", actor=OFFICER, now=now)
    operations.leave(ticket_id=first.id, actor=TABLET, now=now)
    operations.no_show(ticket_id=third.id, actor=OFFICER, now=now)
    assert inside(branch, now) == {"hall": (0, 1), "yard": (0, 0)}
    come(branch, now)
    assert inside(branch, now + timedelta(hours=13))["hall"] == (0, 0)


def test_the_limit_of_the_hall_is_that_of_its_floor(branch: BranchView, now: datetime) -> None:
    zone = Zone(HALL, area_m2=45, distance_cm=150, people_limit=50)
    set_zone(branch_id=branch.id, zone=zone, first_day=TODAY, actor=OFFICER, now=now)
    assert queries.hall(branch_id=branch.id, now=now).hall == Hall(0, 20, 1)
    assert queries.board(branch_id=branch.id, now=now).hall.limit == 20


def test_presses_that_arrive_late_fall_into_their_place(branch: BranchView, now: datetime) -> None:
    assert press(branch, now, -1) == 0  # it saw somebody go out whom another tablet had counted
    assert press(branch, now, 1, age=10) == 0  # and here that tablet comes back
    assert press(branch, now, 1, age=5) == 1
    assert ZoneCount.objects.get().inside == 1
    assert Movement.objects.filter(at__lt=now).count() == 2


def test_a_full_hall_counts_who_comes_in_all_the_same(branch: BranchView, now: datetime) -> None:
    assert press(branch, now, 1, times=5) == 5
    assert queries.hall(branch_id=branch.id, now=now).hall.limit == 3


def test_zones_are_counted_apart_and_only_those_that_are_kept(branch: BranchView, now: datetime) -> None:
    hold(branch, now, GATE, 10)
    press(branch, now, 1, zone=GATE, times=3)
    press(branch, now, 1)
    assert inside(branch, now) == {"hall": (0, 1), "gate": (0, 3)}
    with pytest.raises(NotFound, match="zone_unknown"):
        press(branch, now, 1, zone=YARD)


def test_a_named_press_is_taken_back_once(branch: BranchView, now: datetime) -> None:
    press(branch, now, 1, times=3)
    last = queries.hall(branch_id=branch.id, now=now).last_tap
    for _ in range(2):
        operations.undo_count(branch_id=branch.id, tap_id=last, actor=TABLET, now=now)
    assert inside(branch, now)["hall"] == (0, 2)


def test_an_alarm_begins_before_the_limit_tells_the_branch_head_and_ends_below(
    branch: BranchView, head: int, now: datetime
) -> None:
    hold(branch, now, HALL, 10)
    press(branch, now, 1, times=7)
    assert CrowdAlarm.objects.count() == 0
    press(branch, now + minutes(1), 1)
    found = CrowdAlarm.objects.get()
    assert (found.began_with, found.limit, found.full_at) == (8, 10, None)
    owed = Message.objects.get(kind="mail.crowd_alarm")
    assert owed.payload == {"alarm": str(found.pk), "staff": head}
    press(branch, now + minutes(2), 1, times=2)
    press(branch, now + minutes(3), -1, times=2)
    found.refresh_from_db()
    assert (found.most, found.full_at, found.ended_at) == (10, now + minutes(2), None)
    press(branch, now + minutes(4), -1)
    found.refresh_from_db()
    assert found.ended_at == now + minutes(4)
    told = trail(subject=Subject("crowd_alarm", str(found.pk)))
    assert [link.what for link in told] == ["crowd.alarm", "crowd.full", "crowd.alarm_ended"]
    assert told[0].data["told"] == [head]
    press(branch, now + minutes(5), 1)
    assert Message.objects.filter(kind="mail.crowd_alarm").count() == 2  # a new alarm tells anew


def test_tickets_raise_an_alarm_too_and_it_ends_when_nobody_presses(
    branch: BranchView, head: int, now: datetime, django_capture_on_commit_callbacks
) -> None:
    hold(branch, now, HALL, 5)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(4):
            come(branch, now)
    assert CrowdAlarm.objects.filter(ended_at=None).count() == 1
    operations.watch_all(now=now + timedelta(hours=13))
    assert CrowdAlarm.objects.filter(ended_at=None).count() == 0


def test_an_alarm_of_a_zone_that_is_kept_no_longer_ends(branch: BranchView, now: datetime) -> None:
    hold(branch, now, YARD, 3)
    press(branch, now, 1, zone=YARD, times=3)
    assert CrowdAlarm.objects.filter(ended_at=None).count() == 1
    hold(branch, now, YARD, 0)
    operations.watch(branch_id=branch.id, now=now + minutes(1))
    assert CrowdAlarm.objects.filter(ended_at=None).count() == 0


def test_the_first_who_sees_to_an_alarm_stays_written_down(
    branch: BranchView, head: int, now: datetime
) -> None:
    press(branch, now, 1, times=3)
    alarm_id = queries.alarms(branch_id=branch.id, since=now)[0].id
    for staff_id in (head, head + 1):
        operations.take_alarm(
            alarm_id=alarm_id, branch_id=branch.id, staff_id=staff_id, actor=OFFICER, now=now
        )
    assert queries.alarms(branch_id=branch.id, since=now)[0].taken_by == head
    with pytest.raises(NotFound):
        operations.take_alarm(alarm_id=alarm_id, branch_id=new_id(), staff_id=head, actor=OFFICER, now=now)
    for moment in (now, now + minutes(1)):
        operations.note_sent(alarm_id=alarm_id, staff_id=head, now=moment)
    assert queries.told(alarm_ids=[alarm_id])[alarm_id][0].sent_at == now


def test_samples_are_kept_each_five_minutes_while_the_branch_is_open(
    branch: BranchView, now: datetime
) -> None:
    press(branch, now, 1, times=2)
    for minute in (0, 2, 4, 5, 9):
        operations.sample_all(now=now + minutes(minute))
    assert list(CrowdSample.objects.order_by("at").values_list("at", "inside", "limit")) == [
        (now, 2, 3),
        (now + minutes(5), 2, 3),
    ]
    assert operations.sample_all(now=now + timedelta(hours=14)) == 0  # night, and nobody inside
    assert operations.forget_samples(now=now + timedelta(days=401)) == 2


def test_history_speaks_on_the_clock_of_the_branch(branch: BranchView, now: datetime) -> None:
    for week, people in ((1, 1), (2, 3)):
        for minute, more in ((0, 0), (5, 1)):
            CrowdSample.objects.create(
                branch_id=branch.id,
                zone=HALL,
                at=now - timedelta(weeks=week) + minutes(minute),
                inside=people + more,
                limit=10,
            )
    cells = queries.heat(branch_id=branch.id, now=now)
    assert list(cells) == [(0, 10)]  # 03.00 UTC on Monday is ten in Jakarta
    assert (cells[0, 10].share, cells[0, 10].most, cells[0, 10].days) == (pytest.approx(0.25), 0.4, 2)
    windows = queries.when_to_come(branch_id=branch.id, heat=cells, now=now + timedelta(hours=1))
    assert [(one.day, one.span.start) for one in windows] == [(date(2020, 6, 29), 600)]
    days = queries.hours_of_days(branch_id=branch.id, days=10, now=now)
    assert list(days) == [(date(2020, 6, 15), 10)]


def test_entry_is_paced_by_booths_and_the_next_in_line_are_named(branch: BranchView, now: datetime) -> None:
    hold(branch, now, HALL, 30)
    tickets = [come(branch, now + minutes(number)) for number in range(6)]
    for ticket in tickets[1:]:
        operations.set_waits(ticket_id=ticket.id, branch_id=branch.id, waits="phone", actor=TABLET, now=now)
    view = queries.entry(branch_id=branch.id, now=now + minutes(10))
    assert (view.let_in, view.outside, view.booths) == (2, 5, 6)  # 40 minutes each: three inside are enough
    assert [one.ticket.label for one in view.next] == ["A-002", "A-003"]
