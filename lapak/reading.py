"""Reading many rows, and what belongs to them in one statement each.

Django's own `prefetch_related` makes a filtered query for each row it has read for, and its models are made
field by field; the two cost a quarter of what a list of claims took (ADR 9).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self

from django.db.models import Field, ForeignObject, Lookup, ManyToOneRel, Model, OneToOneRel
from django.db.models.base import ModelState
from django.db.models.sql.compiler import SQLCompiler


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`column__any_of=values`: an `in` whose text does not grow with the values."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        """Return the values as they were given: PostgreSQL makes of them what the column has."""
        return list(self.rhs)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return `column = any(array)`."""
        column, parameters = compiler.compile(self.lhs)
        return f"{column} = any(%s::{self._field.db_type(connection)}[])", (*parameters, self.rhs)

    @property
    def _field(self) -> "Field[Any, Any]":
        field: Field[Any, Any] = self.lhs.output_field
        return getattr(field, "target_field", field)


class ReadQuickly(Model):
    """A table whose rows are made of what was read, without the defaults and signals of `__init__`."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_how: Any
    ) -> Self:
        """Return the row; fields that were not asked for are read when somebody looks at them."""
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


def read_beside(rows: Collection[Model], *paths: str) -> None:
    """Read what the paths lead to (`papers`, `branch`, `acting__person`) for all rows at once.

    What many rows point at is one object for all of them. A row's `all()` then gives the list that was read;
    to narrow it down, ask the database anew by the model.
    """
    for path in paths:
        name, _, further = path.partition("__")
        found = _read(rows, name) if rows else []
        if further:
            read_beside(found, further)


def _read(rows: Collection[Model], name: str) -> Sequence[Model]:
    relation: Any = next(iter(rows))._meta.get_field(name)
    if not isinstance(relation, ManyToOneRel):
        return _read_pointed_at(rows, relation)
    field = relation.field
    by_key: dict[Any, tuple[Model, list[Model]]] = {row.pk: (row, []) for row in rows}
    found = list(relation.related_model._default_manager.filter(**{f"{field.name}__any_of": list(by_key)}))
    for one in found:
        row, its = by_key[getattr(one, field.attname)]
        field.set_cached_value(one, row)
        its.append(one)
    for row, its in by_key.values():
        if isinstance(relation, OneToOneRel):
            relation.set_cached_value(row, its[0] if its else None)
        else:
            row.__dict__.setdefault("_prefetched_objects_cache", {})[relation.cache_name] = its
    return found


def _read_pointed_at(rows: Iterable[Model], field: Any) -> Sequence[Model]:
    keys = {key for row in rows if (key := getattr(row, field.attname)) is not None}
    found = {one.pk: one for one in field.related_model._default_manager.filter(pk__any_of=list(keys))}
    for row in rows:
        if (key := getattr(row, field.attname)) is not None:
            field.set_cached_value(row, found[key])
    return list(found.values())
