"""How near a branch is, as far as codes tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.offices.regions import near, province_codes, province_seats
from lapak.offices.rules.nearness import Nearness, Point, Step, distance_km, nearness


@pytest.mark.parametrize(
    ("of", "to", "expected"),
    [
        ("3671", "36.71", Nearness(Step.REGENCY, 0)),
        ("3671", "36.03", Nearness(Step.PROVINCE, 0)),
        ("36", "36.71", Nearness(Step.PROVINCE, 0)),
        ("", "36.71", Nearness(Step.UNKNOWN, 0)),
        ("0000", "36.71", Nearness(Step.UNKNOWN, 0)),
    ],
)
def test_the_codes_tell_the_step(of: str, to: str, expected: Nearness) -> None:
    assert near(of=of, to=to) == expected


def test_every_province_in_use_has_a_seat_within_indonesia() -> None:
    seats = province_seats()
    assert set(seats) <= province_codes()
    assert len(seats) == 38
    assert all(-11 <= one.latitude <= 6 and 95 <= one.longitude <= 141 for one in seats.values())


@pytest.mark.parametrize(("one", "other", "km"), [("31", "32", 117), ("31", "35", 665), ("11", "91", 5_100)])
def test_distances_between_provinces_are_about_right(one: str, other: str, km: int) -> None:
    found = near(of=one, to=other)
    assert found.step is Step.ELSEWHERE
    assert found.km == pytest.approx(km, rel=0.05)


def test_the_same_regency_is_nearer_than_the_province_and_that_nearer_than_any_other() -> None:
    order = [near(of="3671", to=to) for to in ("3671", "3603", "3174", "1671", "9171")]
    assert order == sorted(order)
    assert len(set(order)) == 5


POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_no_longer_than_half_the_earth(one: Point, other: Point) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= distance_km(one, other) <= 20_016
    assert nearness(of="11", to="12", seat_of=one, seat_to=one).km == 0
