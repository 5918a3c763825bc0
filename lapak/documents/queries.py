"""Uploaded papers, read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.documents import vault
from lapak.documents.models import Document
from lapak.documents.rules.sharpness import Box, Verdict
from lapak.kernel.errors import NotFound

MADE_HERE = ("formulir_f5", "bukti_ktp", "bukti_wajah", "bukti_percakapan")


@dataclass(frozen=True)
class DocumentView:
    """A paper without its content. `width` and `height` (pixels) are None for a PDF; `size` is in bytes."""

    id: UUID
    subject_id: UUID
    kind: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    verdict: Verdict
    box: Box | None
    left_to_officer: bool
    uploaded_at: datetime


def current(*, subject_id: UUID) -> tuple[DocumentView, ...]:
    """Return the papers of a subject that were not replaced by newer ones, in the order of upload."""
    rows = Document.objects.filter(subject_id=subject_id, superseded_at=None).order_by("uploaded_at", "pk")
    return tuple(view(row) for row in rows)


def kinds_at_hand(*, subject_ids: Collection[UUID]) -> dict[UUID, dict[str, UUID]]:
    """Return for each subject that has papers the present one of each kind."""
    rows = Document.objects.filter(subject_id__in=subject_ids, superseded_at=None)
    found: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for subject_id, kind, id in rows.values_list("subject_id", "kind", "pk"):
        found[subject_id][kind] = id
    return dict(found)


def document(*, document_id: UUID) -> DocumentView:
    """Return one paper, replaced or not. Raises NotFound `document_unknown`."""
    return view(_row(document_id))


def known(*, document_ids: Collection[UUID]) -> tuple[DocumentView, ...]:
    """Return those of these papers that exist, replaced or not; whose time is over is left out."""
    return tuple(
        view(row) for row in Document.objects.filter(pk__in=document_ids).order_by("uploaded_at", "pk")
    )


def content(*, document_id: UUID) -> tuple[bytes, str]:
    """Return the decrypted content and its media type; record the look with `operations.record_look` first.

    Raises NotFound `document_unknown`.
    """
    row = _row(document_id)
    return vault.get(document_id=row.pk, stored_name=row.stored_name), row.media_type


def same_content(*, subject_ids: Collection[UUID], most: int = 2_000) -> dict[UUID, frozenset[UUID]]:
    """Return for each subject the others that hold one of its papers, byte for byte as it is kept.

    Pictures taken by the service itself (signatures, stills) do not count.
    """
    own = Document.objects.filter(subject_id__any_of=subject_ids).exclude(kind__in=MADE_HERE)
    mine = list(own.values_list("subject_id", "sha256"))
    others = Document.objects.filter(sha256__any_of={digest for _, digest in mine}).order_by("-uploaded_at")
    holders: dict[str, set[UUID]] = defaultdict(set)
    for subject_id, digest in others.values_list("subject_id", "sha256")[:most]:
        holders[digest].add(subject_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for subject_id, digest in mine:
        found[subject_id] |= holders[digest] - {subject_id}
    return {subject_id: frozenset(ids) for subject_id, ids in found.items() if ids}


def view(row: Document) -> DocumentView:
    """Return a row as others may see it."""
    return DocumentView(
        id=row.pk,
        subject_id=row.subject_id,
        kind=row.kind,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        verdict=Verdict(row.verdict),
        box=Box(**row.verdict_box) if row.verdict_box else None,
        left_to_officer=row.left_to_officer_at is not None,
        uploaded_at=row.uploaded_at,
    )


def _row(document_id: UUID) -> Document:
    row = Document.objects.filter(pk=document_id).first()
    if row is None:
        raise NotFound("document_unknown")
    return row
