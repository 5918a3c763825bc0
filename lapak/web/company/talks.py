"""Conversations by video of their own kind: the officer's page, the representative's, and a worker's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.collective.operations import talking
from lapak.collective.operations.talking import Begun
from lapak.collective.queries.mandates import mandate, mandate_of
from lapak.collective.queries.talks import TalkView, open_talk_of, open_talk_with, talk
from lapak.collective.rules.batches import TalkKind
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.masking import mask_nik
from lapak.people.rules import Role
from lapak.web.access import participant, staff
from lapak.web.company.batches import lines_of, own_batch
from lapak.web.company.branch import own_mandate
from lapak.web.company.words import TALKS
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest


@staff(Role.OFFICER)
@require_POST
def begin_identity(request: LapakRequest, mandate_id: UUID) -> HttpResponse:
    """Call a representative to see who they are."""
    own_mandate(request, mandate_id)
    return _begin(
        request,
        lambda: talking.begin_identity(mandate_id=mandate_id, actor=request.actor, now=utc_now()),
        ("company:mandate", mandate_id),
    )


@staff(Role.OFFICER)
@require_POST
def begin_batch(request: LapakRequest, batch_id: UUID) -> HttpResponse:
    """Call the representative about a batch."""
    own_batch(request, batch_id)
    return _begin(
        request,
        lambda: talking.begin_batch(batch_id=batch_id, actor=request.actor, now=utc_now()),
        ("company:batch", batch_id),
    )


@staff(Role.OFFICER)
@require_POST
def begin_worker(request: LapakRequest, batch_id: UUID, claim_id: UUID) -> HttpResponse:
    """Call a worker who was drawn."""
    own_batch(request, batch_id)
    return _begin(
        request,
        lambda: talking.begin_worker(claim_id=claim_id, actor=request.actor, now=utc_now()),
        ("company:batch", batch_id),
    )


@staff(Role.OFFICER)
@require_GET
def of_officer(request: LapakRequest, talk_id: UUID) -> HttpResponse:
    """Return the officer's side of a conversation, with what it is about beside it."""
    found = _own(request, talk_id)
    context: dict[str, Any] = {
        "talk": found,
        "title": TALKS[found.kind],
        "back": _back(found),
        "topics": [f"talk-officer:{found.id}"],
    }
    if found.mandate_id is not None:
        person = mandate(mandate_id=found.mandate_id, now=utc_now())
        context |= {"mandate": person, "nik": mask_nik(person.nik)}
    if found.batch_id is not None:
        batch = own_batch(request, found.batch_id)
        lines = lines_of(batch, staff_id=found.officer_id)
        context["batch"] = batch  # the list links to the papers of its workers
        context["lines"] = [one for one in lines if found.claim_id in (None, one.listed.worker.claim_id)]
    return render(request, "company/officer_talk.html", context)


@staff(Role.OFFICER)
@require_POST
def end(request: LapakRequest, talk_id: UUID) -> HttpResponse:
    """End a conversation, with whether it took place."""
    found, held = _own(request, talk_id), request.POST.get("held") == "yes"
    try:
        talking.end(talk_id=talk_id, held=held, actor=request.actor, now=utc_now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Percakapan tercatat.") if held else _("Dicatat: belum bertemu."))
    return redirect(*_back(found))


@staff(Role.REPRESENTATIVE)
@require_GET
def of_representative(request: LapakRequest) -> HttpResponse:
    """Return the representative's side of the conversation that waits for them."""
    found = open_talk_of(account_id=int(request.actor.id))
    if found is None:
        messages.info(request, _("Tidak ada percakapan sekarang. Petugas memanggil lewat halaman ini."))
        return redirect("company:home")
    own = mandate_of(account_id=int(request.actor.id), now=utc_now())
    return _person(request, found, "company/person_talk.html", mandate=own)


@participant
@require_GET
def of_worker(request: LapakRequest) -> HttpResponse:
    """Return the worker's side of the conversation that waits for them."""
    found = open_talk_with(claim_id=request.subject_id) if request.subject_id else None
    if found is None:
        return redirect("participant:track")
    return _person(request, found, "company/worker_talk.html")


def _person(request: LapakRequest, found: TalkView, template: str, **more: Any) -> HttpResponse:
    context = {"talk": found, "title": TALKS[found.kind], "topics": [f"talk:{found.id}"], **more}
    return render(request, template, context)


def _begin(request: LapakRequest, act: Callable[[], Begun], back: tuple[Any, ...]) -> HttpResponse:
    try:
        begun = act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect(*back)
    return redirect("company:officer_talk", begun.talk_id)


def _own(request: LapakRequest, talk_id: UUID) -> TalkView:
    """Return a conversation that the reader holds. Raises Http404 for every other."""
    try:
        found = talk(talk_id=talk_id)
    except NotFound:
        raise Http404 from None
    if str(found.officer_id) != request.actor.id:
        raise Http404
    return found


def _back(found: TalkView) -> tuple[Any, ...]:
    if found.kind is TalkKind.IDENTITY:
        return ("company:mandate", found.mandate_id)
    return ("company:batch", found.batch_id)
