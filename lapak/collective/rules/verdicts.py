"""What became of a row, and of a file: the vocabulary that tables, pages and workbooks share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class RowVerdict(StrEnum):
    """Accepted rows go on alone; one to repair waits for its company; a duplicate or removed one is dead."""

    ACCEPTED = "accepted"
    TO_REPAIR = "to_repair"
    DUPLICATE = "duplicate"
    REMOVED = "removed"


class FilePurpose(StrEnum):
    """New rows, repaired rows of the same roster, or a ZIP of papers."""

    ROWS = "rows"
    REPAIR = "repair"
    PAPERS = "papers"


class FileState(StrEnum):
    """Of an uploaded file: its bytes arrive, its columns are shown, it is read, it is done or turned away."""

    ARRIVING = "arriving"
    MAPPING = "mapping"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"


STILL_AFTER = timedelta(minutes=15)  # several tries of the sweep
BUSY_STATES = (FileState.ARRIVING, FileState.MAPPING, FileState.READING)


def stands_still(*, state: FileState, moved_at: datetime, now: datetime) -> bool:
    """Return whether nothing has moved for a while on a file that is being read."""
    return state is FileState.READING and moved_at <= now - STILL_AFTER


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, or worth a look: a code, the column it is about, params for the sentence."""

    column: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """Return it as it is kept in a row."""
        return {"column": self.column, "code": self.code, "params": dict(self.params)}
