"""While the database restarts, people read plain words instead of an error."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from lapak.web import middleware


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_arguments: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(middleware, "device_by_secret", gone)


@pytest.mark.django_db
@pytest.mark.usefixtures("away")
def test_a_page_says_that_the_service_restarts_and_when_to_come_back() -> None:
    client = Client(raise_request_exception=False)
    client.cookies[middleware.DEVICE_COOKIE] = "any"
    answer = client.get("/papan/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3"
    assert "Yang sudah Anda simpan tetap aman" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert 'http-equiv="refresh"' in answer.text  # a waiting room goes on by itself
    assert 'http-equiv="refresh"' not in client.post("/papan/").text


@pytest.mark.django_db
def test_a_view_that_loses_the_database_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: Any, **_keywords: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("lapak.demonstration.views.SentMail.objects.order_by", gone)
    answer = Client(raise_request_exception=False).get("/peragaan/surat/")
    assert answer.status_code == 503
    assert "Layanan sedang dimulai ulang" in answer.text
