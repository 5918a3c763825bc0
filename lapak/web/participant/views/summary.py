"""The last look, the claim number, and what to take along: link, calendar, QR."""

from datetime import timedelta

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from icalendar import Alarm, Calendar, Event

from lapak.booking.queries import BookingView, active_booking, arrival_qr
from lapak.booking.rules.states import Channel
from lapak.claims.operations import submission
from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView
from lapak.claims.rules.banks import bank_name
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError
from lapak.letters.queries import shelf
from lapak.offices.queries import BranchView, branch
from lapak.web.access import participant
from lapak.web.letters.words import letter_lines
from lapak.web.messages import sentence
from lapak.web.participant import people_words, words
from lapak.web.participant.flow import draft_of, draft_page, uploads
from lapak.web.participant.session import LINK_KEY
from lapak.web.requests import LapakRequest

REMIND_BEFORE = timedelta(hours=2)


@participant
@require_http_methods(["GET", "POST"])
@draft_page("summary")
def summary(request: LapakRequest, claim: ClaimView) -> HttpResponse:
    """Return everything once more; posted, submit the claim. What was not seen is not submitted."""
    if request.method == "GET":
        return _page(request, claim)
    try:
        if request.POST.get("version") != str(claim.version):
            raise Conflict("changed_meanwhile")
        done = submission.submit(claim_id=claim.id, actor=request.actor, now=utc_now())
    except DomainError as refusal:
        missing = [sentence(one) for one in refusal.fields]
        return _page(request, claim, error=sentence(refusal), missing=missing)
    request.session[LINK_KEY] = done.link_secret
    return redirect("participant:done")


@participant
@require_GET
def done(request: LapakRequest) -> HttpResponse:
    """Return the claim number, the secret link, the appointment, and the QR to show at the door."""
    claim = draft_of(request)
    if claim is None or claim.state is ClaimState.DRAFT:
        return redirect("participant:start")
    booking = active_booking(subject_id=claim.id)
    secret = request.session.get(LINK_KEY, "")
    facts = {
        "claim": claim,
        "address": words.address_of(claim),
        "booking": booking,
        "branch": _branch_of(claim),
        "qr": _qr(booking) if booking else "",
        "letters": letter_lines(shelf(claim_id=claim.id)),
        "link": secret_link(secret) if secret else "",
    }
    return render(request, "participant/done.html", facts)


@participant
@require_GET
def calendar(request: LapakRequest) -> HttpResponse:
    """Return the appointment as a calendar file (RFC 5545)."""
    claim = draft_of(request)
    booking = active_booking(subject_id=claim.id) if claim else None
    if claim is None or booking is None or not claim.number:
        return HttpResponse(status=404)
    event = _appointment(claim, booking, branch(branch_id=booking.slot.branch_id))
    return _calendar_file(event, name="janji-lapak.ics")


@participant
@require_GET
def reminder(request: LapakRequest) -> HttpResponse:
    """Return the first day on which the person may claim as a calendar file."""
    claim = draft_of(request)
    day = claim.eligibility.from_date if claim and claim.eligibility else None
    if claim is None or day is None:
        return HttpResponse(status=404)
    event = Event()
    event.add("uid", f"{request.subject_id}@lapak")
    event.add("dtstamp", utc_now())
    event.add("dtstart", day)
    event.add(
        "summary",
        _("Klaim %(programme)s sudah bisa diajukan") % {"programme": programme(claim.programme).label},
    )
    event.add("description", _("Buka lagi halaman klaim Lapak, lalu cek syarat sekali lagi."))
    return _calendar_file(event, name="pengingat-lapak.ics")


def secret_link(secret: str) -> str:
    """Return the address that opens the claim for whoever holds it."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("participant:open_link", args=[secret])


def _page(
    request: LapakRequest, claim: ClaimView, *, error: str = "", missing: list[str] | None = None
) -> HttpResponse:
    booking = active_booking(subject_id=claim.id)
    facts = {
        "claim": claim,
        "address": words.address_of(claim),
        "reason": programme(claim.programme).rule_set_by_id(claim.rule_set).reason(claim.reason).label,
        "papers": uploads(claim),
        "acting_lines": people_words.lines_of(claim.acting) if claim.acting else [],
        "booking": booking,
        "held_seconds": _seconds_left(booking),
        "held_minutes": _seconds_left(booking) // 60,
        "branch": _branch_of(claim),
        "bank": bank_name(claim.bank_code),
        "error": error,
        "missing": missing or [],
    }
    return render(request, "participant/summary.html", facts, status=422 if error else 200)


def _branch_of(claim: ClaimView) -> BranchView | None:
    return branch(branch_id=claim.branch_id) if claim.branch_id else None


def _seconds_left(booking: BookingView | None) -> int:
    if booking is None:
        return 0
    return max(0, int((booking.held_until - utc_now()).total_seconds()))


def _qr(booking: BookingView) -> SafeString:
    """Return the QR for the tablet at the door as an SVG without styles."""
    code = segno.make(arrival_qr(booking_id=booking.id), error="m")
    drawn: str = code.svg_inline(scale=5, border=2, dark="#171D33", light="#FFFFFF", omitsize=True)
    return mark_safe(drawn)  # noqa: S308 drawn by segno from a code of ours


def _appointment(claim: ClaimView, booking: BookingView, office: BranchView) -> Event:
    online = booking.slot.channel == Channel.ONLINE
    said = (
        _("Bicara dengan petugas %(programme)s")
        if online
        else _("Datang ke kantor untuk klaim %(programme)s")
    )
    title = said % {"programme": programme(claim.programme).label}
    text = _("Klaim %(number)s. Petugas tidak pernah meminta OTP, PIN, atau uang.") % {"number": claim.number}
    event = Event()
    event.add("uid", f"{booking.id}@lapak")
    event.add("dtstamp", utc_now())
    event.add("dtstart", booking.slot.starts_at)
    event.add("dtend", booking.slot.ends_at)
    event.add("summary", title)
    event.add("location", _("Panggilan video di HP") if online else f"{office.name}, {office.address}")
    event.add("description", text)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    event.add_component(alarm)
    return event


def _calendar_file(event: Event, *, name: str) -> HttpResponse:
    whole = Calendar()
    whole.add("prodid", "-//Lapak//Klaim//ID")
    whole.add("version", "2.0")
    whole.add_component(event)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(whole.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)
