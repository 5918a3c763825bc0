"""The workers of a roster, read: whom to ask about, how far it is, and each with what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lapak.claims.ports import Inquiry
from lapak.collective.models import Roster, RosterRow, Worker
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import Word, WorkerState
from lapak.kernel.errors import NotFound
from lapak.kernel.zones import local_date


@dataclass(frozen=True)
class Progress:
    """How far the questions are: accepted rows; of these asked, fit to be filed, waiting, unfit, filed.

    `drafts` were begun for the worker to go on with alone; `to_repair` are rows the sheet itself is wrong in.
    """

    rows: int
    to_repair: int
    asked: int
    fit: int
    waits: int
    unfit: int
    filed: int
    drafts: int
    objected: int

    @property
    def company_repairs(self) -> int:
        """Return how many rows the company has to put right or to take off."""
        return self.to_repair + self.unfit

    @property
    def is_asked(self) -> bool:
        """Return whether everybody was asked about."""
        return self.asked >= self.rows


@dataclass(frozen=True)
class ToAsk:
    """A row to ask about, as it stands."""

    row_id: int
    version: int
    inquiry: Inquiry


def unasked(*, roster_id: UUID, now: datetime) -> QuerySet[Worker]:
    """Return the workers to ask about: not yet, not since their row changed, or whose wait is over."""
    workers = Worker.objects.filter(
        roster_id=roster_id, filed=Worker.Filed.NOT_YET, row__verdict=RowVerdict.ACCEPTED
    )
    today = local_date(moment=now, zone="Asia/Jakarta")
    changed = Q(asked_version=None) | ~Q(asked_version=F("row__version"))
    return workers.filter(
        changed | Q(state=WorkerState.WAITS, may_file_on__lte=today, asked_at__date__lt=today)
    )


def to_ask(*, roster_id: UUID, most: int, now: datetime) -> tuple[ToAsk, ...]:
    """Return the next rows to ask about, in the order of the list."""
    today = local_date(moment=now, zone="Asia/Jakarta")
    rows = unasked(roster_id=roster_id, now=now).select_related("row").order_by("row__serial")[:most]
    return tuple(
        ToAsk(
            one.pk,
            one.row.version,
            Inquiry(
                nik=one.row.nik,
                kpj=one.row.kpj,
                on=today,
                bank_code=one.row.bank_code,
                account_number=one.row.account_number,
            ),
        )
        for one in rows
    )


def rosters_to_ask(*, now: datetime) -> tuple[UUID, ...]:
    """Return the open rosters with rows that nobody was asked about yet."""
    open_ones = Roster.objects.filter(closed_at=None).values_list("pk", flat=True)
    return tuple(
        id
        for id in open_ones
        if unasked(roster_id=id, now=now).exists()
        or RosterRow.objects.filter(roster_id=id, verdict=RowVerdict.ACCEPTED, worker=None).exists()
    )


def progress(*, roster_id: UUID) -> Progress:
    """Return how far the questions about a roster are."""
    live = Q(worker__asked_version=F("version")) & ~Q(worker__state=WorkerState.UNASKED)
    accepted = Q(verdict=RowVerdict.ACCEPTED)
    filed = Q(worker__filed=Worker.Filed.COLLECTIVE)
    counts = RosterRow.objects.filter(roster_id=roster_id).aggregate(
        rows=Count("pk", filter=accepted),
        to_repair=Count("pk", filter=Q(verdict=RowVerdict.TO_REPAIR)),
        asked=Count("pk", filter=accepted & live),
        fit=Count("pk", filter=accepted & live & Q(worker__state=WorkerState.FIT, worker__filed="")),
        waits=Count("pk", filter=accepted & live & Q(worker__state=WorkerState.WAITS)),
        unfit=Count("pk", filter=accepted & live & Q(worker__state=WorkerState.UNFIT)),
        filed=Count("pk", filter=accepted & filed),
        drafts=Count("pk", filter=accepted & Q(worker__filed=Worker.Filed.DRAFT)),
        objected=Count("pk", filter=accepted & Q(worker__word=Word.OBJECTED)),
    )
    return Progress(**counts)


@dataclass(frozen=True)
class RosterLine:
    """A list of workers as it stands among others. `created_at` is UTC."""

    id: UUID
    number: str
    created_at: datetime
    is_closed: bool
    progress: Progress


def rosters_of(*, company_id: UUID) -> tuple[RosterLine, ...]:
    """Return the lists a company handed in, the newest first."""
    rows = Roster.objects.filter(company_id=company_id).order_by("-created_at")
    return tuple(
        RosterLine(row.pk, row.number, row.created_at, row.closed_at is not None, progress(roster_id=row.pk))
        for row in rows
    )


@dataclass(frozen=True)
class WorkerView:
    """A worker of a list as pages see one: the row, and what became of it. Dates as ISO text in `found`."""

    row_id: int
    serial: int
    line: int
    name: str
    nik: str
    kpj: str
    bank_code: str
    account_number: str
    verdict: RowVerdict
    problems: tuple[Mapping[str, Any], ...]
    version: int
    state: WorkerState
    found: tuple[Mapping[str, Any], ...]
    signals: tuple[str, ...]
    may_file_on: date | None
    claim_id: UUID | None
    filed: str
    word: Word
    objection: str
    batch_id: UUID | None
    sampled: bool


def workers(*, roster_id: UUID, only: str = "", start: int = 0, most: int = 50) -> tuple[WorkerView, ...]:
    """Return rows of a roster in the order of the list; `only` is `repair`, `fit` or nothing for all."""
    rows = _lines(roster_id, only).select_related("worker").order_by("serial")[start : start + most]
    return tuple(worker_view(row) for row in rows)


def worker_of_claim(*, claim_id: UUID) -> Worker | None:
    """Return the worker whose claim this is or will be, None for a claim of no list."""
    return Worker.objects.select_related("row", "roster__company").filter(claim_id=claim_id).first()


def worker_view(row: RosterRow) -> WorkerView:
    """Return a row, with its worker if there is one."""
    one: Worker | None = getattr(row, "worker", None)
    is_current = one is not None and one.asked_version == row.version
    return WorkerView(
        row_id=row.pk,
        serial=row.serial,
        line=row.line,
        name=row.name,
        nik=row.nik,
        kpj=row.kpj,
        bank_code=row.bank_code,
        account_number=row.account_number,
        verdict=RowVerdict(row.verdict),
        problems=tuple(row.problems),
        version=row.version,
        state=WorkerState(one.state) if one and is_current else WorkerState.UNASKED,
        found=tuple(one.found) if one and is_current else (),
        signals=tuple(one.signals) if one else (),
        may_file_on=one.may_file_on if one else None,
        claim_id=one.claim_id if one else None,
        filed=one.filed if one else "",
        word=Word(one.word) if one else Word.NONE,
        objection=one.objection if one else "",
        batch_id=one.batch_id if one else None,
        sampled=one.sampled if one else False,
    )


@dataclass(frozen=True)
class ListView:
    """A list of workers by its number, and whose it is."""

    id: UUID
    number: str
    company_id: UUID


def list_of_workers(*, roster_id: UUID) -> ListView:
    """Return a list of workers. Raises NotFound(`roster_unknown`)."""
    row = roster_of(roster_id=roster_id)
    return ListView(row.pk, row.number, row.company_id)


def roster_of(*, roster_id: UUID) -> Roster:
    """Return a roster with its company. Raises NotFound(`roster_unknown`)."""
    row = Roster.objects.select_related("company", "mandate").filter(pk=roster_id).first()
    if row is None:
        raise NotFound("roster_unknown")
    return row


def _lines(roster_id: UUID, only: str) -> QuerySet[RosterRow]:
    rows = RosterRow.objects.filter(
        roster_id=roster_id, verdict__in=[RowVerdict.ACCEPTED, RowVerdict.TO_REPAIR, RowVerdict.DUPLICATE]
    )
    current = Q(worker__asked_version=F("version"))
    if only == "repair":
        wanting = Q(worker__state__in=[WorkerState.UNFIT, WorkerState.WAITS]) & current
        return rows.filter(Q(verdict=RowVerdict.TO_REPAIR) | wanting, ~Q(worker__filed="collective"))
    if only == "fit":
        return rows.filter(Q(worker__state=WorkerState.FIT) & current | Q(worker__filed="collective"))
    return rows
