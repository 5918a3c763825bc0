"""Recording what happened, inside the transaction of the operation that made it happen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb
from pydantic_core import to_json

from lapak import bulk, prepared
from lapak.journal.models import Entry
from lapak.journal.rules import Link, seal, wire_form
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject

CHANNEL = "lapak_live"
Head = tuple[int, str]


@dataclass(frozen=True)
class Recorded:
    """Where an entry stands: its id over all subjects and its place in the chain of its own."""

    id: int
    seq: int


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened to a subject. `data` holds ids, codes and numbers, never a name, an identity number or an
    account; who follows one of `topics` is told when the transaction commits.
    """

    subject: Subject
    what: str
    actor: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    topics: Sequence[str] = ()
    rule_version: str = ""


def record(
    *,
    subject: Subject,
    what: str,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    topics: Sequence[str] = (),
    rule_version: str = "",
) -> Recorded:
    """Add an event (see `Event`) to the chain of `subject`.

    Call it inside the operation's transaction, holding the row lock of the subject: that is what keeps
    its chain in one line; two writers without the lock collide on the unique `seq`.
    """
    event = Event(
        subject=subject,
        what=what,
        actor=actor,
        at=now,
        data=data or {},
        topics=topics,
        rule_version=rule_version,
    )
    return record_all([event])[0]


def record_all(events: Sequence[Event]) -> tuple[Recorded, ...]:
    """Add events in few statements, each as `record` does; those of one subject in the order given."""
    heads = _heads({event.subject for event in events})
    links = []
    for event in events:
        link = _linked(event, heads.get(event.subject))
        heads[event.subject] = (link.seq, link.hash)
        links.append(link)
    entries = [_entry(event, link) for event, link in zip(events, links, strict=True)]
    bulk.insert(entries)
    followed = [
        _notice(
            event="journal",
            id=entry.pk,
            topics=event.topics,
            body=wire_form(id=entry.pk, subject=event.subject, link=link),
        )
        for entry, event, link in zip(entries, events, links, strict=True)
        if event.topics
    ]
    _notify(followed)
    return tuple(Recorded(id=entry.pk, seq=entry.seq) for entry in entries)


@dataclass(frozen=True)
class FirstEntry:
    """The first entry of a chain as an `insert … select`, for an operation that is one statement.

    It is written once for each row of the named part of that statement: exactly one, or none.
    """

    sql: str
    parameters: tuple[object, ...]


def first_entry(event: Event, *, after: str) -> FirstEntry:
    """Return the entry that begins the chain of a subject which this very statement makes; nobody is told.

    `after` names the part (`with after as (…)`) that must have given a row.
    """
    link = _linked(event, None)
    names = {"subject_kind": event.subject.kind, "subject_id": event.subject.id}
    row = {**link._asdict(), **names, "data": Jsonb(link.data)}
    return FirstEntry(_insert_after(after, tuple(row)), tuple(row.values()))


@cache
def _insert_after(after: str, names: tuple[str, ...]) -> str:
    marks = ", ".join(f"%s::{Entry._meta.get_field(name).db_type(connection)}" for name in names)
    columns = ", ".join(names)
    return f"insert into {Entry._meta.db_table} ({columns}, topics) select {marks}, '{{}}' from {after}"  # noqa: S608 names of ours


def announce(*, event: str, id: int, topics: Sequence[str], body: Mapping[str, Any] | None) -> None:
    """Tell the live processes at commit that `event` number `id` concerns `topics`.

    PostgreSQL limits a notice to 8,000 bytes: pass `body` as None where it may be larger, and the live
    process fetches it by id.
    """
    _notify([_notice(event=event, id=id, topics=topics, body=body)])


def _heads(subjects: Collection[Subject]) -> dict[Subject, Head]:
    """Return the number and the hash of the last entry of each subject that has any."""
    kinds, ids = [one.kind for one in subjects], [one.id for one in subjects]
    found = prepared.rows(
        "select one.kind, one.id, last.seq, last.hash"
        " from unnest(%s::text[], %s::text[]) as one (kind, id) cross join lateral ("
        " select seq, hash from journal_entry where subject_kind = one.kind and subject_id = one.id"
        " order by seq desc limit 1) as last",
        [kinds, ids],
    )
    return {Subject(kind, id): (seq, hash) for kind, id, seq, hash in found}


def _linked(event: Event, head: Head | None) -> Link:
    seq, previous_hash = (head[0] + 1, head[1]) if head else (1, "")
    link = Link(
        seq=seq,
        at=event.at,
        actor_kind=event.actor.kind,
        actor_id=event.actor.id,
        what=event.what,
        rule_version=event.rule_version,
        data=dict(event.data),
        previous_hash=previous_hash,
        hash="",
    )
    return link._replace(hash=seal(subject=event.subject, link=link))


def _entry(event: Event, link: Link) -> Entry:
    return bulk.new(
        Entry,
        subject_kind=event.subject.kind,
        subject_id=event.subject.id,
        topics=list(event.topics),
        **link._asdict(),
    )


def _notice(*, event: str, id: int, topics: Sequence[str], body: Mapping[str, Any] | None) -> str:
    return to_json({"event": event, "id": id, "topics": topics, "body": body}).decode()


def _notify(notices: Sequence[str]) -> None:
    if notices:
        prepared.rows(
            "select pg_notify(%s::text, one) from jsonb_array_elements_text(%s::jsonb) as one",
            [CHANNEL, to_json(notices).decode()],
        )
