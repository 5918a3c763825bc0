"""Questions to the core system. They go over the network, so they are asked outside any transaction; the
frozen answers are handed to the operations.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

import structlog

from lapak.claims.core import core_system
from lapak.claims.facts import AccountAnswer, CoreFacts, MemberAnswer
from lapak.claims.ports import (
    CoreAnswerInvalid,
    CoreRefused,
    CoreUnavailable,
    Inquiry,
    PaymentStatus,
    Refusal,
    Standing,
)
from lapak.kernel.errors import Unavailable

Answer = TypeVar("Answer")
log = structlog.get_logger()


def ask_member(*, nik: str, kpj: str, on: date, now: datetime, request_id: str = "") -> MemberAnswer:
    """Return what the register says of the pair, with the account as of the day `on`.

    Raises Unavailable(`core_unavailable`).
    """
    return _asked(lambda: _member(nik=nik, kpj=kpj, on=on, now=now, request_id=request_id))


def ask_account(*, bank_code: str, account_number: str, now: datetime, request_id: str = "") -> AccountAnswer:
    """Return whom the bank names as holder, and whether the account is in use.

    Raises Unavailable(`core_unavailable`).
    """
    holder = _asked(
        lambda: core_system().inquire_account(
            bank_code=bank_code, account_number=account_number, request_id=request_id
        )
    )
    return AccountAnswer(bank_code=bank_code, account_number=account_number, holder=holder, asked_at=now)


def ask_again(*, seen: CoreFacts, now: datetime, request_id: str = "") -> CoreFacts:
    """Return the answers to the same questions now: the same person, account, and day of the balance.

    Raises Unavailable(`core_unavailable`).
    """
    (fresh,) = _asked(lambda: ask_all_again(seen=[seen], now=now, request_id=request_id))
    if fresh is None:
        raise Unavailable("core_unavailable")
    return fresh


def ask_all_from_desk(
    *, seen: Sequence[CoreFacts], now: datetime, request_id: str = ""
) -> list[CoreFacts | None]:
    """Return what `ask_all_again` does, to people who wait. Raises Unavailable(`core_unavailable`)."""
    return _asked(lambda: ask_all_again(seen=seen, now=now, request_id=request_id))


def ask_all_again(
    *, seen: Sequence[CoreFacts], now: datetime, request_id: str = ""
) -> list[CoreFacts | None]:
    """Return the answers of many claims to the same questions now, in one request; None for what is refused.

    Facts that were never asked stay so. At most MOST_AT_ONCE. Raises CoreUnavailable, CoreAnswerInvalid.
    """
    asked = [_inquiry(facts) for facts in seen]
    answers = iter(ask_all(asked=[one for one in asked if one], now=now, request_id=request_id))
    return [next(answers) if one else CoreFacts() for one in asked]


def ask_all(*, asked: Sequence[Inquiry], now: datetime, request_id: str = "") -> list[CoreFacts | None]:
    """Return the answers of register and bank about many people in one request; None for what is refused.

    At most MOST_AT_ONCE. Raises CoreUnavailable, CoreAnswerInvalid.
    """
    said = core_system().standings(inquiries=asked, request_id=request_id) if asked else ()
    return [_fresh(one, answer, now) for one, answer in zip(asked, said, strict=True)]


def withdraw(*, idempotency_key: str, request_id: str = "") -> PaymentStatus | None:
    """See to it that the core system takes no order under the key any more; return one it took before.

    Raises Unavailable(`core_unavailable`).
    """
    return _asked(
        lambda: core_system().withdraw_order(idempotency_key=idempotency_key, request_id=request_id)
    )


def _inquiry(facts: CoreFacts) -> Inquiry | None:
    """Return what was asked when these facts were answered."""
    member, account = facts.member, facts.account
    if member is None or account is None:
        return None
    return Inquiry(
        nik=member.nik,
        kpj=member.kpj,
        on=member.balance.as_of if member.balance else member.asked_at.date(),
        bank_code=account.bank_code,
        account_number=account.account_number,
    )


def _fresh(asked: Inquiry, said: Standing | Refusal, now: datetime) -> CoreFacts | None:
    if isinstance(said, Refusal):
        log.warning("claims.standing_refused", code=said.code)
        return None
    member = MemberAnswer(
        nik=asked.nik,
        kpj=asked.kpj,
        member=said.member,
        balance=said.balance,
        earlier=said.earlier,
        asked_at=now,
    )
    account = AccountAnswer(
        bank_code=asked.bank_code,
        account_number=asked.account_number,
        holder=said.holder,
        asked_at=now,
    )
    return CoreFacts(member=member, account=account)


def _member(*, nik: str, kpj: str, on: date, now: datetime, request_id: str) -> MemberAnswer:
    core = core_system()
    member = core.find_member(nik=nik, kpj=kpj, request_id=request_id)
    if member is None or member.merged_into is not None:
        return MemberAnswer(nik=nik, kpj=kpj, member=member, balance=None, earlier=(), asked_at=now)
    return MemberAnswer(
        nik=nik,
        kpj=kpj,
        member=member,
        balance=core.balance(kpj=kpj, on=on, request_id=request_id),
        earlier=core.earlier_payments(kpj=kpj, request_id=request_id),
        asked_at=now,
    )


def _asked(question: Callable[[], Answer]) -> Answer:
    """Return the answer; to the person who asks, all that keeps the core system from answering is one."""
    try:
        return question()
    except (CoreUnavailable, CoreAnswerInvalid, CoreRefused) as failure:
        code = getattr(failure, "code", type(failure).__name__)
        log.warning("claims.core_not_answering", code=code)
        raise Unavailable("core_unavailable") from failure
