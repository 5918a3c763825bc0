"""The order of the pages of filing, and which may be opened: none beyond the first unfinished one."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect

from lapak.booking.queries import active_booking
from lapak.claims.operations.rows import CORRECTABLE
from lapak.claims.queries.claim import ClaimView, PaperView, claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Eligibility, Verdict, Weight
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.parties import PartyProblem
from lapak.documents.queries import DocumentView, current
from lapak.documents.rules.sharpness import Verdict as Readable
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.web.requests import LapakRequest

Rest = ParamSpec("Rest")
PAGES = ("identity", "acting", "heirs", "answer", "contact", "papers", "account", "schedule", "summary")
WALK = ("papers", "account", "schedule", "summary")  # the steps that are counted for the reader
_ABOUT_ACTING = {
    PartyProblem.CAPACITY_WRONG,
    PartyProblem.ACTING_MINOR,
    PartyProblem.DEATH_DATE_MISSING,
    PartyProblem.HEIRS_LETTER_MISSING,
    PartyProblem.MANDATE_MISSING,
    PartyProblem.MANDATE_NOT_YET,
    PartyProblem.MANDATE_ENDED,
}
_ACCOUNT_FINDING = "account_"


def next_page(view: ClaimView) -> str:
    """Return the name of the first page of the draft that is not finished."""
    answer = view.eligibility
    if answer is None:
        return "identity"
    if _stops(answer, account=False):
        return "answer"
    if people := people_page(view):
        return people
    if not (view.email and view.phone):
        return "contact"
    if any(is_open(paper, documents_of(view)) for paper in uploads(view)):
        return "papers"
    if view.facts.account is None or _stops(answer, account=True):
        return "account"
    if view.branch_id is None or (view.channel == "online" and active_booking(subject_id=view.id) is None):
        return "schedule"
    return "summary"


def people_page(view: ClaimView) -> str:
    """Return the page on which something about who acts or who is named is still open, or nothing."""
    acting = view.acting
    if acting is None:
        return ""
    problems = {finding.problem for finding in acting.findings}
    if acting.acting is None or problems & _ABOUT_ACTING:
        return "acting"
    return "heirs" if problems else ""


def may_change_people(view: ClaimView) -> bool:
    """Return whether heirs of a claim that is filed can be named or put right by who acts."""
    after_death = view.acting is not None and view.acting.is_after_death
    return after_death and view.state is not ClaimState.DRAFT and view.state in CORRECTABLE


def may_claim(answer: Eligibility) -> bool:
    """Return whether the person may claim, whatever is said of the account."""
    return not _stops(answer, account=False)


def uploads(view: ClaimView) -> tuple[PaperView, ...]:
    """Return the papers that the participant sends before the talk."""
    return tuple(paper for paper in view.papers if paper.asked.how is HowGiven.UPLOAD)


def documents_of(view: ClaimView) -> dict[str, DocumentView]:
    """Return the current documents of a claim by kind of paper."""
    return {one.kind: one for one in current(subject_id=view.id)}


def is_open(paper: PaperView, documents: dict[str, DocumentView]) -> bool:
    """Return whether the participant still has to do something: send it, or decide on a blurred one."""
    document = documents.get(paper.asked.kind)
    if document is None or paper.document_id is None:
        return True
    return document.verdict is Readable.BLURRED and not document.left_to_officer


def draft_page(
    page: str, *, also_filed: bool = False
) -> Callable[
    [Callable[Concatenate[LapakRequest, ClaimView, Rest], HttpResponse]],
    Callable[Concatenate[LapakRequest, Rest], HttpResponse],
]:
    """Give the view the session's draft; send on who is too early here, or has submitted already.

    With `also_filed` the people of a claim made after a death may be put right until it is decided on.
    """

    def wrap(
        view: Callable[Concatenate[LapakRequest, ClaimView, Rest], HttpResponse],
    ) -> Callable[Concatenate[LapakRequest, Rest], HttpResponse]:
        @wraps(view)
        def open_page(request: LapakRequest, /, *rest: Rest.args, **named: Rest.kwargs) -> HttpResponse:
            draft = draft_of(request)
            if draft is None:
                return redirect("participant:identity")
            if draft.state is not ClaimState.DRAFT:
                if also_filed and may_change_people(draft):
                    return view(request, draft, *rest, **named)
                return redirect("participant:track")
            first_open = next_page(draft)
            if PAGES.index(page) > PAGES.index(first_open):
                return redirect(f"participant:{first_open}")
            return view(request, draft, *rest, **named)

        return open_page

    return wrap


def draft_of(request: LapakRequest) -> ClaimView | None:
    """Return the claim that the session is bound to, None without one."""
    if request.subject_id is None:
        return None
    try:
        return claim(claim_id=request.subject_id, now=utc_now())
    except NotFound:
        return None


def _stops(answer: Eligibility, *, account: bool) -> bool:
    """Return whether something of the account, or something else, keeps the person from claiming."""
    if answer.verdict is Verdict.MAY_CLAIM:
        return False
    against = (*answer.of_weight(Weight.BLOCKS), *answer.of_weight(Weight.WAITS))
    return any(finding.code.startswith(_ACCOUNT_FINDING) is account for finding in against)
