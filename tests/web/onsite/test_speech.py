import re
from pathlib import Path

import pytest

import lapak.web
from lapak.queueing.rules.states import Letter, label
from lapak.web.board.speech import number_words, spoken_call, vocabulary

CLIPS = Path(lapak.web.__file__).parent / "static" / "lapak" / "calls"
VALUES = {
    **dict(
        zip(
            ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"],
            range(10),
            strict=True,
        )
    ),
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
}


def value(words: str) -> int:
    """Read Indonesian number words back, by another way than they were made."""
    total = part = 0
    for word in words.split():
        match word:
            case "belas":
                part += 10
            case "puluh":
                part *= 10
            case "ratus":
                total, part = total + part * 100, 0
            case "ribu":
                total, part = (total + part) * 1000, 0
            case _:
                if VALUES[word] >= 100:
                    total += VALUES[word]
                else:
                    total, part = (total + part, VALUES[word]) if part >= 10 else (total, VALUES[word])
    return total + part


def test_every_number_reads_back_as_itself() -> None:
    assert [value(" ".join(number_words(number))) for number in range(10_000)] == list(range(10_000))


@pytest.mark.parametrize("letter", list(Letter))
def test_every_ticket_and_booth_has_its_clips(letter: Letter) -> None:
    there = {file.stem for file in CLIPS.glob("*.mp3")}
    for number in range(10_000):
        found = spoken_call(label=label(letter=letter, number=number), booth=1 + number % 99)
        assert set(found.clips) <= there, number


def test_clips_say_what_the_sentence_says() -> None:
    words = vocabulary()
    for number in range(1200):
        found = spoken_call(label=f"A-{number:03d}", booth=1 + number % 20)
        said = " ".join(words[clip] for clip in found.clips)
        assert said == re.sub("[A,]", lambda one: "a" if one[0] == "A" else "", found.sentence).lower()


def test_a_call_as_people_hear_it() -> None:
    found = spoken_call(label="A-127", booth=4)
    assert found.sentence == "Nomor A, seratus dua puluh tujuh, silakan menuju bilik empat"
    assert found.clips == (
        *("nomor", "huruf-a", "seratus", "dua-puluh", "tujuh"),
        *("silakan-menuju", "bilik", "empat"),
    )
    assert spoken_call(label="P-018", booth=11).sentence.startswith("Nomor P, delapan belas,")


def test_the_clips_are_those_of_the_vocabulary_and_small() -> None:
    files = {file.stem: file.stat().st_size for file in CLIPS.glob("*.mp3")}
    assert set(files) == set(vocabulary())
    assert sum(files.values()) < 600_000
    assert min(files.values()) > 1_000
