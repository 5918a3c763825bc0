"""Writing the answer workbook: the rows as they came, in their order, each with a verdict and what to repair.

Every cell is text, so nothing in it is ever worked out. A text that a spreadsheet would take for a formula
once it is saved as CSV gets an apostrophe, which our reader takes away again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, count, repeat
from os import PathLike
from typing import Any, BinaryIO, NamedTuple, Protocol

import rustpy_xlsxwriter as xlsx

from lapak.collective.rules.columns import EXPLANATION, OWN_CODES, ROW_CODE, VERDICT, column_of, headings
from lapak.collective.rules.findings import Cell, text_of
from lapak.collective.rules.row_codes import row_code
from lapak.collective.rules.verdicts import Problem, RowVerdict

RISKY = frozenset("=+-@\t\r\n|%")
_BETWEEN = "¦"
_RISKY_START = re.compile(r"¦ *[=+\-@|%]")
LONGEST_TEXT = 500
LONGEST_SHEET_NAME = 31
_WIDTHS = {ROW_CODE: 12.0, VERDICT: 18.0, EXPLANATION: 96.0}
_USUAL_WIDTH = 20.0
_PAPER = {"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 0}  # A4
_COLOURS = {  # of tokens.css: text and ground
    RowVerdict.ACCEPTED: ("#14603F", "#DCF1E5"),
    RowVerdict.TO_REPAIR: ("#9C2A1D", "#FBE3DE"),
    RowVerdict.DUPLICATE: ("#6B4000", "#FFEFCF"),
}


class Words(Protocol):
    """How verdicts and problems are put to people."""

    def verdict(self, verdict: RowVerdict) -> str:
        """Return the word for a verdict."""
        ...

    def explain(self, problems: Sequence[Problem], *, roster: int) -> str:
        """Return what to repair, in plain sentences."""
        ...


class AnswerRows(NamedTuple):
    """Rows of an answer, one after another, each column of the same length; at least one.

    The cells of a row stand in the order of the sheet's headings.
    """

    serials: Sequence[int]
    verdicts: Sequence[RowVerdict]
    problems: Sequence[Sequence[Problem]]
    cells: Sequence[Sequence[Cell]]


class AnswerSheet(NamedTuple):
    """A sheet of an answer. `headings` are those of the file that came."""

    name: str
    headings: Sequence[str]
    rows: Iterable[AnswerRows]


def write_answers(
    target: "str | PathLike[str] | BinaryIO", sheets: Sequence[AnswerSheet], *, words: Words, roster: int
) -> None:
    """Write the workbook. The rows are taken some at a time, sheet after sheet, and not held."""
    plans = [_Plan(sheet, name) for sheet, name in zip(sheets, _sheet_names(sheets), strict=True)]
    green, red, amber = (
        xlsx.Format().set_font_color(text).set_background_color(ground) for text, ground in _COLOURS.values()
    )
    verdict = headings()[VERDICT]
    colours: dict[str, Any] = {
        verdict: [
            {"type": "text", "criteria": "begins_with", "value": words.verdict(one), "format": look}
            for one, look in zip(_COLOURS, (green, red, amber), strict=True)
        ]
    }
    head = xlsx.Format().set_bold().set_text_wrap().set_background_color("#E3E8F7").set_border("thin")
    xlsx.write_worksheets(
        [(plan.name, plan.records(words, roster)) for plan in plans],
        target,
        freeze_panes={"general": {"row": 1, "col": 3}},
        column_widths={plan.name: dict(zip(plan.titles, plan.widths, strict=True)) for plan in plans},
        header_format={plan.name: head for plan in plans},
        autofilter={plan.name: True for plan in plans},
        conditional_formats={plan.name: colours for plan in plans},
        ignore_errors={plan.name: plan.titles for plan in plans},
        page_setup={plan.name: _PAPER for plan in plans},
    )


def harmless(cell: Cell) -> str:
    """Return the cell as text that no spreadsheet works out, without control characters."""
    text = text_of(cell)
    if len(text) > LONGEST_TEXT or not text.isprintable():
        text = "".join(one if one.isprintable() else " " for one in text[:LONGEST_TEXT])
    return "'" + text if text.lstrip()[:1] in RISKY and text else text


class _Plan:
    """The columns of one sheet: ours first, then those that came, each under a title of its own."""

    def __init__(self, sheet: AnswerSheet, name: str) -> None:
        self._sheet = sheet
        self.name = name
        ours = headings()
        self._kept = [column_of(heading) not in OWN_CODES for heading in sheet.headings]
        self.titles = [ours[code] for code in _WIDTHS]
        for place, heading in enumerate(sheet.headings, start=1):
            if self._kept[place - 1]:
                self.titles.append(self._free_title(harmless(heading) or f"Kolom {place}"))
        self.widths = [*_WIDTHS.values(), *[_USUAL_WIDTH] * sum(self._kept)]

    def _free_title(self, title: str) -> str:
        tries = chain([title], (f"{title} ({number})" for number in range(2, 1000)))
        return next(one for one in tries if one not in self.titles)

    def records(self, words: Words, roster: int) -> Iterator[dict[str, str | None]]:
        """Yield a cell for each title, row by row. They are made column by column."""
        named = {verdict: words.verdict(verdict) for verdict in RowVerdict}
        for some in self._sheet.rows:
            columns = [
                [row_code(roster=roster, serial=serial) for serial in some.serials],
                [named[verdict] for verdict in some.verdicts],
                [
                    None if verdict is RowVerdict.ACCEPTED else words.explain(found, roster=roster)
                    for verdict, found in zip(some.verdicts, some.problems, strict=True)
                ],
                *map(_harmless_all, compress(zip(*some.cells, strict=True), self._kept)),
            ]
            yield from map(dict, map(zip, repeat(self.titles), zip(*columns, strict=True)))


def _harmless_all(column: Sequence[Cell]) -> Sequence[str]:
    """Return `harmless` of every cell; a column that looks harmless as a whole is not looked at by cell."""
    texts = [cell if type(cell) is str else text_of(cell) for cell in column]
    joined = _BETWEEN.join(("", *texts))
    if joined.isprintable() and max(map(len, texts)) <= LONGEST_TEXT and not _RISKY_START.search(joined):
        return texts
    return list(map(harmless, texts))


def _sheet_names(sheets: Sequence[AnswerSheet]) -> list[str]:
    """Return a name for each sheet that a workbook allows, no two alike."""
    names: list[str] = []
    for sheet in sheets:
        name = "".join(one for one in sheet.name if one not in "[]:*?/\\'" and one.isprintable()).strip()
        name, taken = name or "Hasil", set(map(str.lower, names))
        tries = (_with_suffix(name, f" ({number})" if number > 1 else "") for number in count(1))
        names.append(next(one for one in tries if one.lower() not in taken))
    return names


def _with_suffix(name: str, suffix: str) -> str:
    return name[: LONGEST_SHEET_NAME - len(suffix)].rstrip() + suffix
