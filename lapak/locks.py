"""Locks on what has no row to lock yet: a day still to be planned, a person who is about to stand in line."""

from django.db import connection


def lock_names(*names: str) -> None:
    """Keep everybody else who names one of these waiting until the transaction, which must run, ends.

    Names are taken in order, so nobody who names several waits in a circle. Advisory locks of PostgreSQL.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(one, 0)) from unnest(%s::text[]) as one",
            [sorted(names)],
        )
