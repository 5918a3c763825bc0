"""Typing instead of speaking: who may, what is told to whom, and how long it lasts."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lapak.calls.models import Line
from lapak.calls.operations import LINE_LIFETIME, purge_mailbox
from lapak.calls.queries import lines
from lapak.calls.rules.lines import LONGEST_LINE, MOST_LINES
from lapak.calls.rules.modes import Side
from lapak.desk.models import Place
from lapak.desk.operations import finish, focus, hand_over, hold, no_show
from lapak.desk.operations.conversation import write_line
from lapak.journal.models import Entry
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound
from tests.operations.desk.desk_world import World, acting, claim_of, officer, place_of

pytestmark = pytest.mark.django_db
SECRET = "Saya tuli, tolong ketik saja"


def seat(world: World, desk: UUID, now: datetime, *, channel: str = "onsite") -> Place:
    return place_of(world.arrive(claim_of(world.branch, 1, now), now, channel=channel).ticket.id)


def booth(place: Place) -> Actor:
    return Actor.device(device_id=place.device_id, role="booth")


def meet(place: Place, actor: Actor, now: datetime) -> None:
    focus(desk_id=place.desk_id, place_number=place.number, confirms_person=True, actor=actor, now=now)


def test_both_sides_type_in_focus_and_the_lines_stand_in_order(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    meet(place, actor, now)
    write_line(ticket_id=place.ticket_id, text="Selamat pagi", actor=actor, now=now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=booth(place), now=now)
    said = [(line.by, line.text) for line in lines(visit_id=place.ticket_id)]
    assert said == [(Side.OFFICER, "Selamat pagi"), (Side.PARTICIPANT, SECRET)]
    assert Place.objects.get(pk=place.pk).flagged_at is None


def test_on_hold_a_line_raises_the_hand(place_world: World, desk: UUID, actor: Actor, now: datetime) -> None:
    place = seat(place_world, desk, now)
    meet(place, actor, now)
    hold(place_id=place.pk, actor=actor, now=now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=booth(place), now=now)
    assert Place.objects.get(pk=place.pk).flag_reason == "line"


def test_the_own_phone_types_for_the_booth(place_world: World, desk: UUID, now: datetime) -> None:
    place = seat(place_world, desk, now)
    phone = Actor.participant(subject_id=place.claim_id)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=phone, now=now)
    assert [line.by for line in lines(visit_id=place.ticket_id)] == [Side.PARTICIPANT]


def test_strangers_type_nothing(place_world: World, desk: UUID, now: datetime) -> None:
    place = seat(place_world, desk, now)
    strangers = [
        Actor.device(device_id=uuid4(), role="booth"),
        Actor.participant(subject_id=uuid4()),
        acting(officer(place_world.branch, 9)),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            write_line(ticket_id=place.ticket_id, text=SECRET, actor=stranger, now=now)
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("  \n", "line_empty"), ("x" * (LONGEST_LINE + 1), "line_too_long")]
)
def test_a_line_that_cannot_be_kept_is_refused(
    text: str, code: str, place_world: World, desk: UUID, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    with pytest.raises(InvalidInput, match=code):
        write_line(ticket_id=place.ticket_id, text=text, actor=booth(place), now=now)


def test_a_visit_holds_so_many_lines_and_no_more(place_world: World, desk: UUID, now: datetime) -> None:
    place = seat(place_world, desk, now)
    Line.objects.bulk_create(
        Line(visit_id=place.ticket_id, by=Side.OFFICER, text="x", created_at=now) for _ in range(MOST_LINES)
    )
    with pytest.raises(Conflict, match="lines_too_many"):
        write_line(ticket_id=place.ticket_id, text="x", actor=booth(place), now=now)


def test_nothing_typed_ever_reaches_the_journal(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=booth(place), now=now)
    meet(place, actor, now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=actor, now=now)
    assert SECRET not in repr(list(Entry.objects.values()))


@pytest.mark.parametrize("ending", [finish, no_show])
def test_the_lines_end_with_the_visit(
    ending: object, place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    meet(place, actor, now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=actor, now=now)
    ending(place_id=place.pk, actor=actor, now=now)  # type: ignore[operator]
    assert not Line.objects.exists()


def test_who_is_handed_over_need_not_write_it_again(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    meet(place, actor, now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=booth(place), now=now)
    hand_over(place_id=place.pk, actor=actor, now=now)
    assert [line.text for line in lines(visit_id=place.ticket_id)] == [SECRET]


def test_lines_of_a_visit_that_never_ended_are_swept_away(
    place_world: World, desk: UUID, now: datetime
) -> None:
    place = seat(place_world, desk, now)
    write_line(ticket_id=place.ticket_id, text=SECRET, actor=booth(place), now=now)
    purge_mailbox(now=now + LINE_LIFETIME)
    assert Line.objects.exists()
    purge_mailbox(now=now + LINE_LIFETIME + timedelta(seconds=1))
    assert not Line.objects.exists()
