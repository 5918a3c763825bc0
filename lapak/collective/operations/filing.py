"""From accepted rows to claims: filed for those a company may file for, begun for the others.

Lock order: the roster, the workers by row, then what `claims` locks. A repair locks the roster too, so that
whoever is filed is filed as register and bank were asked about them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from lapak.claims import facts as core_facts
from lapak.claims.operations import collective
from lapak.claims.operations.collective import WorkerFiled, WorkerFiling
from lapak.claims.operations.sheet import Verdicts
from lapak.collective.models import Roster, Worker
from lapak.collective.queries.mandates import MandateView, require_mandate
from lapak.collective.queries.threshold import may_file
from lapak.collective.queries.workers import roster_of
from lapak.collective.rules.batches import is_sampled
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import WorkerState
from lapak.documents.queries import kinds_at_hand
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError
from lapak.kernel.identity import parse_nik
from lapak.kernel.ids import keyed_hash
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date

AT_ONCE = 100
MASS_LETTER, PROOF = "surat_phk_massal", "bukti_phk"  # the company's letter proves the end for all on it
ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Filed:
    """How many of this portion were filed, or begun, and how many were refused; `left` still to do."""

    filed: int
    refused: int
    left: int


@transaction.atomic
def file_next(*, roster_id: UUID, actor: Actor, now: datetime, most: int = AT_ONCE) -> Filed:
    """File a claim for the next workers who may be filed, one refused by the claims' rules stops no other.

    Doing it again files nobody twice; a row repaired since the questions is asked about first. Locks the
    roster. Raises NotAllowed with what the mandate lacks, Conflict(`threshold_not_met`), NotFound
    (`company_unknown`, `roster_unknown`).
    """
    roster = _locked(roster_id)
    mandate = require_mandate(actor=actor, now=now, company_id=roster.company_id)
    if not may_file(roster_id=roster_id):
        raise Conflict("threshold_not_met")
    fit = Worker.objects.filter(state=WorkerState.FIT)
    return _begin(
        _Portion(roster, mandate, actor, now), collective.file_all, Worker.Filed.COLLECTIVE, fit, most
    )


@transaction.atomic
def draft_next(*, roster_id: UUID, actor: Actor, now: datetime, most: int = AT_ONCE) -> Filed:
    """Begin a claim of their own for the next workers of a company below the limit, with all that is known.

    Locks the roster. Raises NotAllowed with what the mandate lacks, Conflict(`threshold_met`), NotFound.
    """
    roster = _locked(roster_id)
    mandate = require_mandate(actor=actor, now=now, company_id=roster.company_id)
    if may_file(roster_id=roster_id) is not False:
        raise Conflict("threshold_met")
    asked = Worker.objects.exclude(state=WorkerState.UNASKED)
    portion = _Portion(roster, mandate, actor, now)
    return _begin(portion, collective.draft_all, Worker.Filed.DRAFT, asked, most)


def _locked(roster_id: UUID) -> Roster:
    roster = roster_of(roster_id=roster_id)
    Roster.objects.select_for_update().get(pk=roster_id)
    return roster


@dataclass(frozen=True)
class _Portion:
    """Whose workers are begun, and by whom."""

    roster: Roster
    mandate: MandateView
    actor: Actor
    now: datetime


def _begin(
    portion: _Portion, act: Callable[..., Verdicts[WorkerFiled]], how: Worker.Filed, among: Any, most: int
) -> Filed:
    ready = among.filter(
        roster=portion.roster,
        filed=Worker.Filed.NOT_YET,
        row__verdict=RowVerdict.ACCEPTED,
        asked_version=F("row__version"),
        refusal="",
    )
    rows = list(ready.select_for_update(of=("self",)).select_related("row").order_by("row__serial")[:most])
    filings = [_filing(one, papers, portion.now) for one, papers in _with_papers(portion.roster, rows)]
    verdicts = act(
        filings=filings,
        branch_id=portion.mandate.branch_id,
        company=str(portion.roster.company_id),
        actor=portion.actor,
        now=portion.now,
    )
    for one in rows:
        _note(one, verdicts[one.claim_id], how, portion.now)
    Worker.objects.bulk_update(rows, ["filed", "filed_at", "refusal", "state", "found", "sampled"])
    refused = sum(isinstance(verdict, DomainError) for verdict in verdicts.values())
    if rows:
        record(
            subject=Subject("roster_filing", str(portion.roster.pk)),
            what="roster.filed",
            actor=portion.actor,
            now=portion.now,
            data={"how": str(how), "filed": len(rows) - refused, "refused": refused},
            topics=[f"company:{portion.roster.company_id}"],
        )
    return Filed(len(rows) - refused, refused, ready.count())


def _with_papers(roster: Roster, rows: Sequence[Worker]) -> list[tuple[Worker, Mapping[str, UUID]]]:
    """Return each worker with the papers at hand; the company's letter is the proof where no other is."""
    at_hand = kinds_at_hand(subject_ids=[roster.pk, *(one.claim_id for one in rows)])
    shared = shared_papers(at_hand.get(roster.pk, {}))
    return [(one, {**shared, **at_hand.get(one.claim_id, {})}) for one in rows]


def shared_papers(of_roster: Mapping[str, UUID]) -> Mapping[str, UUID]:
    """Return which papers of a list count for each on it: its letter of termination proves the end."""
    letter = of_roster.get(MASS_LETTER)
    return {PROOF: letter} if letter else {}


def _filing(one: Worker, papers: Mapping[str, UUID], now: datetime) -> WorkerFiling:
    row = one.row
    born = row.birth_date or parse_nik(row.nik, on=local_date(moment=now, zone=ZONE)).birth_date
    return WorkerFiling(
        claim_id=one.claim_id,
        nik=row.nik,
        kpj=row.kpj,
        name=row.name,
        birth_date=born,
        reason=row.reason,
        email=row.email,
        phone=row.phone,
        facts=core_facts.load(one.answer),
        documents=papers,
    )


def _note(one: Worker, verdict: WorkerFiled | DomainError, how: Worker.Filed, now: datetime) -> None:
    if isinstance(verdict, DomainError):
        codes = [field.code for field in verdict.fields] or [verdict.code]
        one.refusal, one.state = verdict.code[:40], WorkerState.UNFIT
        one.found = [{"code": code, "dates": {}} for code in codes]
        return
    one.filed, one.filed_at = how, now
    mark = keyed_hash(key=settings.IDENTITY_KEY, text=f"collective.sample {one.claim_id}")
    look = bool(one.signals) or not one.row.email  # whom no message reaches is called
    one.sampled = how == Worker.Filed.COLLECTIVE and is_sampled(mark=mark, has_signals=look)
