"""Asking register and bank about the workers of a roster, a hundred at a time.

What is answered is kept before the next hundred is asked about, so that a crash, or a core system that goes
away in the middle, costs at most the questions whose answers were on their way.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lapak.claims import inquiries
from lapak.claims.ports import MOST_AT_ONCE
from lapak.collective.operations.checking import RowAnswer, keep_answers, lay_out
from lapak.collective.queries.workers import ToAsk, to_ask


def check_roster(*, roster_id: UUID, now: datetime) -> int:
    """Ask about everybody nobody was asked about yet, and return how many that were.

    Raises CoreUnavailable, CoreAnswerInvalid; what was answered before is kept, and the same step goes on.
    """
    lay_out(roster_id=roster_id)
    done = 0
    while asked := to_ask(roster_id=roster_id, most=MOST_AT_ONCE, now=now):
        keep_answers(roster_id=roster_id, answers=_answers(asked, now), now=now)
        done += len(asked)
    return done


def _answers(asked: Sequence[ToAsk], now: datetime) -> list[RowAnswer]:
    """Return an answer for each; who gave no account is not asked about, for the bank has nothing to say."""
    whole = [one for one in asked if one.inquiry.bank_code and one.inquiry.account_number]
    request_id = f"row-{asked[0].row_id}"
    said = inquiries.ask_all(asked=[one.inquiry for one in whole], now=now, request_id=request_id)
    known = dict(zip((one.row_id for one in whole), said, strict=True))
    return [RowAnswer(one.row_id, one.version, known.get(one.row_id)) for one in asked]
