"""The page that offers every role in one click, and the outbox that everybody may read.

Nothing here exists in production: the addresses are published by the demonstration's settings only.
"""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.queries.find import latest_claim_of
from lapak.demonstration.core import personas
from lapak.demonstration.finished import PERSON
from lapak.demonstration.models import KnownDevice, SentMail
from lapak.demonstration.tasks import bring_robots as bring_robots_task
from lapak.kernel.clock import utc_now
from lapak.people.operations import issue_link
from lapak.web.access import public
from lapak.web.middleware import DEVICE_COOKIE

DEVICE_PAGES = {"bilik": "booth:home", "papan": "board:board", "pintu": "tablet:door"}
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600
NEWEST = 100


@public
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Return the page with every role in one click and a short "try this"."""
    origin = _Origins(request)
    slugs = (
        KnownDevice.objects.filter(slug__startswith="bilik").order_by("slug").values_list("slug", flat=True)
    )
    booths = [
        {
            "name": _("Bilik %(number)s") % {"number": slug.split("-")[1]},
            "url": origin[slug] + reverse("demonstration:become_device", args=[slug]),
        }
        for slug in slugs
    ]
    return render(request, "demonstration/roles.html", {"origin": origin, "booths": booths})


@public
@require_GET
def become_staff(request: HttpRequest, username: str) -> HttpResponse:
    """Sign this browser in as a member of the demonstration's staff and go to their work."""
    person = get_object_or_404(get_user_model(), username=username, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse(settings.LOGIN_REDIRECT_URL))


@public
@require_GET
def become_device(_request: HttpRequest, slug: str) -> HttpResponse:
    """Make this browser the paired device `slug` and go to its screen."""
    known = get_object_or_404(KnownDevice, slug=slug)
    response = HttpResponseRedirect(reverse(DEVICE_PAGES[slug.split("-")[0]]))
    response.set_cookie(
        DEVICE_COOKIE, known.secret, max_age=DEVICE_COOKIE_SECONDS, httponly=True, samesite="Lax"
    )
    return response


@public
@require_GET
def devices(_request: HttpRequest) -> HttpResponse:
    """Return the devices of the demonstration branch for the robots: {slug: secret}."""
    return JsonResponse(dict(KnownDevice.objects.values_list("slug", "secret")))


@public
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Return the invented people whom a visitor may play, with all that the forms ask."""
    return render(request, "demonstration/people.html", {"people": personas()})


@public
@require_GET
def people_json(_request: HttpRequest) -> HttpResponse:
    """Return the same people for the robots."""
    return JsonResponse({"people": personas()})


@public
@require_GET
def finished(_request: HttpRequest) -> HttpResponse:
    """Open the claim that is through as its person would; before there is one, the role page."""
    nik = next((one["nik"] for one in personas() if one["code"] == PERSON), "")
    claim_id = latest_claim_of(nik=nik) if nik else None
    if claim_id is None:
        return HttpResponseRedirect(reverse("demonstration:roles"))
    secret = issue_link(subject_id=claim_id, now=utc_now())
    return HttpResponseRedirect(reverse("participant:open_link", args=[secret]))


@public
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """Return the list of mails that would have been sent, newest first."""
    rows = SentMail.objects.order_by("-sent_at")[:NEWEST]
    return render(request, "demonstration/mail.html", {"mails": rows})


@public
@require_GET
def one_mail(request: HttpRequest, id: UUID) -> HttpResponse:
    """Return one mail, its links ready to click."""
    return render(request, "demonstration/one_mail.html", {"mail": get_object_or_404(SentMail, pk=id)})


@public
@require_GET
def mail_json(request: HttpRequest) -> HttpResponse:
    """Return the newest mails to one address for the robots, newest first."""
    rows = SentMail.objects.filter(to=request.GET.get("to", "")).order_by("-sent_at")[:10]
    return JsonResponse({"mails": [{"subject": row.subject, "body": row.body} for row in rows]})


@public
@require_POST
def bring_robots(request: HttpRequest) -> HttpResponse:
    """Ask the worker to bring six robot participants to the branch, and say so."""
    bring_robots_task.defer(asked_at=utc_now().isoformat())
    return render(request, "demonstration/robots.html", {"sentence": _("Enam peserta robot sedang datang.")})


@public
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Return the page that shows every component of the design system."""
    names = [_("Salam"), _("KTP asli"), _("Foto wajah"), _("Tanda tangan")]
    return render(request, "components/gallery.html", {"step_names": names})


class _Origins:
    """Addresses of this server under one name per role, so that each role has cookies of its own.

    Browsers resolve every name under `localhost` to this machine; under another name all roles share one.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._host, _, port = request.get_host().partition(":")
        self._port = f":{port}" if port else ""

    def __getitem__(self, role: str) -> str:
        if role.startswith("_"):
            raise KeyError(role)
        if self._host != "localhost" and not self._host.endswith(".localhost"):
            return ""
        return f"http://{role}.localhost{self._port}"
