from dataclasses import replace
from datetime import date, datetime

import pytest

from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput
from lapak.kernel.subjects import Subject
from lapak.offices.operations import WorkdayInvalid, save_branch, set_zone
from lapak.offices.queries import BranchView, zone_changes, zones
from lapak.offices.rules.zones import Zone, ZoneKind

HEAD = Actor.staff(staff_id=1, role="branch_head")
MONDAY, TUESDAY, FRIDAY = date(2020, 6, 22), date(2020, 6, 23), date(2020, 6, 26)
HALL = Zone(ZoneKind.HALL, area_m2=90, distance_cm=150, people_limit=60)
YARD = Zone(ZoneKind.YARD, people_limit=20)


@pytest.fixture
def branch(db: None) -> BranchView:
    return save_branch(code="TGR", hours=[], booths=2, name="TGR", timezone="Asia/Jakarta", hall_limit=33)


def limits(branch: BranchView, day: date) -> dict[str, int]:
    return {each.kind: each.limit for each in zones(branch=branch, day=day)}


def test_a_branch_that_set_nothing_keeps_its_hall(branch: BranchView) -> None:
    assert limits(branch, MONDAY) == {"hall": 33}


def test_zones_hold_from_their_day_on_and_end_with_a_limit_of_nobody(
    branch: BranchView, now: datetime
) -> None:
    for zone, day in ((HALL, TUESDAY), (YARD, MONDAY), (replace(YARD, people_limit=0), FRIDAY)):
        set_zone(branch_id=branch.id, zone=zone, first_day=day, actor=HEAD, now=now)
    assert limits(branch, MONDAY) == {"hall": 33, "yard": 20}
    assert limits(branch, TUESDAY) == {"hall": 40, "yard": 20}
    assert limits(branch, FRIDAY) == {"hall": 40}
    assert [(day, each.kind) for day, each in zone_changes(branch_id=branch.id, after=MONDAY)] == [
        (TUESDAY, "hall"),
        (FRIDAY, "yard"),
    ]
    told = trail(subject=Subject("branch", str(branch.id)))
    assert [link.what for link in told] == ["branch.zone_set"] * 3
    assert told[0].data["limit"] == 40


def test_setting_the_same_day_again_replaces_it(branch: BranchView, now: datetime) -> None:
    for people in (20, 12):
        wanted = replace(YARD, people_limit=people)
        set_zone(branch_id=branch.id, zone=wanted, first_day=MONDAY, actor=HEAD, now=now)
    assert limits(branch, MONDAY)["yard"] == 12


@pytest.mark.parametrize(
    ("zone", "field", "code"),
    [
        (Zone(ZoneKind.GATE), "people_limit", "zone_without_limit"),
        (Zone(ZoneKind.HALL, people_limit=0), "people_limit", "zone_hall_needed"),
        (Zone(ZoneKind.GATE, area_m2=1, distance_cm=200), "area_m2", "zone_limit_zero"),
        (Zone(ZoneKind.GATE, area_m2=9, distance_cm=49), "distance_cm", "zone_distance"),
        (Zone(ZoneKind.GATE, area_m2=9, alarm_percent=100), "alarm_percent", "zone_alarm"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_at_its_field(
    branch: BranchView, now: datetime, zone: Zone, field: str, code: str
) -> None:
    with pytest.raises(InvalidInput, match=code) as refused:
        set_zone(branch_id=branch.id, zone=zone, first_day=MONDAY, actor=HEAD, now=now)
    assert [error.field for error in refused.value.fields] == [field]
    assert limits(branch, MONDAY) == {"hall": 33}


def test_a_day_that_is_past_stays_as_it_was(branch: BranchView, now: datetime) -> None:
    with pytest.raises(WorkdayInvalid, match="day_is_past"):
        set_zone(branch_id=branch.id, zone=YARD, first_day=date(2020, 6, 21), actor=HEAD, now=now)
