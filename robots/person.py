"""An invented person whom a robot plays, and how others tell that person from all the rest."""

from dataclasses import dataclass
from typing import Any

FIRST_TONE_HZ = 900
TONE_STEP_HZ = 400  # closer tones were once taken for one another (200 Hz)
OFFICER_TONE_HZ = 500


@dataclass(frozen=True)
class Looks:
    """A colour and a tone that nobody else has: red, green and blue of 255, and hertz."""

    colour: tuple[int, int, int]
    tone_hz: int


# Far enough apart to be told from one another after the compression of a small video.
COLOURS = (
    (230, 25, 25),
    (25, 200, 25),
    (25, 25, 230),
    (230, 230, 25),
    (25, 220, 220),
    (220, 25, 220),
    (240, 130, 20),
    (130, 20, 240),
    (20, 130, 240),
    (130, 240, 20),
    (20, 120, 60),
    (120, 20, 60),
)
WALL = (222, 226, 232)
OFFICER_LOOKS = Looks(colour=(250, 250, 250), tone_hz=OFFICER_TONE_HZ)


def looks_of(index: int) -> Looks:
    """Return the looks of the robot with this number, from 0; they repeat after twelve."""
    number = index % len(COLOURS)
    return Looks(colour=COLOURS[number], tone_hz=FIRST_TONE_HZ + number * TONE_STEP_HZ)


def softened(looks: Looks) -> Looks:
    """Return the looks with a colour as a wall has it, where people watch and nobody measures."""
    red, green, blue = (round(0.35 * own + 0.65 * wall) for own, wall in zip(looks.colour, WALL, strict=True))
    return Looks(colour=(red, green, blue), tone_hz=looks.tone_hz)


@dataclass(frozen=True)
class Person:
    """What somebody knows of themselves and would enter. Dates as ISO text, money in rupiah."""

    code: str
    nik: str
    kpj: str
    name: str
    birth_date: str
    birth_place: str
    reason: str
    employer: str
    ended_on: str
    bank_code: str
    account_number: str
    account_holder: str
    phone: str
    email: str
    looks: Looks

    @property
    def birth_date_as_written(self) -> str:
        """The birth date as people write it: day, month, year."""
        year, month, day = self.birth_date.split("-")
        return f"{day}-{month}-{year}"


def people_of(answer: dict[str, Any]) -> list[Person]:
    """Return the demonstration's people who can claim, the last first: visitors play the first."""
    fitting = [one for one in reversed(answer["people"]) if one["situation"] == "ok"]
    return [_person(one, looks_of(index)) for index, one in enumerate(fitting)]


def _person(one: dict[str, Any], looks: Looks) -> Person:
    names = [name for name in Person.__dataclass_fields__ if name != "looks"]
    return Person(**{name: str(one[name] or "") for name in names}, looks=looks)
