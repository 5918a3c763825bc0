from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel import clock
from lapak.kernel.working_days import (
    add_working_days,
    count_working_days,
    is_working_day,
    next_working_day,
)
from lapak.kernel.zones import (
    UnknownZone,
    format_time,
    format_time_range,
    local_date,
    utc_moment,
    zone_name,
)

JUNE = date(2020, 6, 1)
days = st.dates(min_value=date(2019, 1, 1), max_value=date(2027, 12, 31))
holidays = st.frozensets(st.dates(min_value=date(2019, 1, 1), max_value=date(2027, 12, 31)), max_size=40)


def test_the_clock_is_aware_and_in_utc() -> None:
    assert clock.utc_now().utcoffset() == timedelta(0)
    assert clock.monotonic_seconds() <= clock.monotonic_seconds()


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert is_working_day(day=date(2020, 6, 19), holidays=())
    assert not is_working_day(day=date(2020, 6, 20), holidays=())
    assert not is_working_day(day=date(2020, 6, 21), holidays=())
    assert not is_working_day(day=JUNE, holidays={JUNE})


def test_five_working_days_step_over_weekend_and_holiday() -> None:
    filed = date(2020, 5, 28)
    assert add_working_days(start=filed, count=5, holidays={JUNE}) == date(2020, 6, 5)
    assert add_working_days(start=filed, count=0, holidays={JUNE}) == filed
    assert next_working_day(day=date(2020, 5, 29), holidays={JUNE}) == date(2020, 6, 2)


def test_counting_leaves_out_the_first_day() -> None:
    assert count_working_days(start=date(2020, 6, 18), end=date(2020, 6, 22), holidays=()) == 2
    assert count_working_days(start=date(2020, 6, 22), end=date(2020, 6, 18), holidays=()) == 0


def test_a_negative_count_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="count"):
        add_working_days(start=JUNE, count=-1, holidays=())


@given(start=days, count=st.integers(1, 60), free=holidays)
def test_counting_undoes_adding(start: date, count: int, free: frozenset[date]) -> None:
    end = add_working_days(start=start, count=count, holidays=free)
    assert is_working_day(day=end, holidays=free)
    assert count_working_days(start=start, end=end, holidays=free) == count


@pytest.mark.parametrize(
    ("zone", "name", "shown"),
    [
        ("Asia/Jakarta", "WIB", "10.34 WIB"),
        ("Asia/Pontianak", "WIB", "10.34 WIB"),
        ("Asia/Makassar", "WITA", "11.34 WITA"),
        ("Asia/Jayapura", "WIT", "12.34 WIT"),
    ],
)
def test_a_moment_is_shown_in_the_branchs_zone(zone: str, name: str, shown: str) -> None:
    moment = datetime(2020, 6, 22, 3, 34, tzinfo=UTC)
    assert zone_name(zone=zone) == name
    assert format_time(moment=moment, zone=zone) == shown


def test_a_range_names_its_zone_once() -> None:
    start = datetime(2020, 6, 22, 3, 34, tzinfo=UTC)
    shown = format_time_range(start=start, end=start + timedelta(minutes=8), zone="Asia/Jakarta")
    assert shown == "10.34–10.42 WIB"


def test_the_day_is_the_branchs_and_not_utcs() -> None:
    moment = datetime(2020, 6, 22, 15, 30, tzinfo=UTC)
    assert local_date(moment=moment, zone="Asia/Jakarta") == date(2020, 6, 22)
    assert local_date(moment=moment, zone="Asia/Jayapura") == date(2020, 6, 23)


@given(day=days, at=st.times(), zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]))
def test_an_hour_at_the_branch_falls_on_that_day_there(day: date, at: time, zone: str) -> None:
    moment = utc_moment(day=day, at=at, zone=zone)
    assert moment.utcoffset() == timedelta(0)
    assert local_date(moment=moment, zone=zone) == day
    assert format_time(moment=moment, zone=zone).startswith(f"{at:%H.%M}")


def test_a_zone_outside_indonesia_and_a_naive_moment_are_refused() -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_name(zone="Europe/Amsterdam")
    assert refused.value.code == "zone_unknown"
    with pytest.raises(ValueError, match="zone"):
        local_date(moment=datetime(2020, 6, 22), zone="Asia/Jakarta")  # noqa: DTZ001 - the naive moment is the case
