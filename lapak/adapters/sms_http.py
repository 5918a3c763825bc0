"""An SMS gateway over HTTP: one POST of JSON, as most gateways take it directly or behind a small proxy.

    POST {url}   Authorization: Bearer {token}   Idempotency-Key: {reference}
    {"to": "+62812…", "text": "…", "from": "{sender}", "reference": "…"}

2xx: taken. 408, 429, 5xx, no answer: later. Anything else: never; `{"code": "…"}` in the body says why.
"""

import re

import httpx

from lapak.sms.ports import GatewayRefused, GatewayUnavailable, ShortMessage

LATER = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})
_CODE = re.compile(r"[a-z0-9_]{1,40}")


class SmsHttp:
    """Sends through the gateway at `url`; `seconds` is how long one attempt may take."""

    def __init__(
        self,
        *,
        url: str,
        token: str,
        sender: str,
        seconds: float = 10,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._url, self._sender = url, sender
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(headers=headers, timeout=seconds, transport=transport)

    def send(self, *, message: ShortMessage) -> None:
        """Hand a message over. Raises GatewayUnavailable or GatewayRefused."""
        body = {"to": message.to, "text": message.text, "from": self._sender, "reference": message.reference}
        try:
            answer = self._client.post(self._url, json=body, headers={"Idempotency-Key": message.reference})
        except httpx.TransportError as failure:
            raise GatewayUnavailable(type(failure).__name__) from failure
        if answer.is_server_error or answer.status_code in LATER:
            raise GatewayUnavailable(f"http_{answer.status_code}")
        if not answer.is_success:
            raise GatewayRefused(_code(answer))


def _code(answer: httpx.Response) -> str:
    """Return the gateway's code, or the status where it gives none of a shape that may stand in a record."""
    try:
        code = answer.json()["code"]
    except (ValueError, KeyError, TypeError):
        code = ""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else f"http_{answer.status_code}"
