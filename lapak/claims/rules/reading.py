"""Reading the files of a programme, and refusing what is not whole."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

File = TypeVar("File", bound=BaseModel)


class ProgrammeInvalid(Exception):
    """A programme's files are not whole. Says which file, which key, and what is wrong with it."""

    def __init__(self, file: Path | str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file, self.key, self.problem = str(file), key, problem


def read_file(path: Path, shape: type[File]) -> File:
    """Return the content of a TOML file in its shape. Raises ProgrammeInvalid."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise ProgrammeInvalid(path, "", str(failure)) from failure
    try:
        return shape.model_validate(content)
    except ValidationError as refusal:
        first = refusal.errors()[0]
        raise ProgrammeInvalid(path, ".".join(map(str, first["loc"])), first["msg"]) from refusal


def files_in(folder: Path) -> list[Path]:
    """Return the TOML files of a folder in order. Raises ProgrammeInvalid when there is none."""
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise ProgrammeInvalid(folder, "", "no file of this kind")
    return found


def require_known(file: Path, key: str, named: Iterable[str], *, among: Iterable[str], what: str) -> None:
    """Raise ProgrammeInvalid when something is named that is not among the known, or named twice."""
    known, seen = set(among), set[str]()
    for code in named:
        if code not in known:
            raise ProgrammeInvalid(file, key, f"unknown {what} {code!r}")
        if code in seen:
            raise ProgrammeInvalid(file, key, f"{what} {code!r} named twice")
        seen.add(code)


def require_different(file: Path, key: str, values: Iterable[str]) -> None:
    """Raise ProgrammeInvalid when a value stands twice."""
    seen = set[str]()
    for value in values:
        if value in seen:
            raise ProgrammeInvalid(file, key, f"{value} stands twice")
        seen.add(value)
