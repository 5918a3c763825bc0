"""Screens that are paired, and people who have an appointment or come without one."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client

from lapak.booking.models import Booking, Slot
from lapak.booking.queries import arrival_qr, person_key
from lapak.claims.models import Claim
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.numbers import claim_number
from lapak.offices.operations import begin_pairing, confirm_pairing
from lapak.offices.queries import BranchView, booths
from lapak.queueing.operations import arrive
from lapak.queueing.queries import TicketView
from lapak.web.middleware import DEVICE_COOKIE

HEAD = Actor.staff(staff_id=1, role="branch_head")
NIK = "3603451205900001"


@dataclass(frozen=True)
class Expected:
    """Somebody with an appointment."""

    claim_id: UUID
    number: str
    qr: str


def pair(client: Client, branch: BranchView, kind: str) -> Client:
    started = begin_pairing(now=utc_now())
    booth = booths(branch_id=branch.id)[0].id if kind == "booth" else None
    confirm_pairing(
        code=started.code, kind=kind, branch_id=branch.id, booth_id=booth, actor=HEAD, now=utc_now()
    )
    client.cookies[DEVICE_COOKIE] = started.secret
    return client


def expect(branch: BranchView, *, in_minutes: int, nik: str = NIK, name: str = "Hartono Susilo") -> Expected:
    """Let somebody have filed a claim and booked a time that lies so many minutes ahead."""
    now = utc_now()
    claim = Claim.objects.create(
        id=new_id(),
        number=claim_number(filed_on=now.date(), serial=Claim.objects.count() + 1),
        channel="onsite",
        state=ClaimState.SUBMITTED,
        created_at=now,
        submitted_at=now,
        nik=nik,
        kpj="16012345302",
        name=name,
        branch_id=branch.id,
    )
    slot = Slot.objects.create(
        branch_id=branch.id,
        channel="onsite",
        starts_at=now + timedelta(minutes=in_minutes),
        minutes=30,
        capacity=4,
        taken=1,
    )
    booking = Booking.objects.create(
        slot=slot,
        subject_id=claim.pk,
        person_key=person_key(nik=nik),
        state="confirmed",
        held_at=now,
        held_until=now,
        confirmed_at=now,
    )
    return Expected(claim.pk, str(claim.number), arrival_qr(booking_id=booking.pk))


def come(branch: BranchView, *, channel: str = "onsite", name: str = "Sri Wahyuni") -> TicketView:
    return arrive(
        branch_id=branch.id,
        channel=channel,
        subject_id=new_id(),
        display_name=name,
        booking_id=None,
        due_at=None,
        priority="",
        actor=HEAD,
        now=utc_now(),
    )
