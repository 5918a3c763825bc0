"""Are two written names one person's? Compared without case, accents, punctuation, spaces and degrees, and
explained.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

TITLES = frozenset(
    {
        *("h", "hj", "haji", "hajjah", "kh", "ir", "dr", "drs", "dra", "drg", "prof"),
        *("bpk", "bapak", "ibu", "sdr", "sdri", "ny", "tn"),
    }
)
DEGREES = frozenset(
    {
        *(
            "se",
            "sh",
            "st",
            "sp",
            "si",
            "sip",
            "sos",
            "ssos",
            "skom",
            "spd",
            "spdi",
            "sag",
            "ss",
            "spsi",
            "skep",
        ),
        *(
            "skm",
            "ssi",
            "sked",
            "sfarm",
            "spt",
            "sik",
            "sst",
            "stp",
            "strk",
            "str",
            "amd",
            "amdkeb",
            "amdkep",
        ),
        *("mm", "msi", "mpd", "mkom", "mh", "mt", "ma", "mba", "mkes", "msc", "mag", "phd"),
        *("ak", "ca", "cpa", "ners", "ns", "apt"),
    }
)
ABBREVIATIONS = {
    short: long
    for long, shorts in {
        "muhammad": "moh mohd muh mhd md mohamad mohammad muhamad moch mochamad mochammad",
        "ahmad": "ahmed achmad akhmad",
        "abdul": "abd",
        "siti": "sitti",
    }.items()
    for short in shorts.split()
}
OLD_SPELLINGS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("ch", "kh"))
SHORTEST_WITH_TYPO = 4
MOST_TYPOS = 2


class NameVerdict(StrEnum):
    """`near` is for an officer's eyes: probably the same person, written otherwise."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


class NameDifference(StrEnum):
    """How the second is written otherwise than the first.

    `form` covers case, accents, punctuation and degrees.
    """

    FORM = "form"
    SPACING = "spacing"
    WORD_ORDER = "word_order"
    ABBREVIATION = "abbreviation"
    OLD_SPELLING = "old_spelling"
    TYPO = "typo"
    WORD_MISSING = "word_missing"
    OTHER_NAME = "other_name"


@dataclass(frozen=True, slots=True)
class NameComparison:
    """A verdict and its reasons; empty `differences` means written alike to the letter."""

    verdict: NameVerdict
    differences: tuple[NameDifference, ...] = ()


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a person's name in lower case, without accents, punctuation, titles or degrees.

    `dr. H. Ahmad Fauzi, S.E., M.M.` gives `ahmad`, `fauzi`. A name of nothing but titles keeps its words.
    """
    head, *tail = name.split(",")
    parts = [_words(head), *(words for words in map(_words, tail) if not _is_degree(words))]
    words = tuple(word for part in parts for word in part)
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return words


def compare_names(*, left: str, right: str) -> NameComparison:
    """Return whether two written names are the same, near or different, and how they differ.

    Same: equal but for case, accents, punctuation, degrees and spaces. Near: the same words in another
    order, a known abbreviation or initial, old spelling, at most two typing errors, or words left out when
    two or more agree.
    """
    if left == right and left.strip():
        return NameComparison(NameVerdict.SAME)
    ours, theirs = name_words(left), name_words(right)
    if not ours or not theirs:
        return NameComparison(NameVerdict.DIFFERENT, (NameDifference.OTHER_NAME,))
    if ours == theirs:
        return NameComparison(NameVerdict.SAME, (NameDifference.FORM,))
    if "".join(ours) == "".join(theirs):
        return NameComparison(NameVerdict.SAME, (NameDifference.SPACING,))
    if sorted(ours) == sorted(theirs):
        return NameComparison(NameVerdict.NEAR, (NameDifference.WORD_ORDER,))
    return _compare_words(ours, theirs)


def _compare_words(ours: tuple[str, ...], theirs: tuple[str, ...]) -> NameComparison:
    """Pair the words of the shorter name, in order, with words of the longer one, and judge what is left."""
    short, long = sorted((ours, theirs), key=len)
    found: list[NameDifference] = []
    rest = list(long)
    paired = 0
    for word in short:
        partner = next(
            (other for other in rest if _word_difference(word, other) is not NameDifference.OTHER_NAME), None
        )
        if partner is None:
            continue
        paired += 1
        rest = rest[rest.index(partner) + 1 :]
        if difference := _word_difference(word, partner):
            found.append(difference)
    if paired < len(short) or found.count(NameDifference.TYPO) > MOST_TYPOS:
        return NameComparison(NameVerdict.DIFFERENT, (NameDifference.OTHER_NAME,))
    if len(short) < len(long):
        if paired < 2:
            return NameComparison(NameVerdict.DIFFERENT, (NameDifference.WORD_MISSING,))
        found.append(NameDifference.WORD_MISSING)
    return NameComparison(NameVerdict.NEAR, tuple(dict.fromkeys(found)))


def _word_difference(left: str, right: str) -> NameDifference | None:
    """Return how two words differ, None when they do not."""
    if left == right:
        return None
    if ABBREVIATIONS.get(left, left) == ABBREVIATIONS.get(right, right) or _is_initial(left, right):
        return NameDifference.ABBREVIATION
    if _new_spelling(left) == _new_spelling(right):
        return NameDifference.OLD_SPELLING
    if min(len(left), len(right)) >= SHORTEST_WITH_TYPO and _one_typo_apart(left, right):
        return NameDifference.TYPO
    return NameDifference.OTHER_NAME


def _words(text: str) -> tuple[str, ...]:
    """Split a text into plain words; `S.E.` becomes one word, `Moh.Ali` two, `Nur'aini` one."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"\b(\w)\.(?=\w\b)|['`]", r"\1", plain)
    return tuple(re.findall(r"[a-z0-9]+", joined))


def _is_degree(words: tuple[str, ...]) -> bool:
    return "".join(words) in DEGREES or all(word in DEGREES for word in words)


def _is_initial(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return len(short) == 1 and long.startswith(short)


def _new_spelling(word: str) -> str:
    for old, new in OLD_SPELLINGS:
        word = word.replace(old, new)
    return word


def _one_typo_apart(left: str, right: str) -> bool:
    """Return whether one letter was changed, left out, added, or two neighbours swapped."""
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long[at:]
