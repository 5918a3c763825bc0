"""Choosing branch, day and time."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lapak.booking.queries import BookingView, active_booking, waiting
from lapak.booking.rules.states import Priority
from lapak.claims.operations import filing, submission
from lapak.claims.queries.claim import ClaimView
from lapak.claims.queries.lots import turn_of_claim
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, InvalidInput
from lapak.offices import queries as offices
from lapak.web.access import participant
from lapak.web.messages import sentence
from lapak.web.participant.branch_choice import NEAREST, choices, nearest
from lapak.web.participant.flow import draft_page
from lapak.web.participant.forms import BranchQuery, DraftSlotForm, ScheduleQuery, WaitForm
from lapak.web.participant.schedule import CLOCKS, Times, times
from lapak.web.participant.session import ZONE_KEY
from lapak.web.requests import LapakRequest

PRIORITIES = {
    Priority.ELDERLY: gettext_lazy("60 tahun ke atas"),
    Priority.PREGNANT: gettext_lazy("Hamil"),
    Priority.DISABLED: gettext_lazy("Penyandang disabilitas"),
    Priority.ILL: gettext_lazy("Sedang sakit"),
}


@dataclass(frozen=True)
class Place:
    """Where the page of times stands: names of its own address, of the branches, and of the way back."""

    here: str
    branches: str
    back: str
    filed: bool


DRAFT = Place("participant:schedule", "participant:branches", "participant:account", filed=False)


@participant
@require_http_methods(["GET", "POST"])
@draft_page("schedule")
def schedule(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the days and times of a branch with their free places; posted, hold the chosen one."""
    if request.method == "GET":
        return _page(request, claim)
    form = DraftSlotForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidInput("slot_unknown")
        _choose(request, claim, form)
        if form.cleaned_data["tunggu"]:
            wait_for_sooner(request, claim.id)
    except DomainError as refusal:
        return _page(request, claim, error=sentence(refusal))
    chosen = form.cleaned_data["slot"] or form.cleaned_data["branch"]
    return redirect("participant:summary" if chosen else "participant:schedule")  # who only waits stays


@participant
@require_GET
@draft_page("schedule")
def branch_list(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return the branches to choose from, all over the country."""
    return branches_page(request, claim, place=DRAFT)


def branches_page(request: LapakRequest, claim: ClaimView, *, place: Place) -> HttpResponse:
    """Return the list of branches for the page of times at that place."""
    query = BranchQuery(request.GET)
    query.is_valid()
    asked = query.cleaned_data
    shown = choices(
        branches=offices.branches(),
        channel=asked.get("cara") or claim.channel,
        order=asked.get("urut") or NEAREST,
        province=asked.get("dari") or "",
        nik=claim.person.nik,
        now=utc_now(),
    )
    facts = {"claim": claim, "shown": shown, "place": place}
    return render(request, "participant/branch_list.html", facts)


def _choose(request: LapakRequest, claim: ClaimView, form: DraftSlotForm) -> None:
    """Hold the slot, or take the branch of somebody who comes without an appointment."""
    slot, branch = form.cleaned_data["slot"], form.cleaned_data["branch"]
    if branch is not None and slot is None:
        offices.branch(branch_id=branch)
        filing.choose_branch(claim_id=claim.id, branch_id=branch, actor=request.actor, now=utc_now())
        return
    if slot is None and form.cleaned_data["tunggu"]:
        return
    if slot is None:
        raise InvalidInput("slot_missing")
    submission.choose_slot(
        claim_id=claim.id,
        slot_id=slot,
        actor=request.actor,
        now=utc_now(),
        priority=form.cleaned_data["priority"],
    )


def wait_for_sooner(request: LapakRequest, claim_id: UUID) -> None:
    """Put the claim on the waiting list that was posted: of a branch, or of all for a video call."""
    form = WaitForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("slot_unknown")
    asked = form.cleaned_data
    anywhere = asked["di"] == "semua"
    if not anywhere:
        if asked["kantor"] is None:
            raise InvalidInput("branch_missing")
        offices.branch(branch_id=asked["kantor"])
    submission.wait_for_slot(
        claim_id=claim_id,
        branch_id=None if anywhere else asked["kantor"],
        channel=asked["cara"] or "online",
        priority=asked["priority"],
        actor=request.actor,
        now=utc_now(),
    )


def _page(request: LapakRequest, claim: ClaimView, *, error: str = "") -> HttpResponse:
    return choosing_page(request, claim, place=DRAFT, error=error)


def choosing_page(request: LapakRequest, claim: ClaimView, *, place: Place, error: str = "") -> HttpResponse:
    """Return the page of days and times, on the way of filing or for a claim that is filed.

    A refused choice finds its day and what else was entered again.
    """
    held = active_booking(subject_id=claim.id)
    shown = _shown(request, claim, held)
    facts = {
        "claim": claim,
        "shown": shown,
        "error": error,
        "clocks": list(CLOCKS),
        "place": place,
        "priorities": PRIORITIES,
        "priority": request.POST.get("priority", held.priority if held else ""),
        "waiting": waiting(subject_id=claim.id),
    }
    return render(request, "participant/schedule.html", facts, status=422 if error else 200)


def _shown(request: LapakRequest, claim: ClaimView, held: BookingView | None) -> Times | None:
    """Return what the address asks for; what it leaves out comes from the claim, the session, the NIK."""
    query = ScheduleQuery(request.GET)
    query.is_valid()
    asked = query.cleaned_data
    if asked.get("jam"):
        request.session[ZONE_KEY] = asked["jam"]
    known = {branch.id: branch for branch in offices.branches()}
    wanted: UUID | None = asked.get("kantor") or claim.branch_id
    branch = known.get(wanted) if wanted else None
    branch = branch or nearest(list(known.values()), nik=claim.person.nik)
    if branch is None:
        return None
    return times(
        branch=branch,
        channel=asked.get("cara") or claim.channel,
        day=asked.get("hari"),
        clock=request.session.get(ZONE_KEY, ""),
        chosen=held.slot.id if held else None,
        turn=turn_of_claim(claim_id=claim.id, now=utc_now()),
        now=utc_now(),
    )
