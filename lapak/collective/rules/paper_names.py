"""Whose paper a file is, and which, by the names of the file and of the folders it lies in.

A number decides before a name, NIK and member number alike. Rows may bear the same number until they are
repaired: then the paper is of several. A name counts only where exactly one worker bears it.
The names are read and never used as paths.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lapak.kernel.names import name_words

LONGEST_PATH = 400
_WHOLE_NUMBER = re.compile(r"(?<!\d)(?:\d{16}|\d{11})(?!\d)", re.ASCII)
_NUMBER = re.compile(r"(?<!\d)(?:\d[ .\-_]?){10,15}\d(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Person:
    """A worker papers may belong to."""

    serial: int
    nik: str
    kpj: str
    name: str


@dataclass(frozen=True, slots=True)
class Belongs:
    """What a path says: the worker's serial and the kind of paper, or a code for why not.

    Codes: `paper_of_nobody`, `paper_of_several`, `paper_kind_unknown`; empty when both are known.
    """

    serial: int
    kind: str
    code: str = ""


class Owners:
    """The workers of a roster, found by what stands in a path."""

    def __init__(self, people: Iterable[Person], *, kinds: Collection[str]) -> None:
        self._by_number: dict[str, set[int]] = defaultdict(set)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._words: dict[int, frozenset[str]] = {}
        self._kinds = frozenset(kinds)
        for one in people:
            for number in filter(None, (one.nik, one.kpj)):
                self._by_number[number].add(one.serial)
            words = frozenset(name_words(one.name))
            self._words[one.serial] = words
            for word in words:
                self._by_word[word].add(one.serial)

    def belongs(self, path: str) -> Belongs:
        """Return whose paper lies at a path inside a ZIP, and which."""
        path = path[-LONGEST_PATH:]
        found = self._by_numbers(path) or self._by_names(path)
        if not found:
            return Belongs(0, "", "paper_of_nobody")
        if len(found) > 1:
            return Belongs(0, "", "paper_of_several")
        kind = kind_of(path, kinds=self._kinds)
        (serial,) = found
        return Belongs(serial, kind, "" if kind else "paper_kind_unknown")

    def _by_numbers(self, path: str) -> set[int]:
        """Return the workers who bear the numbers in the path: all of them, or else one of them.

        A number written with separators may swallow another beside it, so whole ones are looked for too.
        """
        numbers = {re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(path)}
        numbers.update(_WHOLE_NUMBER.findall(path))
        bearers = [self._by_number[number] for number in numbers if number in self._by_number]
        return (set.intersection(*bearers) or set.union(*bearers)) if bearers else set()

    def _by_names(self, path: str) -> set[int]:
        """Return the workers all of whose names stand in the path; a longer name wins over its part."""
        here = frozenset(_words(path))
        hits = Counter(serial for word in here for serial in self._by_word.get(word, ()))
        whole = {serial: n for serial, n in hits.items() if n == len(self._words[serial])}
        most = max(whole.values(), default=0)
        return {serial for serial, n in whole.items() if n == most}


def kind_of(path: str, *, kinds: Collection[str]) -> str:
    """Return the kind of paper a path names, the file's own name before its folders; empty for none."""
    folders, _, name = path.replace("\\", "/").rpartition("/")
    for part in (name, folders):
        text = f" {' '.join(_words(part))} "
        found = [
            (len(word), kind) for word, kind in _kind_words().items() if kind in kinds and f" {word} " in text
        ]
        if found:
            return max(found)[1]
    return ""


def missing_papers(
    *, people: Iterable[Person], at_hand: Mapping[int, Collection[str]], needed: Collection[str]
) -> dict[int, tuple[str, ...]]:
    """Return for each worker who lacks some the kinds that are missing, by serial."""
    lacking = {
        one.serial: tuple(kind for kind in needed if kind not in at_hand.get(one.serial, ()))
        for one in people
    }
    return {serial: kinds for serial, kinds in lacking.items() if kinds}


@cache
def _kind_words() -> dict[str, str]:
    data = tomllib.loads(
        (files("lapak.collective") / "data" / "paper_names.toml").read_text(encoding="utf-8")
    )
    return {word: kind for kind, words in data.items() for word in words}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+\d?|\d+", text.lower())
