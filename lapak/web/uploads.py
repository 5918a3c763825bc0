"""Files that somebody sent, read only after their size was looked at."""

from typing import Any

from lapak.documents.rules.files import MOST_BYTES, DocumentRefused


def content_of(file: Any) -> bytes:
    """Return what was uploaded. Raises DocumentRefused(`file_too_big`) without reading it."""
    if file.size > MOST_BYTES:
        raise DocumentRefused("file_too_big", params={"most_megabytes": MOST_BYTES // 1024**2})
    content: bytes = file.read()
    return content
