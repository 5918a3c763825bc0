"""The officer goes on with a claim although its person is not there: from the list, on its file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims import steps
from lapak.claims.operations import changing_reason, desk_work, file_work
from lapak.claims.operations.looking import open_file
from lapak.claims.operations.signals import explain_signal
from lapak.claims.operations.tax_number import judge_npwp
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import other_reasons
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.file_work import WaitingFile, WhyWaiting, waiting_files
from lapak.claims.rules.kin import KinRefused
from lapak.documents.operations import record_look
from lapak.documents.queries import content, current
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.words import STATES, words
from lapak.web.office.file_forms import FindingForm, JudgeForm, NoticeForm, TurnDownForm, VersionForm
from lapak.web.office.file_page import act_on_file, is_in_hands
from lapak.web.office.scope import branch_in_charge
from lapak.web.officer.forms import AskAgainForm, OtherReasonForm
from lapak.web.requests import LapakRequest

WHY: dict[WhyWaiting, tuple[str | Promise, str, str]] = {  # words, icon, colour of the badge
    WhyWaiting.PAPERS_CAME: (_("Perbaikan masuk"), "image-up", "good"),
    WhyWaiting.LOOK_AGAIN: (_("Perlu dilihat lagi"), "undo-2", "warning"),
    WhyWaiting.NOT_FINISHED: (_("Belum selesai dibicarakan"), "hourglass", "info"),
}


@staff(Role.OFFICER, Role.BRANCH_HEAD)
@require_GET
def files(request: LapakRequest) -> HttpResponse:
    """Return the claims of the branch that an officer can go on with now."""
    assert request.staff is not None  # the gate let only staff in
    place = branch_in_charge(request)
    found = waiting_files(branch_id=place.id, officer_id=request.staff.id, now=utc_now())
    context = {
        "branch": place,
        "rows": [_line(one) for one in found],
        "is_head": Role.BRANCH_HEAD in request.staff.roles,
        "topics": [f"office:{place.id}"],
    }
    return render(request, "office/files.html", context)


@staff(Role.OFFICER)
@require_POST
def take(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take the claim in hand."""
    said = _t("Berkas ini di tangan Anda. Peserta melihat bahwa klaimnya dilihat lagi.")
    return _with_version(request, claim_id, file_work.take_file, said)


