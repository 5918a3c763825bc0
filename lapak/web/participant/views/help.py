"""The help a person asks for when being served: optional, changeable, seen by who serves them alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lapak.claims.operations.needs import ask_for_help
from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.needs import Need
from lapak.kernel.clock import utc_now
from lapak.web.access import participant
from lapak.web.participant.flow import draft_of
from lapak.web.participant.forms import NeedsForm
from lapak.web.requests import LapakRequest

LARGE_TEXT_COOKIE = "huruf_besar"


@participant
@require_http_methods(["GET", "POST"])
def help_wanted(request: LapakRequest) -> HttpResponse:
    """Return the list of help to ask for; posted, keep it and lead back to the claim."""
    claim = draft_of(request)
    if claim is None:
        return redirect("participant:start")
    form = needs_form(request, claim_id=claim.id)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "participant/help.html", {"form": form, "claim": claim}, status=status)
    keep_needs(request, form, claim_id=claim.id)
    return redirect("participant:start")


def needs_form(request: LapakRequest, *, claim_id: UUID) -> NeedsForm:
    """Return the form with what was asked before; who reads large letters here gets them in the booth too."""
    known = set(needs_of(claim_ids=[claim_id]).get(claim_id, ()))
    if request.COOKIES.get(LARGE_TEXT_COOKIE) == "1":
        known.add(Need.LARGE_TEXT)
    return NeedsForm(request.POST or None, initial={"needs": sorted(known)})


def keep_needs(request: LapakRequest, form: NeedsForm, *, claim_id: UUID) -> None:
    """Keep what was asked for."""
    needs = [Need(code) for code in form.cleaned_data["needs"]]
    ask_for_help(claim_id=claim_id, needs=needs, actor=request.actor, now=utc_now())
