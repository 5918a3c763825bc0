"""Writing many rows of a table in one statement, as one JSON text that PostgreSQL takes apart.

Django's own way makes an array of texts for each column; making those cost half of what a list of claims
took (ADR 9).
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

from lapak import prepared


def insert(rows: Sequence[Model], *, skip_known: bool = False) -> None:
    """Insert new rows of one table, and give them the numbers that the database gives.

    With `skip_known` a row that a unique constraint knows already is left out (and gets no number).
    """
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    numbered = rows[0].pk is None
    columns = [one for one in model._meta.concrete_fields if not (numbered and one is key)]
    names = ", ".join(str(one.column) for one in columns)
    statement = f"insert into {model._meta.db_table} ({names}) select {names} from {_records(model)} as new"  # noqa: S608 names of ours
    if skip_known:
        statement += " on conflict do nothing"
    elif numbered:
        statement += f" returning {key.column}"
    given = prepared.rows(statement, [_json(rows, columns)])
    if numbered and not skip_known:
        for row, (number,) in zip(rows, given, strict=True):
            row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(rows: Sequence[Model], fields: Collection[str]) -> None:
    """Write these fields (by their attribute names) of rows of one table."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    written = [one for one in model._meta.concrete_fields if one.attname in fields]
    names = ", ".join(str(one.column) for one in written)
    news = ", ".join(f"new.{one.column}" for one in written)
    statement = (
        f"update {model._meta.db_table} as old set ({names}) = row({news})"  # noqa: S608 names of ours
        f" from {_records(model)} as new where old.{key.column} = new.{key.column}"
    )
    prepared.rows(statement, [_json(rows, [key, *written])])


def _records(model: type[Model]) -> str:
    return f"jsonb_populate_recordset(null::{model._meta.db_table}, %s::jsonb)"


def _json(rows: Sequence[Model], fields: Sequence["Field[Any, Any]"]) -> str:
    named = [(str(one.column), one.attname) for one in fields]
    return json.dumps(
        [{column: getattr(row, name) for column, name in named} for row in rows], default=_plain
    )


def _plain(value: object) -> str:
    if isinstance(value, UUID | date):  # a moment is a date too
        return str(value)
    raise TypeError(f"no column takes a {type(value).__name__}")
