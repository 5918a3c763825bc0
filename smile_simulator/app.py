"""The HTTP side: the published contract, the admin calls, and the place where faults strike.

Everything runs on one event loop over one connection, so requests are served one after another and a
write is on disk before its answer leaves.
"""

import hmac
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from smile_simulator import faults, requests
from smile_simulator.book import Answer, Refusal
from smile_simulator.calls import CALLS, KEYED, WRITES, perform
from smile_simulator.core import Core
from smile_simulator.employers import make_employers
from smile_simulator.faults import Faults, Kind, Struck
from smile_simulator.numbers import NikRegister
from smile_simulator.personas import make_personas
from smile_simulator.store import Contents

CONTRACT = Path(__file__).with_name("openapi.yaml")
OPEN_PATHS = frozenset({"/healthz", "/openapi.yaml"})
MOST_BODY_BYTES = 262_144
SILENCE_MS = 60_000

log = logging.getLogger("smile_simulator")
Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(*, core: Core, contents: Contents, token: str, active: Faults) -> Starlette:
    """Return the application over an open core system."""

    async def healthz(_: Request) -> Response:
        recipe = contents.recipe
        core.connection.execute("SELECT 1 FROM meta").fetchone()
        return JSONResponse(
            {
                "status": "ok",
                "members": recipe.members,
                "as_of": recipe.as_of.isoformat(),
                "population": contents.digest,
            }
        )

    async def contract(_: Request) -> Response:
        return PlainTextResponse(CONTRACT.read_text("utf-8"), media_type="application/yaml")

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/openapi.yaml", contract),
            *(
                Route(path, _endpoint(core, operation, body, active), methods=["POST"])
                for operation, (path, body) in CALLS.items()
            ),
            *_admin(core, contents, active),
        ],
        middleware=[Middleware(Door, token=token)],
        exception_handlers={Refusal: _refused, HTTPException: _http_error},
    )


def _admin(core: Core, contents: Contents, active: Faults) -> list[Route]:
    """Return the calls of the demonstration and of tests; no real core system has them."""

    async def personas(_: Request) -> Response:
        recipe = contents.recipe
        employers = make_employers(count=recipe.companies, seed=recipe.seed, as_of=recipe.as_of)
        people = make_personas(as_of=recipe.as_of, employers=employers, niks=NikRegister())
        claimed = {row[0] for row in core.connection.execute("SELECT DISTINCT kpj FROM claim")}
        filed = [{**one.as_filed(), "claimed": one.person.kpj in claimed} for one in people]
        return JSONResponse({"as_of": recipe.as_of.isoformat(), "personas": filed})

    async def show_faults(_: Request) -> Response:
        return JSONResponse({"faults": [fault.as_json() for fault in active.active]})

    async def add_fault(request: Request) -> Response:
        try:
            fault = faults.from_json(await request.json())
        except (ValueError, AttributeError) as error:
            raise Refusal("invalid_request", str(error), status=400) from error
        active.add(fault)
        return JSONResponse(fault.as_json(), status_code=201)

    async def clear_faults(_: Request) -> Response:
        active.clear()
        return Response(status_code=204)

    return [
        Route("/admin/personas", personas),
        Route("/admin/faults", show_faults),
        Route("/admin/faults", add_fault, methods=["POST"]),
        Route("/admin/faults", clear_faults, methods=["DELETE"]),
    ]


def _endpoint(core: Core, operation: str, body_type: type[BaseModel], active: Faults) -> Endpoint:
    def draw() -> Struck:
        return active.strike_item(operation)

    async def endpoint(request: Request) -> Response:
        body = await _read(request, body_type)
        key = _idempotency_key(request, needed=operation in KEYED)
        struck = active.strike(operation)
        if Kind.LATENCY in struck:
            await active.wait(struck[Kind.LATENCY].delay_ms)
        if Kind.ERROR in struck:
            raise Refusal("unavailable", "the core system is not available", status=503)
        if Kind.DUPLICATE in struck:
            perform(core, body, key=key, draw=draw)
        answer = perform(core, body, key=key, draw=draw)
        if Kind.TIMEOUT_AFTER in struck:
            await active.wait(struck[Kind.TIMEOUT_AFTER].delay_ms or SILENCE_MS)
        return _answer(answer, struck, status=201 if operation in WRITES else 200)

    return endpoint


def _answer(answer: Answer, struck: Struck, *, status: int) -> Response:
    if Kind.ERROR_AFTER in struck:
        raise Refusal("internal_error", "something broke", status=500)
    if Kind.CUT_AFTER in struck:
        return StreamingResponse(_broken_off(), status, {"content-length": "4096"}, "application/json")
    if Kind.MALFORMED in struck:
        return JSONResponse({"unexpected": True}, status)
    return JSONResponse(answer, status)


async def _broken_off() -> AsyncIterator[bytes]:
    yield b'{"reference": "'


async def _read(request: Request, body_type: type[BaseModel]) -> BaseModel:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal("invalid_request", "send application/json", status=415)
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BODY_BYTES:
            raise Refusal("invalid_request", "the body is too large", status=413)
    try:
        return body_type.model_validate_json(content)
    except ValidationError as error:
        raise Refusal("invalid_request", _places(error), status=400) from error


def _idempotency_key(request: Request, *, needed: bool) -> str:
    """Return the key of a write, and check the headers on the way."""
    try:
        headers = requests.Headers(
            idempotency_key=request.headers.get("idempotency-key") if needed else None,
            request_id=request.headers.get("x-request-id"),
        )
    except ValidationError as error:
        raise Refusal("invalid_request", _places(error), status=400) from error
    if needed and headers.idempotency_key is None:
        raise Refusal("invalid_request", "a write needs an Idempotency-Key", status=400)
    return headers.idempotency_key or ""


def _places(error: ValidationError) -> str:
    """Return where and what kind, never the values: they are personal data."""
    found = error.errors(include_input=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['type']}" for one in found)


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse(error.as_json(), error.status)


async def _http_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "invalid_request")
    return JSONResponse({"code": code, "message": error.detail}, error.status_code, error.headers)


class Door:
    """Lets in who bears the token, repeats the request id, and writes one log line without personal data."""

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self.app = app
        self.expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id: bytes = headers.get(b"x-request-id", b"")[:100]
        started, status = time.monotonic(), 0

        async def answer(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id)]
            await send(message)

        try:
            await self._serve(scope, headers, receive, answer)
        except ClientDisconnect:
            pass
        finally:
            milliseconds = round((time.monotonic() - started) * 1000)
            log.info("%s %s %sms %s", scope["path"], status, milliseconds, request_id.decode("latin-1"))

    async def _serve(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        given: bytes = headers.get(b"authorization", b"")
        if scope["path"] in OPEN_PATHS or hmac.compare_digest(given, self.expected):
            await self.app(scope, receive, send)
            return
        refusal = JSONResponse(
            {"code": "unauthorized", "message": "a bearer token is needed"},
            401,
            {"www-authenticate": "Bearer"},
        )
        await refusal(scope, receive, send)
