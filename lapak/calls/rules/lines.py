"""What the two sides of a call may type to each other."""

import unicodedata

LONGEST_LINE = 300  # characters
MOST_LINES = 400  # of a visit; far more than anybody types in half an hour


def read_line(text: str) -> str:
    """Return a typed line as it is kept: without control characters, spaces gathered; empty says nothing."""
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    return " ".join(plain.split())
