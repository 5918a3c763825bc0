"""Writing many rows of a table in one statement, as one JSON text that PostgreSQL takes apart.

Django's own way makes an array of texts for each column; making those cost half of what a list of claims
took (ADR 9).
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.base import ModelState
from pydantic_core import to_json

from lapak import prepared

Row = TypeVar("Row", bound=Model)


def new(model: type[Row], /, **values: Any) -> Row:
    """Return a new row of a table that is not written yet, made without the signals of `__init__`.

    `values` go by attribute names (`claim_id`); the fields left out have their defaults. Raises TypeError for
    a name that is no field's.
    """
    defaults = _defaults(model)
    if not values.keys() <= defaults.keys():
        raise TypeError(f"{model.__name__} has no {', '.join(values.keys() - defaults.keys())}")
    row = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(
        {name: default() for name, default in defaults.items() if name not in values}, **values
    )
    return row


@cache
def _defaults(model: type[Model]) -> dict[str, Callable[[], Any]]:
    return {one.attname: one.get_default for one in model._meta.concrete_fields}


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
    database = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, database


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
    columns = [one.column for one in fields]
    values = itemgetter(*(one.attname for one in fields))
    return to_json([dict(zip(columns, values(row.__dict__), strict=True)) for row in rows]).decode()
