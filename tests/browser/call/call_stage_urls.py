"""Two bare pages around the real modules, endpoints and live process: calls by themselves."""

from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import include, path

from lapak.calls import operations, queries
from lapak.calls.rules.modes import Mode
from lapak.journal.queries import last_id
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role
from lapak.web.access import desk_or_visit, public, staff
from lapak.web.live.tokens import issue

HERE = Path(__file__).parent
PAGE = engines["django"].from_string(
    """<!doctype html><meta charset="utf-8"><title>{{ side }}</title>
    <body data-token="{{ token }}" data-calls="{{ calls }}" data-kind="{{ kind }}">
    {% for call in videos %}<video id="v{{ forloop.counter0 }}" width="320" height="180"></video>{% endfor %}
    <video id="preview" width="160" height="90" autoplay muted></video>
    <script type="module" src="/uji/{{ side }}.js"></script>"""
)


def _page(request: HttpRequest, *, side: str, topic: str, calls: list[str]) -> HttpResponse:
    get_token(request)  # sets the cookie the modules read
    token = issue(topics=[topic], journal_id=last_id(), mailbox_id=queries.last_mail_id())
    context = {"side": side, "token": token, "calls": ",".join(calls), "videos": calls, "kind": "booth"}
    return HttpResponse(PAGE.render(context, request))


@staff(Role.OFFICER)
def officer(request: HttpRequest) -> HttpResponse:
    calls = request.GET["panggilan"].split(",")
    call = queries.call(call_id=UUID(calls[0]))
    return _page(request, side="officer", topic=call.officer_topic, calls=calls)


@desk_or_visit
def participant(request: HttpRequest, call_id: UUID) -> HttpResponse:
    call = queries.call(call_id=call_id)
    return _page(request, side="participant", topic=call.participant_topic, calls=[str(call_id)])


@public
def script(request: HttpRequest, side: str) -> FileResponse:
    return FileResponse((HERE / f"stage_{side}.js").open("rb"), content_type="text/javascript")


@staff(Role.OFFICER)
def set_modes(request: HttpRequest) -> JsonResponse:
    """Set modes as the desk will: {call: mode} in, {call: {mode, epoch}} out."""
    modes = {UUID(call): Mode(mode) for call, mode in request.POST.items()}
    actor = Actor.staff(staff_id=request.staff.id, role=Role.OFFICER)
    epochs = operations.set_modes(modes=modes, actor=actor, now=utc_now())
    return JsonResponse({str(id): {"mode": modes[id], "epoch": epoch} for id, epoch in epochs.items()})


urlpatterns = [
    path("uji/officer/", officer),
    path("uji/participant/<uuid:call_id>/", participant),
    path("uji/mode/", set_modes),
    path("uji/<str:side>.js", script),
    path("", include("lapak.config.urls")),
]
