"""The three modes of a conversation and which way media may flow in each."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    FOCUS = "focus"
    WORK = "work"
    HOLD = "hold"


class Side(StrEnum):
    OFFICER = "officer"
    PARTICIPANT = "participant"

    @property
    def other(self) -> "Side":
        """Return the side at the other end of the call."""
        return Side.PARTICIPANT if self is Side.OFFICER else Side.OFFICER


class Medium(StrEnum):
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True)
class Flow:
    """Whether a side sends and whether it receives one medium."""

    sends: bool
    receives: bool

    def within(self, limit: "Flow") -> bool:
        """Return whether this flow does nothing that `limit` does not."""
        return self.sends <= limit.sends and self.receives <= limit.receives

    def seen_from_the_other_side(self) -> "Flow":
        """Return the same flow as the other side describes it."""
        return Flow(sends=self.receives, receives=self.sends)


DIRECTIONS = {
    "sendrecv": Flow(sends=True, receives=True),
    "sendonly": Flow(sends=True, receives=False),
    "recvonly": Flow(sends=False, receives=True),
    "inactive": Flow(sends=False, receives=False),
}
_BOTH_WAYS = DIRECTIONS["sendrecv"]
_TO_ME = DIRECTIONS["recvonly"]
_NOTHING = DIRECTIONS["inactive"]

_OFFICER_FLOWS = {
    (Mode.FOCUS, Medium.AUDIO): _BOTH_WAYS,
    (Mode.FOCUS, Medium.VIDEO): _BOTH_WAYS,
    (Mode.WORK, Medium.AUDIO): _NOTHING,
    (Mode.WORK, Medium.VIDEO): _TO_ME,
    (Mode.HOLD, Medium.AUDIO): _NOTHING,
    (Mode.HOLD, Medium.VIDEO): _NOTHING,
}


def allowed_flow(*, mode: Mode, side: Side, medium: Medium) -> Flow:
    """Return the most that `side` may do with `medium` in `mode`."""
    flow = _OFFICER_FLOWS[mode, medium]
    return flow if side is Side.OFFICER else flow.seen_from_the_other_side()
