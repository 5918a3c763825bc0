"""One suite over every SMS gateway: what is sent arrives once, and failures have their two kinds."""

import io
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from lapak.adapters.sms_console import SmsConsole
from lapak.adapters.sms_http import SmsHttp
from lapak.demonstration.models import SentMail
from lapak.demonstration.sms import VisibleSms
from lapak.sms.gateway import sms_gateway
from lapak.sms.ports import GatewayRefused, GatewayUnavailable, ShortMessage, SmsGateway

MESSAGE = ShortMessage(to="+6281234567890", text="Nomor A-007 hampir dipanggil.", reference="near:1")
pytestmark = pytest.mark.django_db


class Gateway(ThreadingHTTPServer):
    """A gateway as others run it: sends once for each key, and answers badly on demand."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: dict[str, dict[str, Any]] = {}
        self.tokens: list[str] = []
        self.answer: tuple[int, bytes] = (202, b"{}")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/messages"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.tokens.append(self.headers["Authorization"])
        status, answer = self.server.answer
        if status < 300:
            self.server.sent.setdefault(self.headers["Idempotency-Key"], body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Gateway]:
    with Gateway() as running:
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def http(server: Gateway, *, seconds: float = 5) -> SmsHttp:
    return SmsHttp(url=server.url, token="kunci", sender="LAPAK", seconds=seconds)


@pytest.fixture(params=["http", "console", "visible"])
def world(request: pytest.FixtureRequest, server: Gateway) -> tuple[SmsGateway, Callable[[], list[str]]]:
    """Return a gateway, and what reads the texts that left it."""
    written = io.StringIO()
    worlds: dict[str, tuple[SmsGateway, Callable[[], list[str]]]] = {
        "http": (http(server), lambda: [one["text"] for one in server.sent.values()]),
        "console": (
            SmsConsole(out=written),
            lambda: [s.split(": ")[1] for s in written.getvalue().splitlines()],
        ),
        "visible": (
            VisibleSms(),
            lambda: list(SentMail.objects.order_by("sent_at").values_list("body", flat=True)),
        ),
    }
    return worlds[request.param]


def test_a_message_arrives_once_however_often_it_is_handed_over(
    world: tuple[SmsGateway, Callable[[], list[str]]],
) -> None:
    gateway, texts = world
    for _ in range(2):
        gateway.send(message=MESSAGE)
    gateway.send(message=ShortMessage(to=MESSAGE.to, text="Lain", reference="near:2"))
    assert texts() == [MESSAGE.text, "Lain"]


def test_the_gateway_gets_what_its_contract_says(server: Gateway) -> None:
    http(server).send(message=MESSAGE)
    assert server.tokens == ["Bearer kunci"]
    assert server.sent == {
        "near:1": {"to": MESSAGE.to, "text": MESSAGE.text, "from": "LAPAK", "reference": "near:1"}
    }


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again(server: Gateway, status: int) -> None:
    server.answer = (status, b"busy")
    with pytest.raises(GatewayUnavailable, match=f"http_{status}"):
        http(server).send(message=MESSAGE)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, b'{"code": "number_blocked"}', "number_blocked"),
        (401, b"", "http_401"),
        (422, b'{"code": "number +6281234567890 is wrong"}', "http_422"),  # nothing personal in a record
        (404, b"[]", "http_404"),
    ],
)
def test_a_final_no_carries_a_code(server: Gateway, status: int, body: bytes, code: str) -> None:
    server.answer = (status, body)
    with pytest.raises(GatewayRefused) as refusal:
        http(server).send(message=MESSAGE)
    assert refusal.value.code == code


def test_a_gateway_that_is_away_is_unavailable() -> None:
    away = SmsHttp(url="http://127.0.0.1:9/messages", token="", sender="LAPAK", seconds=1)
    with pytest.raises(GatewayUnavailable):
        away.send(message=MESSAGE)


def test_the_settings_name_the_gateway() -> None:
    assert isinstance(sms_gateway(), VisibleSms)
    with override_settings(SMS_GATEWAY={"adapter": "lapak.adapters.sms_console.SmsConsole"}):
        assert isinstance(sms_gateway(), SmsConsole)
    with override_settings(SMS_GATEWAY=None):
        assert sms_gateway() is None
    assert settings.SMS_GATEWAY["adapter"] == "lapak.demonstration.sms.VisibleSms"
