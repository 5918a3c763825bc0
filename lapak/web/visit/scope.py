"""Whose visit this is: every page and every press of a visit goes through here first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.http import Http404

from lapak.claims.queries.claim import ClaimView, claim
from lapak.desk.queries import VisitView, visit_of_device, visit_view
from lapak.kernel.actors import Actor
from lapak.web.middleware import HANDED_OVER_KEY
from lapak.web.requests import LapakRequest


class Surface(StrEnum):
    """Where the person reads: a booth's screen, the phone of the call, or the own phone beside a booth."""

    BOOTH = "booth"
    PHONE = "phone"
    COMPANION = "companion"


@dataclass(frozen=True)
class Scope:
    """A visit, and as whom this browser takes part in it."""

    visit: VisitView
    actor: Actor
    surface: Surface

    @property
    def has_call(self) -> bool:
        """Whether picture and sound are on this screen."""
        return self.surface is not Surface.COMPANION

    def claim(self, *, now: datetime) -> ClaimView:
        """Return the claim of this visit."""
        return claim(claim_id=self.visit.claim_id, now=now)

    @property
    def topics(self) -> tuple[str, ...]:
        """The streams this screen follows: its own visit and claim, nothing else."""
        return (f"visit:{self.visit.ticket_id}", f"claim:{self.visit.claim_id}")


def scope_of(*, request: LapakRequest, ticket_id: UUID) -> Scope:
    """Return the visit and the side of it this browser is on.

    A booth has the one visit at its own screen, a person those of the own claim. Raises Http404 for all
    others, so that a stranger cannot even tell which visits exist.
    """
    visit = visit_view(ticket_id=ticket_id)
    if visit is None:
        raise Http404
    device = request.device
    if device and visit.state == "at_desk" and visit_of_device(device_id=device.id) == ticket_id:
        return Scope(visit, Actor.device(device_id=device.id, role=device.kind), Surface.BOOTH)
    if request.subject_id is not None and request.subject_id == visit.claim_id:
        surface = Surface.PHONE if visit.participant_kind == "phone" else Surface.COMPANION
        return Scope(visit, Actor.participant(subject_id=request.subject_id), surface)
    raise Http404


def was_handed_over(*, request: LapakRequest) -> bool:
    """Return whether this phone was let in by the code on a booth's screen."""
    return bool(request.session.get(HANDED_OVER_KEY))
