"""A file arrives in pieces, so that a connection lost at 90 % goes on at 90 %.

The file says its size and SHA-256 first. Whoever sends the same file again goes on where it stopped; a file
that was read already is not read twice; while one is at work, another is told so and loses nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lapak.collective.models import FilePiece, Roster, RosterFile
from lapak.collective.operations.rosters import changed, locked, tell
from lapak.collective.rules.archives import plain_name
from lapak.collective.rules.formats import MOST_BYTES, require_size
from lapak.collective.rules.verdicts import BUSY_STATES, FilePurpose, FileState, stands_still
from lapak.documents import vault
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound
from lapak.kernel.ids import new_id

MOST_BYTES_OF_PAPERS = 500 * 1024 * 1024
MOST_BYTES_OF_PIECE = 4 * 1024 * 1024
FORGOTTEN_AFTER = timedelta(minutes=15)  # of silence: whoever sent it has gone
LONGEST_NAME = 160
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Upload:
    """A file as it arrives: so many bytes are here, and whether it is whole and may be looked at."""

    id: UUID
    state: FileState
    size: int
    received: int


@transaction.atomic
def begin_file(
    *,
    roster_id: UUID,
    purpose: FilePurpose,
    name: str,
    size: int,
    sha256: str,
    actor: Actor,
    now: datetime,
) -> Upload:
    """Begin a file, or go on with the same one, and return where it stands. Locks the roster.

    A list is read once; a ZIP of papers is read again when the roster has changed since.

    Raises FileRefused for its size, Conflict(`roster_file_at_work`) with the `name` of the one being read,
    Conflict(`roster_closed`), InvalidInput(`file_unnamed`), NotFound, NotAllowed.
    """
    papers = purpose is FilePurpose.PAPERS
    require_size(size, most=MOST_BYTES_OF_PAPERS if papers else MOST_BYTES)
    if not _SHA256.fullmatch(sha256):
        raise InvalidInput("file_unnamed")
    roster, _ = locked(roster_id, actor, now)
    same = RosterFile.objects.filter(roster=roster, purpose=purpose, sha256=sha256, size=size)
    read = Q(state=FileState.DONE)
    if papers:  # rows may have been repaired since, so that papers of nobody have an owner now
        read &= Q(report__version=roster.version)
    known = same.filter(read | Q(state__in=BUSY_STATES)).first()
    if known is not None:
        return _upload(known)
    _make_room(roster, now)
    row = RosterFile.objects.create(
        id=new_id(now=now),
        roster=roster,
        purpose=purpose,
        name=plain_name(name)[:LONGEST_NAME] or "daftar",
        size=size,
        sha256=sha256,
        uploaded_by=f"{actor.kind}:{actor.id}",
        created_at=now,
        moved_at=now,
    )
    tell(roster, "roster.file_begun", actor, now, file=str(row.pk), purpose=str(purpose), size=size)
    return _upload(row)


@transaction.atomic
def add_piece(*, file_id: UUID, offset: int, content: bytes, actor: Actor, now: datetime) -> Upload:
    """Keep the next bytes of a file and return where it stands; bytes that are here already change nothing.

    With the last ones the file becomes ready to be looked at, or is refused when it is not the file that was
    announced (`file_changed`). Locks the roster, then the file. Raises Conflict(`piece_out_of_place`) with
    `received`, InvalidInput(`piece_too_big`), and what `locked` raises.
    """
    row = locked_file(file_id, actor, now)
    if row.state != FileState.ARRIVING or offset + len(content) <= row.received:
        return _upload(row)
    if offset != row.received:
        raise Conflict("piece_out_of_place", params={"received": row.received})
    if not 0 < len(content) <= MOST_BYTES_OF_PIECE or offset + len(content) > row.size:
        raise InvalidInput("piece_too_big", params={"most": MOST_BYTES_OF_PIECE})
    piece_id = new_id(now=now)
    stored_name = vault.put(document_id=piece_id, content=content)
    try:
        FilePiece.objects.create(
            id=piece_id, file=row, offset=offset, size=len(content), stored_name=stored_name
        )
        row.received += len(content)
        row.moved_at = now
        if row.received == row.size:
            _complete(row, actor, now)
        row.save(update_fields=["received", "moved_at", "state", "problem"])
    except BaseException:
        vault.remove(stored_name=stored_name)
        raise
    return _upload(row)


@transaction.atomic
def leave_file(*, file_id: UUID, actor: Actor, now: datetime) -> None:
    """Give up a file that is not read yet, or whose reading stands still; nothing of it is kept.

    Locks the roster, then the file. Raises what `locked` raises.
    """
    row = locked_file(file_id, actor, now)
    stuck = stands_still(state=FileState(row.state), moved_at=row.moved_at, now=now)
    if stuck or row.state in (FileState.ARRIVING, FileState.MAPPING):
        leave(row, now)
        tell(row.roster, "roster.file_left", actor, now, file=str(row.pk))


def locked_file(file_id: UUID, actor: Actor, now: datetime) -> RosterFile:
    """Return the file, locked after its roster. Raises NotFound(`file_unknown`) and what `locked` raises."""
    found = RosterFile.objects.filter(pk=file_id).values_list("roster_id", flat=True).first()
    if found is None:
        raise NotFound("file_unknown")
    roster, _ = locked(found, actor, now)
    row = RosterFile.objects.select_for_update().get(pk=file_id)
    row.roster = roster
    return row


def bytes_of(row: RosterFile) -> Iterator[bytes]:
    """Yield the pieces of a file in their order, decrypted."""
    for piece in row.pieces.order_by("offset"):
        yield vault.get(document_id=piece.pk, stored_name=piece.stored_name)


def drop_pieces(row: RosterFile) -> None:
    """Forget the bytes of a file, once the deletion of their rows is sure."""
    for piece in row.pieces.all():
        name = piece.stored_name
        piece.delete()
        transaction.on_commit(partial(vault.remove, stored_name=name))


def _complete(row: RosterFile, actor: Actor, now: datetime) -> None:
    digest = hashlib.sha256()
    for piece in bytes_of(row):
        digest.update(piece)
    if digest.hexdigest() != row.sha256:
        row.state, row.problem = FileState.REFUSED, {"code": "file_changed", "params": {}}
        drop_pieces(row)
        return
    row.state = FileState.READING if row.purpose == FilePurpose.PAPERS else FileState.MAPPING
    changed(row.roster)
    tell(row.roster, "roster.file_arrived", actor, now, file=str(row.pk))


def _make_room(roster: Roster, now: datetime) -> None:
    """Let go of a file whose sender has gone silent. Raises Conflict when one is at work."""
    busy = RosterFile.objects.select_for_update().filter(roster=roster, state__in=BUSY_STATES).first()
    if busy is None:
        return
    if busy.state == FileState.READING or busy.moved_at > now - FORGOTTEN_AFTER:
        raise Conflict("roster_file_at_work", params={"name": busy.name})
    leave(busy, now)


def leave(row: RosterFile, now: datetime) -> None:
    """Give up a locked file that is not read yet, and forget its bytes."""
    row.state, row.moved_at = FileState.LEFT, now
    row.save(update_fields=["state", "moved_at"])
    drop_pieces(row)


def _upload(row: RosterFile) -> Upload:
    return Upload(row.pk, FileState(row.state), row.size, row.received)
