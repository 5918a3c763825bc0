from datetime import UTC, datetime, timedelta

import pytest

from lapak.booking.rules.relocation import soonest_replacement

MIDNIGHT = datetime(2020, 6, 21, 17, 0, tzinfo=UTC)  # 00.00 WIB


@pytest.mark.parametrize(
    ("told", "earliest"),
    [
        (10, 11),
        (20, 21),
        (20.5, 24 + 7.5),  # half an hour in the evening, half an hour in the morning
        (23, 24 + 8),
        (3, 8),
    ],
)
def test_who_is_moved_has_an_hour_of_the_day_to_read_it(told: float, earliest: float) -> None:
    found = soonest_replacement(now=MIDNIGHT + timedelta(hours=told), zone="Asia/Jakarta")
    assert found == MIDNIGHT + timedelta(hours=earliest)
