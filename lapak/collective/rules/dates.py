"""Days as companies write them: real dates, serial numbers, and text in many forms.

Where day and month could be either, the day comes first, as Indonesia writes it. Two digits of a year mean
the latest such year that is not past the next.
"""

import re
from datetime import date, datetime, timedelta

from lapak.collective.rules.cell_words import month_of
from lapak.collective.rules.findings import Cell, Doubt, Trouble

EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
EARLIEST, YEARS_AHEAD = date(1900, 3, 1), 5
_TIME = re.compile(r"[T\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|\s*[AP]M)?$", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})", re.ASCII)
_DAY_FIRST = re.compile(
    r"(?:[a-z']+\s*,?\s+)?(\d{1,2})\s*[-/.\s]*\s*([a-z]+)\.?\s*[-/.,\s']*\s*(\d{2}|\d{4})", re.ASCII
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s*[-/.\s]*\s*(\d{1,2})\s*[-/.,\s]+\s*(\d{4})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?", re.ASCII)


def read_day(cell: Cell, *, on: date, epoch: date = EPOCH_1900) -> date | Trouble | Doubt:
    """Return the day in a cell. `on` is the day of reading, `epoch` the day 0 of the workbook's numbers.

    Trouble: `date_not_readable`, `date_impossible`, `date_out_of_range`. Doubt: `date_month_first`.
    """
    if isinstance(cell, datetime):
        return _in_range(cell.date(), on)
    if isinstance(cell, date):
        return _in_range(cell, on)
    if isinstance(cell, bool):
        return Trouble("date_not_readable")
    if isinstance(cell, float | int):
        return _of_number(float(cell), on=on, epoch=epoch)
    text = _TIME.sub("", str(cell).strip(" '`’\u00a0\t\r\n").lower()).strip()
    return _of_text(text, on=on, epoch=epoch)


def _of_text(text: str, *, on: date, epoch: date) -> date | Trouble | Doubt:
    if _EIGHT.fullmatch(text):
        year_first = text[:2] in ("19", "20") and "01" <= text[4:6] <= "12"
        parts = (text[:4], text[4:6], text[6:]) if year_first else (text[4:], text[2:4], text[:2])
        return _day(parts[0], int(parts[1]), int(parts[2]), on)
    if _SERIAL.fullmatch(text):
        return _of_number(float(text), on=on, epoch=epoch)
    if match := _NUMBERS.fullmatch(text):
        return _of_three(*match.groups(), on=on)
    if (match := _DAY_FIRST.fullmatch(text)) and (month := month_of(match[2])):
        return _day(match[3], month, int(match[1]), on)
    if (match := _MONTH_FIRST.fullmatch(text)) and (month := month_of(match[1])):
        return _day(match[3], month, int(match[2]), on)
    return Trouble("date_not_readable")


def _of_three(first: str, second: str, third: str, *, on: date) -> date | Trouble | Doubt:
    """Read three numbers: the year first if it has four digits, else day, month, year."""
    if len(first) == 4:
        return _day(first, int(second), int(third), on)
    if len(first) > 2 or len(third) not in (2, 4):
        return Trouble("date_not_readable")
    if int(second) > 12 >= int(first):
        day = _day(third, int(first), int(second), on)
        return Doubt(day, "date_month_first") if isinstance(day, date) else day
    return _day(third, int(second), int(first), on)


def _day(year: str, month: int, day: int, on: date) -> date | Trouble:
    full = int(year) if len(year) == 4 else _century(int(year), on)
    try:
        return _in_range(date(full, month, day), on)
    except ValueError:
        return Trouble("date_impossible")


def _century(year: int, on: date) -> int:
    full = on.year // 100 * 100 + year
    return full if full <= on.year + 1 else full - 100


def _of_number(number: float, *, on: date, epoch: date) -> date | Trouble | Doubt:
    """Read the serial number of a day; a whole one of eight digits is a day written as 20200514."""
    if number.is_integer() and 1_011_900 <= number <= 99999999:
        return _of_text(f"{int(number):08d}", on=on, epoch=epoch)
    if not 1 <= number < 100_000:
        return Trouble("date_not_readable")
    return _in_range(epoch + timedelta(days=int(number)), on)


def _in_range(day: date, on: date) -> date | Trouble:
    return day if EARLIEST <= day <= date(on.year + YEARS_AHEAD, 12, 31) else Trouble("date_out_of_range")
