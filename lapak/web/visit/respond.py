"""A visit as a page fragment: what every look at it and every press of it answers with."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from lapak.web.requests import LapakRequest
from lapak.web.visit.scope import Scope, Surface
from lapak.web.visit.state import state_of
from lapak.web.visit.tasks import Task

TEMPLATES = {
    Surface.BOOTH: "booth/visit.html",
    Surface.PHONE: "participant/visit/call.html",
    Surface.COMPANION: "participant/handoff/tasks.html",
}


def visit_fragment(
    *,
    request: LapakRequest,
    scope: Scope,
    now: datetime,
    form: forms.Form | None = None,
    shown: Task | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the visit as it stands for this screen; never kept by a browser."""
    context = state_of(scope=scope, now=now, form=form, shown=shown, notice=notice)
    response = render(request, TEMPLATES[scope.surface], context, status=status)
    response["Cache-Control"] = "no-store"
    return response
