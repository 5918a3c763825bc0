"""One port for everything: `/live/` streams here, the rest is Django in a thread pool."""

from typing import Any

from a2wsgi import WSGIMiddleware
from starlette.applications import Starlette
from starlette.routing import Mount

from lapak.config.wsgi import application as django_application
from lapak.web.live.app import live_app

WEB_THREADS = 16

_live = live_app()
_web: Any = WSGIMiddleware(django_application, workers=WEB_THREADS)  # type: ignore[arg-type] # stricter than PEP 3333
application = Starlette(
    routes=[
        Mount("/live", app=_live),
        Mount("/", app=_web),
    ],
    lifespan=_live.router.lifespan_context,
)
