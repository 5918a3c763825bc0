"""Steps that ask the core system between two transactions: keep what was entered, ask, keep the answer.

Each raises what its operations raise, and Unavailable(`core_unavailable`) when the core system does not
answer; what was entered is kept then, and the same step can simply be taken again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from uuid import UUID

from lapak.claims import inquiries
from lapak.claims.operations import checking, file_work, filing, payment, recalling
from lapak.claims.operations.checking import Approved, ToApprove
from lapak.claims.operations.filing import Answered
from lapak.claims.operations.rows import ClaimChanged
from lapak.claims.operations.sheet import Verdicts
from lapak.claims.queries.claim import claim, facts_of
from lapak.claims.queries.orders import last_order
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound, Unavailable


def give_identity(
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
    request_id: str = "",
) -> Answered:
    """Keep who the person says to be, ask the register, and return whether and why (not) they may claim."""
    filing.enter_identity(
        claim_id=claim_id,
        nik=nik,
        kpj=kpj,
        name=name,
        birth_date=birth_date,
        reason=reason,
        event_on=event_on,
        actor=actor,
        now=now,
        expected_version=expected_version,
    )
    entered = claim(claim_id=claim_id, now=now)
    answer = inquiries.ask_member(
        nik=entered.nik, kpj=entered.kpj, on=entered.today, now=now, request_id=request_id
    )
    return filing.record_member_answer(claim_id=claim_id, answer=answer, actor=actor, now=now)


def give_account(
    *,
    claim_id: UUID,
    bank_code: str,
    account_number: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
    request_id: str = "",
) -> Answered:
    """Keep the account, ask the bank whose it is, and return whether the claim may be paid there.

    The same step gives a new account after a payment was returned.
    """
    filing.enter_account(
        claim_id=claim_id,
        bank_code=bank_code,
        account_number=account_number,
        actor=actor,
        now=now,
        expected_version=expected_version,
    )
    entered = claim(claim_id=claim_id, now=now)
    answer = inquiries.ask_account(
        bank_code=entered.bank_code,
        account_number=entered.account_number,
        now=now,
        request_id=request_id,
    )
    return filing.record_account_answer(claim_id=claim_id, answer=answer, actor=actor, now=now)


def ask_core_again(
    *,
    claim_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
    request_id: str = "",
) -> ClaimChanged:
    """Ask register and bank once more about a claim in this officer's hands, and keep what they answer."""
    seen = claim(claim_id=claim_id, now=now)
    fresh = inquiries.ask_again(seen=seen.facts, now=now, request_id=request_id)
    return file_work.keep_answers(
        claim_id=claim_id, fresh=fresh, actor=actor, now=now, expected_version=expected_version
    )


def approve(
    *,
    claim_id: UUID,
    expected_version: int,
    actor: Actor,
    now: datetime,
    note: str = "",
    request_id: str = "",
) -> Approved:
    """Ask the core system once more, then approve; what it answers otherwise goes back to the officer."""
    seen = claim(claim_id=claim_id, now=now)
    fresh = inquiries.ask_again(seen=seen.facts, now=now, request_id=request_id)
    return checking.approve(
        claim_id=claim_id,
        fresh=fresh,
        expected_version=expected_version,
        actor=actor,
        now=now,
        note=note,
    )


def approve_all(
    *, versions: Mapping[UUID, int], actor: Actor, now: datetime, request_id: str = ""
) -> Verdicts[Approved]:
    """Ask the core system once more about several claims, at most MOST_AT_ONCE, then approve each as seen.

    Each is decided as `approve` does without a note; the verdicts are by claim.
    """
    seen = facts_of(claim_ids=versions)
    answers = inquiries.ask_all_from_desk(seen=list(seen.values()), now=now, request_id=request_id)
    fresh = dict(zip(seen, answers, strict=True))
    asked = {
        id: ToApprove(fresh=facts, expected_version=versions[id]) for id, facts in fresh.items() if facts
    }
    verdicts = checking.approve_all(asked=asked, actor=actor, now=now)
    silent: Verdicts[Approved] = {
        id: Unavailable("core_unavailable") if id in seen else NotFound("claim_unknown")
        for id in versions
        if id not in asked
    }
    return {**silent, **verdicts}


def recall(
    *,
    claim_id: UUID,
    note: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
    request_id: str = "",
) -> ClaimChanged:
    """Give an approved claim back to its officer; an order still waiting to be sent is withdrawn first.

    When the core system has the order already, that is noted and Conflict(`order_under_way`) raised.
    """
    again = partial(
        recalling.recall,
        claim_id=claim_id,
        note=note,
        expected_version=expected_version,
        actor=actor,
        now=now,
    )
    try:
        return again()
    except Conflict as refusal:
        last = last_order(claim_id=claim_id)
        if refusal.code != "order_under_way" or last is None or not last.open or last.core_reference:
            raise
        taken = inquiries.withdraw(idempotency_key=last.idempotency_key, request_id=request_id)
        if taken is not None:
            payment.record_ordered(order_id=last.id, reference=taken.reference, now=now)
            raise
    return again(withdrawn=last.id)
