"""The hash chain: each entry of a subject seals the one before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from lapak.kernel.subjects import Subject

# What pages act by. All else of an entry (sums, findings, reasons) is read by a page that may show it.
TOLD_KEYS = frozenset({"version", "visit", "outcome", "number", "call", "mode", "epoch", "light", "desk"})
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class Link(NamedTuple):
    """One entry as far as its seal covers it, with the seal that was stored."""

    seq: int
    at: datetime
    actor_kind: str
    actor_id: str
    what: str
    rule_version: str
    data: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold, and how."""

    seq: int
    why: str


def seal(*, subject: Subject, link: Link) -> str:
    """Return the SHA-256 in hex over everything an entry says and the seal before it."""
    content = {
        "subject": [subject.kind, subject.id],
        "seq": link.seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [link.actor_kind, link.actor_id],
        "what": link.what,
        "rule_version": link.rule_version,
        "data": link.data,
        "previous": link.previous_hash,
    }
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def first_break(*, subject: Subject, links: Iterable[Link]) -> Break | None:
    """Return where the chain of one subject, in order of `seq`, was changed, cut or reordered, or None."""
    expected_seq, previous = 1, ""
    for link in links:
        if link.seq != expected_seq:
            return Break(expected_seq, "missing")
        if link.previous_hash != previous:
            return Break(link.seq, "not joined to the entry before")
        if link.hash != seal(subject=subject, link=link):
            return Break(link.seq, "changed")
        expected_seq, previous = expected_seq + 1, link.hash
    return None


def wire_form(*, id: int, subject: Subject, link: Link) -> dict[str, Any]:
    """Return entry `id` as a live page receives it: that something happened, and what pages act by."""
    return {
        "id": id,
        "what": link.what,
        "subject": {"kind": subject.kind, "id": subject.id},
        "seq": link.seq,
        "data": {key: value for key, value in link.data.items() if key in TOLD_KEYS},
        "at": link.at.isoformat(),
    }
