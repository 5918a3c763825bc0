"""Reading the journal: trails, live events since a moment, and whether the chains hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max

from lapak.journal.models import Entry
from lapak.journal.rules import Break, Link, first_break, wire_form
from lapak.kernel.subjects import Subject

# An id is given before its transaction commits, so a smaller id may appear after a larger one was read.
LATE_COMMIT_MARGIN = 64
MOST_EVENTS_RESENT = 500


@dataclass(frozen=True)
class Verification:
    """How many chains and entries were read, and the broken ones."""

    subjects: int
    entries: int
    broken: tuple[tuple[Subject, Break], ...]


def trail(*, subject: Subject) -> tuple[Link, ...]:
    """Return everything recorded about `subject`, oldest first; times in UTC."""
    rows = Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("seq")
    return tuple(_link(row) for row in rows)


def trails(*, kind: str, ids: Sequence[str]) -> dict[str, tuple[Link, ...]]:
    """Return the trails of several subjects of one kind by id, each oldest first, in one reading."""
    rows = Entry.objects.filter(subject_kind=kind, subject_id__in=ids).order_by("subject_id", "seq")
    return {id: tuple(map(_link, group)) for id, group in groupby(rows, key=lambda row: row.subject_id)}


def last_id() -> int:
    """Return the id of the newest entry, 0 when there is none."""
    return Entry.objects.aggregate(last=Max("pk"))["last"] or 0


def events_after(*, topics: Sequence[str], id: int) -> tuple[dict[str, Any], ...]:
    """Return the entries of `topics` after `id` in wire form, with a margin of earlier ones that may be new.

    A reader therefore meets some events twice and knows them by their id.
    """
    rows = Entry.objects.filter(topics__overlap=list(topics), pk__gt=id - LATE_COMMIT_MARGIN).order_by("pk")
    return tuple(
        wire_form(id=row.pk, subject=Subject(row.subject_kind, row.subject_id), link=_link(row))
        for row in rows[:MOST_EVENTS_RESENT]
    )


def verify(*, subject: Subject | None = None) -> Verification:
    """Walk the chain of one subject, or of all, and return what does not hold; reads row by row."""
    rows = Entry.objects.order_by("subject_kind", "subject_id", "seq")
    if subject is not None:
        rows = rows.filter(subject_kind=subject.kind, subject_id=subject.id)
    subjects = entries = 0
    broken: list[tuple[Subject, Break]] = []
    for (kind, id), group in groupby(rows.iterator(), key=lambda row: (row.subject_kind, row.subject_id)):
        owner = Subject(kind, id)
        counted = _Counted(_link(row) for row in group)
        found = first_break(subject=owner, links=counted)
        for _ in counted:
            pass
        subjects, entries = subjects + 1, entries + counted.count
        if found:
            broken.append((owner, found))
    return Verification(subjects=subjects, entries=entries, broken=tuple(broken))


class _Counted(Iterator[Link]):
    def __init__(self, links: Iterator[Link]) -> None:
        self._links = links
        self.count = 0

    def __next__(self) -> Link:
        link = next(self._links)
        self.count += 1
        return link


def _link(row: Entry) -> Link:
    return Link(**{name: getattr(row, name) for name in Link._fields})
