"""Keeping uploads, and recording who looked at them."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from lapak.documents import vault
from lapak.documents.models import Document
from lapak.documents.queries import DocumentView, view
from lapak.documents.rules.files import LEAST_OF_PAPER, PORTRAIT_KINDS, Size
from lapak.documents.rules.pictures import Prepared, prepare
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject


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
    prepared = prepare(content, portrait=kind in PORTRAIT_KINDS, drawn=drawn, least=least)
    document_id = new_id(now=now)
    stored_name = vault.put(document_id=document_id, content=prepared.content)
    try:
        kept = _keep(document_id, subject_id, kind, prepared, stored_name, actor, now)
    except BaseException:
        vault.remove(stored_name=stored_name)
        raise
    if kept.pk != document_id:
        vault.remove(stored_name=stored_name)
    return view(kept)


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


@transaction.atomic
def _keep(
    document_id: UUID,
    subject_id: UUID,
    kind: str,
    prepared: Prepared,
    stored_name: str,
    actor: Actor,
    now: datetime,
) -> Document:
    """Return the row that stands for the upload: a new one, or the present one if it is the same picture."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"document {subject_id} {kind}"]
        )
    digest = hashlib.sha256(prepared.content).hexdigest()
    present = Document.objects.filter(subject_id=subject_id, kind=kind, superseded_at=None).first()
    if present is not None and present.sha256 == digest:
        return present
    if present is not None:
        present.superseded_at = now
        present.save(update_fields=["superseded_at"])
    sharpness = prepared.sharpness
    row = Document.objects.create(
        id=document_id,
        subject_id=subject_id,
        kind=kind,
        sha256=digest,
        size=len(prepared.content),
        media_type=prepared.media_type,
        width=prepared.size.width if prepared.size else None,
        height=prepared.size.height if prepared.size else None,
        stored_name=stored_name,
        verdict=sharpness.verdict,
        verdict_box=asdict(sharpness.box) if sharpness.box else None,
        uploaded_by=f"{actor.kind}:{actor.id}",
        uploaded_at=now,
    )
    replaced = str(present.pk) if present else ""
    _journal(row, "document.stored", actor, now, kind=kind, verdict=sharpness.verdict, replaced=replaced)
    return row


def _locked(document_id: UUID) -> Document:
    row = Document.objects.select_for_update().filter(pk=document_id).first()
    if row is None:
        raise NotFound("document_unknown")
    return row


def _journal(row: Document, what: str, actor: Actor, now: datetime, **data: str) -> None:
    facts = {"subject": str(row.subject_id), **data}
    record(subject=Subject("document", str(row.pk)), what=what, actor=actor, now=now, data=facts)
