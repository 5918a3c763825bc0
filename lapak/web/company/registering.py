"""A company registers; its representative brings what is missing before anything may be filed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.collective.operations import mandates
from lapak.collective.operations.registering import Registration
from lapak.collective.queries.mandates import MandateView, mandate_of
from lapak.collective.queries.workers import rosters_of
from lapak.collective.rules.mandates import Lack, Revocation
from lapak.collective.steps.registering import register_company
from lapak.documents.rules.files import DocumentRefused
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, InvalidInput
from lapak.limits.rules import TooOften
from lapak.people.rules import Role
from lapak.web import limits
from lapak.web.access import public, staff
from lapak.web.company.forms import FIGURES, PaperForm, RegistrationForm, SizeForm, TermForm
from lapak.web.company.words import SIZES
from lapak.web.messages import put_on_form, sentence
from lapak.web.requests import LapakRequest
from lapak.web.uploads import content_of

REGISTRATIONS = limits.IDENTITIES


@public
@require_http_methods(["GET", "POST"])
def register(request: LapakRequest) -> HttpResponse:
    """Return the registration; posted, make the account and go to the sign-in."""
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.take(request, REGISTRATIONS)
            register_company(given=_registration(form.cleaned_data), now=utc_now())
        except TooOften as refusal:
            return limits.too_often(request, refusal)
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("Akun dibuat. Masuk, lalu lengkapi surat kuasa."))
            return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('company:home')}")
    return render(request, "company/register.html", {"form": form}, status=422 if form.errors else 200)


@staff(Role.REPRESENTATIVE)
@require_GET
def home(request: LapakRequest) -> HttpResponse:
    """Return what is still missing, and the lists of workers handed in so far."""
    return _home(request)


@staff(Role.REPRESENTATIVE)
@require_POST
def give_letter(request: LapakRequest) -> HttpResponse:
    """Keep the scanned power of attorney."""
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            mandates.give_letter(
                content=content_of(form.cleaned_data["paper"]), actor=request.actor, now=utc_now()
            )
        except DomainError as refusal:
            form.add_error("paper", sentence(refusal))
        else:
            return _said(request, _("Surat kuasa terkirim. Petugas memeriksanya."))
    return _home(request, letter=form)


@staff(Role.REPRESENTATIVE)
@require_POST
def sign_pledge(request: LapakRequest) -> HttpResponse:
    """Keep that the statement of no misuse was signed."""
    if request.POST.get("agrees") != "yes":
        messages.warning(request, _("Centang pernyataannya dulu, lalu tanda tangani."))
        return redirect("company:home")
    return _done(
        request,
        lambda: mandates.sign_pledge(actor=request.actor, now=utc_now()),
        _("Pernyataan ditandatangani."),
    )


@staff(Role.REPRESENTATIVE)
@require_POST
def state_size(request: LapakRequest) -> HttpResponse:
    """Keep the figures of the company with their paper."""
    form = SizeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            sized = mandates.state_size(
                figures=form.cleaned_data["figures"],
                content=content_of(form.cleaned_data["paper"]),
                actor=request.actor,
                now=utc_now(),
            )
        except DocumentRefused as refusal:
            form.add_error("paper", sentence(refusal))
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            return _said(request, _("Skala usaha: %(size)s.") % {"size": SIZES[sized.size]})
    return _home(request, size=form)


@staff(Role.REPRESENTATIVE)
@require_POST
def renew(request: LapakRequest) -> HttpResponse:
    """Begin a new power of attorney."""
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            mandates.renew(
                valid_from=form.cleaned_data["valid_from"],
                valid_until=form.cleaned_data["valid_until"],
                actor=request.actor,
                now=utc_now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            return _said(request, _("Surat kuasa baru dicatat. Unggah suratnya, tanda tangani pernyataan."))
    return _home(request, term=form)


@staff(Role.REPRESENTATIVE)
@require_POST
def lay_down(request: LapakRequest) -> HttpResponse:
    """End the own power of attorney."""
    mandate = _own(request)
    return _done(
        request,
        lambda: mandates.revoke(
            mandate_id=mandate.id, why=Revocation.LAID_DOWN, actor=request.actor, now=utc_now()
        ),
        _("Kuasa diletakkan. Klaim yang sudah diajukan tetap berjalan."),
    )


def _home(
    request: LapakRequest,
    *,
    letter: PaperForm | None = None,
    size: SizeForm | None = None,
    term: TermForm | None = None,
) -> HttpResponse:
    mandate = _own(request)
    forms = (letter, size, term)
    context = {
        "mandate": mandate,
        "company": mandate,
        "lacks": [{"code": lack, "sentence": sentence(DomainError(lack))} for lack in mandate.lacks],
        "ended": {Lack.REVOKED, Lack.EXPIRED} & set(mandate.lacks),
        "figures": [(FIGURES[name], value) for name, value in mandate.size.figures.items()]
        if mandate.size
        else [],
        "size_word": SIZES[mandate.size.size] if mandate.size else "",
        "letter_form": letter or PaperForm(),
        "size_form": size or SizeForm(),
        "term_form": term or TermForm(),
        "rosters": rosters_of(company_id=mandate.company_id) if mandate.may_see_lists else (),
        "page_url": reverse("company:home"),
    }
    status = 422 if any(form is not None and form.errors for form in forms) else 200
    return render(request, "company/home.html", context, status=status)


def figures_of(mandate: MandateView) -> list[tuple[Any, int]]:
    """Return the figures a company stated last, with their names."""
    return [(FIGURES[name], value) for name, value in mandate.size.figures.items()] if mandate.size else []


def _own(request: LapakRequest) -> MandateView:
    mandate = mandate_of(account_id=int(request.actor.id), now=utc_now())
    assert mandate is not None  # accounts of this role are made with one
    return mandate


def _done(request: LapakRequest, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("company:home")
    return _said(request, said)


def _said(request: LapakRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("company:home")


def _registration(given: dict[str, Any]) -> Registration:
    try:
        branch_id = UUID(given["branch_id"]) if given["branch_id"] else None
    except ValueError:
        raise InvalidInput("branch_missing") from None
    names = ("npp", "company", "name", "nik", "email", "phone", "password", "valid_from", "valid_until")
    return Registration(branch_id=branch_id, **{name: given[name] for name in names})
