"""What the waiting room of a day says: one state, one thing to do, and when the page looks again.

Every moment is the server's, so a phone whose clock is wrong sees what all others see.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapak.booking.queries import LotPlace, ReleaseView
from lapak.booking.rules.release import DRAW_AFTER, LIVE, LotState, Phase, look_again
from lapak.kernel.zones import format_time
from lapak.web.participant.schedule import CLOCKS

UNHURRIED = timedelta(minutes=1)


@dataclass(frozen=True)
class WaitingRoom:
    """`scene` names what is shown; `look_again` is in seconds, 0 when nothing will change by itself.

    `opens`, `closes` and `until` are clock times as people read them, on the reader's clock too where it
    differs; `minutes` are left until the window opens, `ahead` people come before.
    """

    scene: str
    look_again: int
    opens: str
    closes: str
    until: str
    about: str
    minutes: int
    ahead: int | None
    is_in_line: bool


def waiting_room(*, release: ReleaseView, place: LotPlace | None, clock: str, now: datetime) -> WaitingRoom:
    """Return what to show. `clock` is the reader's (WIB, WITA, WIT), empty for that of the branch."""
    scene = _scene(release, place, now)

    def told(moment: datetime | None) -> str:
        return _told(moment, release.zone, clock)

    return WaitingRoom(
        scene=scene,
        look_again=_look_again(scene, release, place, now),
        opens=told(release.opens_at),
        closes=told(release.closes_at),
        until=told(place.turn_until if place else None),
        about=told(place.turn_about if place and place.turn_about and place.turn_about > now else None),
        minutes=max(1, -(-int((release.opens_at - now).total_seconds()) // 60)),
        ahead=place.ahead if place else None,
        is_in_line=place is not None and place.state in LIVE,
    )


def _scene(release: ReleaseView, place: LotPlace | None, now: datetime) -> str:
    phase = release.phase(now=now)
    if place is not None and place.state is not LotState.LEFT:
        if place.state is not LotState.WAITING:
            return str(place.state)
        if place.rank is None:
            return "entered" if phase is Phase.WINDOW else "drawing"
        return "in_line" if place.turn_about else "reserve"
    if phase is Phase.WINDOW:
        return "open"
    return {Phase.ANNOUNCED: "announced", Phase.OVER: "over"}.get(phase, "late")


def _look_again(scene: str, release: ReleaseView, place: LotPlace | None, now: datetime) -> int:
    """Return when the page looks again: soon where something is about to happen, else seldom."""
    spread = random.random()  # noqa: S311 spreads load, keeps no secret
    next_moment = {
        "announced": release.opens_at,
        "entered": release.closes_at + DRAW_AFTER,
        "drawing": now,
        "in_line": place.turn_about if place and place.turn_about else now + UNHURRIED,
        "reserve": now + UNHURRIED,
        "turn": now + UNHURRIED,
    }.get(scene)
    return look_again(wait=next_moment - now, spread=spread) if next_moment else 0


def _told(moment: datetime | None, zone: str, clock: str) -> str:
    """Return `08.00 WIT`, with the reader's clock where it is another: `08.00 WIT (06.00 WIB)`."""
    if moment is None:
        return ""
    there, here = format_time(moment=moment, zone=zone), CLOCKS.get(clock)
    mine = format_time(moment=moment, zone=here) if here else there
    return there if mine == there else f"{there} ({mine})"
