"""Pages that belong to no audience: health, and what goes wrong for everyone alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapak.web.access import public


@public
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django passes it
    """Return the page for a form that stood open too long or came from elsewhere; status 403."""
    return render(request, "base/form_expired.html", status=403)
