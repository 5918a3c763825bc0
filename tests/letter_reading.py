"""A letter as its reader has it: its text, its pages as pictures, and the address in its QR."""

from itertools import product
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
    """Return what a camera reads from the printed pages; empty when it reads nothing.

    Like a camera that moves, the detector looks from several distances; from one it may miss a code.
    """
    detector: Any = cv2.QRCodeDetector()
    with pypdfium2.PdfDocument(pdf) as document:
        for page, scale in product(document, (3, 2, 4, 1.5, 5)):
            picture = np.asarray(page.render(scale=scale).to_pil().convert("L"))
            text: str = detector.detectAndDecode(picture)[0]
            if text:
                return text
    return ""
