"""What stands before every page: request id, policy, gate, and a plain word when the database is away."""

import re
from collections.abc import Callable
from random import randrange
from typing import Any
from uuid import UUID, uuid4

import structlog
from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from psycopg_pool import PoolTimeout

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.offices.queries import device_by_secret
from lapak.people.queries import has_second_factor, lets_in, staff_member
from lapak.web.access import Access, access_of

AWAY = (OperationalError, PoolTimeout)
Respond = Callable[[HttpRequest], HttpResponse]
DEVICE_COOKIE = "lapak_device"
PARTICIPANT_KEY = "participant_subject"
HANDED_OVER_KEY = "handed_over"  # the id of the access by which a phone was let in for one visit
_REQUEST_ID = re.compile(r"[\w-]{8,64}")


class RequestId:
    """Gives every request an id that its log lines and its calls to other systems carry."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.respond(request)
        response["X-Request-ID"] = request_id
        return response


class OnePolicy:
    """Sends the Content-Security-Policy, worked out once: no page has one of its own, none has a nonce."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response[HEADER] = self.policy
        return response


class DatabaseAway:
    """Answers 503 in plain words while the database restarts; what was entered is still in the form."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request) if isinstance(exception, AWAY) else None


class Gate:
    """Lets a request through to a view only if the view's declared access fits who asks."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say no more of what does not exist than of what is not for who asks."""
        if isinstance(exception, NotFound | NotAllowed):
            return _closed(request, status=404 if isinstance(exception, NotFound) else 403)
        return None

    def process_view(
        self, request: Any, view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        access = access_of(view=view, url_name=match.url_name, namespaces=match.namespaces)
        try:
            _identify(request, access)
        except AWAY:  # what fails here never reaches `process_exception`
            return unavailable(request)
        if access is None:
            return _closed(request)
        request.actor = _actor(request, access)
        if request.actor is None:
            return _ask_to_enter(request, access)
        return _second_factor_first(request, access)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the page that says the service is restarting; one that was only looked at tries again itself."""
    again = 3 + randrange(10) if request.method == "GET" else 0  # noqa: S311 spreads load, keeps no secret
    response = render(request, "base/unavailable.html", {"again": again}, status=503)
    response["Retry-After"] = "3"
    return response


def _identify(request: Any, access: Access | None) -> None:
    secret = request.COOKIES.get(DEVICE_COOKIE, "")
    request.device = device_by_secret(secret=secret) if secret else None
    request.staff = staff_member(id=request.user.pk) if request.user.is_authenticated else None
    subject = request.session.get(PARTICIPANT_KEY)
    request.subject_id = UUID(subject) if subject and _knows_phone(request, access) else None


def _knows_phone(request: Any, access: Access | None) -> bool:
    """Return whether this page knows the phone: the own one always, one let in on pages of its visit."""
    handed_over = request.session.get(HANDED_OVER_KEY)
    if not handed_over:
        return True
    return access is not None and access.on_visit and lets_in(access_id=UUID(handed_over), now=utc_now())


def _actor(request: Any, access: Access) -> Actor | None:
    """Return who acts on this page, or None when the page is not for them."""
    candidates = {
        "staff": _staff_actor(request, access.roles),
        "device": _device_actor(request, access.roles),
        "participant": _participant_actor(request),
    }
    if access.audience == "public":
        return candidates["participant"] or Actor.participant(subject_id="anonymous")
    if access.audience == "desk_or_visit":
        return next((actor for actor in candidates.values() if actor), None)
    return candidates[access.audience]


def _staff_actor(request: Any, roles: frozenset[str]) -> Actor | None:
    member = request.staff
    allowed = sorted(roles & member.roles) if member and roles else sorted(member.roles) if member else []
    return Actor.staff(staff_id=member.id, role=allowed[0]) if allowed else None


def _device_actor(request: Any, kinds: frozenset[str]) -> Actor | None:
    device = request.device
    if device is None or (kinds and device.kind not in kinds):
        return None
    return Actor.device(device_id=device.id, role=device.kind)


def _participant_actor(request: Any) -> Actor | None:
    return Actor.participant(subject_id=request.subject_id) if request.subject_id else None


def _closed(request: HttpRequest, *, status: int = 403) -> HttpResponse:
    return render(request, "base/closed.html", status=status)


def _ask_to_enter(request: Any, access: Access) -> HttpResponse:
    if access.audience == "staff" and request.staff is None and request.method == "GET":
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if access.audience == "device" and request.device is None and request.method == "GET":
        return HttpResponseRedirect(reverse("booth:pair"))
    if access.audience == "participant" and request.method == "GET":
        return HttpResponseRedirect(reverse("participant:find"))
    return _closed(request)


def _second_factor_first(request: Any, access: Access) -> HttpResponse | None:
    needed = settings.STAFF_SECOND_FACTOR_REQUIRED and access.audience == "staff"
    name = request.resolver_match.url_name or ""
    if not needed or name.startswith(("mfa_", "account_")) or has_second_factor(id=request.staff.id):
        return None
    return HttpResponseRedirect(reverse("mfa_activate_totp"))
