"""Statements that say so are planned once for each connection; Django's own never are."""

from contextlib import closing

import pytest
from django.db import connection

from lapak import prepared
from lapak.config.settings import base
from lapak.database.base import MOST_PLANS, DatabaseWrapper
from lapak.offices.models import Branch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    """A connection that has planned nothing yet."""
    with connection.cursor() as cursor:
        cursor.execute("deallocate all")
    connection.connection._prepared.clear()


def planned() -> list[tuple[str, int]]:
    """Return the texts that this connection has planned, with how often each was used."""
    with connection.cursor() as cursor:
        cursor.execute("select statement, generic_plans + custom_plans from pg_prepared_statements")
        return list(cursor.fetchall())


def test_a_statement_is_planned_once_and_used_again() -> None:
    for number in (1, 2, 3):
        assert prepared.rows("select %s::int + 1", [number]) == [(number + 1,)]
    assert planned() == [("select $1::int + 1", 3)]


def test_djangos_own_statements_are_not_kept() -> None:
    for code in "ABCDEFGH":
        assert not Branch.objects.filter(code=code).exists()
    assert planned() == []


def test_a_connection_of_the_service_keeps_all_plans_there_are() -> None:
    served = {**connection.settings_dict, "OPTIONS": {**base.DATABASE_OPTIONS, "pool": False}}
    with closing(DatabaseWrapper(served, alias="default")) as wrapper:
        wrapper.ensure_connection()
        assert wrapper.connection.prepare_threshold is not None
        assert wrapper.connection.prepared_max == MOST_PLANS
