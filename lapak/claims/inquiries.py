"""Questions to the core system. They go over the network, so they are asked outside any transaction; the
frozen answers are handed to the operations.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import structlog

from lapak.claims.core import core_system
from lapak.claims.facts import AccountAnswer, CoreFacts, MemberAnswer
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreUnavailable
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
    member, account = seen.member, seen.account
    if member is None or account is None:
        return CoreFacts()
    on = member.balance.as_of if member.balance else member.asked_at.date()
    return CoreFacts(
        member=ask_member(nik=member.nik, kpj=member.kpj, on=on, now=now, request_id=request_id),
        account=ask_account(
            bank_code=account.bank_code,
            account_number=account.account_number,
            now=now,
            request_id=request_id,
        ),
    )


def _member(*, nik: str, kpj: str, on: date, now: datetime, request_id: str) -> MemberAnswer:
    core = core_system()
    member = core.find_member(nik=nik, kpj=kpj, request_id=request_id)
    if member is None:
        return MemberAnswer(nik=nik, kpj=kpj, member=None, balance=None, earlier=(), asked_at=now)
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
