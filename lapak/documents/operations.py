"""Keeping uploads, and recording who looked at them."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak import bulk
from lapak.documents import vault
from lapak.documents.models import Document
from lapak.documents.queries import DocumentView, view
from lapak.documents.rules.files import LEAST_OF_PAPER, PORTRAIT_KINDS, DocumentRefused, Size
from lapak.documents.rules.pictures import Prepared, prepare
from lapak.journal.operations import Event, record, record_all
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.locks import lock_names


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file to keep as a subject's paper of a kind; `least` and `drawn` as `store` has them."""

    subject_id: UUID
    kind: str
    content: bytes
    least: Size = LEAST_OF_PAPER
    drawn: bool = False


@dataclass(frozen=True)
class _Put:
    id: UUID
    upload: Upload
    prepared: Prepared


def store(
    *,
    subject_id: UUID,
    kind: str,
    content: bytes,
    actor: Actor,
    now: datetime,
    least: Size = LEAST_OF_PAPER,
    drawn: bool = False,
    file_name: str = "",  # noqa: ARG001 callers have one, and it is never kept: it often holds a person's name
) -> DocumentView:
    """Keep an upload as the subject's paper of this kind, in place of an earlier one, and return it.

    `least` is the smallest size in pixels that can be read; what was `drawn` on a screen is not judged.
    The same picture sent twice is kept once. Serialised for each subject and kind by an advisory lock.
    Raises DocumentRefused.
    """
    upload = Upload(subject_id=subject_id, kind=kind, content=content, least=least, drawn=drawn)
    (kept,) = store_all([upload], actor=actor, now=now)
    if isinstance(kept, DocumentRefused):
        raise kept
    return kept


def store_all(
    uploads: Sequence[Upload], *, actor: Actor, now: datetime
) -> tuple[DocumentView | DocumentRefused, ...]:
    """Keep uploads, each of another paper, each as `store` does; one that is refused stops no other."""
    prepared = [_prepared(one) for one in uploads]
    fine = [
        _Put(new_id(now=now), upload, one)
        for upload, one in zip(uploads, prepared, strict=True)
        if isinstance(one, Prepared)
    ]
    names: list[str] = []
    try:
        for put in fine:
            names.append(vault.put(document_id=put.id, content=put.prepared.content))
        rows = _keep(fine, names, actor, now)
    except BaseException:
        for name in names:
            vault.remove(stored_name=name)
        raise
    for put, row, name in zip(fine, rows, names, strict=True):
        if row.pk != put.id:
            vault.remove(stored_name=name)
    views = iter([view(row) for row in rows])
    return tuple(next(views) if isinstance(one, Prepared) else one for one in prepared)


@transaction.atomic
def leave_to_officer(*, document_id: UUID, actor: Actor, now: datetime) -> DocumentView:
    """Note that the participant wants an officer to judge the paper as it is. Locks the document.

    Raises NotFound `document_unknown`.
    """
    row = _locked(document_id)
    if row.left_to_officer_at is None:
        row.left_to_officer_at = now
        row.save(update_fields=["left_to_officer_at"])
        _journal(row, "document.left_to_officer", actor, now)
    return view(row)


@transaction.atomic
def record_look(*, document_id: UUID, actor: Actor, reason: str, now: datetime) -> None:
    """Record that the actor looks at the content, and why (a code). Locks the document.

    Raises NotFound `document_unknown`.
    """
    _journal(_locked(document_id), "document.looked_at", actor, now, reason=reason)


def _prepared(upload: Upload) -> Prepared | DocumentRefused:
    portrait = upload.kind in PORTRAIT_KINDS
    try:
        return prepare(upload.content, portrait=portrait, drawn=upload.drawn, least=upload.least)
    except DocumentRefused as refusal:
        return refusal


@transaction.atomic
def _keep(puts: Sequence[_Put], names: Sequence[str], actor: Actor, now: datetime) -> list[Document]:
    """Return the rows that stand for the uploads: new ones, or the present one if it is the same picture."""
    lock_names(*(f"document {put.upload.subject_id} {put.upload.kind}" for put in puts))
    subjects = {put.upload.subject_id for put in puts}
    current = Document.objects.filter(subject_id__any_of=subjects, superseded_at=None)
    present = {(row.subject_id, row.kind): row for row in current}
    kept, new, superseded, events = [], [], [], []
    for put, name in zip(puts, names, strict=True):
        before = present.get((put.upload.subject_id, put.upload.kind))
        row = _row(put, name, actor, now)
        if before is not None and before.sha256 == row.sha256:
            kept.append(before)
            continue
        if before is not None:
            superseded.append(before.pk)
        kept.append(row)
        new.append(row)
        events.append(_stored(row, before, actor, now))
    if superseded:
        Document.objects.filter(pk__in=superseded).update(superseded_at=now)
    bulk.insert(new)
    record_all(events)
    return kept


def _row(put: _Put, name: str, actor: Actor, now: datetime) -> Document:
    prepared = put.prepared
    sharpness = prepared.sharpness
    return bulk.new(
        Document,
        id=put.id,
        subject_id=put.upload.subject_id,
        kind=put.upload.kind,
        sha256=hashlib.sha256(prepared.content).hexdigest(),
        size=len(prepared.content),
        media_type=prepared.media_type,
        width=prepared.size.width if prepared.size else None,
        height=prepared.size.height if prepared.size else None,
        stored_name=name,
        verdict=sharpness.verdict,
        verdict_box=asdict(sharpness.box) if sharpness.box else None,
        uploaded_by=f"{actor.kind}:{actor.id}",
        uploaded_at=now,
    )


def _stored(row: Document, before: Document | None, actor: Actor, now: datetime) -> Event:
    return Event(
        subject=Subject("document", str(row.pk)),
        what="document.stored",
        actor=actor,
        at=now,
        data={
            "subject": str(row.subject_id),
            "kind": row.kind,
            "verdict": row.verdict,
            "replaced": str(before.pk) if before else "",
        },
    )


def _locked(document_id: UUID) -> Document:
    row = Document.objects.select_for_update().filter(pk=document_id).first()
    if row is None:
        raise NotFound("document_unknown")
    return row


def _journal(row: Document, what: str, actor: Actor, now: datetime, **data: str) -> None:
    facts = {"subject": str(row.subject_id), **data}
    record(subject=Subject("document", str(row.pk)), what=what, actor=actor, now=now, data=facts)
