"""The three addresses of a call, the same for both sides: send to the other, sign of life, state."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from lapak.calls import operations, queries
from lapak.calls.rules.mail import MailKind
from lapak.collective.operations.talking import representative_in_call
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from lapak.people.rules import Role
from lapak.web.access import desk_or_visit
from lapak.web.requests import LapakRequest

MOST_BYTES_PER_BEAT = 2**33
_STATUS = ((NotFound, 404), (Conflict, 409), (InvalidInput, 422))


class MailForm(forms.Form):
    """One message of the negotiation, as the sending side posts it."""

    kind = forms.TypedChoiceField(choices=[(kind, kind) for kind in MailKind], coerce=MailKind)
    epoch = forms.IntegerField(min_value=0)
    body = forms.JSONField()

    def clean_body(self) -> dict[str, Any]:
        """Return the body; only a JSON object is one."""
        body = self.cleaned_data["body"]
        if not isinstance(body, dict):
            raise forms.ValidationError("mail_malformed")
        return body


class BeatForm(forms.Form):
    """A sign of life with what the connection carried since the last one."""

    connected = forms.BooleanField(required=False)
    first_picture = forms.BooleanField(required=False)
    bytes_received = forms.IntegerField(min_value=0, max_value=MOST_BYTES_PER_BEAT)


def _refusals_as_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def respond(request: HttpRequest, call_id: UUID) -> HttpResponse:
        try:
            return view(request, call_id)
        except DomainError as refusal:
            status = next((code for kind, code in _STATUS if isinstance(refusal, kind)), 403)
            return JsonResponse({"code": refusal.code}, status=status)

    return respond


@desk_or_visit
@require_POST
@_refusals_as_json
def send(request: LapakRequest, call_id: UUID) -> HttpResponse:
    """Pass a message on; 404 for strangers, 409 when the mode changed meanwhile, 422 when it may not pass."""
    actor = _actor_on(request=request, call_id=call_id, side=request.POST.get("side", ""))
    form = MailForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("mail_malformed")
    mail_id = operations.post(call_id=call_id, actor=actor, now=utc_now(), **form.cleaned_data)
    return JsonResponse({"id": mail_id})


@desk_or_visit
@require_POST
@_refusals_as_json
def beat(request: LapakRequest, call_id: UUID) -> HttpResponse:
    """Note a sign of life and return mode, epoch and state: a page that missed an event catches up."""
    actor = _actor_on(request=request, call_id=call_id, side=request.POST.get("side", ""))
    form = BeatForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("beat_malformed")
    now, told = utc_now(), form.cleaned_data
    heartbeat = operations.Heartbeat(connected=told["connected"], bytes_received=told["bytes_received"])
    call = operations.heartbeat(call_id=call_id, beat=heartbeat, actor=actor, now=now)
    if told["first_picture"]:
        operations.report_first_picture(call_id=call_id, actor=actor, now=now)
    return JsonResponse({"mode": call.mode, "epoch": call.epoch, "state": call.state})


@desk_or_visit
@require_GET
@_refusals_as_json
def state(request: LapakRequest, call_id: UUID) -> HttpResponse:
    """Return mode, epoch and how to reach the other side, relay credentials included."""
    actor = _actor_on(request=request, call_id=call_id, side=request.GET.get("side", ""))
    side = queries.side_of(call_id=call_id, actor=actor)
    call = queries.call(call_id=call_id)
    if side is None or call is None:  # it ended between the two looks
        raise NotFound("call_unknown")
    ice = queries.ice_servers(call_id=call_id, side=side, now=utc_now())
    return JsonResponse(
        {
            "mode": call.mode,
            "epoch": call.epoch,
            "state": call.state,
            "side": side,
            "participant_kind": call.participant_kind,
            "ice": queries.ice_wire_form(ice=ice),
        }
    )


def _actor_on(*, request: LapakRequest, call_id: UUID, side: str) -> Actor:
    """Return as whom the request speaks on the side it names; one browser may hold several identities.

    Raises NotFound when none of them is on that side of the call.
    """
    for actor in _identities(request):
        if queries.side_of(call_id=call_id, actor=actor) == side:
            return actor
    raise NotFound("call_unknown")


def _identities(request: LapakRequest) -> Iterator[Actor]:
    if request.staff and Role.OFFICER in request.staff.roles:
        yield Actor.staff(staff_id=request.staff.id, role=Role.OFFICER)
    if request.staff and Role.REPRESENTATIVE in request.staff.roles:
        yield representative_in_call(account_id=request.staff.id)
    if request.device:
        yield Actor.device(device_id=request.device.id)
    if request.subject_id:
        yield Actor.participant(subject_id=request.subject_id)
