"""What a worker answers, on the page of the own claim, to being filed for by a company."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapak.collective.operations import answering
from lapak.collective.queries.talks import TalkView, open_talk_with
from lapak.collective.queries.workers import worker_of_claim
from lapak.collective.rules.workers import Objection, Word
from lapak.collective.steps.answering import object_to
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.web.access import participant
from lapak.web.company.words import HEARD, OBJECTIONS
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest


@dataclass(frozen=True)
class Listing:
    """That a company filed this claim, what the worker said, and whether an officer calls now."""

    company: str
    word: Word
    objections: list[tuple[str, object]]
    talk: TalkView | None

    @property
    def asks(self) -> bool:
        """Return whether the worker has not answered yet."""
        return self.word is Word.NONE

    @property
    def is_with_company(self) -> bool:
        """Return whether the company still sees to the claim."""
        return self.word in (Word.NONE, Word.CONFIRMED)


def listing_of(request: LapakRequest) -> Listing | None:
    """Return what the owner of a claim is told of the company that filed it, None for any other claim."""
    if request.subject_id is None:
        return None
    one = worker_of_claim(claim_id=request.subject_id)
    if one is None or one.filed != "collective":
        return None
    return Listing(
        company=one.roster.company.name,
        word=Word(one.word),
        objections=[(why.value, label) for why, label in OBJECTIONS.items()],
        talk=open_talk_with(claim_id=one.claim_id),
    )


@participant
@require_POST
def answer(request: LapakRequest) -> HttpResponse:
    """Keep the worker's word: right, not right with a reason, or "I go on with it myself"."""
    assert request.subject_id is not None  # the gate let only its owner in
    by: dict[str, Any] = {"claim_id": request.subject_id, "actor": request.actor, "now": utc_now()}
    said = request.POST.get("word", "")
    try:
        if said == Word.CONFIRMED:
            answering.confirm(**by)
            messages.success(request, _("Terima kasih. Klaim berjalan lewat perusahaan Anda."))
        elif said == Word.TAKEN_OVER:
            answering.take_over(**by)
            messages.success(request, _("Klaim ini sekarang Anda urus sendiri. Pilih waktu bicara."))
        elif said == Word.OBJECTED and request.POST.get("why") in {one.value for one in Objection}:
            messages.success(request, HEARD[object_to(**by, why=Objection(request.POST["why"]))])
        else:
            messages.warning(request, _("Pilih salah satu alasannya."))
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect("participant:track")
