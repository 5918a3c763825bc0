"""What kind of list a file is, by its content and never by its name."""

import csv
from enum import StrEnum

from lapak.kernel.errors import InvalidInput

MOST_BYTES = 40 * 1024 * 1024  # 100,000 rows take 8 to 15 MB
MOST_ROWS = 100_000
SAMPLE = 64 * 1024
DELIMITERS = ";,\t|"


class FileRefused(InvalidInput):
    """The file is no list that can be read.

    Codes: `file_empty`, `list_too_big` (params `most_megabytes`), `file_not_a_list`, `file_is_old_office`,
    `file_has_password`, `file_damaged`, `file_too_heavy`, `file_unreadable`,
    `list_not_found` (params `sheets`), `rows_too_many` (params `most`), `rows_of_another_list`,
    and those of ArchiveRefused.
    """


class Format(StrEnum):
    """The three ways to read: through the reader of workbooks, as text, or as a ZIP of papers."""

    WORKBOOK = "workbook"
    TEXT = "text"
    ZIP = "zip"


def require_size(size: int, *, most: int = MOST_BYTES) -> None:
    """Raise FileRefused for an empty or too large file (bytes), before any of it is read."""
    if size <= 0:
        raise FileRefused("file_empty")
    if size > most:
        raise FileRefused("list_too_big", params={"most_megabytes": most // 1024**2})


def format_of(head: bytes) -> Format:
    """Return the format of a file by its first bytes. Raises FileRefused."""
    if not head:
        raise FileRefused("file_empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Format.WORKBOOK
    if head.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"{\\rtf")
    ):
        raise FileRefused("file_not_a_list")
    if head.lstrip()[:1] == b"<" or (
        b"\0" in head[:SAMPLE] and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise FileRefused("file_not_a_list")
    return Format.TEXT


def encoding_of(content: bytes) -> str:
    """Return the encoding of a text: by its mark, else UTF-8 if it can be that, else Windows Western."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def delimiter_of(text: str) -> str:
    """Return what parts the cells: the delimiter that parts the first lines into the most equal pieces."""
    lines = [line for line in text[:SAMPLE].splitlines() if line.strip()][:50]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def worth(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) * (usual - 1), -DELIMITERS.index(delimiter))

    return max(DELIMITERS, key=worth)
