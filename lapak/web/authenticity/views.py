"""The public check of a letter: its kind, office and day, and nothing about a person.

What is on a forged sheet with a borrowed code is found by comparing: who holds it types name and figure from
it, and hears only whether both stand on the letter we made.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.numbers import InvalidNumber
from lapak.letters.queries import Checked, check, says
from lapak.letters.rules.authenticity import grouped, read_code
from lapak.limits.operations import spend
from lapak.limits.rules import Rate, TooOften
from lapak.web.access import public
from lapak.web.authenticity.forms import CompareForm, LetterCodeForm
from lapak.web.authenticity.words import ANSWERS, CODE_WRONG, KINDS
from lapak.web.limits import LOOKUPS, missed, take, too_often
from lapak.web.messages import put_on_form
from lapak.web.requests import LapakRequest

COMPARISONS = Rate("comparisons", most=6, per=timedelta(hours=1))  # of one letter, whoever asks


@public
@require_http_methods(["GET", "POST"])
def find(request: LapakRequest) -> HttpResponse:
    """Return the form for the code; posted, lead to what may be said of it."""
    form = LetterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("authenticity:letter", code=grouped(read_code(form.cleaned_data["code"])))
        except InvalidNumber as refusal:
            form.add_error("code", str(CODE_WRONG[refusal.code]))
    return render(request, "authenticity/find.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_GET
def letter(request: LapakRequest, code: str) -> HttpResponse:
    """Return whether the letter is ours and still counts; 404 for a code we never printed, 429 too often."""
    try:
        found = _checked(request, code)
    except TooOften as refusal:
        return too_often(request, refusal)
    form = CompareForm(has_amount=found.has_amount) if found else None
    return _page(request, code, found, form)


@public
@require_POST
def compare(request: LapakRequest, code: str) -> HttpResponse:
    """Say whether name and figure, together, are those of the letter; few tries for each letter."""
    try:
        found = _checked(request, code)
    except TooOften as refusal:
        return too_often(request, refusal)
    if found is None:
        return _page(request, code, None, None)
    form = CompareForm(request.POST, has_amount=found.has_amount)
    if not form.is_valid():
        return _page(request, code, found, form, status=422)
    try:
        spend(rate=COMPARISONS, who=str(found.letter_id), now=utc_now())
    except TooOften as refusal:
        put_on_form(form, refusal)
        return _page(request, code, found, form, status=429)
    agrees = says(
        letter_id=found.letter_id, name=form.cleaned_data["name"], figure=form.cleaned_data["figure"]
    )
    return _page(request, code, found, form, agrees=agrees)


def _checked(request: LapakRequest, code: str) -> Checked | None:
    """Return what may be said of a code, None for one that is not ours. Raises TooOften."""
    take(request, LOOKUPS)
    try:
        found = check(code=read_code(code))
    except InvalidNumber:
        return None  # mistyped: no guess could pass the check letter so
    if found is None:
        missed(request, LOOKUPS)
    return found


def _page(
    request: LapakRequest,
    code: str,
    found: Checked | None,
    form: CompareForm | None,
    *,
    agrees: bool | None = None,
    status: int = 200,
) -> HttpResponse:
    facts: dict[str, Any] = {
        "code": code.upper(),
        "found": found,
        "answer": ANSWERS[found.authenticity if found else None],
        "kind": KINDS[found.kind] if found else "",
        "form": form,
        "agrees": agrees,
    }
    return render(request, "authenticity/letter.html", facts, status=status if found else 404)
