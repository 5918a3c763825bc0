"""Coming back to a claim: by its number (status only), by the code from the mail, by the secret link."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.claims.operations.access import mail_code
from lapak.claims.queries.find import by_number
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.limits.rules import TooOften
from lapak.people.operations import open_code, open_link
from lapak.web.access import public
from lapak.web.limits import LOOKUPS, missed, take
from lapak.web.messages import sentence
from lapak.web.participant.forms import CodeForm, NumberForm
from lapak.web.participant.session import TRACKED_KEY, bind, tracked, unbind
from lapak.web.requests import LapakRequest


@public
@require_http_methods(["GET", "POST"])
def find(request: LapakRequest) -> HttpResponse:
    """Return the form for the claim number; posted, lead to the claim's status."""
    if request.method == "GET":
        facts = {"form": NumberForm(), "has_claim": request.subject_id is not None}
        return render(request, "participant/find.html", facts)
    form = NumberForm(request.POST)
    status = 422
    try:
        claim_id = _claim_by(request, form) if form.is_valid() else None
    except TooOften as refusal:
        form.add_error("number", sentence(refusal))
        claim_id, status = None, 429
    if claim_id is None:
        return render(request, "participant/find.html", {"form": form, "has_claim": False}, status=status)
    if request.subject_id not in (None, claim_id):
        unbind(request)  # somebody else's claim on a shared phone: the first one is closed
    request.session[TRACKED_KEY] = str(claim_id)
    return redirect("participant:track")


def _claim_by(request: LapakRequest, form: NumberForm) -> UUID | None:
    """Return the claim of the number that was typed; without one, say at the field why. Raises TooOften."""
    take(request, LOOKUPS)
    try:
        claim_id = by_number(number=form.cleaned_data["number"])
        if claim_id is None:
            missed(request, LOOKUPS)
            form.add_error("number", _("Nomor ini tidak ditemukan. Lihat lagi di surel dari Lapak."))
    except DomainError as refusal:
        form.add_error("number", sentence(refusal))
        return None
    return claim_id


@public
@require_GET
def open_by_link(request: LapakRequest, secret: str) -> HttpResponse:
    """Open the claim a secret link belongs to, and leave the secret out of the address from then on."""
    try:
        claim_id = open_link(secret=secret, now=utc_now())
    except DomainError as refusal:
        facts = {"why": sentence(refusal), "code": refusal.code}
        return render(request, "participant/link_refused.html", facts, status=404)
    bind(request, claim_id=claim_id)
    return redirect("participant:start")


@public
@require_POST
def send_code(request: LapakRequest) -> HttpResponse:
    """Mail a code for the claim whose status this session shows; the page never says to which address."""
    claim_id = tracked(request)
    if claim_id is None:
        return redirect("participant:find")
    mail_code(claim_id=claim_id, now=utc_now())
    return redirect("participant:code")


@public
@require_http_methods(["GET", "POST"])
def code(request: LapakRequest) -> HttpResponse:
    """Return the form for the code from the mail; the right one lets this session act for the claim."""
    claim_id = tracked(request)
    if claim_id is None:
        return redirect("participant:find")
    form = CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(
            request, "participant/code.html", {"form": form}, status=200 if request.method == "GET" else 422
        )
    try:
        open_code(subject_id=claim_id, code=form.cleaned_data["code"], now=utc_now())
    except DomainError as refusal:
        form.add_error("code", sentence(refusal))
        return render(request, "participant/code.html", {"form": form}, status=422)
    bind(request, claim_id=claim_id)
    return redirect("participant:track")


@public
@require_POST
def leave_claim(request: LapakRequest) -> HttpResponse:
    """Close the claim on this device, as on a borrowed phone."""
    unbind(request)
    return redirect("participant:home")
