"""Keeping what register and bank answer about the rows of a roster, so that nobody is asked about twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.collective.models import Roster, RosterRow, Worker
from lapak.collective.operations.rosters import rows_changed
from lapak.collective.queries.judging import Answered, judge_rows
from lapak.collective.queries.mandates import own_mandate
from lapak.collective.queries.workers import unasked
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import NOT_THEIRS, WorkerState, claim_id_of
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.offices.queries import branch

CHECKER = Actor.system(job="collective.check")
_KEPT = ("state", "asked_version", "asked_at", "answer", "found", "signals", "may_file_on", "refusal")


@dataclass(frozen=True)
class RowAnswer:
    """What was answered about a row as it stood in `version`; None where the core system refused."""

    row_id: int
    version: int
    facts: CoreFacts | None


@transaction.atomic
def lay_out(*, roster_id: UUID) -> int:
    """Keep a worker for every accepted row that has none yet; return how many are new."""
    rows = RosterRow.objects.filter(roster_id=roster_id, verdict=RowVerdict.ACCEPTED, worker=None)
    new = [
        Worker(row_id=id, roster_id=roster_id, claim_id=claim_id_of(roster_id=roster_id, serial=serial))
        for id, serial in rows.values_list("pk", "serial")
    ]
    Worker.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def keep_answers(*, roster_id: UUID, answers: Sequence[RowAnswer], now: datetime) -> int:
    """Keep the answers with what the rules make of them; return how many rows still stand as they were asked.

    Locks the roster, then the workers. A row that was repaired meanwhile is asked about again. When the
    register knows others than before, the 30 % sum has to be worked out anew.
    """
    rosters = Roster.objects.select_for_update(of=("self",)).select_related("company")
    roster = rosters.get(pk=roster_id)
    given = {one.row_id: one for one in answers}
    rows = Worker.objects.select_for_update(of=("self",)).select_related("row").filter(row__in=given)
    current = [
        one for one in rows.order_by("pk") if one.row.version == given[one.pk].version and not one.filed
    ]
    today = local_date(moment=now, zone=branch(branch_id=roster.company.branch_id).timezone)
    answered = [Answered(one.row, given[one.pk].version, given[one.pk].facts) for one in current]
    outcomes = judge_rows(roster, answered, on=today)
    unknown = _unknown(current)
    for one in current:
        outcome, facts = outcomes[one.pk], given[one.pk].facts
        one.state, one.may_file_on = outcome.judged.state, outcome.judged.from_date
        one.asked_version, one.asked_at = given[one.pk].version, now
        one.answer = core_facts.dump(facts) if facts else {}
        one.found = [
            {"code": found.code, "dates": {name: day.isoformat() for name, day in found.dates.items()}}
            for found in outcome.judged.found
        ]
        one.signals, one.refusal = list(outcome.signals), ""
    Worker.objects.bulk_update(current, _KEPT)
    if _unknown(current) != unknown:
        rows_changed(roster)
    if current:
        record(
            subject=Subject("roster_check", str(roster_id)),
            what="roster.checked",
            actor=CHECKER,
            now=now,
            data={"rows": len(current), "left": unasked(roster_id=roster_id, now=now).count()},
            topics=[f"company:{roster.company_id}"],
        )
    return len(current)


def _unknown(workers: Sequence[Worker]) -> set[int]:
    return {one.pk for one in workers if any(found["code"] in NOT_THEIRS for found in one.found)}


@transaction.atomic
def ask_anew(*, roster_id: UUID, actor: Actor, now: datetime) -> int:
    """Have the core system asked again about those who were found wanting; return about how many.

    For when the company has put its own report in the core system right. Raises what `own_mandate` raises.
    """
    roster = Roster.objects.filter(pk=roster_id).first()
    if roster is None:
        raise NotFound("roster_unknown")
    own_mandate(actor=actor, now=now, company_id=roster.company_id)
    wanting = Worker.objects.filter(roster=roster, state=WorkerState.UNFIT, filed=Worker.Filed.NOT_YET)
    return wanting.filter(asked_version=F("row__version")).update(
        state=WorkerState.UNASKED, asked_version=None
    )
