"""Recording what happened, inside the transaction of the operation that made it happen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from lapak.journal.models import Entry
from lapak.journal.rules import Link, seal, wire_form
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject

CHANNEL = "lapak_live"


@dataclass(frozen=True)
class Recorded:
    """Where an entry stands: its id over all subjects and its place in the chain of its own."""

    id: int
    seq: int


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
    """Add an entry to the chain of `subject` and tell those who follow `topics` when the transaction commits.

    Call it inside the operation's transaction, holding the row lock of the subject: that is what keeps
    its chain in one line; two writers without the lock collide on the unique `seq`. `data` holds ids,
    codes and numbers, never a name, an identity number or an account.
    """
    last = (
        Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    seq, previous_hash = (last[0] + 1, last[1]) if last else (1, "")
    content = dict(data or {})
    link = Link(
        seq=seq,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        what=what,
        rule_version=rule_version,
        data=content,
        previous_hash=previous_hash,
        hash="",
    )
    link = replace(link, hash=seal(subject=subject, link=link))
    entry = Entry.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        topics=list(topics),
        **{name: getattr(link, name) for name in Link.__dataclass_fields__},
    )
    if topics:
        body = wire_form(id=entry.pk, subject=subject, link=link)
        announce(event="journal", id=entry.pk, topics=topics, body=body)
    return Recorded(id=entry.pk, seq=seq)


def announce(*, event: str, id: int, topics: Sequence[str], body: Mapping[str, Any] | None) -> None:
    """Tell the live processes at commit that `event` number `id` concerns `topics`.

    PostgreSQL limits a notice to 8,000 bytes: pass `body` as None where it may be larger, and the live
    process fetches it by id.
    """
    notice = json.dumps({"event": event, "id": id, "topics": list(topics), "body": body})
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, notice])
