"""A visitor's browser without a picture: cookies, forms, redirects, and waiting until something is so."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from robots.pages import CSRF_FIELD, File, Form, Page, PageChanged, read

TIMEOUT_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.25
ATTEMPTS = 4
# How long a page's script goes on saying something to a service that is away, as js/call/wire.js has it.
REPEATS = 12
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0

Found = TypeVar("Found")
Answer = TypeVar("Answer")


class Refused(Exception):
    """The service answered that it will not do this."""

    def __init__(self, *, status: int, url: str, said: str) -> None:
        super().__init__(f"{status} {url}: {said}")
        self.status = status


def is_away(problem: httpx.TransportError | Refused) -> bool:
    """Return whether this says that the service is not there, or not whole; it did not say no."""
    return isinstance(problem, httpx.TransportError) or problem.status >= httpx.codes.INTERNAL_SERVER_ERROR


async def repeated(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Return the answer to `ask`, asked again for half a minute at most while the service is away.

    Raises what the last attempt raised.
    """
    for attempt in range(REPEATS):
        try:
            return await ask()
        except (httpx.TransportError, Refused) as problem:
            if not is_away(problem) or attempt == REPEATS - 1:
                raise
        await asyncio.sleep(min(FIRST_PAUSE_SECONDS * 2**attempt, LONGEST_PAUSE_SECONDS))
    raise AssertionError("the loop returns or raises")


class Visitor:
    """One browser with cookies of its own."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        # One name per service, whatever the page's links say: cookies belong to it.
        self.http = httpx.AsyncClient(
            base_url=self.url,
            follow_redirects=True,
            timeout=TIMEOUT_SECONDS,
            headers={"Accept-Language": "id"},
        )

    async def close(self) -> None:
        """Let go of all connections."""
        await self.http.aclose()

    async def open(self, address: str, **headers: str) -> Page:
        """Open a page. Raises Refused for what is not a page."""
        return _page(await self.ask("GET", address, headers=headers))

    async def submit(self, form: Form, *, headers: dict[str, str] | None = None) -> Page:
        """Send a form as a browser would and return the page that follows, also one that says what is wrong.

        A form that a script sends carries the token in a header; a plain one must have it inside, or it is
        refused here as by the service.
        """
        sent = dict(headers or {})
        if form.scripted:
            sent["X-CSRFToken"] = self.csrf_token
        elif CSRF_FIELD not in form.values:
            raise PageChanged(f"{form.action} cannot be sent: it has no token")
        files = {name: (file.name, file.content, file.media_type) for name, file in form.files.items()}
        answer = await self.ask("POST", form.action, data=form.values, files=files or None, headers=sent)
        return _page(answer, also=(409, 422, 503))

    async def post(self, address: str, **values: str) -> httpx.Response:
        """Send what a script on the page sends and return the answer. Raises Refused."""
        answer = await self.ask("POST", address, data=values, headers={"X-CSRFToken": self.csrf_token})
        if answer.is_error:
            raise Refused(status=answer.status_code, url=address, said=answer.text[:300])
        return answer

    async def send_file(self, address: str, file: File, *, field: str, **values: str) -> Page:
        """Send a file a script has made, with values; return the fragment that answers. Raises Refused."""
        files = {field: (file.name, file.content, file.media_type)}
        headers = {"X-CSRFToken": self.csrf_token}
        return _page(await self.ask("POST", address, data=values, files=files, headers=headers))

    async def json(self, address: str) -> Any:
        """Return what a JSON address answers. Raises Refused."""
        answer = await self.ask("GET", address)
        if answer.is_error:
            raise Refused(status=answer.status_code, url=address, said=answer.text[:300])
        return answer.json()

    async def ask(self, method: str, address: str, **arguments: Any) -> httpx.Response:
        """Send one request, again when the service is just restarting, and return whatever it answers."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self.http.request(method, self._own(address), **arguments)
            except httpx.TransportError:
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(LOOK_AGAIN_SECONDS * attempt)
        raise AssertionError("the loop returns or raises")

    @property
    def csrf_token(self) -> str:
        """The token of the cookie, empty before the first page."""
        return next((one.value or "" for one in self.http.cookies.jar if one.name == "csrftoken"), "")

    def _own(self, address: str) -> str:
        """Return the address at this service, under the name its cookies belong to."""
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")


async def until(
    look: Callable[[], Awaitable[Found | None]],
    *,
    within: float,
    what: str,
    news: asyncio.Event | None = None,
) -> Found:
    """Return what `look` finds, looking again at each news and now and then without. Raises TimeoutError."""
    deadline = time.monotonic() + within
    while True:
        if news is not None:
            news.clear()
        found = await look()
        if found:
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"{what}: not within {within:.0f} s")
        if news is None:
            await asyncio.sleep(min(LOOK_AGAIN_SECONDS, left))
            continue
        try:
            await asyncio.wait_for(news.wait(), timeout=min(LOOK_AGAIN_SECONDS * 8, left))
        except TimeoutError:
            continue


def _page(answer: httpx.Response, *, also: tuple[int, ...] = ()) -> Page:
    page = read(text=answer.text, url=str(answer.url), status=answer.status_code)
    if answer.is_error and answer.status_code not in also:
        raise Refused(status=answer.status_code, url=str(answer.url), said=page.text[:300])
    return page
