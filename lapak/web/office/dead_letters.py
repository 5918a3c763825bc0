"""Messages about the branch's claims that were given up on: what each is, what stopped it, what to do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations import trying_again
from lapak.claims.operations.trying_again import ALWAYS_NEEDED, WhyGivenUp
from lapak.claims.queries.find import numbers
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.outbox.queries import DeadLetter, dead_letters, waiting
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.office import words
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def letters(request: LapakRequest) -> HttpResponse:
    """Return what could not be delivered about claims of the branch, and what waits for another system."""
    assert request.staff is not None  # the gate let only staff in
    place = branch_in_charge(request)
    context = {
        "rows": [_row(letter, number) for letter, number in letters_of(branch_id=place.id)],
        "waiting": [
            {"words": words.WAITING[one.code], "count": one.count, "since": one.since}
            for one in waiting(codes=list(words.WAITING))
        ],
        "reasons": [(why, words.WHY_GIVEN_UP[why]) for why in WhyGivenUp],
        "branch": place,
        "branches": branches_to_choose(request),
        "opens_claims": Role.CHECKER in request.staff.roles,
    }
    return render(request, "office/dead_letters.html", context)


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def try_again(request: LapakRequest, message_id: UUID) -> HttpResponse:
    """Owe a message again; the worker tries it at once."""
    said = _("Dicoba lagi. Kalau gagal, pesan tampil lagi di sini.")
    return _do(
        request,
        lambda: trying_again.try_again(message_id=message_id, actor=request.actor, now=utc_now()),
        said,
    )


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def give_up(request: LapakRequest, message_id: UUID) -> HttpResponse:
    """Give a message up for good, for a reason from the list."""
    try:
        why = WhyGivenUp(request.POST.get("reason", ""))
    except ValueError:
        messages.warning(request, _("Pilih alasannya dulu."))
        return _back(request)
    said = _("Pesan dihentikan. Alasannya tercatat di jejak klaim.")
    return _do(
        request,
        lambda: trying_again.give_up(message_id=message_id, why=why, actor=request.actor, now=utc_now()),
        said,
    )


def letters_of(*, branch_id: UUID) -> list[tuple[DeadLetter, str]]:
    """Return the dead letters about claims of a branch, each with the claim's number."""
    dead = [letter for letter in dead_letters() if letter.subject_kind == "claim"]
    about = numbers(claim_ids={UUID(letter.subject_id) for letter in dead})
    found = ((letter, about.get(UUID(letter.subject_id))) for letter in dead)
    return [(letter, claim.number) for letter, claim in found if claim and claim.branch_id == branch_id]


def _row(letter: DeadLetter, number: str) -> dict[str, Any]:
    kind = words.kind_of(letter.kind)
    return {
        "letter": letter,
        "number": number,
        "kind": kind.what,
        "again": kind.again,
        "stopped": words.stopped(letter.code),
        "may_give_up": letter.kind not in ALWAYS_NEEDED,
    }


def _do(request: LapakRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, said)
    return _back(request)


def _back(request: LapakRequest) -> HttpResponse:
    place = branch_in_charge(request)
    chosen = f"?cabang={place.id}" if branches_to_choose(request) else ""
    return HttpResponseRedirect(reverse("office:dead_letters") + chosen)
