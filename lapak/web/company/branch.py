"""What a branch looks at of companies: who acts for them, the batches of the days, what workers object to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.collective.operations import mandates
from lapak.collective.queries.batches import batches_of_branch
from lapak.collective.queries.mandates import MandateView, mandate, mandates_of_branch
from lapak.collective.queries.objections import objections_of_branch
from lapak.collective.queries.talks import open_talk_by
from lapak.collective.rules.mandates import Lack, Revocation
from lapak.documents.operations import record_look
from lapak.documents.queries import content
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.offices.queries import BranchView
from lapak.offices.queries import branch as branch_by_id
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.words import STATES, words
from lapak.web.company.registering import figures_of
from lapak.web.company.words import BATCHES, OBJECTIONS, REVOCATIONS, SIZES
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

AT_BRANCH = (Role.OFFICER, Role.BRANCH_HEAD)
LOOKED_AT = "company_papers"
STAFF_MAY_SAY = (Revocation.DISMISSED, Revocation.BY_COMPANY, Revocation.MISUSE)


@staff(*AT_BRANCH)
@require_GET
def overview(request: LapakRequest) -> HttpResponse:
    """Return the companies to look at, the batches to agree on and to serve, and what workers object to."""
    place, now = branch_of(request), utc_now()
    context = {
        "branch": place,
        "mandates": [
            {"one": one, "lack": sentence(DomainError(one.lacks[0])) if one.lacks else ""}
            for one in mandates_of_branch(branch_id=place.id, now=now)
        ],
        "batches": [
            {"one": one, "word": BATCHES[one.state]}
            for one in batches_of_branch(branch_id=place.id, now=now, zone=place.timezone)
        ],
        "objections": [
            {"one": one, "why": OBJECTIONS[one.why], "state": words(STATES, one.state)}
            for one in objections_of_branch(branch_id=place.id)
        ],
        "is_officer": is_officer(request),
    }
    return render(request, "company/overview.html", context)


@staff(*AT_BRANCH)
@require_GET
def mandate_page(request: LapakRequest, mandate_id: UUID) -> HttpResponse:
    """Return a company with its representative: what was brought, and what an officer does with it."""
    found = own_mandate(request, mandate_id)
    assert request.staff is not None  # the gate let only staff in
    context = {
        "mandate": found,
        "branch": branch_of(request),
        "lacks": [sentence(DomainError(lack)) for lack in found.lacks],
        "figures": figures_of(found),
        "size_word": SIZES[found.size.size] if found.size else "",
        "revoked_word": REVOCATIONS[found.revoked_why] if found.revoked_why else "",
        "reasons": [(why.value, REVOCATIONS[why]) for why in STAFF_MAY_SAY],
        "may_accept": found.letter_id is not None
        and found.accepted_at is None
        and not {Lack.REVOKED, Lack.EXPIRED, Lack.NO_SIZE} & set(found.lacks),
        "is_officer": is_officer(request),
        "talk": open_talk_by(officer_id=request.staff.id),
    }
    return render(request, "company/mandate.html", context)


@staff(Role.OFFICER)
@require_POST
def accept(request: LapakRequest, mandate_id: UUID) -> HttpResponse:
    """Keep that the power of attorney and the figures hold."""
    own_mandate(request, mandate_id)
    return _done(
        request,
        mandate_id,
        lambda: mandates.accept_letter(mandate_id=mandate_id, actor=request.actor, now=utc_now()),
        _("Surat kuasa diterima."),
    )


@staff(*AT_BRANCH)
@require_POST
def revoke(request: LapakRequest, mandate_id: UUID) -> HttpResponse:
    """End a power of attorney at the company's word."""
    own_mandate(request, mandate_id)
    why = request.POST.get("why", "")
    if why not in STAFF_MAY_SAY:
        messages.error(request, _("Pilih alasan mengakhiri surat kuasa."))
        return redirect("company:mandate", mandate_id)
    return _done(
        request,
        mandate_id,
        lambda: mandates.revoke(
            mandate_id=mandate_id, why=Revocation(why), actor=request.actor, now=utc_now()
        ),
        _("Surat kuasa diakhiri. Klaim yang sudah diajukan tetap berjalan."),
    )


@staff(*AT_BRANCH)
@require_GET
def paper(request: LapakRequest, mandate_id: UUID, kind: str) -> HttpResponse:
    """Return the power of attorney or the paper with the figures; the look is recorded."""
    found = own_mandate(request, mandate_id)
    papers = {"surat-kuasa": found.letter_id, "skala": found.size.document_id if found.size else None}
    return document(request, papers.get(kind), LOOKED_AT)


def document(request: LapakRequest, document_id: UUID | None, reason: str) -> HttpResponse:
    """Return a paper that the reader may see, and record the look. Raises Http404 when there is none."""
    if document_id is None:
        raise Http404
    try:
        record_look(document_id=document_id, actor=request.actor, reason=reason, now=utc_now())
        body, media_type = content(document_id=document_id)
    except NotFound:
        raise Http404 from None
    response = HttpResponse(body, content_type=media_type)
    response["Cache-Control"], response["Content-Disposition"] = "no-store", "inline"
    return response


def own_mandate(request: LapakRequest, mandate_id: UUID) -> MandateView:
    """Return a mandate for a company of the reader's branch. Raises Http404 for others."""
    try:
        found = mandate(mandate_id=mandate_id, now=utc_now())
    except NotFound:
        raise Http404 from None
    if found.branch_id != branch_of(request).id:
        raise Http404
    return found


def branch_of(request: LapakRequest) -> BranchView:
    """Return the reader's branch. Raises Http404 for staff without any."""
    assert request.staff is not None  # the gate let only staff in
    if request.staff.branch_id is None:
        raise Http404
    return branch_by_id(branch_id=request.staff.branch_id)


def is_officer(request: LapakRequest) -> bool:
    """Return whether the reader may decide as an officer."""
    assert request.staff is not None  # the gate let only staff in
    return Role.OFFICER in request.staff.roles


def _done(request: LapakRequest, mandate_id: UUID, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("company:mandate", mandate_id)
