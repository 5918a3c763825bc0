"""How long somebody has been a member, from the employments in the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lapak.claims.rules.dates import add_months

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A time as a member, first and last day; `ended_on` None while it runs."""

    started_on: date
    ended_on: date | None


def membership_complete_on(*, spells: Iterable[Spell], years: int, gaps_count: bool) -> date | None:
    """Return the day on which so many years of membership are complete, None when as things stand they never
    will be.

    Work for several employers at a time counts once. A day in the future supposes that the present
    employment goes on. With `gaps_count` the time between two employments counts too.
    """
    merged = _merged(spells)
    if not merged:
        return None
    complete = add_months(start=merged[0].started_on, months=12 * years)
    for spell, following in zip(merged, (*merged[1:], None), strict=True):
        if spell.ended_on is None or complete <= spell.ended_on + _DAY:
            return complete
        if following is not None and not gaps_count:
            complete += following.started_on - spell.ended_on - _DAY
    return None


def since(spells: Iterable[Spell], *, last: date) -> tuple[Spell, ...]:
    """Return what of the membership lies after the day `last`."""
    left = (one for one in spells if one.ended_on is None or one.ended_on > last)
    return tuple(Spell(max(one.started_on, last + _DAY), one.ended_on) for one in left)


def _merged(spells: Iterable[Spell]) -> Sequence[Spell]:
    """Return the spells in order, with those that touch or overlap made one."""
    merged: list[Spell] = []
    for spell in sorted(spells, key=lambda one: one.started_on):
        last = merged[-1] if merged else None
        if last is None or (last.ended_on is not None and spell.started_on > last.ended_on + _DAY):
            merged.append(spell)
        elif last.ended_on is not None:
            ended_on = None if spell.ended_on is None else max(last.ended_on, spell.ended_on)
            merged[-1] = Spell(last.started_on, ended_on)
    return merged
