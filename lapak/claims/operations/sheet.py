"""What an operation writes. One claim is written at once; of many, each is decided alone and all are written
together, in a few statements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from lapak import bulk
from lapak.claims.models import Claim
from lapak.claims.queries.once import asking_once
from lapak.journal.operations import Event, record_all
from lapak.kernel.errors import DomainError
from lapak.outbox.operations import Debt, owe_all

Done = TypeVar("Done")
Verdicts = dict[UUID, Done | DomainError]


@dataclass
class Sheet:
    """Rows to add, rows to change with the fields that did, events for the journal, messages to owe.

    `shared` are rows to add unless somebody has, by their key.
    """

    shared: dict[str, Model] = field(default_factory=dict)
    added: list[Model] = field(default_factory=list)
    changed: list[tuple[Model, frozenset[str]]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)

    def change(self, rows: Iterable[Model], *fields: str) -> None:
        """Have these fields of the rows written."""
        self.changed.extend((row, frozenset(fields)) for row in rows)


_open: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


@contextmanager
def writing(*, now: datetime) -> Iterator[Sheet]:
    """Give the sheet to write on: the one `for_each` has open, or one that is written when the block ends."""
    sheet = _open.get()
    if sheet is not None:
        yield sheet
        return
    sheet = Sheet()
    yield sheet
    _write([sheet], now)


def for_each(rows: Iterable[Claim], act: Callable[[Claim], Done], *, now: datetime) -> Verdicts[Done]:
    """Let `act` decide on each locked claim, then write for all what it wrote; return a verdict by claim.

    A claim that is refused is not written and stops no other. `act` must not read back what it wrote.
    """
    verdicts: Verdicts[Done] = {}
    sheets = []
    with asking_once():
        for row in rows:
            sheet = Sheet()
            token = _open.set(sheet)
            try:
                verdicts[row.pk] = act(row)
                sheets.append(sheet)
            except DomainError as refusal:
                verdicts[row.pk] = refusal
            finally:
                _open.reset(token)
    _write(sheets, now)
    return verdicts


def only(verdicts: Verdicts[Done]) -> Done:
    """Return what came of the only claim, or raise its refusal."""
    (verdict,) = verdicts.values()
    if isinstance(verdict, DomainError):
        raise verdict
    return verdict


def _write(sheets: Sequence[Sheet], now: datetime) -> None:
    changed: dict[type[Model], dict[Model, frozenset[str]]] = defaultdict(dict)
    added: dict[type[Model], list[Model]] = defaultdict(list)
    for sheet in sheets:
        for row, fields in sheet.changed:
            of_model = changed[type(row)]
            of_model[row] = of_model.get(row, frozenset()) | fields
        for row in sheet.added:
            added[type(row)].append(row)
    shared = {key: row for sheet in sheets for key, row in sheet.shared.items()}
    bulk.insert([shared[key] for key in sorted(shared)], skip_known=True)
    for new in added.values():
        bulk.insert(new)
    for rows in changed.values():
        bulk.update(list(rows), frozenset().union(*rows.values()))
    if events := [event for sheet in sheets for event in sheet.events]:
        record_all(events)
    if debts := [debt for sheet in sheets for debt in sheet.debts]:
        owe_all(debts, now=now)
