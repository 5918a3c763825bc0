"""Numbers that name people and firms: NIK, KPJ, NPP, NPWP. Each parser says what is wrong by a stable code.

NIK (16 digits): province 2, regency 2, district 2, birth date DDMMYY with 40 added to a woman's day, serial
4 from 0001. It keeps the codes of the *first* registration, and one that differs from the true birth date
is never changed (Dukcapil), so a difference is a warning for the officer and no refusal.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.kernel.errors import InvalidInput

NIK_DIGITS = 16
KPJ_DIGITS = 11
NPP_LENGTH = 8
NPWP_OLD_DIGITS, NPWP_DIGITS = 15, 16
WOMAN_DAY_OFFSET = 40
_SEPARATORS = re.compile(r"[\s.\-/]+")
_NPP = re.compile(r"[A-Z]{0,2}\d+", re.ASCII)


class InvalidIdentity(InvalidInput):
    """The number cannot be one of its kind.

    The code begins with the kind: `nik_…`, `kpj_…`, `npp_…`, `npwp_…`.
    """


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class NikWarning(StrEnum):
    """What an officer should look at although the NIK is accepted."""

    BIRTH_DATE_DIFFERS = "nik_birth_date_differs"
    REGION_UNKNOWN = "nik_region_unknown"


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK that can exist, taken apart."""

    digits: str
    birth_date: date
    sex: Sex
    serial: int

    @property
    def province(self) -> str:
        """Kemendagri code of the province, 2 digits."""
        return self.digits[:2]

    @property
    def regency(self) -> str:
        """Kemendagri code of the regency or city, 4 digits."""
        return self.digits[:4]

    @property
    def district(self) -> str:
        """Kemendagri code of the district, 6 digits."""
        return self.digits[:6]

    def __str__(self) -> str:
        return self.digits


def _plain_digits(text: str, *, kind: str, lengths: tuple[int, ...]) -> str:
    """Return the digits without separators. Raises InvalidIdentity `…_empty`, `…_not_digits`, `…_length`."""
    plain = _SEPARATORS.sub("", text)
    if not plain:
        raise InvalidIdentity(f"{kind}_empty")
    if not (plain.isascii() and plain.isdigit()):
        raise InvalidIdentity(f"{kind}_not_digits")
    if len(plain) not in lengths:
        raise InvalidIdentity(f"{kind}_length", params={"expected": lengths[-1], "given": len(plain)})
    return plain


def birth_in_nik(digits: str, *, on: date) -> tuple[date, Sex]:
    """Return birth date and sex in a NIK of 16 digits; of the two centuries the later one not after `on`.

    Raises InvalidIdentity `nik_birth_date_impossible`.
    """
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = Sex.FEMALE if day > WOMAN_DAY_OFFSET else Sex.MALE
    if sex is Sex.FEMALE:
        day -= WOMAN_DAY_OFFSET
    for century in (on.year // 100 * 100, on.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= on:
            return born, sex
    raise InvalidIdentity("nik_birth_date_impossible")


def parse_nik(text: str, *, on: date, known_provinces: Collection[str] | None = None) -> Nik:
    """Return the NIK in a text; spaces, dots and dashes do not matter.

    `on` is the day it is read, which settles the century of birth. `known_provinces` are 2-digit codes:
    give old and new ones together. Raises InvalidIdentity with `nik_empty`, `nik_not_digits`, `nik_length`,
    `nik_province_unknown`, `nik_birth_date_impossible` or `nik_serial_zero`.
    """
    digits = _plain_digits(text, kind="nik", lengths=(NIK_DIGITS,))
    if known_provinces is not None and digits[:2] not in known_provinces:
        raise InvalidIdentity("nik_province_unknown", params={"province": digits[:2]})
    born, sex = birth_in_nik(digits, on=on)
    serial = int(digits[12:])
    if serial == 0:
        raise InvalidIdentity("nik_serial_zero")
    return Nik(digits=digits, birth_date=born, sex=sex, serial=serial)


def nik_warnings(
    nik: Nik, *, birth_date: date | None = None, known_regions: Collection[str] | None = None
) -> tuple[NikWarning, ...]:
    """Return what an officer should look at: a birth date unlike the one given, a region in no list we know.

    `known_regions` holds codes without dots, of 4 digits (regency) or 6 (district); either is enough, because
    districts were split and renumbered since many people were registered.
    """
    found = []
    if birth_date is not None and birth_date != nik.birth_date:
        found.append(NikWarning.BIRTH_DATE_DIFFERS)
    if known_regions is not None and nik.regency not in known_regions and nik.district not in known_regions:
        found.append(NikWarning.REGION_UNKNOWN)
    return tuple(found)


def parse_kpj(text: str) -> str:
    """Return the 11 digits of a member number.

    Raises InvalidIdentity `kpj_empty`, `kpj_not_digits`, `kpj_length`.
    """
    return _plain_digits(text, kind="kpj", lengths=(KPJ_DIGITS,))


def parse_npp(text: str) -> str:
    """Return the 8 characters of a company number; old ones begin with letters.

    Raises InvalidIdentity `npp_empty`, `npp_length` or `npp_not_readable`.
    """
    plain = _SEPARATORS.sub("", text).upper()
    if not plain:
        raise InvalidIdentity("npp_empty")
    if len(plain) != NPP_LENGTH:
        raise InvalidIdentity("npp_length", params={"expected": NPP_LENGTH, "given": len(plain)})
    if not _NPP.fullmatch(plain):
        raise InvalidIdentity("npp_not_readable")
    return plain


def parse_npwp(text: str) -> str:
    """Return a tax number as 16 digits: the old 15 get a leading 0 (in use since 14 July 2022).

    Raises InvalidIdentity `npwp_empty`, `npwp_not_digits` or `npwp_length`.
    """
    return _plain_digits(text, kind="npwp", lengths=(NPWP_OLD_DIGITS, NPWP_DIGITS)).rjust(NPWP_DIGITS, "0")
