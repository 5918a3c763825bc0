"""Who goes to which desk and booth next."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A desk that takes people: how many places it has and which numbers are taken."""

    id: UUID
    places: int
    taken: frozenset[int]

    @property
    def free(self) -> tuple[int, ...]:
        """Return the free place numbers, lowest first."""
        return tuple(number for number in range(1, self.places + 1) if number not in self.taken)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waiting. `last_desk_id` and `last_booth_id`: where an interrupted visit was.

    `barred` are the desks whose officer is this person, or declared kin.
    """

    ticket_id: UUID
    needs_booth: bool
    last_desk_id: UUID | None = None
    last_booth_id: UUID | None = None
    barred: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody's place: a desk, the number at it and, for people in the branch, a booth."""

    ticket_id: UUID
    desk_id: UUID
    number: int
    booth_id: UUID | None


def fill_plan(
    *, desks: Sequence[OpenDesk], free_booths: Sequence[UUID], queue: Sequence[Waiting]
) -> tuple[Assignment, ...]:
    """Return who goes where now; `queue` is in the order of the queue, `free_booths` in that of their number.

    Each goes to the desk with the most free places, then to the one named first. Who was interrupted goes to
    another officer first, and back to the booth he sits in, which is kept for him. People without a booth
    let those on the phone pass; so do those for whom only kin sits at a free desk.
    """
    free = {desk.id: list(desk.free) for desk in desks}
    order = {desk.id: rank for rank, desk in enumerate(desks)}
    booths = list(free_booths)
    kept = {entry.last_booth_id for entry in queue if entry.last_booth_id}
    plan: list[Assignment] = []
    for entry in queue:
        if not any(free.values()):
            break
        desk_id = _desk_for(entry, free, order)
        if desk_id is None:
            continue
        booth_id = _booth_for(entry, booths, kept)
        if entry.needs_booth and booth_id is None:
            continue
        if booth_id is not None:
            booths.remove(booth_id)
        plan.append(Assignment(entry.ticket_id, desk_id, free[desk_id].pop(0), booth_id))
    return tuple(plan)


def _desk_for(entry: Waiting, free: dict[UUID, list[int]], order: dict[UUID, int]) -> UUID | None:
    open_desks = [desk_id for desk_id, numbers in free.items() if numbers and desk_id not in entry.barred]
    return min(
        open_desks,
        key=lambda desk_id: (desk_id == entry.last_desk_id, -len(free[desk_id]), order[desk_id]),
        default=None,
    )


def _booth_for(entry: Waiting, booths: list[UUID], kept: set[UUID]) -> UUID | None:
    if not entry.needs_booth:
        return None
    if entry.last_booth_id in booths:
        return entry.last_booth_id
    return next((booth_id for booth_id in booths if booth_id not in kept), None)
