"""What is written at the door beside tickets: questions about health, and check-ins that arrive late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import DoorScan, Screening, ScreeningDay, ScreeningQuestion
from lapak.queueing.rules.screening import LONGEST_QUESTION, MOST_QUESTIONS


class QuestionsInvalid(InvalidInput):
    """The questions cannot be kept. Codes: `questions_missing`, `questions_too_many`, `question_too_long`."""


@dataclass(frozen=True)
class NotedScan:
    """A late check-in under its key: what came of it before (`result` empty: nothing yet), and its ticket."""

    scanned_at: datetime
    result: str
    ticket_id: UUID | None


@transaction.atomic
def set_screening(
    *, branch_id: UUID, is_on: bool, questions: Sequence[str], actor: Actor, now: datetime
) -> None:
    """Set what a branch asks at the door, and whether it does. Raises QuestionsInvalid, NotFound."""
    offices.branch(branch_id=branch_id)
    texts = [text.strip() for text in questions if text.strip()]
    _require_askable(texts, is_on=is_on)
    Screening.objects.update_or_create(branch_id=branch_id, defaults={"is_on": is_on})
    ScreeningQuestion.objects.filter(branch_id=branch_id).delete()
    ScreeningQuestion.objects.bulk_create(
        ScreeningQuestion(branch_id=branch_id, position=position, text=text)
        for position, text in enumerate(texts, start=1)
    )
    record(
        subject=Subject("screening", str(branch_id)),
        what="screening.set",
        actor=actor,
        now=now,
        data={"is_on": is_on, "questions": len(texts)},
        topics=[f"branch:{branch_id}"],
    )


@transaction.atomic
def count_screened(*, branch_id: UUID, deferred: bool, now: datetime) -> None:
    """Count one person who was asked; neither who, nor what was answered, is kept anywhere."""
    day = local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    ScreeningDay.objects.get_or_create(branch_id=branch_id, day=day)
    ScreeningDay.objects.filter(branch_id=branch_id, day=day).update(
        asked=F("asked") + 1, deferred=F("deferred") + int(deferred)
    )


@transaction.atomic
def note_scan(
    *, key: UUID, branch_id: UUID, device_id: UUID | None, scanned_at: datetime, now: datetime
) -> NotedScan:
    """Note a check-in that a tablet made earlier and return it; the same key is the same check-in.

    Locks it, so that a check-in sent twice at once is worked off once.
    """
    try:
        with transaction.atomic():
            DoorScan.objects.create(
                key=key,
                branch_id=branch_id,
                device_id=device_id,
                scanned_at=scanned_at,
                received_at=now,
                result="",
            )
    except IntegrityError:
        pass  # it was sent before
    row = DoorScan.objects.select_for_update().get(key=key)
    return NotedScan(row.scanned_at, row.result, row.ticket_id)


def end_scan(*, key: UUID, result: str, ticket_id: UUID | None) -> None:
    """Note what came of a check-in that the caller holds by `note_scan`."""
    DoorScan.objects.filter(key=key).update(result=result, ticket_id=ticket_id)


def _require_askable(texts: Sequence[str], *, is_on: bool) -> None:
    code = ""
    if is_on and not texts:
        code = "questions_missing"
    elif len(texts) > MOST_QUESTIONS:
        code = "questions_too_many"
    elif any(len(text) > LONGEST_QUESTION for text in texts):
        code = "question_too_long"
    if code:
        params = {"most": MOST_QUESTIONS, "longest": LONGEST_QUESTION}
        raise QuestionsInvalid(code, fields=[FieldError("questions", code, params)])
