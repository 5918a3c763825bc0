"""The live streams as a browser meets them, over the one port."""

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.stack import Stack, running

TOKEN = re.compile(r'data-live="([^"]+)"')


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("lapak")) as stack:
        yield stack


@pytest.fixture
def board(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=stack.url, follow_redirects=True, timeout=20) as client:
        client.get("/peragaan/alat/papan/")
        yield client


def events(client: httpx.Client, token: str, **headers: str) -> Iterator[tuple[str, str]]:
    """Yield (event, id) as they arrive."""
    with client.stream("GET", "/live/", params={"token": token}, headers=headers) as response:
        assert response.status_code == httpx.codes.OK
        kind = number = ""
        for line in response.iter_lines():
            field, _colon, value = line.partition(": ")
            kind = value if field == "event" else kind
            number = value if field == "id" else number
            if not line and kind:
                yield kind, number
                kind = ""


def test_a_forged_token_opens_no_stream(stack: Stack) -> None:
    assert httpx.get(f"{stack.url}/live/", params={"token": "forged"}).status_code == httpx.codes.FORBIDDEN


def test_a_page_hears_what_happens_and_resumes_where_it_stopped(stack: Stack, board: httpx.Client) -> None:
    token = TOKEN.search(board.get("/papan/").text)
    assert token is not None
    stream = events(board, token.group(1))
    assert next(stream)[0] == "ready"
    count_one_in(stack)
    kind, number = next(stream)
    assert kind == "journal"
    stream.close()
    count_one_in(stack)
    resumed = events(board, token.group(1), **{"Last-Event-ID": number})
    missed = next(later for kind, later in resumed if kind == "journal" and later != number)
    assert int(missed[1:].split(".")[0]) > int(number[1:].split(".")[0])
    resumed.close()


def count_one_in(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, follow_redirects=True, timeout=20) as door:
        page = door.get("/peragaan/alat/pintu/")
        assert page.status_code == httpx.codes.OK
        token = door.cookies["csrftoken"]
        press = {"csrfmiddlewaretoken": token, "delta": "1", "tap_id": str(uuid4())}
        answer = door.post("/pintu/hitung/", data=press)
        assert answer.status_code < httpx.codes.BAD_REQUEST, answer.text
