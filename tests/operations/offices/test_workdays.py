from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.offices import operations as office
from lapak.offices.queries import BranchView, absences, booths, day_facts, opening_stretches, terms, workdays
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import Span, Terms, Workday
from tests.races import at_once

HEAD = Actor.staff(staff_id=1, role="branch_head")
MONDAY, TUESDAY = date(2020, 6, 22), date(2020, 6, 23)
DIMAS = 7
EIGHT, NOON, THREE = time(8), time(12), time(15)


@pytest.fixture
def branch(db: None) -> BranchView:
    hours = [Hours(weekday, EIGHT, THREE) for weekday in range(5)]
    return office.save_branch(
        code="TGR", hours=hours, booths=2, name="TGR", timezone="Asia/Jakarta", hall_limit=40
    )


def on(branch: BranchView, day: date) -> Workday:
    return workdays(branch_id=branch.id, days=[day])[day]


def shift(branch: BranchView, now: datetime, **changed: object) -> None:
    facts = {
        "officer_id": DIMAS,
        "weekday": 0,
        "starts": EIGHT,
        "ends": THREE,
        "places": 6,
        "first_day": MONDAY,
        "actor": HEAD,
        "now": now,
    }
    office.set_shift(branch_id=branch.id, **{**facts, **changed})  # type: ignore[arg-type]


def told(branch: BranchView) -> list[str]:
    return [link.what for link in trail(subject=Subject("branch", str(branch.id)))]


def test_new_hours_hold_from_their_day_and_the_old_until_the_day_before(
    branch: BranchView, now: datetime
) -> None:
    shorter = [Hours(1, EIGHT, NOON)]
    office.change_hours(branch_id=branch.id, hours=shorter, first_day=TUESDAY, actor=HEAD, now=now)
    found = opening_stretches(branch_id=branch.id, days=[MONDAY, TUESDAY, TUESDAY + timedelta(days=1)])
    assert list(found.values()) == [((EIGHT, THREE),), ((EIGHT, NOON),), ()]
    assert told(branch) == ["branch.hours_changed"]


def test_a_special_day_and_a_break_change_one_day_each(branch: BranchView, now: datetime) -> None:
    office.set_special_day(
        branch_id=branch.id, day=TUESDAY, opens=None, closes=None, why="Listrik padam", actor=HEAD, now=now
    )
    office.set_rest(
        branch_id=branch.id,
        weekday=0,
        starts=NOON,
        ends=time(13),
        first_day=MONDAY,
        last_day=MONDAY,
        actor=HEAD,
        now=now,
    )
    assert on(branch, MONDAY).open == (Span(480, 720), Span(780, 900))
    assert on(branch, TUESDAY).open == ()
    assert on(branch, MONDAY + timedelta(days=7)).open == (Span(480, 900),)
    office.drop_special_day(branch_id=branch.id, day=TUESDAY, actor=HEAD, now=now)
    assert on(branch, TUESDAY).open == (Span(480, 900),)


def test_an_absence_takes_a_shift_out_until_it_is_withdrawn(branch: BranchView, now: datetime) -> None:
    shift(branch, now)
    away = office.note_absence(
        branch_id=branch.id, officer_id=DIMAS, first_day=MONDAY, last_day=TUESDAY, actor=HEAD, now=now
    )
    assert on(branch, MONDAY).crew == ()
    assert [one.id for one in absences(branch_id=branch.id, since=MONDAY)] == [away]
    for _ in range(2):
        office.withdraw_absence(branch_id=branch.id, absence_id=away, actor=HEAD, now=now)
    assert [one.places for one in on(branch, MONDAY).crew] == [6]
    assert told(branch)[-2:] == ["branch.absence_noted", "branch.absence_withdrawn"]


