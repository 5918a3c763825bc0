"""Moments come from the database as PostgreSQL keeps them, in UTC, whatever the session's zone."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection
from psycopg.pq import Format
from psycopg.types.datetime import TimestamptzLoader

from lapak.moments import MomentLoader

pytestmark = pytest.mark.django_db
TIMESTAMPTZ = 1184
WRITTEN = [
    ("2020-02-29 23:59:59.999999+00", datetime(2020, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)),
    ("2020-02-29 23:59:59+00", datetime(2020, 2, 29, 23, 59, 59, tzinfo=UTC)),
    ("2020-02-29 23:59:59.5+00", datetime(2020, 2, 29, 23, 59, 59, 500000, tzinfo=UTC)),
    ("2020-06-22 10:30:00.25+07", datetime(2020, 6, 22, 3, 30, 0, 250000, tzinfo=UTC)),
    ("1900-01-01 00:07:12+07:07:12", datetime(1899, 12, 31, 17, 0, tzinfo=UTC)),
    ("0001-01-01 00:00:00+00", datetime(1, 1, 1, tzinfo=UTC)),
    ("9999-12-31 23:59:59.999999+00", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
]


def one(statement: str, *parameters: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("text", "moment"), WRITTEN)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Jayapura", "America/St_Johns"])
def test_a_moment_is_read_as_it_is(text: str, moment: datetime, zone: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local time zone %s", [zone])
        cursor.execute("select %s::timestamptz", [text])
        if zone != "UTC" and moment.year in (1, 9999):
            return  # no calendar of Python's holds it there
        found = cursor.fetchone()[0]
    assert (found, found.tzinfo) == (moment, UTC)


def test_django_reads_by_it_and_nothing_stays_nothing() -> None:
    connection.ensure_connection()
    assert connection.connection.adapters.get_loader(TIMESTAMPTZ, Format.TEXT) is MomentLoader
    assert one("select null::timestamptz") is None
    assert isinstance(one("select now()"), datetime)


@pytest.mark.parametrize("text", ["infinity", "-infinity", "0044-03-15 12:00:00+00 BC"])
def test_what_no_calendar_holds_is_refused_as_psycopg_refuses_it(text: str) -> None:
    assert issubclass(MomentLoader, TimestamptzLoader)
    with pytest.raises(DataError):
        one("select %s::timestamptz", text)
