from itertools import product

import pytest

from lapak.offices.rules.zones import Zone, ZoneKind

AREAS = (None, 0, 1, 4, 12, 60, 500)
STATED = (None, 0, 1, 2, 40)
GRID = [pair for pair in product(AREAS, STATED) if pair != (None, None)]


def zone(**facts: int | None) -> Zone:
    return Zone(ZoneKind.HALL, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("area_m2", "distance_cm", "room"),
    [(60, 100, 60), (60, 150, 26), (60, 200, 15), (3, 200, 0), (4, 200, 1), (10, 70, 20)],
)
def test_each_person_stands_on_a_square_of_the_distance(area_m2: int, distance_cm: int, room: int) -> None:
    assert zone(area_m2=area_m2, distance_cm=distance_cm).limit == room


@pytest.mark.parametrize(("area_m2", "people_limit"), GRID)
@pytest.mark.parametrize("distance_cm", [50, 100, 150, 500])
def test_the_stricter_of_floor_and_stated_limit_counts(
    area_m2: int | None, people_limit: int | None, distance_cm: int
) -> None:
    it = zone(area_m2=area_m2, distance_cm=distance_cm, people_limit=people_limit)
    if area_m2 is not None:
        assert it.limit * distance_cm**2 <= area_m2 * 10_000
    if people_limit is not None:
        assert it.limit <= people_limit
    assert it.limit in (it.room, people_limit)


@pytest.mark.parametrize("limit", range(1, 60))
@pytest.mark.parametrize("percent", [50, 75, 80, 99])
def test_the_alarm_comes_before_the_limit_and_not_before_its_share(limit: int, percent: int) -> None:
    alarm_at = zone(people_limit=limit, alarm_percent=percent).alarm_at
    assert alarm_at >= 1
    assert alarm_at < limit or limit == 1
    assert alarm_at * 100 >= limit * percent or alarm_at == limit - 1
