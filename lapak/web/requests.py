"""The request as our views see it, after the gate has let it in."""

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lapak.kernel.actors import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from lapak.offices.queries import DeviceView
    from lapak.people.queries import StaffView


class LapakRequest(HttpRequest):
    """What the gate adds: who acts, and the claim, device or staff member it found."""

    actor: Actor
    subject_id: UUID | None
    device: "DeviceView | None"
    staff: "StaffView | None"
    htmx: "HtmxDetails"


def text_given(request: HttpRequest, name: str) -> str:
    """Return what was written in a field; empty for what cannot be kept as text, such as a NUL."""
    try:
        return str(forms.CharField(required=False).clean(request.POST.get(name, "")))
    except ValidationError:
        return ""
