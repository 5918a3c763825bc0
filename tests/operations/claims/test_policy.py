"""The institution's choices: added, dated, withdrawn before they begin, and never changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from lapak.claims.models import PolicyEntry
from lapak.claims.operations import policy
from lapak.claims.queries.policy import (
    changes_of,
    days_choices,
    point_on,
    points_on,
    tax_rules,
)
from lapak.claims.rules.points import ChoiceRefused
from lapak.claims.rules.treatment import Part
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.races import at_once

NOW = datetime(2020, 6, 18, 17, 30, tzinfo=UTC)  # already 19 June in Jakarta
TODAY = date(2020, 6, 19)
TOMORROW = TODAY + timedelta(days=1)
SUBJECT = Subject("policy", "jht:first_partial")


@pytest.fixture
def administrator(db: None) -> Actor:
    return make_administrator()


def make_administrator() -> Actor:
    member = StaffMember.objects.create(
        username="admin1", display_name="Admin", staff_number="0001", roles=[Role.ADMINISTRATOR]
    )
    return Actor.staff(staff_id=member.pk, role=Role.ADMINISTRATOR)


def choose(
    actor: Actor, option: str = "progressive", from_day: date = TOMORROW, **other: object
) -> policy.Chosen:
    given = {
        "point": "first_partial",
        "note": "Surat direksi 12/2020",
        "expected_serial": 0,
        "now": NOW,
        **other,
    }
    return policy.choose(programme_code="jht", option=option, from_day=from_day, actor=actor, **given)  # type: ignore[arg-type]


def in_force(on: date) -> str:
    return days_choices(programme_code="jht", days=[on])[on]["first_partial"]


def test_a_choice_is_in_force_from_its_day_and_journalled(administrator: Actor) -> None:
    done = choose(administrator, from_day=date(2020, 7, 1))
    assert done.serial == 1
    assert [in_force(day) for day in (date(2020, 6, 30), date(2020, 7, 1))] == ["final", "progressive"]
    (link,) = trail(subject=SUBJECT)
    assert (link.what, link.actor_id) == ("policy.chosen", administrator.id)
    assert (link.data["option"], link.data["from"]) == ("progressive", "2020-07-01")
    view = point_on(programme_code="jht", point="first_partial", on=TODAY)
    assert (view.in_force, view.since, view.serial) == ("final", None, 1)
    assert [(one.option, one.by, one.note) for one in view.coming] == [
        ("progressive", "Admin", "Surat direksi 12/2020")
    ]
    later = point_on(programme_code="jht", point="first_partial", on=date(2020, 7, 1))
    assert (later.in_force, later.since, later.coming) == ("progressive", date(2020, 7, 1), ())


def test_a_choice_begins_on_the_day_after_it_is_made_by_the_institutions_clock(
    administrator: Actor,
) -> None:
    choose(administrator)
    assert [in_force(day) for day in (TODAY, TOMORROW)] == ["final", "progressive"]


REFUSED = [
    ({"from_day": TODAY}, "point_from_past", "from_day"),
    ({"option": "none"}, "point_option_unknown", "option"),
    ({"option": "final"}, "point_choice_same", "option"),
    ({"note": "  "}, "point_note_empty", "note"),
    ({"note": "x" * 1001}, "point_note_too_long", "note"),
]


@pytest.mark.parametrize(("given", "code", "field"), REFUSED)
def test_what_cannot_be_chosen_is_said_at_its_field(
    administrator: Actor, given: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(ChoiceRefused) as refused:
        choose(administrator, **given)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert [(one.field, one.code) for one in refused.value.fields] == [(field, code)]
    assert not PolicyEntry.objects.exists()


def test_overlapping_choices_are_refused_until_the_first_is_withdrawn(administrator: Actor) -> None:
    first = choose(administrator, from_day=date(2020, 8, 1))
    with pytest.raises(ChoiceRefused) as refused:
        choose(administrator, option="on_balance", from_day=date(2020, 7, 1), expected_serial=1)
    assert refused.value.code == "point_change_overlaps"
    policy.withdraw(entry_id=first.entry_id, note="Keliru", expected_serial=1, actor=administrator, now=NOW)
    assert changes_of(programme_code="jht") == ()
    choose(administrator, option="on_balance", from_day=date(2020, 7, 1), expected_serial=2)
    view = point_on(programme_code="jht", point="first_partial", on=date(2020, 8, 1))
    assert (view.in_force, view.serial, len(view.entries)) == ("on_balance", 3, 2)
    assert (view.entries[1].withdrawn_by, view.entries[1].withdrawn_note) == ("Admin", "Keliru")
    assert [link.what for link in trail(subject=SUBJECT)] == [
        "policy.chosen",
        "policy.withdrawn",
        "policy.chosen",
    ]


def test_only_what_has_not_begun_can_be_withdrawn_once(administrator: Actor) -> None:
    begun = choose(administrator)
    next_day = NOW + timedelta(days=1)
    with pytest.raises(Conflict, match="policy_in_force"):
        policy.withdraw(
            entry_id=begun.entry_id, note="x", expected_serial=1, actor=administrator, now=next_day
        )
    coming = choose(administrator, option="final", from_day=date(2020, 9, 1), expected_serial=1)
    done = policy.withdraw(
        entry_id=coming.entry_id, note="x", expected_serial=2, actor=administrator, now=NOW
    )
    with pytest.raises(Conflict, match="policy_withdrawn"):
        policy.withdraw(entry_id=coming.entry_id, note="x", expected_serial=3, actor=administrator, now=NOW)
    for unknown in (0, done.entry_id):  # a withdrawal cannot be withdrawn
        with pytest.raises(NotFound, match="policy_unknown"):
            policy.withdraw(entry_id=unknown, note="x", expected_serial=3, actor=administrator, now=NOW)


def test_who_saw_an_older_state_is_told_so(administrator: Actor) -> None:
    choose(administrator, from_day=date(2020, 8, 1))
    with pytest.raises(Conflict, match="changed_meanwhile"):
        choose(administrator, option="final", from_day=date(2020, 9, 1), expected_serial=0)


def test_nobody_but_an_administrator_chooses(administrator: Actor) -> None:
    entry = choose(administrator, from_day=date(2020, 8, 1))
    for role in (Role.OFFICER, Role.CHECKER, Role.BRANCH_HEAD):
        other = replace(administrator, role=role)
        with pytest.raises(NotAllowed):
            choose(other, from_day=date(2020, 9, 1), expected_serial=1)
        with pytest.raises(NotAllowed):
            policy.withdraw(entry_id=entry.entry_id, note="x", expected_serial=1, actor=other, now=NOW)


def test_unknown_points_are_refused(administrator: Actor) -> None:
    with pytest.raises(NotFound, match="point_unknown"):
        choose(administrator, point="no_such_point")
    with pytest.raises(NotFound, match="point_unknown"):
        point_on(programme_code="jht", point="no_such_point", on=TODAY)


def test_the_database_refuses_to_change_or_remove_an_entry(administrator: Actor) -> None:
    choose(administrator)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PolicyEntry.objects.update(option="final")
    with pytest.raises(ProgrammingError), transaction.atomic():
        PolicyEntry.objects.all().delete()


def test_the_rules_for_a_payment_hold_the_choices_of_every_day_it_depends_on(administrator: Actor) -> None:
    choose(administrator, from_day=date(2020, 7, 1))
    earlier = (Part(TODAY, True, 1_000_000, 0),)
    rules = tax_rules(programme_code="jht", on=date(2020, 12, 31), earlier=earlier)
    assert {day: choices["first_partial"] for day, choices in rules.choices.items()} == {
        TODAY: "final",
        date(2020, 12, 31): "progressive",
    }
    assert len(points_on(programme_code="jht", on=TODAY)) == len(rules.choices[TODAY])


def test_of_two_administrators_at_once_one_is_first(transactional_db: None) -> None:
    administrator = make_administrator()
    acts = [lambda: choose(administrator).serial] * 2
    first, refused = sorted(map(str, at_once(*acts)))
    assert first == "1"
    assert refused in ("changed_meanwhile", "point_change_overlaps")  # the second may see the first or not
    assert PolicyEntry.objects.count() == 1