def test_a_shift_ends_and_stays_known(branch: BranchView, now: datetime) -> None:
    shift(branch, now)
    (known,) = day_facts(branch_id=branch.id, days=[MONDAY])[MONDAY].shifts
    with pytest.raises(Conflict) as refused:
        shift(branch, now, starts=NOON, ends=time(18))
    assert refused.value.code == "shift_overlaps"
    shift(branch, now, starts=THREE, ends=time(18), last_day=MONDAY)
    assert [one.span for one in on(branch, MONDAY).crew] == [Span(480, 900), Span(900, 1080)]
    assert [one.span for one in on(branch, MONDAY + timedelta(days=7)).crew] == [Span(480, 900)]
    assert known.places == 6


def test_a_booth_out_of_order_is_counted_out_until_it_works(branch: BranchView, now: datetime) -> None:
    room = booths(branch_id=branch.id)[0]
    office.set_booth_order(booth_id=room.id, branch_id=branch.id, works=False, actor=HEAD, now=now)
    office.set_booth_order(booth_id=room.id, branch_id=branch.id, works=False, actor=HEAD, now=now)
    assert (on(branch, MONDAY).booths, on(branch, TUESDAY).booths) == (1, 1)
    later = now + timedelta(days=1)
    office.set_booth_order(booth_id=room.id, branch_id=branch.id, works=True, actor=HEAD, now=later)
    assert (on(branch, MONDAY).booths, on(branch, TUESDAY).booths) == (1, 2)


def test_a_booth_planned_out_until_further_notice_can_break_today_and_be_used_again(
    branch: BranchView, now: datetime
) -> None:
    room = booths(branch_id=branch.id)[0]
    booth: dict[str, Any] = {"branch_id": branch.id, "booth_id": room.id, "actor": HEAD, "now": now}
    office.note_outage(first_day=TUESDAY, **booth)
    office.end_outage(**booth)
    assert (on(branch, MONDAY).booths, on(branch, TUESDAY).booths) == (2, 2)
    planned = office.note_outage(first_day=TUESDAY, **booth)
    assert office.note_outage(first_day=MONDAY, **booth) == planned
    assert (on(branch, MONDAY).booths, on(branch, TUESDAY).booths) == (1, 1)
    office.note_outage(first_day=TUESDAY, last_day=TUESDAY, **booth)
    office.end_outage(**booth)
    assert (on(branch, MONDAY).booths, on(branch, TUESDAY).booths) == (2, 1)  # days that were planned stay


def test_terms_hold_from_their_day(branch: BranchView, now: datetime) -> None:
    office.set_terms(
        branch_id=branch.id, first_day=TUESDAY, terms=Terms(horizon_days=14), actor=HEAD, now=now
    )
    assert [terms(branch_id=branch.id, day=day).horizon_days for day in (MONDAY, TUESDAY)] == [7, 14]


def test_what_cannot_be_is_refused_at_its_field(branch: BranchView, now: datetime) -> None:
    yesterday = MONDAY - timedelta(days=1)
    for changed, code, field in (
        ({"first_day": yesterday}, "day_is_past", "first_day"),
        ({"last_day": yesterday}, "days_out_of_order", "last_day"),
        ({"starts": NOON, "ends": NOON}, "times_out_of_order", "ends"),
        ({"places": 7}, "places_out_of_range", "places"),
    ):
        with pytest.raises(InvalidInput) as refused:
            shift(branch, now, **changed)
        assert (refused.value.code, [one.field for one in refused.value.fields]) == (code, [field])
    with pytest.raises(NotFound):
        office.withdraw_absence(branch_id=branch.id, absence_id=new_id(), actor=HEAD, now=now)
    with pytest.raises(NotFound):
        office.note_outage(branch_id=branch.id, booth_id=new_id(), first_day=MONDAY, actor=HEAD, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_heads_who_give_one_officer_the_same_hours_give_them_once(now: datetime) -> None:
    hours = [Hours(0, EIGHT, THREE)]
    branch = office.save_branch(
        code="TGR", hours=hours, booths=0, name="TGR", timezone="Asia/Jakarta", hall_limit=40
    )
    results = at_once(*[lambda: shift(branch, now)] * 3)
    assert results.count("shift_overlaps") == 2
    assert len(on(branch, MONDAY).crew) == 1
