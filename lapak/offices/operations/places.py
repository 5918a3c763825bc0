"""Writing branches and devices. Lock order: booth, then devices by id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotFound
from lapak.kernel.ids import new_id, secret_hash, secret_token
from lapak.kernel.numbers import new_code, parse_code
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date, zone_name
from lapak.offices.models import Booth, Branch, Device, OpeningHours
from lapak.offices.operations.workdays import end_outage, note_outage
from lapak.offices.queries import BoothView, BranchView, DeviceView, booth, branch
from lapak.offices.rules import PAIRING_LIFETIME, UNPAIRED_KEPT, Hours


class PairingRefused(InvalidInput):
    """The code cannot pair a device.

    Codes: `pairing_unknown` (mistyped, expired or used), `pairing_kind`, `pairing_needs_booth`.
    """


@dataclass(frozen=True)
class PairingStarted:
    """A device that asked to be paired: the secret it keeps and the code it shows."""

    device_id: UUID
    secret: str
    code: str
    expires_at: datetime


@transaction.atomic
def begin_pairing(*, now: datetime) -> PairingStarted:
    """Note a new device that waits to be paired; return its secret, seen only now, and its code.

    The code is good for 15 minutes; `renew_pairing` gives another.
    """
    secret, code, expires_at = secret_token(), _fresh_code(), now + PAIRING_LIFETIME
    row = Device.objects.create(
        id=new_id(now=now),
        secret_hash=secret_hash(secret=secret),
        pairing_code=code,
        pairing_expires_at=expires_at,
    )
    return PairingStarted(row.pk, secret, code, expires_at)


@transaction.atomic
def renew_pairing(*, secret: str, now: datetime) -> str:
    """Return a code for a device that still waits: the one it has, or a new one when that is over.

    Locks the device. Raises NotFound(`device_unknown`) when it is paired, revoked or forgotten.
    """
    row = (
        Device.objects.select_for_update()
        .filter(secret_hash=secret_hash(secret=secret), paired_at=None, revoked_at=None)
        .first()
    )
    if row is None:
        raise NotFound("device_unknown")
    if row.pairing_expires_at is None or row.pairing_expires_at <= now:
        row.pairing_code, row.pairing_expires_at = _fresh_code(), now + PAIRING_LIFETIME
        row.save(update_fields=["pairing_code", "pairing_expires_at"])
    return row.pairing_code


@transaction.atomic
def confirm_pairing(
    *, code: str, kind: str, branch_id: UUID, booth_id: UUID | None, actor: Actor, now: datetime
) -> DeviceView:
    """Pair the device that shows `code` and return it. A booth's earlier device is revoked.

    Locks the booth and the device. Raises PairingRefused, NotFound(`booth_unknown`) for a booth of another
    branch, InvalidNumber for a code mistyped.
    """
    if kind not in Device.Kind.values:
        raise PairingRefused("pairing_kind")
    if (kind == Device.Kind.BOOTH) != (booth_id is not None):
        raise PairingRefused("pairing_needs_booth")
    if booth_id:
        _make_room(booth_id=booth_id, branch_id=branch_id, actor=actor, now=now)
    row = (
        Device.objects.select_for_update()
        .filter(pairing_code=parse_code(code), paired_at=None, revoked_at=None, pairing_expires_at__gt=now)
        .first()
    )
    if row is None:
        raise PairingRefused("pairing_unknown")
    row.kind, row.branch_id, row.booth_id = kind, branch_id, booth_id
    row.paired_at = now  # a sign of life comes with its own page
    row.pairing_code, row.pairing_expires_at = "", None
    row.save()
    _tell(row=row, what="device.paired", actor=actor, now=now)
    return DeviceView(row.pk, kind, branch_id, booth_id, row.is_light)


def touch_device(*, device_id: UUID, now: datetime) -> None:
    """Note a sign of life; nothing happens to a device that is not paired or revoked."""
    Device.objects.filter(pk=device_id, paired_at__isnull=False, revoked_at=None).update(last_seen_at=now)


@transaction.atomic
def revoke_device(*, device_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a device of this branch out of use at once; doing it twice changes nothing.

    Locks the device. Raises NotFound(`device_unknown`).
    """
    row = Device.objects.select_for_update().filter(pk=device_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("device_unknown")
    _revoke(row=row, actor=actor, now=now)


@transaction.atomic
def set_booth_order(
    *, booth_id: UUID, branch_id: UUID, works: bool, actor: Actor, now: datetime
) -> BoothView:
    """Take a booth of this branch out of use, or back into use, and return it; its days count it out, or in.

    Locks the booth, then the branch. Raises NotFound(`booth_unknown`).
    """
    row = _locked_booth(booth_id=booth_id, branch_id=branch_id)
    row.out_of_order_at = None if works else row.out_of_order_at or now
    row.save(update_fields=["out_of_order_at"])
    what = "booth.back_in_order" if works else "booth.out_of_order"
    topics = [f"branch:{branch_id}"]
    record(subject=Subject("booth", str(row.pk)), what=what, actor=actor, now=now, topics=topics)
    if works:
        end_outage(branch_id=branch_id, booth_id=booth_id, actor=actor, now=now)
    else:
        today = local_date(moment=now, zone=branch(branch_id=branch_id).timezone)
        note_outage(branch_id=branch_id, booth_id=booth_id, first_day=today, actor=actor, now=now)
    return booth(booth_id=row.pk)


@transaction.atomic
def save_branch(*, code: str, hours: Sequence[Hours], booths: int, **facts: object) -> BranchView:
    """Create the branch with this code, or change it, and return it; `facts` are fields of `Branch`.

    Booths are numbered from 1 and only ever added. Raises UnknownZone.
    """
    if "timezone" in facts:
        zone_name(zone=str(facts["timezone"]))
    row, _ = Branch.objects.update_or_create(code=code, defaults=facts)
    OpeningHours.objects.filter(branch=row).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(branch=row, weekday=each.weekday, opens=each.opens, closes=each.closes) for each in hours
    )
    Booth.objects.bulk_create(
        [Booth(branch=row, number=number) for number in range(1, booths + 1)], ignore_conflicts=True
    )
    return branch(branch_id=row.pk)


@transaction.atomic
def forget_unpaired(*, now: datetime) -> int:
    """Delete devices that asked a day ago and were never paired; return how many."""
    deleted, _ = Device.objects.filter(paired_at=None, pairing_expires_at__lt=now - UNPAIRED_KEPT).delete()
    return deleted


def _fresh_code() -> str:
    code = new_code()
    while Device.objects.filter(pairing_code=code, paired_at=None).exists():
        code = new_code()
    return code


def _make_room(*, booth_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> None:
    _locked_booth(booth_id=booth_id, branch_id=branch_id)
    for earlier in Device.objects.select_for_update().filter(booth_id=booth_id, revoked_at=None):
        _revoke(row=earlier, actor=actor, now=now)


def _locked_booth(*, booth_id: UUID, branch_id: UUID) -> Booth:
    row = Booth.objects.select_for_update().filter(pk=booth_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("booth_unknown")
    return row


def _revoke(*, row: Device, actor: Actor, now: datetime) -> None:
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        _tell(row=row, what="device.revoked", actor=actor, now=now)


def _tell(*, row: Device, what: str, actor: Actor, now: datetime) -> None:
    record(
        subject=Subject("device", str(row.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"kind": row.kind, "branch": str(row.branch_id), "booth": str(row.booth_id or "")},
        topics=[f"device:{row.pk}", f"branch:{row.branch_id}"],
    )
