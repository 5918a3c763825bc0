"""What the first visit to the participant's pages costs: at most 120 KB compressed and 12 requests."""

import gzip

import pytest
from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES, MOST_REQUESTS = 120_000, 12
PACKED_ALREADY = (".woff2", ".png", ".jpg")


def cost(response: Response) -> int:
    """Return the bytes on the line: static text files go compressed, pages and fonts as they are."""
    body = response.body()
    is_text = "/static/" in response.url and not response.url.endswith(PACKED_ALREADY)
    return len(gzip.compress(body, 9)) if is_text else len(body)


@pytest.mark.parametrize("path", ["/beranda/", "/klaim/data/", "/lacak/"])
def test_a_first_visit_is_light(page: Page, path: str) -> None:
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(path, wait_until="networkidle")
    total = sum(cost(one) for one in seen)
    assert total <= MOST_BYTES, {one.url: cost(one) for one in seen}
    assert len(seen) <= MOST_REQUESTS, [one.url for one in seen]
    print(f"{path}: {total} bytes, {len(seen)} requests")
