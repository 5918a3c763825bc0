"""Setting a letter in type, by Typst from the templates here; the same content gives the same bytes.

PDF/A-2a and PDF/UA-1: it can be read in decades, and read aloud. Fonts come from the folder beside, never
from the system or a network.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lapak.letters.rules.kinds import Kind
from lapak.letters.rules.lettering import drawn

_HERE = Path(__file__).parent
TEMPLATES, FONTS = _HERE / "templates", _HERE / "fonts"


def set_in_type(*, kind: Kind, content: Mapping[str, Any], at: datetime) -> bytes:
    """Return the letter as PDF; `at` (aware) is the date that its metadata carry."""
    return _set(kind, content, at)


def company_letter(*, template: str, content: Mapping[str, Any], at: datetime) -> bytes:
    """Return a company's own letter (`cover`, `mass_layoff`) as PDF, for the company to sign."""
    return _set(template, content, at)


def _set(template: str, content: Mapping[str, Any], at: datetime) -> bytes:
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(_drawn(content), ensure_ascii=False, sort_keys=True)},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(at.timestamp()))
    assert isinstance(pdf, bytes)  # several pages are one PDF
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return drawn(value)
    if isinstance(value, Mapping):
        return {name: _drawn(one) for name, one in value.items()}
    return [_drawn(one) for one in value] if isinstance(value, list | tuple) else value
