"""Who comes along: how many are counted, and how many may come into the hall."""

from lapak.queueing.rules.hall import Hall

MOST_COMPANIONS = 3
NEEDED_BY = frozenset({"elderly", "disabled", "pregnant", "ill"})  # one companion belongs to the person


def companions_inside(*, companions: int, priority: str, hall: Hall) -> int:
    """Return how many companions may come in now: one who is needed always, others while there is room.

    Room is what is left beyond the seats kept for priority people and the person's own seat.
    """
    needed = 1 if priority in NEEDED_BY else 0
    room = max(0, hall.limit - hall.priority_seats - hall.inside - 1)
    return min(companions, max(needed, room))
