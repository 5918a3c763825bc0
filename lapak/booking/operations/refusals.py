"""What booking refuses."""

from lapak.kernel.errors import Conflict


class SlotGone(Conflict):
    """No place is left in this slot, or it is too late or too early for it.

    Codes: `slot_gone`, `slot_not_open_yet`.
    """


class AlreadyBooked(Conflict):
    """This person has a place already, with this claim or another. Code: `already_booked`."""


class MovedTooOften(Conflict):
    """The time was changed so often that it stays now. Code: `moved_too_often`."""


class HoldExpired(Conflict):
    """The place was held too long and has gone back. Code: `hold_expired`."""


class LotClosed(Conflict):
    """The line of a day cannot be entered. Codes: `lot_not_open_yet`, `lot_over`."""


class TurnOver(Conflict):
    """The person's turn to choose a time is over, or was given up. Code: `turn_over`."""


class OfferGone(Conflict):
    """The offer was not answered in time, or has been answered. Code: `offer_gone`."""


def refusal(code: str) -> Conflict:
    """Return the refusal with this code."""
    kinds = {"already_booked": AlreadyBooked, "moved_too_often": MovedTooOften}
    return kinds.get(code, SlotGone)(code)
