"""Papers asked again: several at once, more time for a reason, a word before the last day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, PaperState
from lapak.claims.operations.deadlines import holidays_around
from lapak.claims.operations.desk_work import ask_paper_again
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    day_of,
    locked,
    owe_about,
    owe_mail,
    require_state,
    save,
)
from lapak.claims.rules.claim_moves import ClaimRole, ClaimState
from lapak.claims.rules.corrections import remind_from, require_later_day
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotAllowed

MOST_AT_ONCE = 500
SYSTEM = Actor.system(job="claims.remind")


@transaction.atomic
def ask_papers_again(
    *,
    claim_id: UUID,
    asked: Mapping[str, str],
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Ask for several papers again, each (kind) with its own reason; all of them or none.

    Raises InvalidInput(`no_paper_chosen`), and what `desk_work.ask_paper_again` raises.
    """
    if not asked:
        raise InvalidInput("no_paper_chosen")
    for kind, reason_code in asked.items():
        done = ask_paper_again(
            claim_id=claim_id, kind=kind, reason_code=reason_code, actor=actor, now=now, topics=topics
        )
    return done


@transaction.atomic
def extend_deadline(
    *,
    claim_id: UUID,
    until: date,
    reason_code: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Give more time for the papers still asked for, for a reason from the list, and tell the person.

    The day that is the last one of every paper already changes nothing. Raises ReasonNotOffered, InvalidInput
    (`deadline_not_later`, `deadline_too_late`) at `until`, Conflict(`claim_moved_on`, `changed_meanwhile`),
    NotAllowed(`move_not_for_role`), KinRefused, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    if actor.role not in (ClaimRole.OFFICER, ClaimRole.BRANCH_HEAD):
        raise NotAllowed("move_not_for_role")
    require_state(row, ClaimState.NEEDS_CORRECTION)
    code = reason(ReasonKind.EXTENSION, reason_code).code
    asked = row.papers.filter(state=PaperState.State.ASKED_AGAIN)
    deadlines = {one.deadline for one in asked}
    if deadlines == {until}:
        return changed(row)
    present = max((day for day in deadlines if day), default=None)
    today = day_of(row, now)
    require_later_day(until=until, present=present, today=today, holidays=holidays_around(today))
    asked.update(deadline=until, changed_at=now)
    data = {"reason": code, "deadline": until.isoformat()}
    done = save(row, what="claim.deadline_extended", actor=actor, now=now, data=data)
    owe_mail(row, template="deadline_extended", now=now, reason=code)
    return done


def remind_of_corrections(*, now: datetime) -> int:
    """Owe a mail about each correction whose last day is near, once for each last day; return how many.

    One transaction each.
    """
    rows = Claim.objects.filter(
        state=ClaimState.NEEDS_CORRECTION, papers__state=PaperState.State.ASKED_AGAIN
    ).distinct()
    ids = rows.order_by("state_since").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(_remind(claim_id=id, now=now) for id in ids)


@transaction.atomic
def _remind(*, claim_id: UUID, now: datetime) -> bool:
    row = locked(claim_id=claim_id, actor=SYSTEM)
    asked = row.papers.filter(state=PaperState.State.ASKED_AGAIN)
    last_day = min((one.deadline for one in asked if one.deadline), default=None)
    if row.state != ClaimState.NEEDS_CORRECTION or last_day is None:
        return False
    today = day_of(row, now)
    if not remind_from(last_day=last_day, holidays=holidays_around(today)) <= today <= last_day:
        return False
    owe_about(
        row,
        kind="mail.send",
        key=f"mail:correction_reminder:{row.pk}:{last_day}",
        payload={"template": "correction_reminder", "subject_id": str(row.pk)},
        now=now,
    )
    return True
