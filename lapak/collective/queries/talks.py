"""Conversations of their own kind, read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lapak.collective.models import Talk
from lapak.collective.rules.batches import TalkKind
from lapak.kernel.errors import NotFound


@dataclass(frozen=True)
class TalkView:
    """A conversation with whom it is held; `ended_at` is None while it lasts (UTC)."""

    id: UUID
    kind: TalkKind
    call_id: UUID
    officer_id: int
    officer: str
    account_id: int | None
    mandate_id: UUID | None
    batch_id: UUID | None
    claim_id: UUID | None
    with_whom: str
    began_at: datetime
    ended_at: datetime | None


def talk(*, talk_id: UUID) -> TalkView:
    """Return a conversation. Raises NotFound(`talk_unknown`)."""
    row = _rows().filter(pk=talk_id).first()
    if row is None:
        raise NotFound("talk_unknown")
    return _view(row)


def open_talk_of(*, account_id: int) -> TalkView | None:
    """Return the conversation in which a representative is called now, or None."""
    row = _rows().filter(mandate__representative_id=account_id, ended_at=None).order_by("-began_at").first()
    return _view(row) if row else None


def open_talk_with(*, claim_id: UUID) -> TalkView | None:
    """Return the conversation in which a worker is called now, or None."""
    row = _rows().filter(worker__claim_id=claim_id, ended_at=None).order_by("-began_at").first()
    return _view(row) if row else None


def open_talk_by(*, officer_id: int) -> TalkView | None:
    """Return the conversation an officer holds now, or None."""
    row = _rows().filter(officer_id=officer_id, ended_at=None).first()
    return _view(row) if row else None


def _rows() -> QuerySet[Talk]:
    return Talk.objects.select_related("officer", "mandate__representative__account", "worker__row")


def _view(row: Talk) -> TalkView:
    person = row.mandate.representative if row.mandate else None
    return TalkView(
        id=row.pk,
        kind=TalkKind(row.kind),
        call_id=row.call_id,
        officer_id=row.officer_id,
        officer=row.officer.display_name,
        account_id=person.pk if person else None,
        mandate_id=row.mandate_id,
        batch_id=row.batch_id,
        claim_id=row.worker.claim_id if row.worker else None,
        with_whom=person.account.display_name if person else row.worker.row.name if row.worker else "",
        began_at=row.began_at,
        ended_at=row.ended_at,
    )
