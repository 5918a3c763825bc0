from datetime import UTC, datetime, timedelta

import pytest

from lapak.booking.rules.waiting import NOTICE, SHORTEST, deadline

WIB, WIT = "Asia/Jakarta", "Asia/Jayapura"
TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)  # 10.00 WIB
FAR = TEN + timedelta(days=4)


def until(now: datetime, *, starts_at: datetime = FAR, zone: str = WIB) -> datetime | None:
    return deadline(now=now, starts_at=starts_at, book_by=None, zone=zone)


def test_by_day_there_are_two_hours() -> None:
    assert until(TEN) == TEN + timedelta(hours=2)


@pytest.mark.parametrize(
    ("hours", "answer"),
    [
        (13, 24 - 3 + 2),  # 23.00: the night does not count, so until 09.00
        (10, 24 - 3 + 1),  # 20.00: one hour tonight, one tomorrow
        (19, 24 - 3 + 2),  # 05.00 next morning: until 09.00
        (11, 24 - 3 + 2),  # 21.00 sharp is night
    ],
)
def test_at_night_the_time_stands_still(hours: int, answer: int) -> None:
    assert until(TEN + timedelta(hours=hours)) == TEN + timedelta(hours=answer)


@pytest.mark.parametrize(
    ("told", "starts", "answer"),
    [
        (12, 22, None),  # 22.00 for 08.00: all of the time to answer is night
        (12, 22.25, None),  # 08.15: a quarter of an hour of the morning
        (12, 22.5, 21.5),  # 08.30: half an hour of it
        (10.75, 22, None),  # 20.45: a quarter of an hour before the night
        (10.5, 22, 21),  # 20.30: half an hour before it, and until 07.00
        (18.5, 23, 22),  # 04.30 for 09.00: the hour from 07.00
    ],
)
def test_only_minutes_of_the_day_count_as_time_to_answer(
    told: float, starts: float, answer: float | None
) -> None:
    found = until(TEN + timedelta(hours=told), starts_at=TEN + timedelta(hours=starts))
    assert found == (None if answer is None else TEN + timedelta(hours=answer))


def test_night_is_that_of_the_branch() -> None:
    evening = TEN + timedelta(hours=9)  # 19.00 WIB, 21.00 WIT
    assert until(evening, zone=WIB) == evening + timedelta(hours=2)
    assert until(evening, zone=WIT) == TEN + timedelta(hours=21)  # 09.00 WIT


def test_an_offer_ends_an_hour_before_the_time_and_is_not_made_when_nobody_could_answer() -> None:
    assert until(TEN, starts_at=TEN + timedelta(hours=2)) == TEN + timedelta(hours=2) - NOTICE
    soon = TEN + NOTICE + SHORTEST
    assert until(TEN, starts_at=soon) == TEN + SHORTEST
    assert until(TEN, starts_at=soon - timedelta(seconds=1)) is None
    assert deadline(now=TEN, starts_at=FAR, book_by=TEN + timedelta(minutes=30), zone=WIB) == TEN + timedelta(
        minutes=30
    )
