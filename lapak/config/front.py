"""One port for everything: `/live/` streams here, the rest is Django in a thread pool."""

from typing import Any

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.routing import Mount

from lapak.config.wsgi import application as django_application
from lapak.web.live.app import live_app

WEB_THREADS = 16

_live = live_app()
_django: Any = WSGIMiddleware(django_application, workers=WEB_THREADS)  # type: ignore[arg-type] # stricter than PEP 3333


async def _web(scope: Any, receive: Any, send: Any) -> None:
    """Pass a request to Django; a2wsgi schedules `receive` on the loop, which takes only a real coroutine."""

    async def received() -> Any:
        return await receive()

    await _django(scope, received, send)


application = Starlette(
    routes=[
        Mount("/live", app=_live),
        Mount("/", app=_web),
    ],
    lifespan=_live.router.lifespan_context,
)
