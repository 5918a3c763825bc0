"""Claims that an officer goes on with although the person is not there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lapak.claims.models import Claim, PaperState
from lapak.claims.queries.idle import idle_claims
from lapak.claims.queries.kin import kin_claims
from lapak.claims.queries.lists import MOST_ROWS, ClaimRow, rows_of
from lapak.claims.rules.claim_moves import ClaimState


class WhyWaiting(StrEnum):
    """Why a claim waits for an officer without a visit: a paper came in, the checker gave it back or an
    officer has it in hand, the talk was broken off or the claim was reopened.
    """

    PAPERS_CAME = "papers_came"
    LOOK_AGAIN = "look_again"
    NOT_FINISHED = "not_finished"


@dataclass(frozen=True)
class WaitingFile:
    """A claim to go on with: why, whether it is in the reader's hands, and by how many working days it is
    over what its state or the law allows.
    """

    row: ClaimRow
    why: WhyWaiting
    is_mine: bool
    over: int


def waiting_files(*, branch_id: UUID, officer_id: int, now: datetime) -> tuple[WaitingFile, ...]:
    """Return what waits at a branch: the reader's own first, then the longest over; kin is left out.

    Raises NotFound for a branch there is not.
    """
    came = PaperState.objects.filter(
        claim=OuterRef("pk"), state=PaperState.State.GIVEN, changed_at__gt=OuterRef("service_begun_at")
    )
    submitted = Q(state=ClaimState.SUBMITTED, service_begun_at__isnull=False)
    rows = Claim.objects.filter(submitted | Q(state=ClaimState.RETURNED_TO_OFFICER), branch_id=branch_id)
    rows = rows.annotate(papers_came=Exists(came)).order_by("state_since", "pk")[:MOST_ROWS]
    found = {row.pk: row.papers_came for row in rows}
    kin = kin_claims(claim_ids=list(found), staff_id=officer_id)
    over = {one.row.id: one.over for one in idle_claims(branch_id=branch_id, now=now)}
    shown = Claim.objects.filter(pk__in=[id for id in found if id not in kin]).order_by("state_since", "pk")
    files = [
        WaitingFile(
            row=row,
            why=_why(row.state, papers_came=found[row.id]),
            is_mine=row.state is ClaimState.RETURNED_TO_OFFICER and row.officer_id == officer_id,
            over=over.get(row.id, 0),
        )
        for row in rows_of(shown)
    ]
    return tuple(sorted(files, key=lambda one: (not one.is_mine, -one.over)))


def _why(state: ClaimState, *, papers_came: bool) -> WhyWaiting:
    if state is ClaimState.RETURNED_TO_OFFICER:
        return WhyWaiting.LOOK_AGAIN
    return WhyWaiting.PAPERS_CAME if papers_came else WhyWaiting.NOT_FINISHED