@staff(Role.OFFICER)
@require_POST
def put_back(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Put the claim back into the queue, because the person is needed."""
    said = _t("Kembali ke antrean. Yang sudah diperiksa tetap tersimpan.")
    return _with_version(request, claim_id, file_work.put_back, said)


@staff(Role.OFFICER)
@require_POST
def ask_core_again(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Ask the core system once more about member, balance and account."""
    said = _t("Sistem inti sudah ditanya lagi. Jawabannya tampil di sini.")
    return _with_version(request, claim_id, steps.ask_core_again, said)


@staff(Role.OFFICER)
@require_POST
def pass_on(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Pass the claim to the second pair of eyes."""
    return _with_version(request, claim_id, desk_work.verify, _t("Diajukan ke pejabat kedua."))


@staff(Role.OFFICER)
@require_POST
def turn_down(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Propose to turn the claim down."""
    view = _seen(claim_id)
    form = TurnDownForm(request.POST, programme=programme(view.programme))

    def act() -> object:
        return desk_work.propose_rejection(
            claim_id=claim_id,
            reason_code=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    said = _t("Usul tolak dikirim ke pejabat kedua.")
    return act_on_file(request, claim_id, form, act, said, "turn_down_form")


@staff(Role.OFFICER)
@require_POST
def ask_again(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Ask for papers again; the person gets a mail with a link."""
    view = _seen(claim_id)
    whose = programme(view.programme)
    form = AskAgainForm(request.POST, programme=whose, papers=view.papers, without_place=True)

    def act() -> object:
        return file_work.ask_for_papers(
            claim_id=claim_id, asked=form.asked(), actor=request.actor, now=utc_now()
        )

    said = _t("Diminta lagi. Peserta mendapat surel dengan tautannya.")
    return act_on_file(request, claim_id, form, act, said, "ask_form")


@staff(Role.OFFICER)
@require_POST
def propose_reason(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Ask the person by mail whether another reason is right."""
    reasons = other_reasons(claim_id=claim_id)
    form = OtherReasonForm(request.POST, reasons=reasons, without_place=True, prefix="alasan")

    def act() -> object:
        return changing_reason.propose_reason(
            claim_id=claim_id,
            reason=form.cleaned_data["reason"],
            event_on=form.cleaned_data["event_on"],
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=utc_now(),
        )

    said = _t("Ditanyakan. Peserta mendapat surel dan menjawab di halaman lacak.")
    return act_on_file(request, claim_id, form, act, said, "reason_form")


@staff(Role.OFFICER)
@require_POST
def take_reason_back(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take back what was asked about the reason."""

    def act() -> object:
        return changing_reason.take_proposal_back(claim_id=claim_id, actor=request.actor, now=utc_now())

    return act_on_file(request, claim_id, forms.Form(request.POST), act, _t("Pertanyaan dibatalkan."), "form")


@staff(Role.OFFICER)
@require_POST
def accept_paper(request: LapakRequest, claim_id: UUID, kind: str) -> HttpResponse:
    """Accept a paper."""

    def act() -> object:
        return desk_work.accept_paper(claim_id=claim_id, kind=kind, actor=request.actor, now=utc_now())

    return act_on_file(request, claim_id, forms.Form(request.POST), act, _t("Dokumen diterima."), "form")


@staff(Role.OFFICER)
@require_POST
def check(request: LapakRequest, claim_id: UUID, code: str) -> HttpResponse:
    """Note what was found at one point of the list, or take it back."""
    form = FindingForm(request.POST)

    def act() -> object:
        return desk_work.set_check(
            claim_id=claim_id,
            code=code,
            ok=form.ok(),
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=utc_now(),
        )

    return act_on_file(request, claim_id, form, act, _t("Pemeriksaan tersimpan."), "form")


@staff(Role.OFFICER)
@require_POST
def npwp(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Note whether the tax number agrees with the card."""
    form = JudgeForm(request.POST)

    def act() -> object:
        is_right = form.cleaned_data["agrees"] == "yes"
        return judge_npwp(claim_id=claim_id, is_right=is_right, actor=request.actor, now=utc_now())

    return act_on_file(request, claim_id, form, act, _t("Pemeriksaan tersimpan."), "form")


@staff(Role.OFFICER)
@require_POST
def explain(request: LapakRequest, claim_id: UUID, code: str) -> HttpResponse:
    """Keep what the officer made of a reason to look."""
    form = NoticeForm(request.POST)

    def act() -> object:
        note = form.cleaned_data["note"]
        return explain_signal(claim_id=claim_id, code=code, note=note, actor=request.actor, now=utc_now())

    said = _t("Penjelasan tersimpan. Pejabat kedua membacanya.")
    return act_on_file(request, claim_id, form, act, said, "form")


@staff(Role.OFFICER)
@require_GET
def paper(request: LapakRequest, claim_id: UUID, document_id: UUID) -> HttpResponse:
    """Return a paper to the officer who has the claim in hand, and record the look; 404 to all others."""
    assert request.staff is not None  # the gate let only staff in
    now = utc_now()
    try:
        open_file(claim_id=claim_id, actor=request.actor, now=now)
        known = {one.id for one in current(subject_id=claim_id)}
        if document_id not in known or not is_in_hands(claim(claim_id=claim_id, now=now), request.staff):
            raise Http404
        record_look(document_id=document_id, actor=request.actor, reason="file", now=now)
        body, media_type = content(document_id=document_id)
    except (NotFound, KinRefused):
        raise Http404 from None
    response = HttpResponse(body, content_type=media_type)
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = "inline"
    return response


def _with_version(
    request: LapakRequest, claim_id: UUID, operation: Callable[..., object], said: str
) -> HttpResponse:
    form = VersionForm(request.POST)

    def act() -> object:
        version = form.cleaned_data["version"]
        return operation(claim_id=claim_id, expected_version=version, actor=request.actor, now=utc_now())

    return act_on_file(request, claim_id, form, act, said, "form")


def _seen(claim_id: UUID) -> ClaimView:
    """Return the claim for the words of its programme; whether the actor may touch it, the operation says."""
    try:
        return claim(claim_id=claim_id, now=utc_now())
    except NotFound:
        raise Http404 from None


def _line(one: WaitingFile) -> dict[str, Any]:
    said, icon, tone = WHY[one.why]
    return {"one": one, "state": words(STATES, one.row.state), "why": said, "icon": icon, "tone": tone}
