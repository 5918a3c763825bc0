"""Django as WSGI: the web process in production, and one half of the one-port front."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.production")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Return Django's answer; one that is whole already as a list, which granian sends at once.

    Otherwise it asks for each piece from another thread, and the database connection waits for the last.
    """
    response = _django(environ, start_response)
    if getattr(response, "streaming", True):  # a file of the server's own kind too
        return response
    try:
        return list(response)
    finally:
        response.close()


gc.freeze()  # what was imported stays: no collection need walk through it
