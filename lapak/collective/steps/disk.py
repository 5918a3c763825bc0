"""Laying an uploaded file, whose pieces are encrypted, where readers of files can open it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lapak.collective.models import RosterFile
from lapak.collective.operations.uploads import bytes_of


@contextmanager
def on_disk(row: RosterFile) -> Iterator[Path]:
    """Lay the decrypted file into a folder that only we can read, and that is gone afterwards."""
    with TemporaryDirectory(prefix="lapak-roster-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            for piece in bytes_of(row):
                file.write(piece)
        yield path
