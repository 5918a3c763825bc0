from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from lapak.journal.models import Entry
from lapak.journal.operations import Event, record, record_all
from lapak.journal.queries import events_after, trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject
from tests.statements import statements

CLAIM = Subject("claim", "c-1")


def write(now: datetime, *, times: int = 3, subject: Subject = CLAIM) -> None:
    for number in range(times):
        record(
            subject=subject,
            what="claim.noted",
            actor=Actor.system(),
            now=now,
            data={"number": number},
            topics=[f"claim:{subject.id}"],
        )


@pytest.mark.django_db
def test_entries_of_a_subject_form_a_chain_that_verifies(now: datetime) -> None:
    write(now)
    write(now, times=1, subject=Subject("claim", "c-2"))
    assert [link.seq for link in trail(subject=CLAIM)] == [1, 2, 3]
    found = verify()
    assert (found.subjects, found.entries, found.broken) == (2, 4, ())


@pytest.mark.django_db
def test_many_events_are_one_chain_each_in_the_order_given(now: datetime) -> None:
    write(now, times=1)
    other = Subject("claim", "c-2")
    events = [
        Event(subject=subject, what=f"claim.{number}", actor=Actor.system(), at=now, topics=["t"])
        for number, subject in enumerate([CLAIM, other, CLAIM, other, CLAIM])
    ]
    with statements() as sent:
        recorded = record_all(events)
    assert len(sent) == 3
    assert [one.seq for one in recorded] == [2, 1, 3, 2, 4]
    assert [link.what for link in trail(subject=CLAIM)][1:] == ["claim.0", "claim.2", "claim.4"]
    assert [event["id"] for event in events_after(topics=["t"], id=0)] == [one.id for one in recorded]
    assert verify().broken == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "seq", "why"),
    [
        ("update journal_entry set data = '{\"number\": 9}' where seq = 2", 2, "changed"),
        ("update journal_entry set at = at + interval '1 second' where seq = 3", 3, "changed"),
        ("update journal_entry set actor_id = 'someone else' where seq = 1", 1, "changed"),
        ("delete from journal_entry where seq = 2", 2, "missing"),
    ],
)
def test_a_changed_or_missing_row_is_found(now: datetime, tamper: str, seq: int, why: str) -> None:
    write(now)
    with connection.cursor() as cursor:
        cursor.execute("alter table journal_entry disable trigger journal_append_only")
        cursor.execute(tamper)
        cursor.execute("alter table journal_entry enable trigger journal_append_only")
    ((subject, broken),) = verify(subject=CLAIM).broken
    assert (subject, broken.seq, broken.why) == (CLAIM, seq, why)


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_an_entry(now: datetime) -> None:
    write(now)
    for attempt in (lambda: Entry.objects.update(what="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_a_reader_resumes_with_the_events_of_its_topics_only(now: datetime) -> None:
    write(now, times=2)
    write(now, times=1, subject=Subject("claim", "c-2"))
    events = events_after(topics=["claim:c-1"], id=0)
    assert {event["subject"]["id"] for event in events} == {"c-1"}
    assert [event["seq"] for event in events] == [1, 2]
