"""A ZIP of papers is opened member by member; each goes to its worker, or into the report.

Nothing is unpacked onto the disk, and the names in the ZIP are read and never used as paths. The directory of
the ZIP is held against limits first; while reading, no member may yield more than it announced.
"""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from lapak.claims.programmes import programme
from lapak.collective.operations.papers import (
    PapersFound,
    add_late,
    file_at_work,
    finish_papers,
    keep_paper,
    people_of,
)
from lapak.collective.operations.reading import note_progress, refuse_file
from lapak.collective.rules.archives import DAMAGE, PAPERS, ArchiveRefused, Member, plain_name, require_modest
from lapak.collective.rules.paper_names import Owners
from lapak.collective.steps.clock import going_on_from
from lapak.collective.steps.disk import on_disk

PROGRESS_FILES = 20
_PASSED_OVER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_papers(*, file_id: UUID, now: datetime) -> UUID | None:
    """Keep the papers of an arrived ZIP; return its roster when that was done now."""
    row = file_at_work(file_id)
    if row is None:
        return None
    owners = Owners(people_of(row.roster), kinds=programme(row.roster.programme).papers)
    found, clock = PapersFound(), going_on_from(now)
    try:
        with on_disk(row) as path:
            for number, (name, content) in enumerate(_members(path), start=1):
                belongs = owners.belongs(name)
                code = belongs.code or keep_paper(
                    roster=row.roster,
                    serial=belongs.serial,
                    kind=belongs.kind,
                    content=content,
                    sender=row.uploaded_by,
                    now=now,
                )
                if code:
                    found.refuse(plain_name(name), code)
                else:
                    found.kept += 1
                if number % PROGRESS_FILES == 0:
                    note_progress(file_id=file_id, rows_done=number, now=clock())
    except ArchiveRefused as refusal:
        refuse_file(file_id=file_id, refusal=refusal, now=now)
        return None
    add_late(roster_id=row.roster_id, now=now)
    return row.roster_id if finish_papers(file_id=file_id, found=found, now=now) else None


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file in the ZIP. Raises ArchiveRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            require_modest(
                (
                    Member(one.filename, one.file_size, one.compress_size, bool(one.flag_bits & 1))
                    for one in members
                ),
                limits=PAPERS,
            )
            for one in members:
                if not any(mark in one.filename for mark in _PASSED_OVER):
                    with archive.open(one) as file:  # yields no more than the directory announced
                        yield one.filename, file.read(one.file_size)
    except DAMAGE as damage:
        raise ArchiveRefused("zip_damaged") from damage
