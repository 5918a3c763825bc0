"""The officer's work on the claim of the one in focus. Each answers with the workspace as it stands then."""

from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapak.claims.operations import changing_reason, desk_work
from lapak.claims.operations.corrections import ask_papers_again
from lapak.claims.operations.signals import explain_signal
from lapak.claims.operations.signing import take_consent
from lapak.claims.operations.tax_number import judge_npwp
from lapak.claims.operations.trying_again import open_again
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import other_reasons
from lapak.claims.queries.claim import claim
from lapak.claims.queries.programme import claim_programme
from lapak.desk import operations
from lapak.desk.operations.evidence import keep_still
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import InvalidInput
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.officer.forms import (
    AskAgainForm,
    CheckForm,
    ConsentForm,
    ExplainForm,
    NoteForm,
    NpwpForm,
    OtherReasonForm,
    PlaceForm,
    RejectForm,
    StillForm,
)
from lapak.web.officer.views.frame import in_focus, refusals_in_workspace, topics_of, workspace_page
from lapak.web.requests import LapakRequest
from lapak.web.uploads import content_of

Form = TypeVar("Form", bound=PlaceForm)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def check(request: LapakRequest, code: str) -> HttpResponse:
    """Note what was found at one point of the list, or take it back."""
    form = _valid(CheckForm(request.POST))
    place = in_focus(request, form.cleaned_data["place"])
    desk_work.set_check(
        claim_id=place.claim_id,
        code=code,
        ok=form.ok(),
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=utc_now(),
        topics=topics_of(place),
    )
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def accept_paper(request: LapakRequest, kind: str) -> HttpResponse:
    """Accept a paper."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    desk_work.accept_paper(
        claim_id=place.claim_id, kind=kind, actor=request.actor, now=utc_now(), topics=topics_of(place)
    )
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def npwp(request: LapakRequest) -> HttpResponse:
    """Note whether the tax number agrees with the card."""
    form = _valid(NpwpForm(request.POST))
    place = in_focus(request, form.cleaned_data["place"])
    judge_npwp(
        claim_id=place.claim_id,
        is_right=form.cleaned_data["agrees"] == "yes",
        actor=request.actor,
        now=utc_now(),
        topics=topics_of(place),
    )
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def ask_again(request: LapakRequest) -> HttpResponse:
    """Ask for papers again, each with the reason the person will read."""
    place, now = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"]), utc_now()
    seen = claim(claim_id=place.claim_id, now=now)
    form = _valid(AskAgainForm(request.POST, programme=programme(seen.programme), papers=seen.papers))
    ask_papers_again(
        claim_id=place.claim_id,
        asked=form.asked(),
        actor=request.actor,
        now=now,
        topics=topics_of(place),
    )
    return workspace_page(request, said=_("Diminta lagi. Peserta melihat alasannya sekarang."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def propose_reason(request: LapakRequest) -> HttpResponse:
    """Ask the person whether another reason is right."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    form = _valid(OtherReasonForm(request.POST, reasons=other_reasons(claim_id=place.claim_id)))
    changing_reason.propose_reason(
        claim_id=place.claim_id,
        reason=form.cleaned_data["reason"],
        event_on=form.cleaned_data["event_on"],
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=utc_now(),
        topics=topics_of(place),
    )
    return workspace_page(request, said=_("Ditanyakan. Peserta melihatnya sekarang di layarnya."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def take_reason_back(request: LapakRequest) -> HttpResponse:
    """Take back what was asked about the reason."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    changing_reason.take_proposal_back(
        claim_id=place.claim_id, actor=request.actor, now=utc_now(), topics=topics_of(place)
    )
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def open_in_core(request: LapakRequest) -> HttpResponse:
    """Ask the core system once more to open a claim that it refused."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    open_again(claim_id=place.claim_id, actor=request.actor, now=utc_now())
    return workspace_page(request, said=_("Sistem inti ditanya lagi. Hasilnya tampil sebentar lagi."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def note(request: LapakRequest) -> HttpResponse:
    """Keep a note for colleagues."""
    form = _valid(NoteForm(request.POST))
    place = in_focus(request, form.cleaned_data["place"])
    desk_work.add_note(
        claim_id=place.claim_id,
        text=form.cleaned_data["text"],
        actor=request.actor,
        now=utc_now(),
        topics=[f"desk:{place.desk_id}"],
    )
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def explain(request: LapakRequest, code: str) -> HttpResponse:
    """Keep what the officer made of a reason to look."""
    form = _valid(ExplainForm(request.POST))
    place = in_focus(request, form.cleaned_data["place"])
    explain_signal(
        claim_id=place.claim_id,
        code=code,
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=utc_now(),
        topics=topics_of(place),
    )
    return workspace_page(request, said=_("Penjelasan tersimpan. Pejabat kedua membacanya."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def still(request: LapakRequest) -> HttpResponse:
    """Keep a still taken from the moving picture."""
    form = _valid(StillForm(request.POST, request.FILES))
    place = in_focus(request, form.cleaned_data["place"])
    keep_still(
        place_id=place.place_id,
        content=content_of(form.cleaned_data["picture"]),
        person=form.cleaned_data["person"],
        actor=request.actor,
        now=utc_now(),
    )
    return workspace_page(request, said=_("Foto bukti tersimpan."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def consent(request: LapakRequest) -> HttpResponse:
    """Keep that somebody who cannot sign agreed, with the picture of that moment."""
    form = _valid(ConsentForm(request.POST, request.FILES))
    place = in_focus(request, form.cleaned_data["place"])
    take_consent(
        claim_id=place.claim_id,
        way=form.cleaned_data["way"],
        still=content_of(form.cleaned_data["picture"]),
        witness=form.cleaned_data["witness"],
        actor=request.actor,
        now=utc_now(),
        topics=topics_of(place),
    )
    return workspace_page(request, said=_("Persetujuan tersimpan bersama gambarnya."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def file_claim(request: LapakRequest) -> HttpResponse:
    """Pass the claim to the second pair of eyes."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    operations.file_claim(place_id=place.place_id, actor=request.actor, now=utc_now())
    return workspace_page(request, said=_("Diajukan. Sampaikan kepada peserta, lalu tutup kunjungan."))


@staff(Role.OFFICER)
@require_POST
@refusals_in_workspace
def reject(request: LapakRequest) -> HttpResponse:
    """Propose to turn the claim down."""
    place = in_focus(request, _valid(PlaceForm(request.POST)).cleaned_data["place"])
    whose = claim_programme(claim_id=place.claim_id)
    form = _valid(RejectForm(request.POST, programme=whose))
    operations.propose_rejection(
        place_id=place.place_id,
        reason_code=form.cleaned_data["reason"],
        note=form.cleaned_data["note"],
        actor=request.actor,
        now=utc_now(),
    )
    return workspace_page(request, said=_("Usul tolak dikirim ke pejabat kedua."))


def _valid(form: Form) -> Form:
    if not form.is_valid():
        raise InvalidInput("form_incomplete")
    return form
