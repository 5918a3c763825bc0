"""Which characters the letters' font draws: a PDF made to last may hold none without a shape."""

import unicodedata

UNKNOWN = "?"
_DRAWN = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x148), (0x14A, 0x17E))
    for code in range(first, last + 1)
) | frozenset("–—‘’“”„•…−€ȘșȚțḌḍḤḥṢṣṬṭẒẓ")


def drawn(text: str) -> str:
    """Return the text with what the font cannot draw replaced: by its plain letters, or by a question mark.

    Names on Indonesian identity cards are Latin; this is for what people type all the same.
    """
    return "".join(_drawn(character) for character in unicodedata.normalize("NFC", text))


def _drawn(character: str) -> str:
    if character in _DRAWN:
        return character
    if character.isspace():
        return " "
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part in _DRAWN)
    return plain or ("" if unicodedata.category(character)[0] in "MC" else UNKNOWN)
