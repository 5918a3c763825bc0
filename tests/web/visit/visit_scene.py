"""Booths, phones and an officer at one desk, for tests of what the participant's screens show."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.desk.models import Place
from lapak.desk.operations import focus, hold, open_desk, set_stage
from lapak.desk.rules.stages import Stage
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import secret_hash
from lapak.offices.models import Device
from lapak.people.models import StaffMember
from lapak.web.middleware import DEVICE_COOKIE, PARTICIPANT_KEY
from tests.operations.desk.desk_world import World, acting, claim_of, officer, place_of, world


@dataclass
class VisitScene:
    """One branch with an officer whose desk is open."""

    world: World
    member: StaffMember
    desk_id: UUID

    @property
    def officer(self) -> Actor:
        """The officer of the desk."""
        return acting(self.member)

    def claim(self, number: int, /, **facts: Any) -> Claim:
        """Return a claim of the person with that number."""
        return claim_of(self.world.branch, number, utc_now(), **facts)

    def sit_down(self, claim: Claim, *, channel: str = "onsite") -> Place:
        """Let the person arrive and be placed at the desk."""
        return place_of(self.world.arrive(claim, utc_now(), channel=channel).ticket.id)

    def focus(self, place: Place) -> None:
        """Let the officer turn to the person."""
        focus(
            desk_id=self.desk_id,
            place_number=place.number,
            confirms_person=True,
            actor=self.officer,
            now=utc_now(),
        )

    def leave(self, place: Place) -> None:
        """Let the officer turn away from the person."""
        hold(place_id=place.pk, actor=self.officer, now=utc_now())

    def stage(self, place: Place, stage: Stage, *, step: int | None = None) -> None:
        """Let the officer say what comes next."""
        set_stage(ticket_id=place.ticket_id, stage=stage, step=step, actor=self.officer, now=utc_now())

    def booth_client(self, place: Place) -> Client:
        """Return the browser of the booth the person sits in."""
        return self.screen(Device.objects.get(pk=place.device_id))

    def screen(self, device: Device) -> Client:
        """Return the browser of a device."""
        secret = f"secret of {device.pk}"
        Device.objects.filter(pk=device.pk).update(secret_hash=secret_hash(secret=secret))
        client = Client()
        client.cookies[DEVICE_COOKIE] = secret
        return client

    def phone_client(self, claim: Claim) -> Client:
        """Return the phone of the owner of a claim."""
        client = Client()
        session = client.session
        session[PARTICIPANT_KEY] = str(claim.pk)
        session.save()
        return client


def visit_scene(now: datetime, **branch: Any) -> VisitScene:
    """Return a branch whose officer has a desk open with six places."""
    place = world(now, **branch)
    member = officer(place.branch)
    desk_id = open_desk(officer_id=member.pk, places=6, actor=acting(member), now=now)
    return VisitScene(place, member, desk_id)


def work_address(ticket_id: UUID, task: str) -> str:
    """Return where a form of the visit is sent."""
    return reverse("participant:visit_work", kwargs={"ticket_id": ticket_id, "task": task})


def text_of(response: Any, part: str = "") -> str:
    """Return the words of a page, or of one part of a fragment, without tags."""
    html = response.content.decode()
    if part:
        html = html.partition(f'data-part="{part}"')[2].partition("data-part=")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()
