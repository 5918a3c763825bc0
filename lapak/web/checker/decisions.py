"""What a checker decides: one form, one operation, then the next case."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapak.claims import steps
from lapak.claims.operations import checking, payment
from lapak.claims.queries.claim import claim
from lapak.claims.queries.programme import claim_programme
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, Unavailable
from lapak.kernel.masking import mask_name
from lapak.kernel.rupiah import format_rupiah
from lapak.kernel.transitions import MoveRefused
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.case import TO_DECIDE, queue_items
from lapak.web.checker.forms import DecisionForm, RejectForm, VersionForm
from lapak.web.checker.views import case_page, checker
from lapak.web.checker.words import SENT_BACK, STATES, words
from lapak.web.messages import put_on_form
from lapak.web.requests import LapakRequest

_STATUS: tuple[tuple[type[DomainError], int], ...] = ((InvalidInput, 422), (Unavailable, 503))


@staff(Role.CHECKER)
@require_POST
def approve(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Approve and order the payment; what the core system now says otherwise goes back to the officer."""

    def act(form: DecisionForm) -> None:
        now = utc_now()
        seen = claim(claim_id=claim_id, now=now)
        done = steps.approve(
            claim_id=claim_id,
            expected_version=form.cleaned_data["version"],
            note=form.cleaned_data["note"],
            actor=request.actor,
            now=now,
            request_id=request.headers.get("X-Request-ID", ""),
        )
        if done.sent_back:
            said = _("Belum dibayar: %(why)s. Klaim %(name)s kembali ke petugas.")
            facts = {"why": words(SENT_BACK, done.sent_back), "name": mask_name(seen.name)}
            messages.warning(request, said % facts)
        elif done.order_id is None:
            said = _(
                "Persetujuan Anda dicatat, %(given)s dari %(needed)s. Klaim %(name)s menunggu pejabat lain."
            )
            counted = {"given": done.progress.given, "needed": done.progress.needed}
            messages.success(request, said % {**counted, "name": mask_name(seen.name)})
        else:
            said = _("Disetujui. %(sum)s untuk %(name)s dipesan.")
            messages.success(
                request, said % {"sum": format_rupiah(seen.net or 0), "name": mask_name(seen.name)}
            )

    return _decide(request, claim_id, DecisionForm(request.POST), act)


@staff(Role.CHECKER)
@require_POST
def give_back(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Give the claim back to its officer; the note says why."""

    def act(form: DecisionForm) -> None:
        checking.return_to_officer(
            claim_id=claim_id,
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )
        messages.success(request, _("Klaim dikembalikan ke petugas dengan catatan Anda."))

    return _decide(request, claim_id, DecisionForm(request.POST), act)


@staff(Role.CHECKER)
@require_POST
def reject(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Turn the claim down; the participant is told the reason."""

    def act(form: DecisionForm) -> None:
        checking.reject(
            claim_id=claim_id,
            reason_code=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )
        messages.success(request, _("Klaim ditolak. Peserta mendapat surel dengan alasannya."))

    try:
        whose = claim_programme(claim_id=claim_id)
    except NotFound:
        return case_page(request, claim_id)
    return _decide(request, claim_id, RejectForm(request.POST, programme=whose), act)


@staff(Role.CHECKER)
@require_POST
def recall(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take an approval back and give the claim to its officer, while no payment is under way."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return case_page(request, claim_id, form=form, status=422)
    try:
        steps.recall(
            claim_id=claim_id,
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
            request_id=request.headers.get("X-Request-ID", ""),
        )
    except (NotFound, NotAllowed):
        return case_page(request, claim_id)
    except DomainError as refusal:
        put_on_form(form, refusal)
        status = next((code for kind, code in _STATUS if isinstance(refusal, kind)), 409)
        return case_page(request, claim_id, form=form, status=status)
    messages.success(request, _("Klaim dikembalikan ke petugas dengan catatan Anda."))
    return _next(request)


@staff(Role.CHECKER)
@require_POST
def order_again(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Order the payment once more, to the account given since."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return case_page(request, claim_id, status=422)
    try:
        done = payment.order_again(
            claim_id=claim_id,
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )
    except (NotFound, NotAllowed):
        return case_page(request, claim_id)
    except (Conflict, InvalidInput, MoveRefused) as refusal:
        another_sum = _(
            "Belum dipesan ulang. Jumlahnya kini lain. Kembalikan ke petugas untuk dihitung lagi."
        )
        not_now = _("Belum dipesan ulang. Rekening baru belum ada, atau klaim baru saja berubah.")
        messages.warning(request, another_sum if refusal.code == "sum_changed" else not_now)
    else:
        waits = _("Persetujuan Anda untuk rekening baru dicatat. Menunggu pejabat lain.")
        messages.success(request, waits if done.order_id is None else _("Pembayaran dipesan ulang."))
    return HttpResponseRedirect(reverse("checker:claim", args=[claim_id]))


def _decide(
    request: LapakRequest, claim_id: UUID, form: DecisionForm, act: Callable[[DecisionForm], None]
) -> HttpResponse:
    """Do it and go to the next case; a refusal comes back with the page and what was written."""
    if not form.is_valid():
        return case_page(request, claim_id, form=form, status=422)
    try:
        act(form)
    except (NotFound, NotAllowed):
        return case_page(request, claim_id)
    except (Conflict, MoveRefused) as refusal:
        return _moved_on(request, claim_id, form, refusal)
    except DomainError as refusal:
        put_on_form(form, refusal)
        status = next((code for kind, code in _STATUS if isinstance(refusal, kind)), 409)
        return case_page(request, claim_id, form=form, status=status)
    return _next(request)


def _moved_on(
    request: LapakRequest, claim_id: UUID, form: DecisionForm, refusal: DomainError
) -> HttpResponse:
    """Say what happened meanwhile: decided by another leads to the next case, a change to another look."""
    seen = claim(claim_id=claim_id, now=utc_now())
    if seen.state in TO_DECIDE:
        put_on_form(form, refusal)
        return case_page(request, claim_id, form=form, status=409)
    said = _("Klaim ini baru saja berpindah: %(state)s. Keputusan Anda tidak dipakai.")
    if seen.checker_id == checker(request).id:
        said = _("Klaim ini sudah Anda putuskan: %(state)s.")
    elif seen.checker_name:
        said = _("Sudah diputuskan %(who)s: %(state)s. Keputusan Anda tidak dipakai.")
    messages.warning(request, said % {"who": seen.checker_name, "state": words(STATES, seen.state).lower()})
    return _next(request)


def _next(request: LapakRequest) -> HttpResponse:
    """Go to the case with the fewest days left, or to the empty queue."""
    member = checker(request)
    assert member.branch_id is not None  # `checker` made sure
    items, _queue = queue_items(branch_id=member.branch_id, checker_id=member.id, now=utc_now())
    if not items:
        return HttpResponseRedirect(reverse("checker:queue"))
    return HttpResponseRedirect(reverse("checker:claim", args=[items[0].waiting.row.id]))
