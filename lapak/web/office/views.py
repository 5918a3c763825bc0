"""Booths and devices of the branch head's own branch."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.offices import operations
from lapak.offices.queries import booths, branch
from lapak.offices.queries import devices as devices_of
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.office.forms import PairForm
from lapak.web.requests import LapakRequest


@staff(Role.BRANCH_HEAD)
@require_GET
def devices(request: LapakRequest) -> HttpResponse:
    """Return the branch's booths and screens, which of them live, and the form that pairs a new one."""
    return _page(request, PairForm(booths=booths(branch_id=_branch_id(request))))


@staff(Role.BRANCH_HEAD)
@require_POST
def pair(request: LapakRequest) -> HttpResponse:
    """Pair the screen that shows the code; on a refusal the form comes back with the words at the code."""
    branch_id = _branch_id(request)
    form = PairForm(request.POST, booths=booths(branch_id=branch_id))
    if not form.is_valid():
        return _page(request, form, status=422)
    kind, booth_id = form.kind_and_booth()
    try:
        operations.confirm_pairing(
            code=form.cleaned_data["code"],
            kind=kind,
            branch_id=branch_id,
            booth_id=booth_id,
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        form.add_error("code", sentence(refusal))
        return _page(request, form, status=422)
    return _back(request, _("Layar terpasang dan siap dipakai."))


@staff(Role.BRANCH_HEAD)
@require_POST
def revoke(request: LapakRequest, device_id: UUID) -> HttpResponse:
    """Take a screen out of use at once."""
    operations.revoke_device(
        device_id=device_id, branch_id=_branch_id(request), actor=request.actor, now=utc_now()
    )
    return _back(request, _("Layar dicabut. Untuk memakainya lagi, pasang dengan kode baru."))


@staff(Role.BRANCH_HEAD)
@require_POST
def look(request: LapakRequest, device_id: UUID) -> HttpResponse:
    """Let a board or a booth be light or dark."""
    is_light = request.POST.get("light") == "yes"
    try:
        operations.set_look(
            device_id=device_id,
            branch_id=_branch_id(request),
            is_light=is_light,
            actor=request.actor,
            now=utc_now(),
        )
    except NotFound:  # of another branch, or gone meanwhile
        raise Http404 from None
    return _back(request, _("Layar sekarang terang.") if is_light else _("Layar sekarang gelap."))


@staff(Role.BRANCH_HEAD)
@require_POST
def booth_order(request: LapakRequest, booth_id: UUID) -> HttpResponse:
    """Take a booth out of use, or back into use."""
    works = request.POST.get("works") == "yes"
    operations.set_booth_order(
        booth_id=booth_id,
        branch_id=_branch_id(request),
        works=works,
        actor=request.actor,
        now=utc_now(),
    )
    said = _("Bilik dipakai lagi.") if works else _("Bilik ditutup. Tidak ada yang akan dipanggil ke sana.")
    return _back(request, said)


def _page(request: LapakRequest, form: PairForm, *, status: int = 200) -> HttpResponse:
    branch_id = _branch_id(request)
    context = {
        "form": form,
        "branch": branch(branch_id=branch_id),
        "booths": booths(branch_id=branch_id),
        "devices": devices_of(branch_id=branch_id, now=utc_now()),
    }
    return render(request, "office/devices.html", context, status=status)


def _branch_id(request: LapakRequest) -> UUID:
    assert request.staff is not None  # the gate let only staff in
    if request.staff.branch_id is None:
        raise PermissionError("A branch head belongs to a branch.")
    return request.staff.branch_id


def _back(request: LapakRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:devices"))
