"""Which statements a block sends to the database, Django's own and the prepared ones."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection

from lapak import prepared


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give the list of their texts, which grows while the block runs."""
    sent: list[str] = []
    rows = prepared.rows

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    def note_rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        sent.append(sql)
        return rows(sql, parameters)

    with connection.execute_wrapper(note), patch.object(prepared, "rows", note_rows):
        yield sent
