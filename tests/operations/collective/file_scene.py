"""Sending files of a roster, as a browser does, and having them read."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lapak.collective.models import RosterFile, RosterRow
from lapak.collective.operations.reading import choose_columns
from lapak.collective.operations.rosters import begin_roster
from lapak.collective.operations.uploads import Upload, add_piece, begin_file
from lapak.collective.queries.rosters import RosterView, own_roster
from lapak.collective.rules.verdicts import FilePurpose
from lapak.collective.steps.reading import look_at, read_file
from lapak.kernel.actors import Actor
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.company_scene import ready

PIECE = 4_096


@dataclass
class Desk:
    """A representative before an empty roster."""

    scene: Scene
    who: Actor
    roster_id: UUID

    def begin(
        self, content: bytes, *, purpose: FilePurpose = FilePurpose.ROWS, name: str = "daftar.xlsx"
    ) -> Upload:
        return begin_file(
            roster_id=self.roster_id,
            purpose=purpose,
            name=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            actor=self.who,
            now=self.scene.now,
        )

    def piece(self, file_id: UUID, content: bytes, offset: int) -> Upload:
        return add_piece(
            file_id=file_id,
            offset=offset,
            content=content[offset : offset + PIECE],
            actor=self.who,
            now=self.scene.now,
        )

    def send(self, content: bytes, **options: Any) -> Upload:
        """Send a whole file."""
        upload = self.begin(content, **options)
        while upload.received < upload.size and upload.state == "arriving":
            upload = self.piece(upload.id, content, upload.received)
        return upload

    def look(self, content: bytes, **options: Any) -> RosterFile:
        upload = self.send(content, **options)
        look_at(file_id=upload.id, now=self.scene.now)
        return RosterFile.objects.get(pk=upload.id)

    def read(self, content: bytes, **options: Any) -> RosterFile:
        """Send a file, take all its lists as they were recognised, and read it."""
        file = self.look(content, **options)
        chosen: dict[int, dict[str, int | None]] = {at: {} for at in range(len(file.sheets))}
        choose_columns(file_id=file.pk, chosen=chosen, actor=self.who, now=self.scene.now)
        read_file(file_id=file.pk, now=self.scene.now)
        file.refresh_from_db()
        return file

    def row(self, serial: int) -> RosterRow:
        return RosterRow.objects.get(roster_id=self.roster_id, serial=serial)

    def view(self) -> RosterView:
        return own_roster(roster_id=self.roster_id, actor=self.who, now=self.scene.now)


def desk(scene: Scene, **changed: Any) -> Desk:
    who = ready(scene, **changed)
    return Desk(scene, who, begin_roster(actor=who, now=scene.now).id)
