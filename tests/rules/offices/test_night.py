from datetime import UTC, datetime, timedelta

import pytest

from lapak.offices.rules.night import dark_until

EIGHT, NOON, ONE, FOUR = (datetime(2020, 6, 22, hour, 0, tzinfo=UTC) for hour in (8, 12, 13, 16))
DAY = timedelta(days=1)
SPANS = ((EIGHT, NOON), (ONE, FOUR), (EIGHT + DAY, FOUR + DAY))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, 22, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_screens_shine_from_half_an_hour_before_to_an_hour_after(minute: int) -> None:
    now = at(0) + timedelta(minutes=minute)
    should_shine = at(7, 30) <= now < at(17)
    until = dark_until(spans=SPANS, now=now)
    assert (until is None) == should_shine
    if until is not None:
        assert until == (at(7, 30) if now < at(7, 30) else at(7, 30) + DAY)


def test_without_an_opening_to_come_it_is_looked_at_again_in_a_day() -> None:
    assert dark_until(spans=(), now=at(9)) == at(9) + DAY
    assert dark_until(spans=((EIGHT - 9 * DAY, FOUR - 9 * DAY),), now=at(9)) == at(9) + DAY
