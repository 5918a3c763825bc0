"""Personal data as lists, logs and the tracking page may show it.

At least four characters are always hidden.
"""

import re

BULLET = "•"
LEAST_HIDDEN = 4
_GAP = f" {BULLET * 4} "


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _ends(text: str, *, head: int, tail: int, between: str) -> str:
    """Return both ends of a text; of a short one the last part only, of a very short one nothing."""
    if len(text) >= head + LEAST_HIDDEN + tail:
        return f"{text[:head]}{between}{text[-tail:]}"
    if len(text) >= LEAST_HIDDEN + tail:
        return f"{between}{text[-tail:]}".strip()
    return between.strip()


def mask_nik(nik: str) -> str:
    """Return `3603••••••••0003`: region of registration and serial, without birth date or sex."""
    return _ends(_digits(nik), head=4, tail=4, between=BULLET * 8)


def mask_kpj(kpj: str) -> str:
    """Return `16•••••302`."""
    return _ends(_digits(kpj), head=2, tail=3, between=BULLET * 5)


def mask_npp(npp: str) -> str:
    """Return `15•••955`: the number of a company."""
    return f"{npp[:2]}{BULLET * 3}{npp[-3:]}" if len(npp) > 7 else BULLET * 3


def mask_account(number: str) -> str:
    """Return `1120 •••• 4471`; of a number shorter than 12 digits `•••• 4471`."""
    return _ends(_digits(number), head=4, tail=4, between=_GAP)


def mask_phone(number: str) -> str:
    """Return `0812 •••• 4120`; a number written with +62 is shown with 0."""
    national = re.sub(r"^62", "0", _digits(number))
    return _ends(national, head=4, tail=4, between=_GAP)


def mask_email(address: str) -> str:
    """Return `s•••@contoh.id`; the mask alone when it is no address."""
    name, at, domain = address.strip().rpartition("@")
    if not (name and at and domain):
        return BULLET * 3
    return f"{name[0]}{BULLET * 3}@{domain}"


def mask_name(name: str) -> str:
    """Return the first name and the initial of the next: `Hartono S.`; a single name is shown whole."""
    words = name.split()
    if len(words) < 2:
        return " ".join(words)
    return f"{words[0]} {words[1][0].upper()}."
