"""Claims of a list, many at once, as officers and companies look at them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.claims.models import Claim, PaperState
from lapak.claims.queries.assess import ASSESSED, required_checks
from lapak.claims.queries.signals import is_unexplained
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.signals import SignalCode
from lapak.kernel.zones import local_date


@dataclass(frozen=True)
class ListedPaper:
    """A paper of a listed claim, and where it stands."""

    kind: str
    state: str
    document_id: UUID | None


@dataclass(frozen=True)
class ListedClaim:
    """A claim as a line of a list; amounts in rupiah, None while not known. Moments are UTC.

    `is_listed` says that it is still filed by the company. `unexplained` are reasons to look about which
    nobody has said a word.
    """

    id: UUID
    number: str
    state: ClaimState
    version: int
    is_listed: bool
    officer_id: int | None
    gross: int | None
    tax: int | None
    net: int | None
    papers: tuple[ListedPaper, ...]
    signals: tuple[SignalCode, ...]
    unexplained: tuple[SignalCode, ...]
    decision_reason: str
    submitted_at: datetime | None
    paid_at: datetime | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the kinds of paper that are not there."""
        return tuple(one.kind for one in self.papers if one.document_id is None)


def listed_claims(*, claim_ids: Iterable[UUID], on: datetime | None = None) -> dict[UUID, ListedClaim]:
    """Return the claims of these that exist, by id; with `on` the sums of unsigned ones are worked out."""
    rows = Claim.objects.filter(pk__in=list(claim_ids)).select_related("branch")
    rows = rows.prefetch_related("papers", "signals", *ASSESSED)
    return {row.pk: _listed(row, on) for row in rows}


def paper_ids(*, claim_id: UUID) -> frozenset[UUID]:
    """Return the documents that count as papers of a claim, a letter shared with others among them."""
    rows = PaperState.objects.filter(claim_id=claim_id, document_id__isnull=False)
    return frozenset(id for id in rows.values_list("document_id", flat=True) if id is not None)


def missing_kinds(*, claim_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Return the kinds of paper that each of the claims that exist needs and has not."""
    found: dict[UUID, set[str]] = {
        id: set() for id in Claim.objects.filter(pk__in=claim_ids).values_list("pk", flat=True)
    }
    rows = PaperState.objects.filter(claim__in=claim_ids, document_id=None)
    for claim_id, kind in rows.values_list("claim_id", "kind"):
        found[claim_id].add(kind)
    return {id: frozenset(kinds) for id, kinds in found.items()}


def states_of(*, claim_ids: Iterable[UUID]) -> dict[UUID, ClaimState]:
    """Return the state of those of the claims that exist."""
    rows = Claim.objects.filter(pk__in=list(claim_ids)).values_list("pk", "state")
    return {id: ClaimState(state) for id, state in rows}


def points_of(*, claim_ids: Collection[UUID], now: datetime) -> dict[UUID, frozenset[str]]:
    """Return the codes of what an officer checks at each claim."""
    rows = Claim.objects.filter(pk__in=claim_ids).select_related("branch").prefetch_related(*ASSESSED)
    return {
        row.pk: frozenset(one.code for one in required_checks(row, on=local_date(moment=now, zone=row.zone)))
        for row in rows
    }


def _listed(row: Claim, on: datetime | None) -> ListedClaim:
    gross, tax, net = row.gross, row.tax, row.net
    if on is not None and net is None and (due := worked_sum(row, on=local_date(moment=on, zone=row.zone))):
        gross, tax, net = due.gross, due.tax, due.net
    found = list(row.signals.all())
    return ListedClaim(
        id=row.pk,
        number=row.number or "",
        state=ClaimState(row.state),
        version=row.version,
        is_listed=row.channel == Claim.Channel.COLLECTIVE,
        officer_id=row.officer_id,
        gross=gross,
        tax=tax,
        net=net,
        papers=tuple(_paper(one) for one in sorted(row.papers.all(), key=lambda one: one.position)),
        signals=tuple(SignalCode(one.code) for one in found),
        unexplained=tuple(SignalCode(one.code) for one in found if is_unexplained(one)),
        decision_reason=row.decision_reason,
        submitted_at=row.submitted_at,
        paid_at=row.paid_at,
    )


def _paper(one: PaperState) -> ListedPaper:
    return ListedPaper(one.kind, one.state, one.document_id)
