"""How near a branch is to somebody, as far as the codes of regions tell."""

from dataclasses import dataclass
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


class Step(IntEnum):
    """The same regency or city, the same province, another province, not known."""

    REGENCY = 0
    PROVINCE = 1
    ELSEWHERE = 2
    UNKNOWN = 3


@dataclass(frozen=True, order=True)
class Nearness:
    """The smaller, the nearer; `km` lie between the seats of the two provinces."""

    step: Step
    km: int


@dataclass(frozen=True)
class Point:
    """A place on earth, in degrees."""

    latitude: float
    longitude: float


def nearness(*, of: str, to: str, seat_of: Point | None, seat_to: Point | None) -> Nearness:
    """Return how near two places are by their codes: two digits of a province, or four of a regency."""
    if len(of) >= 4 and of[:4] == to[:4]:
        return Nearness(Step.REGENCY, 0)
    if of and of[:2] == to[:2]:
        return Nearness(Step.PROVINCE, 0)
    if seat_of is None or seat_to is None:
        return Nearness(Step.UNKNOWN, 0)
    return Nearness(Step.ELSEWHERE, round(distance_km(seat_of, seat_to)))


def distance_km(one: Point, other: Point) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = (
        sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(half))
