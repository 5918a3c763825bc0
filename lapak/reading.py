"""Reading many rows, and what belongs to them in one statement each.

Django's own `prefetch_related` makes a filtered query for each row it has read for, and its models are made
field by field; the two cost a quarter of what a list of claims took (ADR 9).
"""

from collections import defaultdict
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
        """Return the values as the column has them."""
        return [self._field.get_prep_value(one) for one in self.rhs]

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
    of_row: dict[Any, list[Model]] = defaultdict(list)
    by_key = {row.pk: row for row in rows}
    found = list(relation.related_model._default_manager.filter(**{f"{field.name}__any_of": list(by_key)}))
    for one in found:
        key = getattr(one, field.attname)
        field.set_cached_value(one, by_key[key])
        of_row[key].append(one)
    for key, row in by_key.items():
        if isinstance(relation, OneToOneRel):
            relation.set_cached_value(row, of_row[key][0] if key in of_row else None)
        else:
            kept = row.__dict__.setdefault("_prefetched_objects_cache", {})
            kept[relation.cache_name] = of_row.get(key, [])
    return found


def _read_pointed_at(rows: Iterable[Model], field: Any) -> Sequence[Model]:
    keys = {key for row in rows if (key := getattr(row, field.attname)) is not None}
    found = {one.pk: one for one in field.related_model._default_manager.filter(pk__any_of=list(keys))}
    for row in rows:
        if (key := getattr(row, field.attname)) is not None:
            field.set_cached_value(row, found[key])
    return list(found.values())
