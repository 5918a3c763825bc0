"""An upload made fit to keep: upright, of a common size, without what a camera writes of place and owner."""

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from lapak.documents.rules.files import (
    LEAST_OF_PAPER,
    LONGEST_KEPT,
    MOST_PIXELS_OF_JPEG,
    DocumentRefused,
    MediaType,
    Size,
    media_type_of,
    require_fitting_size,
    require_whole_pdf,
)
from lapak.documents.rules.sharpness import Sharpness, Verdict, judge

JPEG_QUALITY = 88
OPAQUE = (255, 255)
Mode = Literal["L", "RGB"]
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_JPEG  # Pillow's own alarm; the finer limits are ours


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is kept of an upload. `size` is None for a PDF, whose pages an officer judges."""

    content: bytes
    media_type: MediaType
    size: Size | None
    sharpness: Sharpness


def prepare(
    content: bytes, *, portrait: bool = False, drawn: bool = False, least: Size = LEAST_OF_PAPER
) -> Prepared:
    """Return the upload as it is kept, and whether it can be read; about 0.2 s for a phone's photograph.

    What was `drawn` on a screen was never before a lens: nobody judges whether it is sharp, and the ink is
    kept without its colour.

    A picture is written anew as a JPEG, so nothing but its pixels survives. Raises DocumentRefused.
    """
    media_type = media_type_of(content)
    if media_type == "application/pdf":
        require_whole_pdf(content)
        return Prepared(content, media_type, None, Sharpness(Verdict.UNSURE))
    picture = _decoded(content, media_type, least, mode="L" if drawn else "RGB")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=JPEG_QUALITY, optimize=not drawn)
    return Prepared(
        content=written.getvalue(),
        media_type="image/jpeg",
        size=Size(*picture.size),
        sharpness=Sharpness(Verdict.UNSURE) if drawn else _judged(picture, portrait),
    )


def _judged(picture: Image.Image, portrait: bool) -> Sharpness:
    return judge(np.asarray(picture.convert("L"), dtype=np.uint8), portrait=portrait)


def _decoded(content: bytes, media_type: MediaType, least: Size, mode: Mode) -> Image.Image:
    """Return the upright picture, at most LONGEST_KEPT pixels long, on white where it was transparent."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            whole = bool(opened.info.get("progressive"))
            require_fitting_size(Size(*opened.size), media_type=media_type, whole=whole, least=least)
            opened.draft(mode, (LONGEST_KEPT, LONGEST_KEPT))
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)
            opened.thumbnail((LONGEST_KEPT, LONGEST_KEPT), Image.Resampling.LANCZOS)
            return _on_white(opened, mode)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise DocumentRefused("file_not_an_image") from None
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ):  # what Pillow's decoders raise when data ends or breaks
        raise DocumentRefused("file_truncated") from None


def _on_white(picture: Image.Image, mode: Mode) -> Image.Image:
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA")
    if picture.mode not in ("RGBA", "LA"):
        return picture.convert(mode)
    cover = picture.getchannel("A")
    if cover.getextrema() == OPAQUE:
        return picture.convert(mode)
    white = Image.new(mode, picture.size, "white")
    white.paste(picture.convert(mode), mask=cover)
    return white
