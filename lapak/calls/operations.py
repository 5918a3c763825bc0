"""Writing calls: opening, changing mode, passing messages, signs of life, ending.

Lock order: calls by id, ascending. A caller that holds rows of its own locks those first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.calls.models import Call, Line, Mail
from lapak.calls.queries import CallView, call_view, mail_wire_form, side_in
from lapak.calls.rules.lines import LONGEST_LINE, MOST_LINES, read_line
from lapak.calls.rules.mail import MailKind, check_mail
from lapak.calls.rules.modes import Mode, Side
from lapak.journal.operations import announce, record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject

PARTICIPANT_KINDS = (ActorKind.DEVICE, ActorKind.PARTICIPANT)
MAIL_LIFETIME = timedelta(minutes=10)
LINE_LIFETIME = timedelta(hours=12)  # of a visit that was never ended; the rest go with their visit
LARGEST_NOTICE = 7_000  # bytes; PostgreSQL refuses notices of 8,000


class CallRefused(Conflict):
    """The call has moved on or does not allow this. Codes: `call_ended` and those of `MailRefused`."""


class MailUnusable(InvalidInput):
    """The message is not one that a side of a call sends. Codes: those of `MailRefused`."""


@dataclass(frozen=True)
class Heartbeat:
    """What one side tells of its connection: does it stand, and media bytes received since the last time."""

    connected: bool
    bytes_received: int = 0


@transaction.atomic
def open_call(
    *,
    visit_id: UUID,
    officer_topic: str,
    participant_topic: str,
    officer: Actor,
    participant: Actor,
    participant_kind: str,
    mode: Mode,
    actor: Actor,
    now: datetime,
) -> CallView:
    """Open the conversation of a visit and return it.

    `officer` and `participant` (a device or a person) are the only ones who may ever speak in it. Raises
    IntegrityError when the visit has an open call, or the officer another one in focus: the caller, who holds
    the lock of the visit, closes or changes those first.
    """
    if officer.kind != ActorKind.STAFF or participant.kind not in PARTICIPANT_KINDS:
        raise NotAllowed("call_sides")
    row = Call.objects.create(
        id=new_id(now=now),
        visit_id=visit_id,
        officer_topic=officer_topic,
        participant_topic=participant_topic,
        officer_id=officer.id,
        participant_actor_kind=participant.kind.value,
        participant_actor_id=participant.id,
        participant_kind=participant_kind,
        mode=mode,
        opened_at=now,
    )
    _tell(row=row, what="call.opened", actor=actor, now=now)
    return call_view(row=row)


@transaction.atomic
def set_modes(*, modes: Mapping[UUID, Mode], actor: Actor, now: datetime) -> dict[UUID, int]:
    """Change several calls at once and return the epoch of each, unchanged where the mode was that already.

    Locks the calls. Whoever leaves focus leaves it before another enters, so that the constraint of one in
    focus holds at every moment. Raises CallRefused(`call_ended`), NotFound.
    """
    rows = {row.pk: row for row in Call.objects.select_for_update().filter(pk__in=modes).order_by("pk")}
    if len(rows) != len(modes):
        raise NotFound("call_unknown")
    for call_id, mode in sorted(modes.items(), key=lambda item: item[1] is Mode.FOCUS):
        _set_mode(row=rows[call_id], mode=mode, actor=actor, now=now)
    return {call_id: row.epoch for call_id, row in rows.items()}


def set_mode(*, call_id: UUID, mode: Mode, actor: Actor, now: datetime) -> int:
    """Change one call and return its epoch; see `set_modes`."""
    return set_modes(modes={call_id: mode}, actor=actor, now=now)[call_id]


@transaction.atomic
def post(
    *, call_id: UUID, kind: MailKind, epoch: int, body: Mapping[str, Any], actor: Actor, now: datetime
) -> int:
    """Pass a message of the negotiation to the other side and return its id.

    Which side speaks follows from `actor`. The receiver is told the mode that holds, beside the body. Locks
    the call, so that its messages are numbered in the order they were accepted and none slips through while
    its mode changes. Raises NotFound for everyone who is not a side of this call, CallRefused when it has
    ended or the mode has changed (`epoch_past`), MailUnusable for what may not pass.
    """
    row, side = _mine(call_id=call_id, actor=actor)
    mode = Mode(row.mode)
    refused = check_mail(kind=kind, sender=side, body=body, epoch=epoch, call_epoch=row.epoch, mode=mode)
    if refused:
        raise (CallRefused if refused.code == "epoch_past" else MailUnusable)(refused.code)
    topic = row.officer_topic if side is Side.PARTICIPANT else row.participant_topic
    mail = Mail.objects.create(
        call=row,
        to=side.other,
        topic=topic,
        kind=kind,
        epoch=row.epoch,
        body={**body, "mode": mode.value},
        created_at=now,
    )
    wire = mail_wire_form(row=mail)
    fits = len(json.dumps(wire).encode()) <= LARGEST_NOTICE
    announce(event="mailbox", id=mail.pk, topics=[topic], body=wire if fits else None)
    return mail.pk


@transaction.atomic
def write_line(*, call_id: UUID, text: str, actor: Actor, now: datetime) -> int:
    """Keep what one side typed to the other, in any mode, and return its id; both pages are told the id only.

    Which side speaks follows from `actor`. Locks the call. Raises NotFound for everyone who is not a side of
    this call, CallRefused(`call_ended`), InvalidInput(`line_empty`, `line_too_long`),
    Conflict(`lines_too_many`).
    """
    row, side = _mine(call_id=call_id, actor=actor)
    plain = read_line(text)
    if not plain:
        raise InvalidInput("line_empty")
    if len(plain) > LONGEST_LINE:
        raise InvalidInput("line_too_long", params={"most": LONGEST_LINE})
    if Line.objects.filter(visit_id=row.visit_id).count() >= MOST_LINES:
        raise Conflict("lines_too_many", params={"most": MOST_LINES})
    line = Line.objects.create(visit_id=row.visit_id, by=side, text=plain, created_at=now)
    topics = [row.officer_topic, row.participant_topic]
    told = {"id": line.pk, "call": str(row.pk), "by": str(side)}
    announce(event="line", id=line.pk, topics=topics, body=told)
    return line.pk


@transaction.atomic
def forget_lines(*, visit_id: UUID) -> int:
    """Delete what was typed in a visit and return how many lines there were."""
    deleted, _ = Line.objects.filter(visit_id=visit_id).delete()
    return deleted


@transaction.atomic
def heartbeat(*, call_id: UUID, beat: Heartbeat, actor: Actor, now: datetime) -> CallView:
    """Note that one side is there, and what it received; return the call as it stands.

    A call whose officer reports a connection becomes live, or live again. Locks the call. Raises NotFound,
    CallRefused(`call_ended`).
    """
    row, side = _mine(call_id=call_id, actor=actor)
    if side is Side.OFFICER:
        row.officer_seen_at = now
        row.bytes_to_officer += beat.bytes_received
    else:
        row.participant_seen_at = now
        row.bytes_to_participant += beat.bytes_received
    if beat.connected and side is Side.OFFICER and row.state != Call.State.LIVE:
        row.state = Call.State.LIVE
        _tell(row=row, what="call.live", actor=actor, now=now)
    row.save()
    return call_view(row=row)


@transaction.atomic
def report_first_picture(*, call_id: UUID, actor: Actor, now: datetime) -> CallView:
    """Note when the officer saw the first picture; later reports change nothing. Locks the call.

    Raises NotFound for everyone but the officer of the call, CallRefused(`call_ended`).
    """
    row, side = _mine(call_id=call_id, actor=actor)
    if side is not Side.OFFICER:
        raise NotFound("call_unknown")
    if row.first_picture_at is None:
        row.first_picture_at = now
        row.save(update_fields=["first_picture_at"])
    return call_view(row=row)


@transaction.atomic
def mark_dropped(*, call_id: UUID, actor: Actor, now: datetime) -> CallView:
    """Note that the connection is lost; the call waits for both to return. Locks the call.

    A call that is dropped already, or has ended, stays as it is. Raises NotFound.
    """
    row = _locked(call_id=call_id)
    if row.state not in (Call.State.DROPPED, Call.State.ENDED):
        row.state = Call.State.DROPPED
        row.save(update_fields=["state"])
        _tell(row=row, what="call.dropped", actor=actor, now=now)
    return call_view(row=row)


@transaction.atomic
def end_call(*, call_id: UUID, actor: Actor, now: datetime) -> CallView:
    """End the conversation for good: nothing passes afterwards. Ending twice changes nothing. Locks the call.

    Raises NotFound.
    """
    row = _locked(call_id=call_id)
    if row.state != Call.State.ENDED:
        row.state, row.mode, row.ended_at = Call.State.ENDED, Mode.HOLD, now
        row.epoch += 1
        row.save(update_fields=["state", "mode", "ended_at", "epoch"])
        _tell(row=row, what="call.ended", actor=actor, now=now)
    return call_view(row=row)


@transaction.atomic
def purge_mailbox(*, now: datetime) -> int:
    """Delete messages older than ten minutes, and typed lines of visits that never ended.

    Return how many messages there were.
    """
    Line.objects.filter(created_at__lt=now - LINE_LIFETIME).delete()
    deleted, _ = Mail.objects.filter(created_at__lt=now - MAIL_LIFETIME).delete()
    return deleted


def _set_mode(*, row: Call, mode: Mode, actor: Actor, now: datetime) -> None:
    if row.state == Call.State.ENDED:
        raise CallRefused("call_ended")
    if row.mode == mode:
        return
    row.mode, row.epoch = mode, row.epoch + 1
    row.save(update_fields=["mode", "epoch"])
    _tell(row=row, what="call.mode", actor=actor, now=now)


def _tell(*, row: Call, what: str, actor: Actor, now: datetime) -> None:
    record(
        subject=Subject("call", str(row.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"call": str(row.pk), "visit": str(row.visit_id), "mode": str(row.mode), "epoch": row.epoch},
        topics=[row.officer_topic, row.participant_topic],
    )


def _locked(*, call_id: UUID) -> Call:
    row = Call.objects.select_for_update().filter(pk=call_id).first()
    if row is None:
        raise NotFound("call_unknown")
    return row


def _mine(*, call_id: UUID, actor: Actor) -> tuple[Call, Side]:
    """Return the locked call and the side on which `actor` is in it."""
    row = _locked(call_id=call_id)
    side = side_in(row=row, actor=actor)
    if side is None:
        raise NotFound("call_unknown")
    if row.state == Call.State.ENDED:
        raise CallRefused("call_ended")
    return row, side
