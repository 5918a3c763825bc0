"""Reading calls and their mailbox."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from lapak.calls.models import Call, Line, Mail
from lapak.calls.rules.ice import IceServer, IceSettings, ice_settings
from lapak.calls.rules.lines import MOST_LINES
from lapak.calls.rules.modes import Mode, Side
from lapak.kernel.actors import Actor, ActorKind

# An id is given before its transaction commits, so a smaller id may appear after a larger one was read.
LATE_COMMIT_MARGIN = 64
MOST_MAIL_RESENT = 500


@dataclass(frozen=True)
class CallView:
    """A call as others may see it; times in UTC."""

    id: UUID
    visit_id: UUID
    officer_topic: str
    participant_topic: str
    officer_id: str
    participant_kind: str
    provider: str
    mode: Mode
    epoch: int
    state: str
    opened_at: datetime
    first_picture_at: datetime | None
    officer_seen_at: datetime | None
    participant_seen_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class LineView:
    """A typed line: which side wrote it, what, and when (UTC)."""

    id: int
    by: Side
    text: str
    at: datetime


def call(*, call_id: UUID) -> CallView | None:
    """Return the call, also when it has ended, or None."""
    row = Call.objects.filter(pk=call_id).first()
    return call_view(row=row) if row else None


def calls_by_id(*, call_ids: Sequence[UUID]) -> dict[UUID, CallView]:
    """Return the calls by id, also those that have ended; unknown ids are left out."""
    return {row.pk: call_view(row=row) for row in Call.objects.filter(pk__in=call_ids)}


def open_call_of_visit(*, visit_id: UUID) -> CallView | None:
    """Return the call of a visit that has not ended, or None."""
    row = Call.objects.filter(visit_id=visit_id).exclude(state=Call.State.ENDED).first()
    return call_view(row=row) if row else None


def side_of(*, call_id: UUID, actor: Actor) -> Side | None:
    """Return on which side of the call `actor` is, or None for everyone else; ended calls have no sides."""
    row = Call.objects.filter(pk=call_id).exclude(state=Call.State.ENDED).first()
    return side_in(row=row, actor=actor) if row else None


def ice_servers(*, call_id: UUID, side: Side, now: datetime) -> IceSettings:
    """Return what one side builds its peer connection with; relay credentials are made for this call."""
    remote = Call.objects.filter(pk=call_id, participant_kind="phone").exists()
    plain = [IceServer(urls=tuple(server["urls"])) for server in settings.ICE_SERVERS]
    return ice_settings(
        plain_servers=plain,
        turn_urls=settings.TURN_URLS,
        turn_secret=settings.TURN_SECRET,
        session=f"{call_id}:{side}",
        remote=remote,
        now=now,
    )


def ice_wire_form(*, ice: IceSettings) -> dict[str, Any]:
    """Return the settings as the browser's `RTCConfiguration`."""
    servers = [{key: value for key, value in asdict(server).items() if value} for server in ice.servers]
    return {"iceServers": servers, "iceTransportPolicy": ice.policy}


def lines(*, visit_id: UUID, most: int = MOST_LINES) -> tuple[LineView, ...]:
    """Return the newest lines typed in a visit, the oldest of them first.

    Only for the two sides of the visit: whoever asks has made sure of that.
    """
    rows = Line.objects.filter(visit_id=visit_id).order_by("-pk")[:most]
    return tuple(LineView(row.pk, Side(row.by), row.text, row.created_at) for row in reversed(rows))


def last_mail_id() -> int:
    """Return the id of the newest message, 0 when there is none."""
    return Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def mailbox_message(*, id: int) -> dict[str, Any] | None:
    """Return one message in wire form, or None when it has been purged."""
    row = Mail.objects.filter(pk=id).first()
    return mail_wire_form(row=row) if row else None


def mailbox_after(*, topics: Sequence[str], id: int) -> tuple[dict[str, Any], ...]:
    """Return the messages to `topics` after `id` in wire form, with a margin of earlier ones that may be new.

    A reader therefore meets some messages twice and knows them by their id.
    """
    rows = Mail.objects.filter(topic__in=list(topics), pk__gt=id - LATE_COMMIT_MARGIN).order_by("pk")
    return tuple(mail_wire_form(row=row) for row in rows[:MOST_MAIL_RESENT])


def mail_wire_form(*, row: Mail) -> dict[str, Any]:
    """Return a message as a page receives it."""
    return {"id": row.pk, "call": str(row.call_id), "kind": row.kind, "body": row.body, "epoch": row.epoch}


def call_view(*, row: Call) -> CallView:
    """Return the row as a view."""
    values = {name: getattr(row, name) for name in CallView.__dataclass_fields__}
    return CallView(**{**values, "mode": Mode(row.mode)})


def side_in(*, row: Call, actor: Actor) -> Side | None:
    """Return on which side of this row `actor` is."""
    if actor.kind == ActorKind.STAFF and actor.id == row.officer_id:
        return Side.OFFICER
    if (actor.kind, actor.id) == (row.participant_actor_kind, row.participant_actor_id):
        return Side.PARTICIPANT
    return None
