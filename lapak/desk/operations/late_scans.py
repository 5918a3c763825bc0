"""Check-ins that a tablet made while it was offline, sent one by one in the order in which they were made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.desk.operations.door import AtTheDoor, admit, admit_walk_in
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import DomainError
from lapak.queueing.operations import end_scan, note_scan
from lapak.queueing.queries import TicketView, latest_scan, ticket
from lapak.queueing.rules.scans import scanned_at

TOO_OLD = "scan_too_old"


@dataclass(frozen=True)
class LateCheckIn:
    """What came of a late check-in: `ok` with a ticket, else a verdict or the code of a refusal."""

    key: UUID
    came_at: datetime
    result: str
    ticket: TicketView | None
    is_repeated: bool = False


@transaction.atomic
def admit_late(
    *,
    branch_id: UUID,
    key: UUID,
    entry: str,
    is_walk_in: bool,
    age: timedelta,
    actor: Actor,
    now: datetime,
) -> LateCheckIn:
    """Let somebody in who was checked in `age` ago, judged by that moment, and return what came of it.

    The same `key` is the same check-in and gets the same answer, however often it is sent. What cannot be
    admitted is an answer too, so that the next in the tablet's list is not held up. Holds the check-in, then
    what `admit` holds.
    """
    device_id = UUID(actor.id) if actor.kind is ActorKind.DEVICE else None
    before = latest_scan(branch_id=branch_id, device_id=device_id) if device_id else None
    time = scanned_at(age=age, now=now, after=before)
    noted = note_scan(key=key, branch_id=branch_id, device_id=device_id, scanned_at=time.at, now=now)
    if noted.result:
        known = ticket(ticket_id=noted.ticket_id) if noted.ticket_id else None
        return LateCheckIn(key, noted.scanned_at, noted.result, known, is_repeated=True)
    if time.is_too_old:
        end_scan(key=key, result=TOO_OLD, ticket_id=None)
        return LateCheckIn(key, time.at, TOO_OLD, None)
    found: AtTheDoor | None = None
    try:
        with transaction.atomic():
            if is_walk_in:
                found = admit_walk_in(branch_id=branch_id, nik=entry, actor=actor, now=now, came_at=time.at)
            else:
                found = admit(branch_id=branch_id, entry=entry, actor=actor, now=now, came_at=time.at)
            result = _result(found)
    except DomainError as refusal:
        result = refusal.code
    given = found.ticket if found else None
    end_scan(key=key, result=result[:24], ticket_id=given.id if given else None)
    return LateCheckIn(key, time.at, result, given)


def _result(found: AtTheDoor) -> str:
    if found.ticket:
        return "ok"
    if found.to_ask:
        return "to_ask"
    return str(found.verdict.verdict) if found.verdict else "no_appointment"
