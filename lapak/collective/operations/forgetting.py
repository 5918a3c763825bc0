"""Files of rosters end: the bytes of a list that was read, or that nobody went on with, are forgotten.

Its rows keep what was in it, cell by cell, and its SHA-256 says whether a file shown later is the same.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.collective.models import RosterFile
from lapak.collective.operations.reading import READER, waiting
from lapak.collective.operations.rosters import tell
from lapak.collective.operations.uploads import drop_pieces, leave
from lapak.collective.rules.verdicts import FileState

KEPT_FOR = timedelta(days=30)  # after the last thing that happened to the file: time to object to its reading
ENDING = (FileState.ARRIVING, FileState.MAPPING, FileState.DONE)


def files_to_forget(*, now: datetime) -> list[UUID]:
    """Return the files whose bytes have been kept long enough, oldest first."""
    rows = RosterFile.objects.filter(
        state__in=ENDING, moved_at__lte=now - KEPT_FOR, pieces__isnull=False
    ).distinct()
    return list(rows.order_by("moved_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def forget_file(*, file_id: UUID, now: datetime) -> bool:
    """Forget the bytes of a file that were kept long enough; one that was not read yet is given up.

    Return whether that was done now. Locks the roster, then the file. Raises NotFound(`file_unknown`).
    """
    row = waiting(file_id, *ENDING)
    if row is None or row.moved_at > now - KEPT_FOR:
        return False
    if row.state == FileState.DONE:
        drop_pieces(row)
    else:
        leave(row, now)
    tell(row.roster, "roster.file_forgotten", READER, now, file=str(row.pk))
    return True
