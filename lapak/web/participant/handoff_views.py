"""The own phone of somebody in a booth: the same tasks, so that nothing in the booth need be touched."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.people.operations import open_handoff
from lapak.people.queries import LET_IN_FOR
from lapak.web.access import on_visit_too, public
from lapak.web.limits import LOOKUPS, missed, take
from lapak.web.messages import sentence
from lapak.web.middleware import HANDED_OVER_KEY, PARTICIPANT_KEY
from lapak.web.requests import LapakRequest


@on_visit_too
@public
@require_http_methods(["GET", "POST"])
def ask_code(request: LapakRequest) -> HttpResponse:
    """Return the page on which the code of the booth is typed; the phone that sends it is let in."""
    if request.method == "POST":
        return _open(request, request.POST.get("code", ""))
    return render(request, "participant/handoff/code.html")


@on_visit_too
@public
@require_http_methods(["GET"])
def open_code(request: LapakRequest, code: str) -> HttpResponse:
    """Return that page with the code of the QR in it: it opens once, and scanners look at links unasked."""
    if request.subject_id is not None and request.session.get(HANDED_OVER_KEY):
        return HttpResponseRedirect(reverse("participant:visit"))
    return render(request, "participant/handoff/code.html", {"code": code})


def _open(request: LapakRequest, code: str) -> HttpResponse:
    """Let this phone in for one visit; the address that held the code is left at once."""
    try:
        take(request, LOOKUPS)
        handed = open_handoff(code=code, now=utc_now())
    except DomainError as refusal:
        if refusal.code == "access_unknown":
            missed(request, LOOKUPS)
        messages.error(request, sentence(refusal))
        return HttpResponseRedirect(reverse("participant:handoff_code"))
    if request.subject_id != handed.subject_id:
        request.session.flush()
        request.session[PARTICIPANT_KEY] = str(handed.subject_id)
        request.session[HANDED_OVER_KEY] = str(handed.access_id)
        request.session.set_expiry(utc_now() + LET_IN_FOR)
    return HttpResponseRedirect(reverse("participant:visit"))
