"""The turn by which somebody may choose a time of a day that is given out by lot."""

from datetime import datetime
from uuid import UUID

from lapak.booking.models import LotEntry
from lapak.booking.operations.refusals import TurnOver
from lapak.booking.rules.release import LotState


def locked_turn(*, entry_id: UUID, now: datetime) -> LotEntry:
    """Return the locked entry whose turn it is, so that it cannot pass to the next while a place is taken.

    Raises TurnOver when its time is over.
    """
    row = LotEntry.objects.select_for_update().get(pk=entry_id)
    if row.state != LotState.TURN or row.turn_until is None or row.turn_until <= now:
        raise TurnOver("turn_over")
    return row
