"""The draft, from the first number entered until it is submitted.

What is entered is stored before the core system is asked, so that nothing is lost when it does not answer.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.booking import operations as booking
from lapak.booking.queries import active_booking
from lapak.claims import facts as core_facts
from lapak.claims.facts import AccountAnswer, MemberAnswer
from lapak.claims.models import Claim
from lapak.claims.operations.entries import (
    read_account,
    read_contact,
    read_identity,
)
from lapak.claims.operations.papers import lay_out_papers, unsign
from lapak.claims.operations.rows import (
    CORRECTABLE,
    ClaimChanged,
    changed,
    day_of,
    locked_by_owner,
    owe_mail,
    programme_of,
    require_state,
    save,
    subject_of,
)
from lapak.claims.programmes import programme as programme_by_code
from lapak.claims.programmes import usual_programme
from lapak.claims.queries.assess import assess
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Eligibility, Verdict
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.ids import new_id


@dataclass(frozen=True)
class Answered:
    """What the person is told after a question to the core system, and the claim as it now stands."""

    claim: ClaimChanged
    eligibility: Eligibility


@transaction.atomic
def start_draft(
    *, now: datetime, channel: str = "online", branch_id: UUID | None = None, programme: str = ""
) -> ClaimChanged:
    """Begin a claim and return it. A walk-in (`channel` onsite) begins at a branch.

    Without a code of a `programme` it is of the usual one. Raises ProgrammeUnknown.
    """
    whose = programme_by_code(programme) if programme else usual_programme()
    row = Claim(
        id=new_id(now=now),
        programme=whose.code,
        channel=Claim.Channel(channel),
        branch_id=branch_id,
        created_at=now,
    )
    row.save(force_insert=True)
    record(
        subject=subject_of(row),
        what="claim.started",
        actor=Actor.participant(subject_id=row.pk),
        now=now,
        data={
            "version": row.version,
            "state": row.state,
            "channel": row.channel,
            "programme": row.programme,
        },
    )
    return changed(row)


@transaction.atomic
def enter_identity(
    *,
    claim_id: UUID,
    nik: str,
    kpj: str,
    name: str,
    birth_date: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    event_on: date | None = None,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep who the person says to be; what the register answered to other numbers is forgotten.

    Raises InvalidInput(`identity_invalid`) with a code per field, Conflict(`changed_meanwhile`,
    `claim_moved_on`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, ClaimState.DRAFT)
    today = day_of(row, now)
    rules = programme_of(row).rule_set_on(today)
    entered = read_identity(
        nik=nik,
        kpj=kpj,
        name=name,
        birth_date=birth_date,
        reason=reason,
        event_on=event_on,
        on=today,
        rule_set=rules,
    )
    if (entered.nik, entered.kpj) != (row.nik, row.kpj):
        row.facts = core_facts.dump(row.known.with_member(None))
    row.nik, row.kpj, row.name = entered.nik, entered.kpj, entered.name
    row.birth_date, row.reason, row.rule_set = entered.birth_date, entered.reason, rules.id
    row.event_on, row.step = entered.event_on, Claim.Step.IDENTITY
    return save(row, what="claim.identity_entered", actor=actor, now=now, data={"reason": row.reason})


@transaction.atomic
def record_member_answer(*, claim_id: UUID, answer: MemberAnswer, actor: Actor, now: datetime) -> Answered:
    """Keep what the register answered, lay out the papers needed, and return whether the person may claim.

    Raises Conflict(`changed_meanwhile`) when other numbers were entered since the question, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT)
    if (answer.nik, answer.kpj) != (row.nik, row.kpj):
        raise Conflict("changed_meanwhile")
    row.facts = core_facts.dump(row.known.with_member(answer))
    verdict = _assessed(row, now)
    if verdict.verdict is Verdict.MAY_CLAIM:
        row.step = Claim.Step.PAPERS
        lay_out_papers(row, now=now)
    data = {"verdict": verdict.verdict, "findings": [finding.code for finding in verdict.findings]}
    return Answered(save(row, what="claim.answered", actor=actor, now=now, data=data), verdict)


@transaction.atomic
def give_contact(
    *,
    claim_id: UUID,
    email: str,
    phone: str,
    actor: Actor,
    now: datetime,
    mother_name: str = "",
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep how the person is reached; the phone is kept as +62…. A draft's link is mailed to a new address.

    Raises InvalidInput(`contact_invalid`) with a code per field, Conflict, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, *CORRECTABLE)
    address = row.email
    row.email, row.phone = read_contact(email=email, phone=phone)
    row.mother_name = " ".join(mother_name.split())
    done = save(row, what="claim.contact_given", actor=actor, now=now)
    if row.state == ClaimState.DRAFT and row.email != address:
        owe_mail(row, template="draft_saved", now=now)
    return done


@transaction.atomic
def enter_account(
    *,
    claim_id: UUID,
    bank_code: str,
    account_number: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep the account to pay to, not yet known to the bank. A form signed for another account is unsigned.

    Also after a payment was returned. Raises InvalidInput(`account_invalid`) with a code per field, Conflict,
    NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, *CORRECTABLE, ClaimState.PAYMENT_RETURNED)
    bank_code, account_number = read_account(bank_code=bank_code, account_number=account_number)
    if (bank_code, account_number) != (row.bank_code, row.account_number):
        row.account_name, row.account_given_at = "", None
        row.facts = core_facts.dump(row.known.with_account(None))
        if row.state != ClaimState.PAYMENT_RETURNED:
            unsign(row, now=now)
        else:
            row.approval_round += 1  # whoever approved another account has not approved this one
    row.bank_code, row.account_number = bank_code, account_number
    return save(row, what="claim.account_entered", actor=actor, now=now)


@transaction.atomic
def record_account_answer(*, claim_id: UUID, answer: AccountAnswer, actor: Actor, now: datetime) -> Answered:
    """Keep what the bank answered, and return whether the claim may be paid there.

    Raises Conflict(`changed_meanwhile`) when another account was entered since the question,
    Conflict(`identity_not_checked`) before the register answered, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE, ClaimState.PAYMENT_RETURNED)
    if (answer.bank_code, answer.account_number) != (row.bank_code, row.account_number):
        raise Conflict("changed_meanwhile")
    row.facts = core_facts.dump(row.known.with_account(answer))
    row.account_name, row.account_given_at = answer.holder.name, now
    verdict = _assessed(row, now)
    if verdict.verdict is Verdict.MAY_CLAIM and row.state == ClaimState.DRAFT:
        row.step = Claim.Step.SCHEDULE
    data = {"verdict": verdict.verdict, "findings": [finding.code for finding in verdict.findings]}
    return Answered(save(row, what="claim.account_answered", actor=actor, now=now, data=data), verdict)


@transaction.atomic
def choose_branch(*, claim_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> ClaimChanged:
    """Set the branch of a draft that comes without an appointment; a place held before goes back.

    Raises Conflict, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT)
    place = active_booking(subject_id=row.pk)
    if place is not None:
        booking.cancel(booking_id=place.id, actor=actor, now=now)
    row.branch_id, row.channel, row.step = branch_id, Claim.Channel.ONSITE, Claim.Step.SUMMARY
    return save(row, what="claim.branch_chosen", actor=actor, now=now, data={"branch": str(branch_id)})


def _assessed(row: Claim, now: datetime) -> Eligibility:
    verdict = assess(row, on=day_of(row, now))
    if verdict is None:
        raise Conflict("identity_not_checked")
    return verdict
