"""How long a person takes, learned from what really happened.

A branch that has served few people of a kind is believed little, one that has served many is believed:
`estimate = (weight x prior + sum of minutes) / (weight + count)` (shrinkage towards the prior). The nation
is shrunk towards the prior below, a branch towards the nation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lapak.booking.rules.states import Channel

# Head-office standard about 40 minutes a visit (thesis on Bandung II, 2017); a video call of about 20 on the
# first pages, and the person is at the place longer than the talk. Replaced by what is learned.
PRIOR_MINUTES: Mapping[Channel, float] = {Channel.ONLINE: 30.0, Channel.ONSITE: 40.0}
PRIOR_WEIGHT = 20
SHORTEST, LONGEST = 2.0, 180.0  # what lies outside was forgotten to be ended, or was no service
DAYS_REMEMBERED = 56


@dataclass(frozen=True)
class Served:
    """How many services of a kind there were, and how many minutes all of them took together."""

    channel: Channel
    kind: str
    count: int
    minutes: float


def counted_minutes(*, seconds: float) -> float | None:
    """Return the minutes of one service as it is counted, or None when it tells nothing."""
    minutes = seconds / 60
    return min(minutes, LONGEST) if minutes >= SHORTEST else None


def shrunk(*, prior: float, served: Iterable[Served]) -> float:
    """Return the minutes a person takes, between the prior and the mean of what was seen."""
    known = list(served)
    count, minutes = sum(one.count for one in known), sum(one.minutes for one in known)
    return (PRIOR_WEIGHT * prior + minutes) / (PRIOR_WEIGHT + count)


def expected_minutes(*, nation: Iterable[Served], branch: Iterable[Served]) -> dict[Channel, float]:
    """Return the minutes that a person takes at a branch, by channel.

    Each kind is estimated by itself; the kinds are weighed by how many of each the branch served, or the
    nation where the branch has served nobody.
    """
    everywhere, here = list(nation), list(branch)
    return {channel: _of_channel(channel, everywhere, here) for channel in Channel}


def of_kind(*, channel: Channel, kind: str, nation: Iterable[Served], branch: Iterable[Served]) -> float:
    """Return the minutes that a person with this kind of claim takes at the branch."""
    wide = shrunk(prior=PRIOR_MINUTES[channel], served=_only(nation, channel, kind))
    return shrunk(prior=wide, served=_only(branch, channel, kind))


def _of_channel(channel: Channel, nation: list[Served], branch: list[Served]) -> float:
    mix = [one for one in branch if one.channel == channel and one.count] or [
        one for one in nation if one.channel == channel and one.count
    ]
    people = sum(one.count for one in mix)
    if not people:
        return PRIOR_MINUTES[channel]
    total = sum(
        one.count * of_kind(channel=channel, kind=one.kind, nation=nation, branch=branch) for one in mix
    )
    return total / people


def _only(served: Iterable[Served], channel: Channel, kind: str) -> list[Served]:
    return [one for one in served if one.channel == channel and one.kind == kind]
