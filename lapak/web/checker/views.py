"""The pages of the second pair of eyes: the queue, one case beside it, and what was decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lapak.claims.operations.looking import open_for_check
from lapak.claims.programmes import programme
from lapak.claims.queries.checking import checkers_queue
from lapak.claims.queries.checking import decided as decided_in
from lapak.claims.queries.claim import claim as claim_view
from lapak.claims.queries.samples import waits_for_look
from lapak.claims.rules.claim_moves import FourEyesRefused
from lapak.claims.rules.kin import KinRefused
from lapak.claims.rules.workflow import ReasonKind, reasons
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.offices.queries import branch
from lapak.people.queries import StaffView
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.case import SHOWN, case_of, queue_items
from lapak.web.checker.forms import DecisionForm, LookForm, RejectForm
from lapak.web.checker.words import ORDERS, RETURNS, SENT_BACK, STATES, words
from lapak.web.requests import LapakRequest


@staff(Role.CHECKER)
@require_GET
def queue(request: LapakRequest) -> HttpResponse:
    """Return the queue without an open case: opening one is a look, so the checker chooses it."""
    return render(request, "checker/queue.html", _beside(request, None, utc_now()))


@staff(Role.CHECKER)
@require_GET
def waiting(request: LapakRequest) -> HttpResponse:
    """Return the list alone, for a page that heard of a change; `klaim` names the case it shows."""
    try:
        here = UUID(request.GET.get("klaim", ""))
    except ValueError:
        here = None
    return render(request, "checker/_queue.html", _beside(request, here, utc_now()))


@staff(Role.CHECKER)
@require_GET
def decided(request: LapakRequest) -> HttpResponse:
    """Return what the branch's checkers decided lately, and where each payment stands."""
    member = checker(request)
    assert member.branch_id is not None  # `checker` made sure
    rows = [
        {"decided": one, "state": words(STATES, one.row.state), "is_own": one.row.officer_id == member.id}
        for one in decided_in(branch_id=member.branch_id)
    ]
    queue = checkers_queue(branch_id=member.branch_id, checker_id=member.id, now=utc_now())
    context = {"rows": rows, "for_others": queue.for_others, "branch": branch(branch_id=member.branch_id)}
    return render(request, "checker/decided.html", context)


@staff(Role.CHECKER)
@require_GET
def claim(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Return one case; the look is recorded."""
    return case_page(request, claim_id)


def case_page(
    request: LapakRequest,
    claim_id: UUID,
    *,
    form: DecisionForm | None = None,
    status: int = 200,
    look_wrong: str = "",
    look_written: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the page of a case; with a `form` that was refused, as it was filled in.

    Who had the claim as officer gets 403, a claim of another branch 404, both in plain words.
    """
    now = utc_now()
    try:
        open_for_check(claim_id=claim_id, actor=request.actor, now=now)
    except FourEyesRefused:
        return _refused(request, "own", 403, now)
    except KinRefused:
        return _refused(request, "kin", 403, now)
    except NotFound:
        return _refused(request, "unknown", 404, now)
    view = claim_view(claim_id=claim_id, now=now)
    if view.state not in SHOWN:
        return _refused(request, "elsewhere", status, now, state=words(STATES, view.state))
    case = case_of(request=request, claim_id=claim_id, now=now)
    form = _with_version(form, view.version)
    context = {
        **_beside(request, claim_id, now),
        "case": case,
        "form": form,
        "reject_form": form
        if isinstance(form, RejectForm)
        else RejectForm(programme=programme(view.programme)),
        "look_reasons": LookForm.REASONS,
        "may_look": waits_for_look(claim_id=claim_id, staff_id=checker(request).id),
        "finding_reasons": reasons(ReasonKind.SAMPLE_FINDING),
        "look_wrong": look_wrong,
        "look_written": look_written or {"reason": "", "note": ""},
        "orders": [_order_words(order) for order in case.claim.orders],
        "topics": [f"checks:{view.branch_id}", f"claim:{claim_id}"],
    }
    return render(request, "checker/case.html", context, status=status)


def checker(request: LapakRequest) -> StaffView:
    """Return who is signed in. Raises PermissionDenied for staff of no branch."""
    assert request.staff is not None  # the gate let only staff in
    if request.staff.branch_id is None:
        raise PermissionDenied("A checker belongs to a branch.")
    return request.staff


def _beside(request: LapakRequest, here: UUID | None, now: datetime) -> dict[str, Any]:
    """Return what every page of the queue needs."""
    member = checker(request)
    assert member.branch_id is not None  # `checker` made sure
    items, queue = queue_items(branch_id=member.branch_id, checker_id=member.id, now=now)
    others = [item.waiting.row.id for item in items if item.waiting.row.id != here]
    return {
        "items": items,
        "own": queue.own,
        "kin": queue.kin,
        "for_others": queue.for_others,
        "here": here,
        "next_id": others[0] if others else None,
        "me": member,
        "zone": branch(branch_id=member.branch_id).timezone,
        "topics": [f"checks:{member.branch_id}"],
    }


def _refused(request: LapakRequest, why: str, status: int, now: datetime, *, state: str = "") -> HttpResponse:
    context = {**_beside(request, None, now), "why": why, "state": state}
    return render(request, "checker/refused.html", context, status=status)


def _with_version(form: DecisionForm | None, version: int) -> DecisionForm:
    """Return a form that decides on what is shown now, with what was written kept."""
    if form is None:
        return DecisionForm(initial={"version": version})
    form.data = {**form.data.dict(), "version": version} if isinstance(form.data, QueryDict) else form.data
    return form


def _order_words(order: Any) -> dict[str, Any]:
    return {
        "order": order,
        "state": words(ORDERS, order.state),
        "reason": words({**SENT_BACK, **RETURNS}, order.return_reason) if order.return_reason else "",
    }
