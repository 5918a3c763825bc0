"""Taking and giving back one place of a locked slot."""

from lapak.booking.models import Slot


def free_for(*, slot: Slot, priority: str) -> bool:
    """Return whether somebody with this priority (empty: none) finds a place."""
    everybody = slot.capacity - slot.kept - slot.taken + slot.kept_taken
    return everybody > 0 or (bool(priority) and slot.kept_taken < slot.kept)


def take(*, slot: Slot, priority: str) -> bool:
    """Take one place of a slot that has one; return whether it is one of those kept for priority people."""
    kept_place = bool(priority) and slot.kept_taken < slot.kept
    slot.taken += 1
    slot.kept_taken += kept_place
    slot.save(update_fields=["taken", "kept_taken"])
    return kept_place


def give_back(*, slot: Slot, kept_place: bool) -> None:
    """Give a place back; in a slot with people too many it does not become free but falls away."""
    falls_away = slot.over > 0
    slot.taken -= 1
    slot.kept_taken -= kept_place
    slot.over -= falls_away
    slot.capacity -= falls_away
    slot.kept -= falls_away and kept_place
    slot.save(update_fields=["taken", "kept_taken", "over", "capacity", "kept"])
