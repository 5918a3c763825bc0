"""The own phone of somebody in a booth: the same tasks, so that nothing in the booth need be touched."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.people.operations import HANDOFF_LIFETIME, open_handoff
from lapak.web.access import public
from lapak.web.limits import LOOKUPS, missed, take
from lapak.web.messages import sentence
from lapak.web.middleware import PARTICIPANT_KEY
from lapak.web.requests import LapakRequest
from lapak.web.visit.scope import HANDED_OVER_KEY


@public
@require_http_methods(["GET", "POST"])
def ask_code(request: LapakRequest) -> HttpResponse:
    """Return the page for people without a camera in the phone: type the code from the booth's screen."""
    if request.method == "POST":
        return _open(request, request.POST.get("code", ""))
    return render(request, "participant/handoff/code.html")


@public
@require_http_methods(["GET"])
def open_code(request: LapakRequest, code: str) -> HttpResponse:
    """Open the code of the QR. Opening changes nothing of the claim, so a plain link may do it."""
    return _open(request, code)


def _open(request: LapakRequest, code: str) -> HttpResponse:
    """Let this phone in for as long as the code is good; the address that held the code is left at once."""
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
        request.session[HANDED_OVER_KEY] = True
        request.session.set_expiry(int(HANDOFF_LIFETIME.total_seconds()))
    return HttpResponseRedirect(reverse("participant:visit"))
