"""What kind of file an upload is, by its content and never by its name, and whether it may be kept."""

from dataclasses import dataclass
from typing import Literal

from lapak.kernel.errors import InvalidInput

MOST_BYTES = 6 * 1024 * 1024  # practice of BPJS Ketenagakerjaan since 2021: 6 MB for each file
MOST_PIXELS = 25_000_000  # decoded whole this takes 75 MB
MOST_PIXELS_OF_JPEG = 200_000_000  # a JPEG is decoded at a fraction of its size, so phones' largest pass
LONGEST_KEPT = 2400  # pixels: an A4 page at 200 dots per inch
PORTRAIT_KINDS = frozenset({"foto_diri"})
_PDF_END_WITHIN = 2048

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]
_MAGIC: tuple[tuple[bytes, MediaType], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


class DocumentRefused(InvalidInput):
    """The file cannot be kept.

    Codes: `file_empty`, `file_too_big` (params `most_megabytes`), `file_not_an_image`, `file_truncated`,
    `file_too_small` (params `width`, `height` in pixels), `file_too_many_pixels`.
    """


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


LEAST_OF_PAPER = Size(width=480, height=320)  # below, the letters on a card cannot be read
LEAST_OF_DRAWING = Size(width=240, height=72)  # a name in large letters
LEAST_OF_STILL = Size(width=160, height=90)  # over a weak line a moving picture arrives at 320x180


def media_type_of(content: bytes) -> MediaType:
    """Return JPEG, PNG or PDF. Raises DocumentRefused for anything else, empty or larger than 6 MB."""
    if not content:
        raise DocumentRefused("file_empty")
    if len(content) > MOST_BYTES:
        raise DocumentRefused("file_too_big", params={"most_megabytes": MOST_BYTES // 1024**2})
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    raise DocumentRefused("file_not_an_image")


def require_whole_pdf(content: bytes) -> None:
    """Raise DocumentRefused unless the end mark of a PDF stands near its end (ISO 32000-1 §7.5.5)."""
    if b"%%EOF" not in content[-_PDF_END_WITHIN:]:
        raise DocumentRefused("file_truncated")


def require_fitting_size(
    size: Size, *, media_type: MediaType, whole: bool, least: Size = LEAST_OF_PAPER
) -> None:
    """Raise DocumentRefused when a picture is too small to be read or too large to be decoded safely.

    `whole` says that its decoder holds all of it at once, as for a progressive JPEG.
    """
    short, long = sorted((size.width, size.height))
    if short < least.height or long < least.width:
        raise DocumentRefused("file_too_small", params={"width": size.width, "height": size.height})
    most = MOST_PIXELS_OF_JPEG if media_type == "image/jpeg" and not whole else MOST_PIXELS
    if size.width * size.height > most:
        raise DocumentRefused("file_too_many_pixels")
