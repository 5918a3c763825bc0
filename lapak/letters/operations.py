"""Reserving a letter, keeping what was made of it, and recording who looked at it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.rows import locked
from lapak.documents import vault
from lapak.journal.operations import record
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.numbers import new_code
from lapak.kernel.subjects import Subject
from lapak.letters.models import Letter
from lapak.letters.queries import LetterView, seal_of, standing_since, view
from lapak.letters.rules.authenticity import CODE_LENGTH
from lapak.letters.rules.kinds import GROUP_OF, Kind, letter_number

SYSTEM = Actor.system(job="letters.issue")
SAME_SITTING = timedelta(minutes=15)  # a page that is loaded again is one look


@dataclass(frozen=True)
class Reserved:
    """A letter about to be made. Here and in the claim is all that makes its bytes what they are."""

    id: UUID
    claim_id: UUID
    kind: Kind
    number: str
    happened_at: datetime
    code: str
    salt: str
    written: LetterView | None


@transaction.atomic
def reserve(*, claim_id: UUID, kind: Kind, now: datetime) -> Reserved | None:
    """Reserve the letter about the claim's present event of this kind, or find it reserved or written.

    None when the claim does not stand where such a letter tells of something. Locks the claim. Raises
    NotFound(`claim_unknown`).
    """
    claim = locked(claim_id=claim_id, actor=SYSTEM)
    at = standing_since(kind=kind, claim_id=claim_id)
    if at is None or claim.branch_id is None:
        return None
    row = Letter.objects.filter(claim_id=claim_id, kind=kind, happened_at=at).first()
    if row is None:
        group = GROUP_OF[kind]
        row = Letter.objects.create(
            id=new_id(now=now),
            claim_id=claim_id,
            branch_id=claim.branch_id,
            kind=kind,
            group=group,
            serial=Letter.objects.filter(claim_id=claim_id, group=group).count() + 1,
            happened_at=at,
            code=new_code(length=CODE_LENGTH),
            salt=secrets.token_hex(16),
            reserved_at=now,
        )
    return Reserved(
        id=row.pk,
        claim_id=claim_id,
        kind=kind,
        number=letter_number(claim_number=str(claim.number), kind=kind, serial=row.serial),
        happened_at=row.happened_at,
        code=row.code,
        salt=row.salt,
        written=view(row) if row.written_at else None,
    )


def keep(*, letter: Reserved, pdf: bytes, name: str, figure: str, now: datetime) -> LetterView | None:
    """Keep what was made of a reserved letter; it replaces the one of its group that counted before.

    What another worker kept meanwhile stays, and is returned. None when the event no longer stands: then
    nothing is kept. Locks the claim, then its letters.
    """
    stored_name = vault.put(document_id=letter.id, content=pdf)
    try:
        row = _keep(letter, pdf, stored_name, name, figure, now)
    except BaseException:
        vault.remove(stored_name=stored_name)
        raise
    if row is None or row.stored_name != stored_name:
        vault.remove(stored_name=stored_name)
    return view(row) if row else None


@transaction.atomic
def record_look(*, letter_id: UUID, actor: Actor, reason: str, now: datetime) -> None:
    """Record that the actor opens the letter, and why (a code).

    Again within a quarter of an hour is one look.

    Locks the letter. Raises NotFound(`letter_unknown`).
    """
    row = Letter.objects.select_for_update().filter(pk=letter_id, written_at__isnull=False).first()
    if row is None:
        raise NotFound("letter_unknown")
    looks = [
        link.at
        for link in trail(subject=_subject(row))
        if link.what == "letter.looked_at" and (link.actor_kind, link.actor_id) == (actor.kind, actor.id)
    ]
    if not looks or looks[-1] < now - SAME_SITTING:
        _journal(row, "letter.looked_at", actor, now, reason=reason)


@transaction.atomic
def _keep(
    letter: Reserved, pdf: bytes, stored_name: str, name: str, figure: str, now: datetime
) -> Letter | None:
    locked(claim_id=letter.claim_id, actor=SYSTEM)
    row = Letter.objects.select_for_update().get(pk=letter.id)
    if row.written_at is not None:
        return row
    if standing_since(kind=letter.kind, claim_id=letter.claim_id) != letter.happened_at:
        return None
    Letter.objects.filter(
        claim_id=row.claim_id, group=row.group, written_at__isnull=False, replaced_by=None
    ).update(replaced_by=row)
    row.written_at, row.stored_name, row.size = now, stored_name, len(pdf)
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    row.seal = seal_of(letter_id=row.pk, name=name, figure=figure)
    row.save(update_fields=["written_at", "stored_name", "size", "sha256", "seal"])
    _journal(row, "letter.issued", SYSTEM, now, digest=row.sha256, tell=True)
    return row


def _subject(row: Letter) -> Subject:
    return Subject("letter", str(row.pk))


def _journal(row: Letter, what: str, actor: Actor, now: datetime, *, tell: bool = False, **data: str) -> None:
    facts = {"claim": str(row.claim_id), "kind": row.kind, **data}
    topics = (f"claim:{row.claim_id}",) if tell else ()
    record(subject=_subject(row), what=what, actor=actor, now=now, data=facts, topics=topics)
