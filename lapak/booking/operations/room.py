"""One place of a slot, taken or given back in one statement.

The slot's row is the counter on which everybody meets, so it is locked last and for one statement only:
whatever an operation has to find out or to write elsewhere, it does before. Two slots are locked in the order
of their ids.
"""

from uuid import UUID

from django.db import connection

TAKE = (
    "update booking_slot set taken = taken + 1"
    " where id = %s and taken - kept_taken < capacity - kept returning id"
)
TAKE_KEPT = (
    "update booking_slot set taken = taken + 1, kept_taken = kept_taken + 1"
    " where id = %s and kept_taken < kept returning id"
)
_GIVE_BACK = (
    "update booking_slot set taken = taken - 1, over = over - (over > 0)::int,"
    " capacity = capacity - (over > 0)::int where id = %s"
)
_GIVE_BACK_KEPT = (
    "update booking_slot set taken = taken - 1, over = over - (over > 0)::int,"
    " capacity = capacity - (over > 0)::int, kept_taken = kept_taken - 1,"
    " kept = kept - (over > 0)::int where id = %s"
)


def take(*, slot_id: UUID, kept: bool) -> bool:
    """Take a place, one of those kept for priority people or another; return whether there was one."""
    return _run(TAKE_KEPT if kept else TAKE, slot_id) == 1


def give_back(*, slot_id: UUID, kept: bool) -> None:
    """Give a place back. In a slot with people too many it does not become free but falls away."""
    _run(_GIVE_BACK_KEPT if kept else _GIVE_BACK, slot_id)


def take_best(*, slot_id: UUID, priority: str) -> bool | None:
    """Take a place for somebody with this priority (empty: none).

    Return whether it is one of the kept ones, None when there is no place.
    """
    return take_first(slot_id=slot_id, kinds=(True, False) if priority else (False,))


def take_first(*, slot_id: UUID, kinds: tuple[bool, ...]) -> bool | None:
    """Take a place of the first kind that has one (True: kept); return which, None when there is no place."""
    for kept in kinds:
        if take(slot_id=slot_id, kept=kept):
            return kept
    return None


def _run(statement: str, slot_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [slot_id])
        return int(cursor.rowcount)
