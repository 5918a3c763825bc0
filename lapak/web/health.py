"""What each part says of itself, for operators and monitors; no personal data."""

from collections.abc import Callable

import httpx
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lapak.claims.core import core_system
from lapak.kernel.clock import utc_now
from lapak.outbox.queries import backlog
from lapak.web.access import public

WORKER_SILENT_SECONDS = 20  # it tells of itself every 5 seconds
PART_TIMEOUT_SECONDS = 2.0


@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """Return {"status", "parts": {name: "ok" or what is wrong}}; status 200 when all are ok, else 503.

    `circuits` tells of this process's circuit breakers: their state, and since when (UTC).
    """
    core = core_system().check()
    parts = {name: _ask(part) for name, part in _PARTS.items()}
    parts["core_system"] = "ok" if core.ok else core.detail
    well = all(state == "ok" for state in parts.values())
    circuits = {}
    if core.circuit is not None:
        circuits["core_system"] = {
            "state": core.circuit.state,
            "since": core.circuit.since.isoformat(timespec="seconds"),
        }
    answer = {"status": "ok" if well else "failing", "parts": parts, "circuits": circuits}
    return JsonResponse(answer, status=200 if well else 503)


@public
def metrics(_request: HttpRequest) -> HttpResponse:
    """Return Prometheus metrics of this process."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _ask(part: Callable[[], str]) -> str:
    try:
        return part()
    except (DatabaseError, httpx.HTTPError, OSError) as failure:
        return type(failure).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return "ok"


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_workers"
            " where last_heartbeat > now() - make_interval(secs => %s)",
            [WORKER_SILENT_SECONDS],
        )
        alive = cursor.fetchone()[0]
    return "ok" if alive else "no worker"


def _outbox() -> str:
    state = backlog(now=utc_now())
    return "ok" if state.dead == 0 else f"{state.dead} dead letters"


def _live() -> str:
    url = getattr(settings, "LIVE_HEALTH_URL", "")
    if not url:
        return "ok"
    answer = httpx.get(url, timeout=PART_TIMEOUT_SECONDS)
    return "ok" if answer.json()["listening"] else "not listening"


_PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "worker": _worker,
    "outbox": _outbox,
    "live": _live,
}
