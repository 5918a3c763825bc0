"""The workbook a company fills in: a sheet that checks as one types, examples, and instructions."""

import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import xlsxwriter

from lapak.collective.rules.columns import Column, columns
from lapak.collective.rules.formats import MOST_ROWS

WIDTHS = {"text": 24, "digits": 20, "date": 17, "choice": 26, "money": 18}
EARLIEST = date(1930, 1, 1)


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((files("lapak.collective") / "data" / "template.toml").read_text(encoding="utf-8"))


def template_workbook(*, programme: str, reasons: Sequence[str], banks: Sequence[str], on: date) -> bytes:
    """Return the template of a programme (its label) with these choices; dates may lie in the next year."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{_said()['title']} {programme}", "company": "Lapak"})
        looks = _looks(book)
        names = _said()["sheets"]
        main, examples = book.add_worksheet(names["list"]), book.add_worksheet(names["examples"])
        notes, choices = book.add_worksheet(names["notes"]), book.add_worksheet(names["choices"])
        places = _choices(choices, names["choices"], {"reason": reasons, "bank": banks})
        for sheet in (main, examples):
            _head(sheet, looks)
        for place, column in enumerate(columns()):
            rule = _rule(column, places.get(column.code, ""), on)
            if rule is not None:
                main.data_validation(1, place, MOST_ROWS, place, rule)
        _examples(examples)
        _notes(notes, programme, looks)
        choices.hide()
        main.activate()
    return target.getvalue()


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#8A8578"}
    return {
        "required": book.add_format({**head, "bg_color": "#27397F", "font_color": "#FFFFFF"}),
        "optional": book.add_format({**head, "bg_color": "#E3E8F7", "font_color": "#171D33"}),
        "text": book.add_format({"num_format": "@"}),
        "digits": book.add_format({"num_format": "@"}),
        "choice": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "dd-mm-yyyy", "align": "left"}),
        "money": book.add_format({"num_format": "#,##0"}),
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#27397F"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "valign": "top"}),
    }


def _head(sheet: Any, looks: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for place, column in enumerate(columns()):
        told = _said()["columns"][column.code]
        look = looks["required" if column.required else "optional"]
        sheet.set_column(place, place, WIDTHS[told["kind"]], looks[told["kind"]])
        sheet.write_string(0, place, column.heading + (" *" if column.required else ""), look)


def _choices(sheet: Any, name: str, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Write the lists to choose from and return where each stands, as a formula names it."""
    places = {}
    for at, (code, words) in enumerate(lists.items()):
        sheet.write_column(0, at, words)
        letter = "ABCDEFGH"[at]
        places[code] = f"={name}!${letter}$1:${letter}${len(words)}"
    return places


def _rule(column: Column, source: str, on: date) -> dict[str, Any] | None:
    told = _said()["columns"][column.code]
    common = {
        "input_title": column.heading[:32],
        "input_message": told["note"],
        "error_title": column.heading[:32],
        "ignore_blank": True,
    }
    if told["kind"] == "digits":
        wrong = f"Harus {told['digits']} angka. Lihat lagi, lalu ketik ulang."
        size = {"validate": "length", "criteria": "==", "value": told["digits"], "error_message": wrong}
        return {**common, **size}
    if told["kind"] == "date":
        span = {"minimum": EARLIEST, "maximum": date(on.year + 1, 12, 31)}
        wrong = "Tanggal tidak terbaca. Tulis seperti 14-05-2020."
        return {**common, "validate": "date", "criteria": "between", **span, "error_message": wrong}
    if told["kind"] == "choice":
        soft = {"error_type": "warning", "error_message": "Tidak ada di daftar. Periksa ejaannya."}
        return {**common, "validate": "list", "source": source, **soft}
    if told["kind"] == "money":
        wrong = "Isi angka rupiah saja, tanpa titik."
        return {**common, "validate": "decimal", "criteria": ">=", "value": 0, "error_message": wrong}
    return {**common, "validate": "any"}


def _examples(sheet: Any) -> None:
    for place, column in enumerate(columns()):
        told = _said()["columns"][column.code]
        for line, example in enumerate(told["examples"], start=1):
            if told["kind"] == "money":
                sheet.write_number(line, place, int(example))
            elif example:
                sheet.write_string(line, place, example)


def _notes(sheet: Any, programme: str, looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 74)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{_said()['title']} {programme}", looks["title"])
    line = 2
    for note in _said()["notes"]:
        sheet.merge_range(line, 0, line, 1, note, looks["wrap"])
        line += 1
    line += 1
    for column in columns():
        mark = " *" if column.required else ""
        sheet.write_string(line, 0, column.heading + mark, looks["bold"])
        sheet.write_string(line, 1, _said()["columns"][column.code]["note"], looks["wrap"])
        line += 1
