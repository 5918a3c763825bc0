"""The appointment of a claim that is filed: see it, take another time, give it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.booking.operations import decline, leave
from lapak.booking.queries import latest_booking, waiting
from lapak.booking.rules.states import ACTIVE
from lapak.claims.operations import submission
from lapak.claims.operations.submission import AWAITS_TALK
from lapak.claims.queries.claim import ClaimView
from lapak.claims.queries.lots import is_filed
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from lapak.offices.queries import branch
from lapak.web.access import participant
from lapak.web.messages import SENTENCES, sentence
from lapak.web.participant.flow import draft_of
from lapak.web.participant.forms import SlotForm
from lapak.web.participant.views.schedule import Place, branches_page, choosing_page, wait_for_sooner
from lapak.web.requests import LapakRequest

WRONG = "gagal"  # in the address: the code of a refusal
FILED = Place("participant:change_time", "participant:change_branch", "participant:appointment", filed=True)


@participant
@require_GET
def appointment(request: LapakRequest) -> HttpResponse:
    """Return the appointment, or what happened to it, with what can be done now."""
    claim = _filed(request)
    if claim is None:
        return redirect("participant:schedule")
    found = latest_booking(subject_id=claim.id)
    facts = {
        "claim": claim,
        "booking": found,
        "is_on": found is not None and found.state in ACTIVE,
        "branch": branch(branch_id=found.slot.branch_id) if found else None,
        "may_change": claim.state in AWAITS_TALK,
        "waiting": waiting(subject_id=claim.id),
    }
    return render(request, "participant/appointment.html", facts)


@participant
@require_http_methods(["GET", "POST"])
def change_time(request: LapakRequest) -> HttpResponse:
    """Return the days and times; posted, promise the chosen one at once, in place of the one before."""
    if request.method == "POST":
        form = SlotForm(request.POST)
        try:
            _book(request, form)
        except DomainError as refusal:
            if request.POST.get("priority") or request.POST.get("tunggu"):
                return _times(request, error=sentence(refusal))  # with what was entered
            return redirect(_again(request, refusal))  # told on the next page: a rush makes many of these
        return redirect("participant:appointment")
    wrong = request.GET.get(WRONG, "")
    return _times(request, error=sentence(Conflict(wrong)) if wrong in SENTENCES else "")


@participant
@require_GET
def change_branch(request: LapakRequest) -> HttpResponse:
    """Return the branches to choose from, all over the country."""
    claim = _filed(request)
    return branches_page(request, claim, place=FILED) if claim else redirect("participant:schedule")


@participant
@require_POST
def give_back(request: LapakRequest) -> HttpResponse:
    """Give the appointment back; the claim stays filed."""
    try:
        submission.give_slot_back(claim_id=_subject(request), actor=request.actor, now=utc_now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Janji dibatalkan. Klaim tetap tersimpan."))
    return redirect("participant:appointment")


@participant
@require_POST
def stop_waiting(request: LapakRequest) -> HttpResponse:
    """Take the claim off the waiting list."""
    leave(subject_id=_subject(request), actor=request.actor, now=utc_now())
    return redirect("participant:appointment")


@participant
@require_POST
def answer(request: LapakRequest, offer_id: UUID) -> HttpResponse:
    """Take the offered time, or let it pass to the next."""
    now = utc_now()
    try:
        if request.POST.get("ambil"):
            submission.take_offer(claim_id=_subject(request), offer_id=offer_id, actor=request.actor, now=now)
        else:
            decline(offer_id=offer_id, subject_id=_subject(request), actor=request.actor, now=now)
    except NotFound:
        raise Http404 from None
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect(
        "participant:appointment" if is_filed(claim_id=_subject(request)) else "participant:start"
    )


def _book(request: LapakRequest, form: SlotForm) -> None:
    if not form.is_valid():
        raise InvalidInput("slot_unknown")
    slot = form.cleaned_data["slot"]
    if slot is None and not form.cleaned_data["tunggu"]:
        raise InvalidInput("slot_missing")
    if slot is not None:
        submission.book_slot(
            claim_id=_subject(request),
            slot_id=slot,
            actor=request.actor,
            now=utc_now(),
            priority=form.cleaned_data["priority"],
        )
    if form.cleaned_data["tunggu"]:
        wait_for_sooner(request, _subject(request))


def _again(request: LapakRequest, refusal: DomainError) -> str:
    """Return the address of the page that was shown, with the code of what went wrong."""
    query = request.GET.copy()
    query[WRONG] = refusal.code
    return f"{reverse('participant:change_time')}?{query.urlencode()}"


def _times(request: LapakRequest, *, error: str) -> HttpResponse:
    claim = _filed(request)
    if claim is None:
        return redirect("participant:schedule")
    if claim.state not in AWAITS_TALK:
        return redirect("participant:appointment")
    return choosing_page(request, claim, place=FILED, error=error)


def _filed(request: LapakRequest) -> ClaimView | None:
    claim = draft_of(request)
    return claim if claim is not None and claim.number else None


def _subject(request: LapakRequest) -> UUID:
    assert request.subject_id is not None  # the gate let only participants in
    return request.subject_id
