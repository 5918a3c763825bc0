"""What an office asks about health at the door, and the figures of a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.queueing.models import Screening, ScreeningDay, ScreeningQuestion
from lapak.queueing.rules.screening import Questions


@dataclass(frozen=True)
class ScreeningFigures:
    """How many people were asked on a day, and how many of them were asked to come otherwise."""

    asked: int
    deferred: int


def screening(*, branch_id: UUID) -> Questions:
    """Return the questions of a branch and whether they are put."""
    row = Screening.objects.filter(pk=branch_id).first()
    texts = ScreeningQuestion.objects.filter(branch_id=branch_id).order_by("position")
    return Questions(is_on=row is not None and row.is_on, texts=tuple(texts.values_list("text", flat=True)))


def screening_figures(*, branch_id: UUID, day: date) -> ScreeningFigures:
    """Return the figures of a day of the branch."""
    row = ScreeningDay.objects.filter(branch_id=branch_id, day=day).first()
    return ScreeningFigures(row.asked, row.deferred) if row else ScreeningFigures(0, 0)
