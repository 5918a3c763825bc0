"""A call in spoken Indonesian: the sentence a voice reads, and the recorded clips that say the same.

Numbers are spoken as words, `A-127` as "A, seratus dua puluh tujuh". Where one clip holds two words ("dua
puluh") they were recorded in one breath, so that few joints are heard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

HIGHEST = 9_999  # spoken in words; a higher number is spelt
_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_LETTERS = (
    *("a", "be", "ce", "de", "e", "ef", "ge", "ha", "i", "je", "ka", "el", "em"),
    *("en", "o", "pe", "ki", "er", "es", "te", "u", "ve", "we", "eks", "ye", "zet"),
)
_NUMBER, _GO_TO, _BOOTH = "nomor", "silakan menuju", "bilik"


@dataclass(frozen=True)
class Spoken:
    """A call as a sentence, and as names of clips in the order they are played."""

    sentence: str
    clips: tuple[str, ...]


def spoken_call(*, label: str, booth: int) -> Spoken:
    """Return how the call of a ticket such as `A-058` to a booth is spoken."""
    letter, _, digits = label.partition("-")
    number, room = number_words(int(digits)), number_words(booth)
    sentence = f"Nomor {letter}, {' '.join(number)}, {_GO_TO} {_BOOTH} {' '.join(room)}"
    letters = tuple(_letter(one) for one in letter)
    return Spoken(sentence, tuple(map(_clip, (_NUMBER, *letters, *number, _GO_TO, _BOOTH, *room))))


def number_words(number: int) -> tuple[str, ...]:
    """Return a number from 0 in Indonesian words, one entry for each clip."""
    if number > HIGHEST:
        return tuple(_ONES[int(digit)] for digit in str(number))
    thousands, below = divmod(number, 1000)
    hundreds, rest = divmod(below, 100)
    words = (*_thousands(thousands), *_hundreds(hundreds), *_below_hundred(rest))
    return words or (_ONES[0],)


def vocabulary() -> Mapping[str, str]:
    """Return every clip there must be, by name, with the words recorded in it."""
    tens = [word for number in range(100) for word in number_words(number)]
    rest = [word for number in range(100, 10_000, 100) for word in number_words(number)]
    letters = [_letter(one) for one in ascii_uppercase]
    every = (_NUMBER, _GO_TO, _BOOTH, *letters, *tens, *rest)
    return {_clip(words): words.removeprefix("huruf ") for words in every}


def _thousands(count: int) -> tuple[str, ...]:
    return ("seribu",) if count == 1 else (_ONES[count], "ribu") if count else ()


def _hundreds(count: int) -> tuple[str, ...]:
    return ("seratus",) if count == 1 else (f"{_ONES[count]} ratus",) if count else ()


def _below_hundred(number: int) -> tuple[str, ...]:
    tens, ones = divmod(number, 10)
    if number == 10:
        return ("sepuluh",)
    if number == 11:
        return ("sebelas",)
    if tens == 1:
        return (f"{_ONES[ones]} belas",)
    return (*((f"{_ONES[tens]} puluh",) if tens else ()), *((_ONES[ones],) if ones else ()))


def _letter(letter: str) -> str:
    return f"huruf {_LETTERS[ascii_uppercase.index(letter)]}"


def _clip(words: str) -> str:
    return words.replace(" ", "-")
