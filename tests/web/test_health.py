"""What `/healthz` says of the parts, and of the circuit to the core system."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.test import Client, override_settings

from lapak.adapters.smile_http import SmileHttp
from lapak.claims.ports import CoreUnavailable

pytestmark = pytest.mark.django_db
_cores: list[SmileHttp] = []
_answers: dict[str, int] = {}


def core() -> SmileHttp:
    """The adapter of the running test, named in the settings."""
    return _cores[-1]


def _answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(_answers[request.url.path], json={"status": "ok", "member": None})


@pytest.fixture
def adapter() -> Iterator[SmileHttp]:
    _answers.update({"/healthz": 200, "/v1/members/lookup": 200})
    made = SmileHttp(
        url="http://core",
        token="any",
        attempts=1,
        failures=2,
        open_seconds=60,
        transport=httpx.MockTransport(_answer),
    )
    _cores.append(made)
    with override_settings(CORE_SYSTEM={"adapter": "tests.web.test_health.core"}):
        yield made
    made.close()


def health() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/healthz")
    return answer.status_code, answer.json()


def test_the_circuit_stands_open_where_everybody_can_see_it(adapter: SmileHttp) -> None:
    _status, answer = health()
    assert answer["circuits"]["core_system"]["state"] == "closed"
    closed_since = answer["circuits"]["core_system"]["since"]
    _answers.update(dict.fromkeys(_answers, 503))
    for _ in range(2):
        with pytest.raises(CoreUnavailable):
            adapter.find_member(nik="1" * 16, kpj="1" * 11)
    status, answer = health()
    circuit = answer["circuits"]["core_system"]
    assert (status, answer["status"], circuit["state"]) == (503, "failing", "open")
    assert circuit["since"] >= closed_since
    assert answer["parts"]["core_system"] != "ok"
    assert answer["parts"]["database"] == "ok"


def test_a_core_system_without_a_circuit_has_none_to_show() -> None:
    with override_settings(CORE_SYSTEM={"adapter": "lapak.adapters.smile_memory.SmileMemory"}):
        assert health()[1]["circuits"] == {}
