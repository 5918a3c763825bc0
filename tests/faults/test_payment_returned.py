"""The bank returns a payment: a new account on the tracking page, and the money comes, once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from robots.checker import Checker
from robots.client import Visitor, until
from robots.company import Company
from robots.officer import Officer
from robots.pages import Form
from robots.participant import Participant, Way
from robots.person import Person, people_of
from tests.stack import Stack, running

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
BRANCH = "Tangerang Cikokol"
SITUATION = "payment_returned"
MONEY_SECONDS = 180.0


def test_a_returned_payment_is_ordered_again_to_the_new_account_and_paid_once(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        first, second = asyncio.run(_paid_at_last(stack))
        assert _payments(stack.data / "smile.sqlite3") == [(first, "returned"), (second, "paid")]


async def _paid_at_last(stack: Stack) -> tuple[str, str]:
    """Go from filing to the money with somebody whose account takes none; return both account numbers."""
    one = await _unlucky(stack.url)
    person, spare = _person(one), one["spare_account"]
    company = Company()
    participant = Participant(person=person, way=Way.VIDEO, company=company, url=stack.url, branch=BRANCH)
    async with _branch_at_work(stack.url, company) as tablet:
        await participant.file()
        await participant.come(tablet=tablet)

        async def account_is_asked() -> Form | None:
            page = await participant.phone.open("/lacak/klaim/")
            return next(page.forms_like("bank_code", "account_number"), None)

        form = await until(account_is_asked, within=MONEY_SECONDS, what="a question for another account")
        form.fill(bank_code=spare["bank_code"], account_number=spare["account_number"])
        page = await participant.phone.submit(form)
        assert "Rekening baru sudah kami terima" in page.text
        await participant.follow_until_paid(within=MONEY_SECONDS)
        await participant.close()
    return person.account_number, spare["account_number"]


@asynccontextmanager
async def _branch_at_work(url: str, company: Company) -> AsyncIterator[Visitor]:
    """Have an officer and a checker at work; yield the tablet at the door."""
    officer, checker = Officer(url=url, username="dimas", company=company), Checker(url=url, username="ratih")
    tablet = Visitor(url)
    async with AsyncExitStack() as ending:
        for close in (tablet.close, checker.close, officer.close):
            ending.push_async_callback(close)
        await officer.open_desk(places=1)
        shifts = [asyncio.create_task(one) for one in (officer.work(), checker.work())]
        try:
            yield tablet
        finally:
            for shift in shifts:
                shift.cancel()
            await asyncio.gather(*shifts, return_exceptions=True)


async def _unlucky(url: str) -> dict[str, Any]:
    visitor = Visitor(url)
    people = (await visitor.json("/peragaan/orang.json"))["people"]
    await visitor.close()
    return next(one for one in people if one["situation"] == SITUATION)


def _person(one: dict[str, Any]) -> Person:
    (person,) = people_of({"people": [{**one, "situation": "ok"}]})
    return person


def _payments(database: Path) -> list[tuple[str, str]]:
    """Return the payments the core system was ordered, with what came of them."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("select account_number, return_reason from payment order by ordered_at")
        return [(account, "returned" if reason else "paid") for account, reason in rows]
