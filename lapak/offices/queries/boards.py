"""What a lobby board shows and how loud it is."""

from dataclasses import dataclass
from uuid import UUID

from lapak.kernel.errors import NotFound
from lapak.offices.models import Device


@dataclass(frozen=True)
class BoardSettings:
    """The part of the building a board calls for (empty: all of it), and its loudness in percent."""

    branch_id: UUID
    section: str
    volume: int


def board_settings(*, device_id: UUID) -> BoardSettings:
    """Return the settings of a paired board. Raises NotFound(`device_unknown`)."""
    row = Device.objects.filter(pk=device_id, kind=Device.Kind.BOARD, revoked_at=None).first()
    if row is None or row.branch_id is None:
        raise NotFound("device_unknown")
    return BoardSettings(row.branch_id, row.section, row.volume)
