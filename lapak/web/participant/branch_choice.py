"""The list of branches: how near each is and its soonest free time, nearest or soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lapak.booking.queries import SlotView, soonest_by_branch
from lapak.offices.queries import BranchView
from lapak.offices.regions import near, province_seats, regions
from lapak.offices.rules.nearness import Nearness

NEAREST, SOONEST = "dekat", "cepat"


@dataclass(frozen=True)
class Choice:
    """A branch with its soonest free time, None when it has none, and how near it is."""

    branch: BranchView
    soonest: SlotView | None
    near: Nearness


@dataclass(frozen=True)
class Choices:
    """The branches in the order asked for; `province` is the code from which nearness is counted."""

    order: str
    channel: str
    province: str
    provinces: tuple[tuple[str, str], ...]
    branches: tuple[Choice, ...]


def choices(
    *, branches: Sequence[BranchView], channel: str, order: str, province: str, nik: str, now: datetime
) -> Choices:
    """Return the branches to choose from.

    Nearness is counted from the province that was chosen, else from where the NIK was first registered, which
    is where many people still live and all a code can tell.
    """
    chosen = province if province in province_seats() else nik[:2]
    start = nik[:4] if chosen == nik[:2] else chosen
    soonest = soonest_by_branch(channel=channel, now=now)
    found = [Choice(one, soonest.get(one.id), near(of=start, to=one.regency_code)) for one in branches]

    def by_time(one: Choice) -> tuple[bool, float]:
        return one.soonest is None, one.soonest.starts_at.timestamp() if one.soonest else 0

    if order == SOONEST:
        found.sort(key=lambda one: (by_time(one), one.near, one.branch.name))
    else:
        found.sort(key=lambda one: (one.near, by_time(one), one.branch.name))
    known = regions()
    names = tuple((code, known[code].name) for code in province_seats() if code in known)
    return Choices(order, channel, chosen, tuple(sorted(names, key=lambda one: one[1])), tuple(found))


def nearest(branches: Sequence[BranchView], *, nik: str) -> BranchView | None:
    """Return the branch nearest to where the NIK was first registered, None without any."""
    return min(branches, key=lambda one: (near(of=nik[:4], to=one.regency_code), one.name), default=None)
