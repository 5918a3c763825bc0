"""Which booths a board calls for, and how loud. Lock order: booth or device, one at a time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotFound
from lapak.kernel.subjects import Subject
from lapak.offices.models import Booth, Device

LOUDEST = 100


class BoardInvalid(InvalidInput):
    """The settings cannot be. Codes: `section_unknown`, `section_too_long`, `volume_out_of_range`."""


@transaction.atomic
def set_booth_section(*, booth_id: UUID, branch_id: UUID, section: str, actor: Actor, now: datetime) -> None:
    """Note in which part of the building a booth of this branch stands; empty where there are no parts.

    Boards that called for a part which no booth stands in any more call for all booths again, so that no
    call goes unseen. Locks the booth. Raises NotFound(`booth_unknown`), BoardInvalid.
    """
    section = section.strip()
    if len(section) > _longest(Booth):
        raise BoardInvalid("section_too_long")
    row = Booth.objects.select_for_update().filter(pk=booth_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("booth_unknown")
    row.section = section
    row.save(update_fields=["section"])
    left = _sections(branch_id=branch_id)
    Device.objects.filter(branch_id=branch_id).exclude(section__in=[*left, ""]).update(section="")
    _tell(
        subject=Subject("booth", str(row.pk)), what="booth.section", branch_id=branch_id, actor=actor, now=now
    )


@transaction.atomic
def set_board(
    *, device_id: UUID, branch_id: UUID, section: str, volume: int, actor: Actor, now: datetime
) -> None:
    """Set which part of the building a board of this branch calls for (empty: all), and its loudness.

    `volume` is in percent. Locks the device. Raises NotFound(`device_unknown`), BoardInvalid.
    """
    if not 0 <= volume <= LOUDEST:
        raise BoardInvalid("volume_out_of_range")
    if section and section not in _sections(branch_id=branch_id):
        raise BoardInvalid("section_unknown")
    boards = Device.objects.filter(kind=Device.Kind.BOARD, revoked_at=None, paired_at__isnull=False)
    row = boards.select_for_update().filter(pk=device_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("device_unknown")
    row.section, row.volume = section, volume
    row.save(update_fields=["section", "volume"])
    _tell(Subject("device", str(row.pk)), "board.set", branch_id=branch_id, actor=actor, now=now)


@transaction.atomic
def set_look(*, device_id: UUID, branch_id: UUID, is_light: bool, actor: Actor, now: datetime) -> None:
    """Let a board or a booth of this branch be light instead of dark, or dark again; open pages follow.

    Locks the device. Raises NotFound(`device_unknown`).
    """
    screens = Device.objects.filter(
        kind__in=[Device.Kind.BOARD, Device.Kind.BOOTH], revoked_at=None, paired_at__isnull=False
    )
    row = screens.select_for_update().filter(pk=device_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("device_unknown")
    row.is_light = is_light
    row.save(update_fields=["is_light"])
    record(
        subject=Subject("device", str(row.pk)),
        what="device.look",
        actor=actor,
        now=now,
        data={"light": is_light},
        topics=[f"device:{row.pk}", f"branch:{branch_id}"],
    )


def note_sound(*, device_id: UUID, is_mute: bool) -> None:
    """Note whether a board may sound: browsers keep quiet until somebody has touched the screen once."""
    Device.objects.filter(pk=device_id, revoked_at=None).exclude(is_mute=is_mute).update(is_mute=is_mute)


def _sections(*, branch_id: UUID) -> set[str]:
    return set(Booth.objects.filter(branch_id=branch_id).values_list("section", flat=True)) - {""}


def _longest(table: type[Booth]) -> int:
    return table._meta.get_field("section").max_length or 0


def _tell(subject: Subject, what: str, *, branch_id: UUID, actor: Actor, now: datetime) -> None:
    record(subject=subject, what=what, actor=actor, now=now, topics=[f"branch:{branch_id}"])
