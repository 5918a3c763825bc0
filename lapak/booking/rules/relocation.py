"""Whom a change hits when a slot can keep fewer promises, and which other time is offered instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lapak.booking.rules.waking import awake_for

REACH = timedelta(days=3)  # a time further away is no replacement: the person chooses
NOTICE = timedelta(hours=1)  # of the day, between the mail and the new time


@dataclass(frozen=True)
class Promise:
    """A place in a slot; `confirmed_at` is None while it is only held."""

    booking_id: UUID
    confirmed_at: datetime | None
    held_at: datetime
    priority: bool


@dataclass(frozen=True)
class Option:
    """A free time that could replace the one that fell away."""

    slot_id: UUID
    branch_id: UUID
    starts_at: datetime


def too_many(*, promises: Iterable[Promise], surplus: int) -> tuple[UUID, ...]:
    """Return the bookings that are hit: holds before promises, the youngest first, priority people last."""
    ranked = sorted(
        promises,
        key=lambda one: (
            one.priority,
            one.confirmed_at is not None,
            -(one.confirmed_at or one.held_at).timestamp(),
            one.booking_id,
        ),
    )
    return tuple(one.booking_id for one in ranked[: max(0, surplus)])


def soonest_replacement(*, now: datetime, zone: str) -> datetime:
    """Return the earliest time that may be given to somebody who is told now: not one they learn of too late.

    At night, on the branch's clock, nobody reads a mail.
    """
    return awake_for(NOTICE, now=now, zone=zone)


def replacement(
    *,
    options: Sequence[Option],
    branch_id: UUID,
    starts_at: datetime,
    may_change_branch: bool,
    not_before: datetime,
) -> Option | None:
    """Return the free time nearest to the lost one that begins at `not_before` or later, or None.

    The own branch comes first. Another one only for a video call, where it makes no difference to the person:
    nobody is sent to another building. A later time is as good as an earlier one that is equally far, and
    comes first, because the day may be planned already.
    """
    near = [one for one in options if abs(one.starts_at - starts_at) <= REACH and one.starts_at >= not_before]
    reachable = [one for one in near if may_change_branch or one.branch_id == branch_id]
    return min(
        reachable,
        key=lambda one: (
            one.branch_id != branch_id,
            abs(one.starts_at - starts_at),
            one.starts_at < starts_at,
            one.slot_id,
        ),
        default=None,
    )
