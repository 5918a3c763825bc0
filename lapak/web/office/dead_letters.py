"""Messages about the branch's claims that were given up on, and trying them once more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations.trying_again import try_again as owe_again
from lapak.claims.queries.find import numbers
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.offices.queries import branch
from lapak.outbox.queries import dead_letters
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.requests import LapakRequest

KINDS = {
    "core.open_claim": gettext_lazy("Mendaftarkan klaim di sistem inti"),
    "core.order_payment": gettext_lazy("Memesan pembayaran"),
    "core.watch_payment": gettext_lazy("Menanyakan pembayaran"),
    "letter.issue": gettext_lazy("Membuat surat untuk peserta"),
    "mail.send": gettext_lazy("Mengirim surel"),
    "sms.send": gettext_lazy("Mengirim SMS"),
}


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def letters(request: LapakRequest) -> HttpResponse:
    """Return what could not be delivered about claims of the own branch, with the code of the failure."""
    branch_id = _branch_id(request)
    dead = [letter for letter in dead_letters() if letter.subject_kind == "claim"]
    about = numbers(claim_ids={UUID(letter.subject_id) for letter in dead})
    rows: list[dict[str, Any]] = []
    for letter in dead:
        claim = about.get(UUID(letter.subject_id))
        if claim is not None and claim.branch_id == branch_id:
            kind = KINDS.get(letter.kind, letter.kind)
            rows.append({"letter": letter, "number": claim.number, "kind": kind})
    return render(request, "office/dead_letters.html", {"rows": rows, "branch": branch(branch_id=branch_id)})


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def try_again(request: LapakRequest, message_id: UUID) -> HttpResponse:
    """Owe a message again; the worker tries it at once."""
    _branch_id(request)
    try:
        owe_again(message_id=message_id, actor=request.actor, now=utc_now())
    except NotFound:
        messages.warning(request, _("Pesan ini sudah tidak tertahan."))
    else:
        messages.success(request, _("Dicoba lagi. Kalau gagal, pesan tampil lagi di sini."))
    return HttpResponseRedirect(reverse("office:dead_letters"))


def _branch_id(request: LapakRequest) -> UUID:
    assert request.staff is not None  # the gate let only staff in
    if request.staff.branch_id is None:
        raise PermissionDenied("Letters are looked after at the branch of the claim.")
    return request.staff.branch_id
