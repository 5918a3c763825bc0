"""What a letter is made of: the claim as it stood when the event happened, and the branch that writes."""

from dataclasses import dataclass
from datetime import date, datetime

from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.moments import moments
from lapak.claims.rules.benefit import Sum
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.reasons import ReasonRule
from lapak.claims.rules.rule_sets import RuleSet
from lapak.kernel.errors import DomainError
from lapak.kernel.identity import InvalidIdentity, Sex, parse_nik
from lapak.kernel.zones import local_date
from lapak.letters.operations import Reserved
from lapak.letters.rules.address import Addressee, addressee
from lapak.offices.queries import BranchView, branch


class LetterUnsound(DomainError):
    """The claim's figures do not agree with one another, so no letter may state them.

    Code: `letter_sum_differs`.
    """


@dataclass(frozen=True)
class Facts:
    """`day` is the day of the event at the branch; `due` the worked sum that was decided on."""

    letter: Reserved
    claim: ClaimView
    branch: BranchView
    to: Addressee
    day: date
    programme: Programme
    rules: RuleSet
    reason: ReasonRule

    @property
    def due(self) -> Sum:
        """The worked sum. Raises LetterUnsound unless it is the one that was decided on."""
        due = self.claim.due
        if due is None or (due.gross, due.tax, due.net) != (self.claim.gross, self.claim.tax, self.claim.net):
            raise LetterUnsound("letter_sum_differs")
        return due


def facts_of(letter: Reserved) -> Facts:
    """Return the facts of a reserved letter. Raises NotFound(`claim_unknown`)."""
    view = claim(claim_id=letter.claim_id, now=_decided_at(letter))
    assert view.branch_id is not None  # what was filed has a branch
    office = branch(branch_id=view.branch_id)
    whose = programme(view.programme)
    rules = whose.rule_set_by_id(view.rule_set)
    return Facts(
        letter=letter,
        claim=view,
        branch=office,
        to=_addressee(view),
        day=local_date(moment=letter.happened_at, zone=office.timezone),
        programme=whose,
        rules=rules,
        reason=rules.reason(view.reason),
    )


def _decided_at(letter: Reserved) -> datetime:
    """Return the moment at which the sum was settled: what is paid is what was approved."""
    found = moments(claim_id=letter.claim_id)
    return (found.approved_at if found else None) or letter.happened_at


def _addressee(view: ClaimView) -> Addressee:
    return addressee(
        name=view.person.name,
        sex=_sex(view.person.nik, on=view.today),
        capacity=view.acting.capacity if view.acting else None,
        member_name=view.name,
        member_sex=_sex(view.nik, on=view.today),
    )


def _sex(nik: str, *, on: date) -> Sex | None:
    try:
        return parse_nik(nik, on=on).sex
    except InvalidIdentity:
        return None
