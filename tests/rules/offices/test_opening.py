from datetime import UTC, date, datetime, time, timedelta

import pytest

from lapak.offices.rules import WHOLE_DAY, Hours, is_alive, is_open_at, open_stretches

MONDAY = date(2020, 6, 22)
HOURS = [Hours(0, time(13), time(15)), Hours(0, time(8), time(12)), Hours(1, time(8), time(12))]


def stretches(day: date, *, always_open: bool = False) -> tuple[tuple[time, time], ...]:
    return open_stretches(day=day, hours=HOURS, holidays={date(2020, 6, 23)}, always_open=always_open)


def test_a_day_has_its_stretches_in_order() -> None:
    assert stretches(MONDAY) == ((time(8), time(12)), (time(13), time(15)))


def test_holidays_and_days_without_hours_are_closed() -> None:
    assert stretches(date(2020, 6, 23)) == ()
    assert stretches(date(2020, 6, 24)) == ()


def test_an_office_that_is_always_open_knows_no_holiday() -> None:
    assert stretches(date(2020, 6, 23), always_open=True) == (WHOLE_DAY,)


@pytest.mark.parametrize(
    ("clock", "open_"),
    [(time(7, 59), False), (time(8), True), (time(12), False), (time(13), True), (time(15), False)],
)
def test_the_closing_minute_is_outside(clock: time, open_: bool) -> None:
    assert is_open_at(clock=clock, stretches=stretches(MONDAY)) is open_


def test_the_whole_day_ends_at_the_midnight_after() -> None:
    assert is_open_at(clock=time(23, 59), stretches=(WHOLE_DAY,))


def test_a_device_is_alive_for_fifteen_seconds_after_its_sign() -> None:
    seen = datetime(2020, 6, 22, tzinfo=UTC)
    assert is_alive(last_seen_at=seen, now=seen + timedelta(seconds=14))
    assert not is_alive(last_seen_at=seen, now=seen + timedelta(seconds=15))
    assert not is_alive(last_seen_at=None, now=seen)
