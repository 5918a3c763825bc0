"""A robot checker: the second pair of eyes, who approves what waits."""

import asyncio
import contextlib

from robots.client import Visitor
from robots.live import Live
from robots.pages import Form, Page, PageChanged

LOOK_SECONDS = 3.0
EXPLANATION = "Sudah dicocokkan dengan dokumen asli."


class Checker:
    """Signed in as one of the demonstration's checkers."""

    def __init__(self, *, url: str, username: str) -> None:
        self.visitor = Visitor(url)
        self.approved = 0
        self._username = username
        self._news = asyncio.Event()

    async def close(self) -> None:
        """Go home."""
        await self.visitor.close()

    async def work(self) -> None:
        """Approve whatever waits, as it comes, until cancelled."""
        await self.visitor.open(f"/peragaan/peran/{self._username}/")
        page = await self.visitor.open("/persetujuan/")
        token = page.root.first(data_live=True)["data-live"]
        live = Live(self.visitor, token, on_journal=lambda _event: self._news.set(), on_ready=self._news.set)
        try:
            while True:
                self._news.clear()
                await self._decide_all()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), timeout=LOOK_SECONDS)
        finally:
            await live.close()

    async def _decide_all(self) -> None:
        while True:
            page = await self.visitor.open("/persetujuan/antrean/")
            waiting = [one["href"] for one in page.root.all("a", class_="case-item")]
            if not waiting:
                return
            page = await self.visitor.open(waiting[0])
            returned = next(page.forms_like("version", action="/pesan-ulang/"), None)
            await (self._order_again(returned) if returned else self._approve(page))

    async def _order_again(self, form: Form) -> None:
        """Have a returned payment sent once more: another account has been given."""
        page = await self.visitor.submit(form)
        if page.status != 200:
            raise PageChanged(f"{form.action} was not ordered again: {page.text[:400]}")

    async def _approve(self, page: Page) -> None:
        form = page.form("version", "note", action="/setujui/")
        claim = form.action
        if page.root.first("textarea", id="id_note").attributes.get("required") is not None:
            form.fill(note=EXPLANATION)
        page = await self.visitor.submit(form)
        if page.status != 200:
            raise PageChanged(f"{claim} was not approved: {page.text[:400]}")
        self.approved += 1
