"""Points on which the sources disagree. The institution chooses, with effect from a day; until it does, the
default of the programme holds, itself dated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lapak.kernel.errors import InvalidInput, NotFound

Choices = Mapping[str, str]
DaysChoices = Mapping[date, Choices]


class ChoiceRefused(InvalidInput):
    """A change of a point cannot be made.

    Codes: `point_option_unknown`, `point_from_past`, `point_change_overlaps`, `point_choice_same`,
    `point_note_empty`, `point_note_too_long`.
    """


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the rule: who says so, and what follows for the member."""

    code: str
    label: str
    source: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Default:
    """The option that holds from a day while the institution has chosen nothing."""

    option: str
    from_day: date


@dataclass(frozen=True, slots=True)
class Point:
    """A question with its options; `defaults` from the oldest, the first of them before every claim."""

    code: str
    question: str
    options: tuple[Option, ...]
    defaults: tuple[Default, ...]

    def option(self, code: str) -> Option:
        """Return the option of that code. Raises ChoiceRefused `point_option_unknown`."""
        for option in self.options:
            if option.code == code:
                return option
        raise ChoiceRefused("point_option_unknown", params={"point": self.code, "option": code})


@dataclass(frozen=True, slots=True)
class Change:
    """The institution's choice on a point, in force from a day until the next."""

    point: str
    option: str
    from_day: date


def point_of(points: Iterable[Point], code: str) -> Point:
    """Return the point of that code. Raises NotFound `point_unknown`."""
    for point in points:
        if point.code == code:
            return point
    raise NotFound("point_unknown", params={"point": code})


def chosen(point: Point, *, changes: Iterable[Change], on: date) -> str:
    """Return the option in force on the day: the latest change that has begun, else the latest default."""
    begun = [one for one in changes if one.point == point.code and one.from_day <= on]
    if begun:
        return max(begun, key=lambda one: one.from_day).option
    defaults = [one for one in point.defaults if one.from_day <= on] or point.defaults[:1]
    return defaults[-1].option


def choices_on(points: Iterable[Point], *, changes: Iterable[Change], on: date) -> dict[str, str]:
    """Return the option in force on the day for every point."""
    changes = tuple(changes)
    return {point.code: chosen(point, changes=changes, on=on) for point in points}


def require_change(
    point: Point, *, option: str, from_day: date, changes: Iterable[Change], today: date
) -> None:
    """Raise ChoiceRefused unless the choice can be made today.

    It begins tomorrow or later, so that one day has one reading and letters of today stay true, after every
    other change of the point, and says something new.
    """
    point.option(option)
    if from_day <= today:
        raise ChoiceRefused("point_from_past", params={"today": today.isoformat()})
    own = tuple(one for one in changes if one.point == point.code)
    latest = max((one.from_day for one in own), default=None)
    if latest is not None and latest >= from_day:
        raise ChoiceRefused("point_change_overlaps", params={"from": latest.isoformat()})
    if chosen(point, changes=own, on=from_day) == option:
        raise ChoiceRefused("point_choice_same", params={"from": from_day.isoformat()})
