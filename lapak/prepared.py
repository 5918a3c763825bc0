"""Statements that are asked all the time, planned by PostgreSQL once for each connection.

Django writes the values into the text of a statement, and builds most texts anew: on the way to a promised
time that cost more than everything else together (`docs/figures.md`).
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text is always the same, none for one that gives none.

    Raises Django's database errors.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql, parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []
