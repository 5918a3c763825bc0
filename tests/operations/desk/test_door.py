"""At the door: health questions, people called in vain, claims of other offices, late check-ins."""

from datetime import datetime, timedelta

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import join
from lapak.booking.queries import arrival_qr, person_key
from lapak.booking.queries import waiting as on_waiting_list
from lapak.claims.models import Claim
from lapak.desk.models import Place
from lapak.desk.operations import door as at_door
from lapak.desk.operations import no_show
from lapak.desk.operations.late_scans import LateCheckIn, admit_late
from lapak.desk.operations.sending import send_to_branch
from lapak.journal.models import Entry
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.ids import new_id
from lapak.outbox.models import Message
from lapak.queueing import operations as queueing
from lapak.queueing.models import DoorScan, KeptTurn, Ticket
from lapak.queueing.queries import screening_figures, waiting
from tests.operations.desk.desk_world import DOOR, World, claim_of, world

pytestmark = pytest.mark.django_db
NIK = "3603451205900001"
OTHER_NIK = "3603451205900002"
SYSTEM = Actor.system()


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def booked(place_world: World, claim: Claim, at: datetime, *, priority: str = "") -> str:
    """Give a claim an appointment and return its QR."""
    slot = Slot.objects.create(
        branch_id=place_world.branch.pk, channel="onsite", starts_at=at, minutes=30, capacity=4, taken=1
    )
    booking = Booking.objects.create(
        slot=slot,
        subject_id=claim.pk,
        person_key=person_key(nik=claim.nik),
        state="confirmed",
        held_at=at,
        held_until=at,
        confirmed_at=at,
        priority=priority,
    )
    return arrival_qr(booking_id=booking.pk)


@pytest.mark.parametrize("channel", ["onsite", "online"])
def test_whoever_comes_waits_for_no_other_time(place_world: World, now: datetime, channel: str) -> None:
    claim = claim_of(place_world.branch, 1, now, nik=NIK)
    join(
        branch_id=place_world.branch.pk,
        channel="onsite",
        subject_id=claim.pk,
        person_key=person_key(nik=NIK),
        actor=SYSTEM,
        now=now,
    )
    who = {"branch_id": place_world.branch.pk, "actor": DOOR, "now": now}
    if channel == "onsite":
        ticket = at_door.admit_walk_in(nik=NIK, **who).ticket
    else:
        ticket = at_door.serve_by_phone(entry=NIK, **who).ticket
    assert ticket
    assert ticket.subject_id == claim.pk
    assert on_waiting_list(subject_id=claim.pk) is None


def ask(place_world: World, now: datetime) -> None:
    queueing.set_screening(
        branch_id=place_world.branch.pk, is_on=True, questions=["Demam?", " ", "Batuk?"], actor=DOOR, now=now
    )


def admit(place_world: World, entry: str, now: datetime, **more: object) -> at_door.AtTheDoor:
    return at_door.admit(branch_id=place_world.branch.pk, entry=entry, actor=DOOR, now=now, **more)


def late(
    place_world: World, entry: str, now: datetime, *, ago: int, key: object = None, walk_in: bool = False
) -> LateCheckIn:
    return admit_late(
        branch_id=place_world.branch.pk,
        key=key or new_id(),
        entry=entry,
        is_walk_in=walk_in,
        age=minutes(ago),
        actor=DOOR,
        now=now,
    )


def test_nobody_gets_a_number_before_every_question_is_answered(place_world: World, now: datetime) -> None:
    qr = booked(place_world, claim_of(place_world.branch, 1, now), now)
    ask(place_world, now)
    assert admit(place_world, qr, now).to_ask == ("Demam?", "Batuk?")
    assert admit(place_world, qr, now, answers=[False]).to_ask
    assert not Ticket.objects.exists()
    found = admit(place_world, qr, now, answers=[False, False])
    assert found.ticket is not None
    assert admit(place_world, qr, now).was_in  # who is in already is not asked again
    assert screening_figures(branch_id=place_world.branch.pk, day=now.date()).asked == 1


def test_a_yes_leaves_no_trace_of_the_person(place_world: World, now: datetime) -> None:
    claim = claim_of(place_world.branch, 1, now)
    qr = booked(place_world, claim, now)
    ask(place_world, now)
    before = (Entry.objects.count(), Message.objects.count())
    found = admit(place_world, qr, now, answers=[True])
    assert (found.is_deferred, found.ticket) == (True, None)
    assert (Entry.objects.count(), Message.objects.count()) == before
    assert not Ticket.objects.exists()
    assert Booking.objects.get().state == "confirmed"
    figures = screening_figures(branch_id=place_world.branch.pk, day=now.date())
    assert (figures.asked, figures.deferred) == (1, 1)


def test_who_should_not_come_in_is_served_by_phone(place_world: World, now: datetime) -> None:
    claim = claim_of(place_world.branch, 1, now)
    qr = booked(place_world, claim, now)
    for _ in range(2):
        outside = at_door.serve_by_phone(branch_id=place_world.branch.pk, entry=qr, actor=DOOR, now=now)
    assert (outside.ticket.label, outside.ticket.channel, outside.ticket.waits) == (
        "D-001",
        "online",
        "phone",
    )
    assert outside.phone_code == ""  # a filed claim has its link
    walk_in = at_door.serve_by_phone(branch_id=place_world.branch.pk, entry=NIK, actor=DOOR, now=now)
    assert walk_in.ticket.channel == "online"
    assert walk_in.phone_code
    tomorrow = booked(place_world, claim_of(place_world.branch, 2, now), now + timedelta(days=1))
    with pytest.raises(at_door.DoorRefused, match="no_appointment_here"):
        at_door.serve_by_phone(branch_id=place_world.branch.pk, entry=tomorrow, actor=DOOR, now=now)


def test_priority_said_when_booking_is_known_at_the_door(place_world: World, now: datetime) -> None:
    qr = booked(place_world, claim_of(place_world.branch, 1, now), now, priority="ill")
    found = admit(place_world, qr, now)
    assert found.ticket is not None
    assert (found.ticket.label, found.ticket.priority) == ("P-001", "ill")


def test_who_was_called_in_vain_comes_back_by_showing_the_number(place_world: World, now: datetime) -> None:
    claim = claim_of(place_world.branch, 1, now)
    qr = booked(place_world, claim, now)
    first = admit(place_world, qr, now).ticket
    assert first is not None
    place_world.arrive(claim_of(place_world.branch, 2, now), now)
    queueing.call(ticket_id=first.id, booth_id=None, actor=DOOR, now=now)
    queueing.no_show(ticket_id=first.id, actor=SYSTEM, now=now + minutes(3))
    back = admit(place_world, qr, now + minutes(10))
    assert back.is_back
    assert back.ticket is not None
    assert (back.ticket.id, back.ticket.state) == (first.id, "waiting")
    line = waiting(branch_id=place_world.branch.pk, now=now + minutes(10))
    assert [one.id for one in line][1] == first.id


def test_a_claim_of_another_office_comes_along_when_asked(place_world: World, now: datetime) -> None:
    other = world(now, code="JYP", name="Jayapura")
    claim = claim_of(other.branch, 1, now)
    here = {"branch_id": place_world.branch.pk, "nik": claim.nik, "actor": DOOR, "now": now}
    with pytest.raises(Conflict, match="claim_elsewhere"):
        at_door.admit_walk_in(**here)
    found = at_door.admit_walk_in(**here, brings_claim=True)
    assert found.ticket is not None
    claim.refresh_from_db()
    assert (found.ticket.subject_id, claim.branch_id) == (claim.pk, place_world.branch.pk)


def test_sending_somebody_takes_claim_and_turn_along_and_tells_them(
    place_world: World, now: datetime
) -> None:
    other = world(now, code="JYP", name="Jayapura")
    claim = claim_of(place_world.branch, 1, now)
    ticket = place_world.arrive(claim, now).ticket
    send_to_branch(
        ticket_id=ticket.id,
        branch_id=place_world.branch.pk,
        to_branch_id=other.branch.pk,
        actor=DOOR,
        now=now + minutes(5),
    )
    claim.refresh_from_db()
    assert claim.branch_id == other.branch.pk
    assert KeptTurn.objects.get().branch_id == other.branch.pk
    mail = Message.objects.get(kind="mail.send")
    assert (mail.payload["template"], "Sutrisno" in str(mail.payload)) == ("sent_to_branch", False)
    there = other.arrive(claim, now + minutes(90)).ticket
    assert there.kept_turn == now + minutes(30)


def test_who_waits_outside_is_told_of_the_call(place_world: World, desk: object, now: datetime) -> None:
    claims = [claim_of(place_world.branch, number, now) for number in range(8)]
    tickets = [place_world.arrive(claim, now).ticket for claim in claims]
    outside = [one.id for one in tickets[6:]]
    for ticket in outside:
        queueing.set_waits(
            ticket_id=ticket, branch_id=place_world.branch.pk, waits="phone", actor=DOOR, now=now
        )
    assert not Message.objects.filter(payload__template="ticket_called").exists()
    at_desk = Ticket.objects.filter(state="called").order_by("number").first()
    assert at_desk is not None
    place = Place.objects.get(ticket_id=at_desk.pk, ended_at=None)
    place_world.see_booths(now + minutes(4))
    no_show(place_id=place.pk, actor=SYSTEM, now=now + minutes(4))
    told = Message.objects.get(payload__template="ticket_called")
    assert told.payload["ticket"] == str(outside[0])


def test_late_check_ins_are_judged_by_when_they_were_made(place_world: World, now: datetime) -> None:
    early = booked(place_world, claim_of(place_world.branch, 1, now), now + minutes(35))
    assert late(place_world, early, now, ago=10).result == "too_early"
    on_time = booked(place_world, claim_of(place_world.branch, 2, now), now - minutes(20))
    found = late(place_world, on_time, now, ago=10)
    assert found.ticket is not None
    assert (found.result, found.ticket.arrived_at) == ("ok", now - minutes(10))
    assert late(place_world, NIK, now, ago=8, walk_in=True).result == "ok"
    assert late(place_world, NIK, now, ago=300, walk_in=True).result == "scan_too_old"
    assert late(place_world, "LAPAK:XXXX", now, ago=1).result == "qr_unknown"
    order = [one.arrived_at for one in Ticket.objects.order_by("arrived_at")]
    assert order == [now - minutes(10), now - minutes(8)]


def test_a_late_check_in_sent_again_has_the_same_answer(place_world: World, now: datetime) -> None:
    key = new_id()
    first = late(place_world, NIK, now, ago=10, key=key, walk_in=True)
    again = late(place_world, NIK, now + minutes(3), ago=13, key=key, walk_in=True)
    assert first.ticket is not None
    assert again.ticket is not None
    assert (again.is_repeated, again.came_at, again.ticket.id) == (True, first.came_at, first.ticket.id)
    refused = new_id()
    for _ in range(2):
        assert late(place_world, "LAPAK:XXXX", now, ago=1, key=refused).result == "qr_unknown"
    assert (Ticket.objects.count(), DoorScan.objects.count()) == (1, 2)


def test_late_check_ins_of_one_tablet_keep_their_order_though_the_first_took_long(
    place_world: World, now: datetime
) -> None:
    three_seconds = timedelta(seconds=3)  # on the way: the server takes it for later than it was
    first = late(place_world, NIK, now + three_seconds, ago=10, walk_in=True)
    second = late(place_world, OTHER_NIK, now + three_seconds + timedelta(seconds=1), ago=11, walk_in=True)
    assert first.ticket is not None
    assert second.ticket is not None
    assert first.came_at < second.ticket.arrived_at <= first.came_at + timedelta(milliseconds=1)
    assert late(place_world, "LAPAK:LAIN", now, ago=200).came_at == first.came_at + timedelta(milliseconds=2)


def test_late_check_ins_of_another_tablet_stand_where_they_were_made(
    place_world: World, now: datetime
) -> None:
    late(place_world, NIK, now, ago=10, walk_in=True)
    DoorScan.objects.update(device_id=new_id())
    assert late(place_world, OTHER_NIK, now, ago=12, walk_in=True).came_at == now - minutes(12)


def test_a_clock_set_forward_on_the_device_does_no_harm(place_world: World, now: datetime) -> None:
    found = late(place_world, NIK, now, ago=-600, walk_in=True)
    assert (found.result, found.came_at) == ("ok", now)
