"""The file of one claim without the person present: what staff of the branch may do about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.claims import steps
from lapak.claims.operations import desk_work, reopening
from lapak.claims.operations.corrections import extend_deadline
from lapak.claims.operations.trying_again import open_again
from lapak.claims.rules.kin import KinRefused
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.office.file_forms import ExtendForm, RecallForm, ReopenForm, UpholdForm, VersionForm
from lapak.web.office.file_page import act_on_file, file_page
from lapak.web.requests import LapakRequest

STAFF = (Role.OFFICER, Role.BRANCH_HEAD)
_ANSWERS = {  # to an ended claim, or what is said against it: the operation, and what is told then
    ReopenForm: (
        reopening.reopen,
        "reopen_form",
        gettext_lazy("Klaim dibuka lagi. Peserta mendapat surel."),
    ),
    UpholdForm: (
        reopening.uphold,
        "uphold_form",
        gettext_lazy("Keberatan dijawab. Peserta mendapat surel."),
    ),
}


@staff(*STAFF)
@require_GET
def file(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Return the file; the look is recorded. 404 outside the branch, 403 for the own person and kin."""
    return file_page(request, claim_id)


@staff(Role.BRANCH_HEAD)
@require_POST
def reopen(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take an ended claim up again; an objection is answered by it."""
    return _answer(request, claim_id, ReopenForm(request.POST))


@staff(Role.BRANCH_HEAD)
@require_POST
def uphold(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Answer an objection: the claim stays as it ended."""
    return _answer(request, claim_id, UpholdForm(request.POST))


@staff(*STAFF)
@require_POST
def extend(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Give more time for a paper asked again."""
    form = ExtendForm(request.POST)

    def act() -> None:
        extend_deadline(
            claim_id=claim_id,
            until=form.cleaned_data["until"],
            reason_code=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    said = _("Batasnya ditambah. Peserta mendapat surel.")
    return act_on_file(request, claim_id, form, act, said, "extend_form")


@staff(Role.BRANCH_HEAD)
@require_POST
def recall(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take an approval back and give the claim to its officer, while no payment is under way."""
    form = RecallForm(request.POST)

    def act() -> None:
        steps.recall(
            claim_id=claim_id,
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
            request_id=request.headers.get("X-Request-ID", ""),
        )

    said = _("Persetujuan ditarik. Petugasnya memeriksa lagi dengan catatan Anda.")
    return act_on_file(request, claim_id, form, act, said, "recall_form")


@staff(*STAFF)
@require_POST
def open_in_core(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Ask the core system once more to open a claim that it refused."""

    def act() -> None:
        open_again(claim_id=claim_id, actor=request.actor, now=utc_now())

    said = _("Sistem inti ditanya lagi. Hasilnya tampil di sini sebentar lagi.")
    return act_on_file(request, claim_id, VersionForm(request.POST), act, said, "opening_form")


@staff(Role.BRANCH_HEAD)
@require_POST
def interrupt(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Put a claim back into the queue whose officer is no longer with the person."""
    try:
        desk_work.interrupt_service(claim_id=claim_id, actor=request.actor, now=utc_now())
    except (NotFound, KinRefused):
        return file_page(request, claim_id)
    messages.success(request, _("Klaim kembali ke antrean. Yang sudah diperiksa tetap tersimpan."))
    return HttpResponseRedirect(reverse("office:file", args=[claim_id]))


def _answer(request: LapakRequest, claim_id: UUID, form: ReopenForm | UpholdForm) -> HttpResponse:
    answer, shown, said = _ANSWERS[type(form)]

    def act() -> None:
        answer(
            claim_id=claim_id,
            reason_code=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    return act_on_file(request, claim_id, form, act, str(said), shown)
