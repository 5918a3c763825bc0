"""Who sits down in a booth: whoever its number calls, also when the officer has greeted before they came."""

import asyncio

import httpx
import pytest

from robots.booth import Booth
from robots.client import until
from robots.company import Company
from robots.guest import Guest
from robots.person import Person, looks_of

TICKET, VISIT, CALL = "A-001", "visit", "call"
SOON = 10.0
HOME = '<main id="kunjungan" data-content="/bilik/isi/" data-token="t" data-beat="/bilik/denyut/"></main>'
CALLED = f'<div data-visit="{VISIT}" data-call="{CALL}"><p class="booth-called__number">{TICKET}</p></div>'
GREETED = f'<div data-visit="{VISIT}" data-call="{CALL}" data-mode="focus"></div>'
NOTHING = {"mode": "hold", "epoch": 0, "ice": {"iceServers": []}, "token": "t"}


def answer(request: httpx.Request, content: str) -> httpx.Response:
    path = request.url.path
    if path.startswith("/peragaan/"):
        return httpx.Response(200, text=HOME)
    if path == "/live/":
        return httpx.Response(503)
    return httpx.Response(200, text=content) if path == "/bilik/isi/" else httpx.Response(200, json=NOTHING)


def guest(company: Company) -> Guest:
    words = {name: "x" for name in Person.__dataclass_fields__ if name != "looks"}
    words |= {"nik": "3603185205860003", "birth_date": "1986-05-12"}
    found = Guest(person=Person(**words, looks=looks_of(0)), company=company)
    found.ticket = TICKET
    return found


async def asked_as_seated(content: str, greeted: dict[str, str], *, within: float = SOON) -> bool:
    """Open a booth that shows this while its guest is still at the door; return whether they sat down."""
    company = Company(greeted=greeted)
    booth = Booth(url="http://lapak.test", slug="bilik-1", company=company)
    seen: list[str] = []

    def service(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return answer(request, content)

    booth.visitor.http = httpx.AsyncClient(
        base_url="http://lapak.test", transport=httpx.MockTransport(service)
    )
    await booth.open()

    async def is_shown() -> bool:
        return any("/bilik/isi/" in one for one in seen)

    async def is_seated() -> bool:
        return any(one.endswith(f"/bilik/isi/?duduk={VISIT}") for one in seen)

    try:
        await until(is_shown, within=SOON, what="the screen of the booth")
        company.lobby[TICKET] = guest(company)
        company.arrivals.set()
        return await until(is_seated, within=within, what="somebody in the booth")
    except TimeoutError:
        return False
    finally:
        await booth.close()


@pytest.mark.parametrize(
    ("content", "greeted"), [(CALLED, {}), (GREETED, {CALL: TICKET})], ids=["called", "greeted"]
)
def test_who_was_called_here_sits_down_however_late(content: str, greeted: dict[str, str]) -> None:
    assert asyncio.run(asked_as_seated(content, greeted))


def test_nobody_sits_down_at_the_call_of_another() -> None:
    assert not asyncio.run(asked_as_seated(GREETED, {"other": TICKET}, within=1.0))


def test_who_is_sent_home_knows_it() -> None:
    async def waits() -> None:
        company = Company()
        company.lobby[TICKET] = waiting = guest(company)
        company.send_home(TICKET)
        company.send_home(TICKET)
        assert TICKET not in company.lobby
        await waiting.over

    with pytest.raises(TimeoutError, match="not in the booth"):
        asyncio.run(waits())
