"""Branches, booths and devices, read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lapak.kernel.errors import NotFound
from lapak.kernel.ids import secret_hash
from lapak.kernel.zones import local_date
from lapak.offices.models import Booth, BoothOutage, Branch, Device
from lapak.offices.rules import ALIVE_WITHIN, is_alive


@dataclass(frozen=True)
class BranchView:
    """A branch as pages and operations see it."""

    id: UUID
    code: str
    name: str
    timezone: str
    regency_code: str
    address: str
    phone: str
    hall_limit: int
    priority_seats: int
    pagers: int
    hold_limit_seconds: int
    places_per_desk: int
    at_work_picture: bool
    always_open: bool
    early_arrival_minutes: int
    way_to_booths: str


@dataclass(frozen=True)
class BoothView:
    """A booth: its number as people read it, whether it can be used, and where in the building it stands."""

    id: UUID
    branch_id: UUID
    number: int
    out_of_order: bool
    section: str


@dataclass(frozen=True)
class DeviceView:
    """A paired device and the place it serves."""

    id: UUID
    kind: str
    branch_id: UUID
    booth_id: UUID | None
    is_light: bool


@dataclass(frozen=True)
class DeviceState:
    """A paired device as the branch head sees it; times in UTC.

    `section`, `volume` (percent) and `is_mute` say something only of boards.
    """

    id: UUID
    kind: str
    booth_number: int | None
    paired_at: datetime
    last_seen_at: datetime | None
    alive: bool
    section: str
    volume: int
    is_mute: bool
    is_light: bool


@dataclass(frozen=True)
class PairingView:
    """Where a device stands that asked to be paired: waiting with a code, or paired as `kind`."""

    device_id: UUID
    code: str
    expires_at: datetime | None
    kind: str
    paired: bool
    revoked: bool


def branches() -> tuple[BranchView, ...]:
    """Return all branches by name."""
    return tuple(_branch(row) for row in Branch.objects.order_by("name"))


def branch(*, branch_id: UUID) -> BranchView:
    """Return one branch. Raises NotFound(`branch_unknown`)."""
    row = Branch.objects.filter(pk=branch_id).first()
    if row is None:
        raise NotFound("branch_unknown")
    return _branch(row)


def branch_by_code(*, code: str) -> BranchView | None:
    """Return the branch with this code, or None."""
    row = Branch.objects.filter(code=code).first()
    return _branch(row) if row else None


def booths(*, branch_id: UUID) -> tuple[BoothView, ...]:
    """Return the booths of a branch by number."""
    return tuple(_booth(row) for row in Booth.objects.filter(branch_id=branch_id).order_by("number"))


def booth(*, booth_id: UUID) -> BoothView:
    """Return one booth. Raises NotFound(`booth_unknown`)."""
    row = Booth.objects.filter(pk=booth_id).first()
    if row is None:
        raise NotFound("booth_unknown")
    return _booth(row)


def alive_booths(*, branch_id: UUID, now: datetime) -> tuple[BoothView, ...]:
    """Return the booths in order whose screen gave a sign of life within 15 seconds, by number.

    On the days of an outage, counted by the branch's clock, a booth is not in order. Raises
    NotFound(`branch_unknown`).
    """
    today = local_date(moment=now, zone=branch(branch_id=branch_id).timezone)
    out = BoothOutage.objects.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today)
    rows = Booth.objects.exclude(pk__in=out.values("booth_id")).filter(
        branch_id=branch_id,
        out_of_order_at=None,
        devices__revoked_at=None,
        devices__paired_at__isnull=False,
        devices__last_seen_at__gt=now - ALIVE_WITHIN,
    )
    return tuple(_booth(row) for row in rows.order_by("number"))


def devices(*, branch_id: UUID, now: datetime) -> tuple[DeviceState, ...]:
    """Return the paired devices of a branch: boards and tablets first, then booths by number."""
    rows = (
        Device.objects.filter(branch_id=branch_id, paired_at__isnull=False, revoked_at=None)
        .select_related("booth")
        .order_by("-kind", "booth__number", "paired_at")
    )
    return tuple(
        DeviceState(
            id=row.pk,
            kind=row.kind,
            booth_number=row.booth.number if row.booth else None,
            paired_at=row.paired_at,
            last_seen_at=row.last_seen_at,
            alive=is_alive(last_seen_at=row.last_seen_at, now=now),
            section=row.section,
            volume=row.volume,
            is_mute=row.is_mute,
            is_light=row.is_light,
        )
        for row in rows
        if row.paired_at
    )


def booth_device(*, booth_id: UUID) -> DeviceView | None:
    """Return the device paired with a booth, or None."""
    row = Device.objects.filter(booth_id=booth_id, paired_at__isnull=False, revoked_at=None).first()
    return _device(row) if row else None


def device_by_secret(*, secret: str) -> DeviceView | None:
    """Return the paired, unrevoked device that holds this secret, or None."""
    row = Device.objects.filter(
        secret_hash=secret_hash(secret=secret), paired_at__isnull=False, revoked_at=None
    ).first()
    return _device(row) if row else None


def pairing_by_secret(*, secret: str) -> PairingView | None:
    """Return where the device with this secret stands on its way to being paired, or None."""
    row = Device.objects.filter(secret_hash=secret_hash(secret=secret)).first()
    if row is None:
        return None
    return PairingView(
        device_id=row.pk,
        code=row.pairing_code,
        expires_at=row.pairing_expires_at,
        kind=row.kind,
        paired=row.paired_at is not None,
        revoked=row.revoked_at is not None,
    )


def _branch(row: Branch) -> BranchView:
    return BranchView(**{name: getattr(row, name) for name in BranchView.__dataclass_fields__})


def _booth(row: Booth) -> BoothView:
    return BoothView(row.pk, row.branch_id, row.number, row.out_of_order_at is not None, row.section)


def _device(row: Device) -> DeviceView | None:
    if row.branch_id is None:
        return None
    return DeviceView(row.pk, row.kind, row.branch_id, row.booth_id, row.is_light)
