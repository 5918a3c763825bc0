"""A letter as its reader has it: its text, its pages as pictures, and the address in its QR."""

from typing import Any

import cv2
import numpy as np
import pypdfium2


def text_of(pdf: bytes) -> str:
    """Return the text of all pages, with every run of spaces and line ends as one space."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\ufffe", "-").split())


def pages_of(pdf: bytes) -> int:
    """Return how many pages there are."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def metadata_of(pdf: bytes) -> dict[str, str]:
    """Return what the file says of itself."""
    with pypdfium2.PdfDocument(pdf) as document:
        return dict(document.get_metadata_dict())


def qr_of(pdf: bytes) -> str:
    """Return what a camera reads from the printed page; empty when it reads nothing."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [np.asarray(page.render(scale=3).to_pil().convert("L")) for page in document]
    detector: Any = cv2.QRCodeDetector()
    return next((text for picture in pictures if (text := detector.detectAndDecode(picture)[0])), "")
