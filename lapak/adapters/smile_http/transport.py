"""One request to the core system: time-outs, safe repetition, and errors told apart.

Every request may be repeated: reads change nothing and writes carry an idempotency key. NIK, KPJ and
account numbers travel in bodies only and appear in no log line and no error message.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

import httpx
import structlog
from pydantic import BaseModel, ValidationError
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from lapak.adapters.smile_http.answers import Refusal
from lapak.adapters.smile_http.breaker import Breaker, CircuitOpen
from lapak.claims.ports import REFUSAL_CODES, CoreAnswerInvalid, CoreRefused, CoreUnavailable

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 2.0
CONNECT_SECONDS = 2.0
PATIENCE_SECONDS = 12.0  # no new attempt begins after it: somebody may be waiting at a page
# An id of another shape is left out: a trace is not worth having a payment refused.
REQUEST_ID = re.compile(r"[A-Za-z0-9:._-]{1,100}")
LATER = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})
NOT_LET_IN = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})

Answer = TypeVar("Answer", bound=BaseModel)

log = structlog.get_logger("lapak.smile")


class CredentialsRefused(CoreUnavailable):
    """The core system does not know our token. Somebody has to mend that; the request itself is fine."""


class Transport:
    """Sends requests over one pooled client, each up to `attempts` times unless the circuit is open."""

    def __init__(self, *, client: httpx.Client, attempts: int, breaker: Breaker) -> None:
        self._client = client
        self._attempts = attempts
        self._breaker = breaker

    def post(
        self,
        path: str,
        answer: type[Answer],
        *,
        body: Mapping[str, object],
        seconds: float,
        request_id: str,
        idempotency_key: str = "",
    ) -> Answer:
        """Return the checked answer, waiting `seconds` for each attempt.

        Raises CoreUnavailable when the last attempt brought none, CoreRefused, CoreAnswerInvalid.
        """
        headers = {"X-Request-Id": request_id} if REQUEST_ID.fullmatch(request_id) else {}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        response = self._repeat(
            lambda: self._breaker.call(lambda: self._send(path, body, headers, seconds)), path, request_id
        )
        return _checked(response, answer)

    def get(self, path: str, *, seconds: float) -> httpx.Response:
        """Return one answer, whatever its status. Raises CoreUnavailable."""
        try:
            return self._client.get(path, timeout=seconds)
        except httpx.TransportError as error:
            raise CoreUnavailable(type(error).__name__) from error

    def _repeat(self, send: Callable[[], httpx.Response], path: str, request_id: str) -> httpx.Response:
        retrying = Retrying(
            stop=stop_after_attempt(self._attempts) | stop_after_delay(PATIENCE_SECONDS),
            wait=wait_random_exponential(multiplier=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS),
            retry=retry_if_exception(_worth_repeating),
            before_sleep=lambda state: log.warning(
                "core system: trying again", path=path, request_id=request_id, attempt=state.attempt_number
            ),
            reraise=True,
        )
        return retrying(send)

    def _send(
        self, path: str, body: Mapping[str, object], headers: Mapping[str, str], seconds: float
    ) -> httpx.Response:
        timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        try:
            response = self._client.post(path, json=body, headers=headers, timeout=timeout)
        except httpx.TransportError as error:
            raise CoreUnavailable(type(error).__name__) from error
        if response.status_code in NOT_LET_IN:
            raise CredentialsRefused(f"status {response.status_code}")
        if response.is_server_error or response.status_code in LATER:
            raise CoreUnavailable(f"status {response.status_code}")
        return response


def _worth_repeating(error: BaseException) -> bool:
    return isinstance(error, CoreUnavailable) and not isinstance(error, CredentialsRefused | CircuitOpen)


def _checked(response: httpx.Response, answer: type[Answer]) -> Answer:
    if response.is_success:
        return _parsed(response.content, answer)
    if response.is_client_error:
        refusal = _parsed(response.content, Refusal)
        if refusal.code in REFUSAL_CODES:
            raise CoreRefused(refusal.code, refusal.message)
    raise CoreAnswerInvalid(f"unexpected status {response.status_code}")


def _parsed(content: bytes, answer: type[Answer]) -> Answer:
    try:
        return answer.model_validate_json(content)
    except ValidationError as error:
        places = ", ".join(
            f"{'.'.join(map(str, found['loc'])) or 'body'}: {found['type']}"
            for found in error.errors(include_input=False, include_context=False)
        )
    # Outside the handler, so that no traceback carries the values that did not fit.
    raise CoreAnswerInvalid(f"{answer.__name__}: {places}")
