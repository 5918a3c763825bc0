"""Draws that repeat, and makers of numbers: NIK, KPJ, NPP and bank account numbers, never two alike."""

from collections import Counter
from datetime import date
from random import Random

WOMAN_DAY_OFFSET = 40
# Steps that share no factor with the size of their range, so that the index walks through all of it.
_KPJ_FIRST, _KPJ_RANGE, _KPJ_STEP = 17_000_000_000, 79_999_999_999, 9_999_991
_NPP_FIRST, _NPP_RANGE, _NPP_STEP = 10_000_000, 89_999_999, 48_271
_ACCOUNT_STEP = 7_368_787


def draws(seed: str) -> Random:
    """Return a generator that draws the same for the same seed."""
    return Random(seed)  # noqa: S311 - nothing here is a secret; it must repeat


def kpj(index: int) -> str:
    """Return an 11-digit member number; those that begin with 16 are left to the personas."""
    return str(_KPJ_FIRST + index * _KPJ_STEP % _KPJ_RANGE)


def npp(index: int) -> str:
    """Return an 8-character company number; every tenth has the letters of the old kind."""
    number = _NPP_FIRST + index * _NPP_STEP % _NPP_RANGE
    if index % 10 == 9:
        return f"{'ABDEFGHJKL'[index // 10 % 10]}{'ABCEHJKNPR'[index // 100 % 10]}{index:06d}"
    return str(number)


def account_number(index: int, digits: int) -> str:
    """Return an account number of so many digits; those that begin with 7 are left to the personas."""
    room = 10 ** (digits - 1)
    return f"{1 + index % 6}{index * _ACCOUNT_STEP % room:0{digits - 1}d}"


def nik(district: str, birth_date: date, sex: str, serial: int) -> str:
    """Return a 16-digit NIK: district, day (plus 40 for a woman), month, year, serial."""
    day = birth_date.day + (WOMAN_DAY_OFFSET if sex == "female" else 0)
    return f"{district}{day:02d}{birth_date:%m%y}{serial:04d}"


class NikRegister:
    """Hands out the next free serial for people registered on the same birth date in the same district."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._last: Counter[str] = Counter()

    def take(self, number: str) -> str:
        """Reserve a number given from outside and return it."""
        if number in self._used:
            raise ValueError("two personas have the same NIK")
        self._used.add(number)
        return number

    def next(self, district: str, birth_date: date, sex: str) -> str:
        """Return the next free number."""
        stem = nik(district, birth_date, sex, 0)[:12]
        while True:
            self._last[stem] += 1
            number = f"{stem}{self._last[stem]:04d}"
            if number not in self._used:
                self._used.add(number)
                return number
