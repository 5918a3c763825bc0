"""Looking for reasons to look, and keeping what staff made of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak import bulk
from lapak.claims.models import Claim, FoundSignal
from lapak.claims.operations.rows import ClaimChanged, checks_topic, locked, save
from lapak.claims.queries.signals import is_unexplained, signal_facts
from lapak.claims.rules.signals import SignalCode, signals
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput, NotFound

LONGEST_NOTE = 300


def look_for_signals(rows: Sequence[Claim], *, now: datetime) -> None:
    """Keep what is a reason to look at each of the locked claims now; what no longer holds goes.

    What was explained stays explained while nothing was added to it.
    """
    facts = signal_facts(rows, now=now)
    found = {(row.pk, one.code): one for row in rows for one in signals(facts[row.pk])}
    kept = {
        (row.claim_id, SignalCode(row.code)): row
        for row in FoundSignal.objects.filter(claim__any_of=[row.pk for row in rows])
    }
    gone = [row.pk for key, row in kept.items() if key not in found]
    if gone:
        FoundSignal.objects.filter(pk__in=gone).delete()
    new = []
    for (claim_id, code), one in found.items():
        others, row = sorted(one.others), kept.get((claim_id, code))
        if row is None:
            new.append(FoundSignal(claim_id=claim_id, code=code, others=others, found_at=now))
        elif row.others != others:
            row.others, row.found_at = others, now
            row.save(update_fields=["others", "found_at"])
    bulk.insert(new)


@transaction.atomic
def explain_signal(
    *, claim_id: UUID, code: str, note: str, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Keep what the actor made of a reason to look, for whoever decides later.

    Raises InvalidInput(`note_empty`, `note_too_long`) at `note`, NotFound(`signal_unknown`, `claim_unknown`),
    KinRefused.
    """
    row = locked(claim_id=claim_id, actor=actor)
    note = note.strip()
    if not note:
        raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    if len(note) > LONGEST_NOTE:
        too_long = FieldError("note", "note_too_long", {"most": LONGEST_NOTE})
        raise InvalidInput("note_too_long", fields=[too_long])
    signal = row.signals.filter(code=code).first()
    if signal is None:
        raise NotFound("signal_unknown")
    _explain(signal, note, actor, now)
    topics = (checks_topic(row), *topics)
    return save(
        row, what="claim.signal_explained", actor=actor, now=now, data={"signal": code}, topics=topics
    )


def require_explained(row: Claim, *, note: str, actor: Actor, now: datetime) -> None:
    """Let the note of an approval explain what nobody has explained yet.

    Raises InvalidInput(`signal_unexplained`) at `note` when there is something and the note is empty.
    """
    open_ones = [one for one in row.signals.all() if is_unexplained(one)]
    if not open_ones:
        return
    if not note.strip():
        raise InvalidInput("signal_unexplained", fields=[FieldError("note", "signal_unexplained")])
    for one in open_ones:
        _explain(one, note.strip()[:LONGEST_NOTE], actor, now)


def _explain(signal: FoundSignal, note: str, actor: Actor, now: datetime) -> None:
    signal.note, signal.explained = note, signal.others
    signal.noted_by_id, signal.noted_at = int(actor.id), now
    signal.save(update_fields=["note", "explained", "noted_by", "noted_at"])
