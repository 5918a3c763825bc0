"""Branches and devices, read."""

from dataclasses import dataclass
from uuid import UUID

from lapak.kernel.ids import secret_hash
from lapak.offices.models import Device


@dataclass(frozen=True)
class DeviceView:
    """A paired device and the place it serves."""

    id: UUID
    kind: str
    branch_id: UUID
    booth_id: UUID | None


def device_by_secret(*, secret: str) -> DeviceView | None:
    """Return the paired, unrevoked device that holds this secret, or None."""
    row = Device.objects.filter(
        secret_hash=secret_hash(secret=secret), paired_at__isnull=False, revoked_at=None
    ).first()
    if row is None or row.branch_id is None:
        return None
    return DeviceView(row.pk, row.kind, row.branch_id, row.booth_id)
