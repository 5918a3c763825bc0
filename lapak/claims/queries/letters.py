"""What a mail to a participant says. Read at sending, so that the outbox holds no personal data."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.claims.models import Claim, PaperState
from lapak.claims.queries.assess import is_after_death
from lapak.claims.queries.parties import acting_person
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.errors import NotFound
from lapak.kernel.masking import mask_account


@dataclass(frozen=True)
class AskedAgain:
    """A paper to send again, why, and until when."""

    kind: str
    reason_code: str
    deadline: date | None


@dataclass(frozen=True)
class Letter:
    """To whom, about which claim. The account is masked; amounts are rupiah.

    `name` is that of who acts; `deceased` that of the member an heir claims after, else empty.
    """

    claim_id: UUID
    to: str
    name: str
    deceased: str
    number: str
    programme: str
    state: ClaimState
    branch_id: UUID | None
    net: int | None
    bank_code: str
    account: str
    decision_reason: str
    asked_again: tuple[AskedAgain, ...]


def letter(*, claim_id: UUID) -> Letter:
    """Return what the templates of mails need. Raises NotFound(`claim_unknown`)."""
    row = Claim.objects.filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    asked = row.papers.filter(state=PaperState.State.ASKED_AGAIN).order_by("position")
    return Letter(
        claim_id=row.pk,
        to=row.email,
        name=acting_person(row).name,
        deceased=row.name if is_after_death(row) else "",
        number=row.number or "",
        programme=row.programme,
        state=ClaimState(row.state),
        branch_id=row.branch_id,
        net=row.net,
        bank_code=row.bank_code,
        account=mask_account(row.account_number),
        decision_reason=row.decision_reason,
        asked_again=tuple(AskedAgain(one.kind, one.reason_code, one.deadline) for one in asked),
    )
