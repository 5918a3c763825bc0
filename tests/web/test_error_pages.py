"""What somebody reads at an address that leads nowhere, and when a page of ours breaks."""

from typing import Any

import pytest
from django.test import Client

from lapak.web.middleware import DEVICE_COOKIE

pytestmark = pytest.mark.django_db


def test_an_address_that_leads_nowhere_shows_the_way_back(client: Client) -> None:
    for path in ("/keramaian/TIDAKADA/", "/tidak/ada/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Halaman ini tidak ada" in answer.text
        assert 'href="/"' in answer.text
        assert "UNDEFINED VARIABLE" not in answer.text


def test_a_page_that_breaks_blames_nobody_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any, **_keywords: Any) -> None:
        raise RuntimeError("rahasia")

    monkeypatch.setattr("lapak.web.middleware.device_by_secret", broken)
    client = Client(raise_request_exception=False)
    client.cookies[DEVICE_COOKIE] = "any"
    answer = client.get("/papan/")
    assert answer.status_code == 500
    assert "Bukan salah Anda" in answer.text
    assert "rahasia" not in answer.text
    assert "UNDEFINED VARIABLE" not in answer.text
