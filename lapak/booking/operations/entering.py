"""Entering and leaving the line of a release. Locks person and claim by name, then their entries by id.

Nothing here locks the release, so ten thousand may enter in one second: who came after the draw is given a
rank by the next step of the release, by arrival.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lapak.booking.models import Booking, LotEntry, Release
from lapak.booking.operations.refusals import AlreadyBooked, LotClosed
from lapak.booking.queries.lots import code_hash
from lapak.booking.rules import line_code
from lapak.booking.rules.release import LIVE, LotState, Phase, phase
from lapak.booking.rules.states import BookingState
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import keyed_hash, new_id
from lapak.locks import lock_names

TICKET_LETTERS = 12


@transaction.atomic
def enter(*, release_id: UUID, subject_id: UUID, person_key: str, now: datetime, priority: str = "") -> UUID:
    """Put a person in line and return the entry; entering again, however often, changes nothing.

    During the window when somebody came makes no difference; later it is the order of arrival. One person
    stands in one line: the place in another is given up. Who let a turn pass or left begins anew at the end.
    Raises LotClosed (`lot_not_open_yet`, `lot_over`), AlreadyBooked (has a promise), NotFound(`lot_unknown`).
    """
    row = Release.objects.filter(pk=release_id).first()
    if row is None:
        raise NotFound("lot_unknown")
    mine = _locked(person_key=person_key, subject_id=subject_id, release=row)
    here = next((one for one in mine if one.release_id == row.pk and one.person_key == person_key), None)
    if here is not None and here.state in LIVE:
        return here.pk
    _require_open(row, now)
    if Booking.objects.filter(person_key=person_key, state=BookingState.CONFIRMED).exists():
        raise AlreadyBooked("already_booked")
    for other in mine:
        if other is not here and other.state in LIVE:
            _leave(other, now)
    id = new_id(now=now)
    entry = here or LotEntry(
        id=id,
        release=row,
        person_key=person_key,
        ticket=ticket_of(release_id=row.pk, person_key=person_key),
        code_hash=code_hash(code=line_code.issue(entry_id=id, key=settings.IDENTITY_KEY)),
    )
    entry.subject_id, entry.priority, entry.state, entry.entered_at = (
        subject_id,
        priority,
        LotState.WAITING,
        now,
    )
    entry.rank = entry.turn_at = entry.turn_until = entry.ended_at = None
    entry.kept = False
    entry.save(force_insert=here is None)
    return entry.pk


@transaction.atomic
def leave_line(*, person_key: str, now: datetime) -> None:
    """Give up the place in line, a turn included; without one nothing happens."""
    for entry in LotEntry.objects.select_for_update().filter(person_key=person_key, state__in=LIVE):
        _leave(entry, now)


@transaction.atomic
def leave_line_of_claim(*, subject_id: UUID, now: datetime) -> None:
    """Give up the place in line that was entered with a claim; without one nothing happens."""
    for entry in LotEntry.objects.select_for_update().filter(subject_id=subject_id, state__in=LIVE):
        _leave(entry, now)


def ticket_of(*, release_id: UUID, person_key: str) -> str:
    """Return the number under which a person takes part: always the same, and nobody can choose it."""
    text = f"lot {release_id} {person_key}"
    return keyed_hash(key=settings.IDENTITY_KEY, text=text)[:TICKET_LETTERS].upper()


def _locked(*, person_key: str, subject_id: UUID, release: Release) -> list[LotEntry]:
    lock_names(f"lot {person_key}", f"lot {subject_id}")  # who presses twice in one moment has no entry yet
    who = Q(person_key=person_key) | Q(subject_id=subject_id)
    rows = LotEntry.objects.select_for_update().filter(who, Q(state__in=LIVE) | Q(release=release))
    return list(rows.order_by("pk"))


def _require_open(row: Release, now: datetime) -> None:
    where = phase(
        opens_at=row.opens_at, closes_at=row.closes_at, drawn_at=row.drawn_at, ended_at=row.ended_at, now=now
    )
    if where is Phase.ANNOUNCED:
        raise LotClosed("lot_not_open_yet")
    if where is Phase.OVER:
        raise LotClosed("lot_over")


def _leave(entry: LotEntry, now: datetime) -> None:
    entry.state, entry.ended_at = LotState.LEFT, now
    entry.save(update_fields=["state", "ended_at"])
