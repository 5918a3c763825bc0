"""What a ZIP says of itself, before anything of it is unpacked: too much, too tight, or names that lead out.

Workbooks (xlsx, xlsm, xlsb, ods) are ZIPs too. A ZIP may lie about its sizes, so reading is limited besides.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from lapak.kernel.errors import InvalidInput

MEGABYTE = 1024 * 1024
DAMAGE = (  # what the reader of ZIPs raises for bytes that lie: ValueError of names that are no text
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(ValueError, OSError, RuntimeError, EOFError),
)
TIGHT_FROM = 4 * MEGABYTE  # small members may shrink as far as they like


class ArchiveRefused(InvalidInput):
    """The ZIP is not unpacked.

    Codes: `zip_too_many` (params `most`), `zip_too_big` (params `most_megabytes`), `zip_too_tight`,
    `zip_damaged`, `file_has_password`.
    """


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a ZIP as its directory has it: sizes in bytes."""

    name: str
    size: int
    packed: int
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The most members, the most bytes of all and of one unpacked, and how many times larger than packed."""

    members: int
    total: int
    one: int
    ratio: int


WORKBOOK = Limits(members=2_000, total=600 * MEGABYTE, one=400 * MEGABYTE, ratio=150)
PAPERS = Limits(members=20_000, total=2_048 * MEGABYTE, one=12 * MEGABYTE, ratio=100)


def require_modest(members: Iterable[Member], *, limits: Limits) -> None:
    """Raise ArchiveRefused unless the ZIP stays within the limits by its own directory."""
    total = 0
    for number, member in enumerate(members, start=1):
        total += member.size
        if number > limits.members:
            raise ArchiveRefused("zip_too_many", params={"most": limits.members})
        if member.encrypted:
            raise ArchiveRefused("file_has_password")
        if member.size > limits.one or total > limits.total:
            raise ArchiveRefused("zip_too_big", params={"most_megabytes": limits.total // MEGABYTE})
        if member.size > TIGHT_FROM and member.size > limits.ratio * max(member.packed, 1):
            raise ArchiveRefused("zip_too_tight")


def plain_name(name: str) -> str:
    """Return the file name of a member without folders, drives and control characters; empty for none.

    Nothing is ever stored under it: it only says whose paper it is.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip(". ")
