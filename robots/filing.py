"""Filing a claim on the phone, page by page, and coming back to it by the secret link from the mail."""

import re
from dataclasses import dataclass

from robots.client import Visitor, until
from robots.drawings import paper
from robots.pages import File, Page, PageChanged
from robots.person import Person

MAIL_SECONDS = 60.0
_SECRET_LINK = re.compile(r"/k/[\w-]+/")


class CannotClaim(Exception):
    """The service answered, in plain words, that this person may not claim now."""


@dataclass(frozen=True)
class Filed:
    """A claim as its owner knows it: its number, and the QR is on the page that `visitor` has open."""

    number: str


async def file_claim(
    *, visitor: Visitor, person: Person, branch: str, channel: str, with_appointment: bool = True
) -> Filed:
    """File a claim at a branch, by video (`online`) or there (`onsite`), as early as there is a place.

    Raises CannotClaim, and PageChanged when a page is not what it was.
    """
    await _identify(visitor, person)
    await _give_contact(visitor, person)
    await _give_papers(visitor, person)
    page = await visitor.open("/klaim/rekening/")
    form = page.form("bank_code", "account_number")
    page = await visitor.submit(form.fill(bank_code=person.bank_code, account_number=person.account_number))
    _require_step(page, "/klaim/jadwal/")
    await _choose_time(visitor, branch, channel, with_appointment=with_appointment)
    page = await visitor.open("/klaim/ringkasan/")
    page = await visitor.submit(page.form("version", id="isian"))
    _require_step(page, "/klaim/selesai/")
    return Filed(number=page.root.first("p", class_="ticket__number claim-number").text)


async def open_by_mail(*, visitor: Visitor, person: Person, number: str) -> Page:
    """Read the mail with the claim number, open its secret link on this phone, return the tracking page."""

    async def arrived() -> str | None:
        mails = (await visitor.json(f"/peragaan/surat.json?to={person.email}"))["mails"]
        bodies = (mail["body"] for mail in mails if number in mail["subject"] + mail["body"])
        links = (found.group() for body in bodies if (found := _SECRET_LINK.search(body)))
        return next(links, None)

    link = await until(arrived, within=MAIL_SECONDS, what=f"a mail about {number}")
    page = await visitor.open(link)
    _require_step(page, "/lacak/klaim/")
    return page


async def _identify(visitor: Visitor, person: Person) -> None:
    page = await visitor.open("/klaim/data/")
    form = page.form("nik", "kpj", "name", "birth_date", "reason")
    form.fill(
        nik=person.nik,
        kpj=person.kpj,
        name=person.name,
        birth_date=person.birth_date_as_written,
        reason=person.reason,
    )
    page = await visitor.submit(form)
    _require_step(page, "/klaim/syarat/")
    if not any(one["href"] == "/klaim/kontak/" for one in page.root.all("a", href=True)):
        raise CannotClaim(f"{person.code}: {page.root.first('h1').text}")


async def _give_contact(visitor: Visitor, person: Person) -> None:
    page = await visitor.open("/klaim/kontak/")
    page = await visitor.submit(page.form("email", "phone").fill(email=person.email, phone=person.phone))
    _require_step(page, "/klaim/dokumen/")


async def _give_papers(visitor: Visitor, person: Person) -> None:
    page = await visitor.open("/klaim/dokumen/")
    for _ in range(len(page.forms())):
        card = next(page.root.all("section", data_paper=True), None)
        if card is None:
            break
        kind = card["data-paper"]
        form = page.form("file", action=f"/klaim/dokumen/{kind}/")
        form.fill(file=File(f"{kind}.jpg", paper(kind=kind, person=person), "image/jpeg"))
        page = await visitor.submit(form)
        for said in page.root.all("section", data_paper=kind):
            raise PageChanged(f"the paper {kind} was not taken: {said.text}")
    page.link("/klaim/rekening/")


async def _choose_time(visitor: Visitor, branch: str, channel: str, *, with_appointment: bool) -> None:
    page = await visitor.open(f"/klaim/jadwal/kantor/?cara={channel}")
    link = next((one for one in page.root.all("a", href=True) if branch in one.text), None)
    if link is None:
        raise PageChanged(f"no branch {branch} to choose: {page.text[:300]}")
    page = await visitor.open(link["href"])
    if with_appointment:
        form = page.form("slot", id="isian")
        form.fill(slot=form.choices["slot"][0])
    else:
        form = page.form("branch")
    _require_step(await visitor.submit(form), "/klaim/ringkasan/")


def _require_step(page: Page, path: str) -> None:
    """Raise PageChanged unless the answer led to this page."""
    if page.status != 200 or path not in page.url:
        raise PageChanged(f"{page.url} ({page.status}) instead of {path}: {page.text[:600]}")
