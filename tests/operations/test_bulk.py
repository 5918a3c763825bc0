"""Many rows in one statement come out as they would one by one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from lapak import bulk
from lapak.journal.models import Entry
from lapak.outbox.models import Message
from tests.statements import statements

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 6, 22, 3, 4, 5, 678901, tzinfo=UTC)
ODD = "a 'quote', a \"second\", 100% of \\it\\, {braces}, né, 😀, a\ttab\nand a line"


def entry(seq: int = 1, **changed: Any) -> Entry:
    return Entry(
        **{
            "subject_kind": "claim", "subject_id": "c-1", "seq": seq, "at": NOW, "actor_kind": "staff",
            "actor_id": "7", "what": "claim.noted", "rule_version": ODD[:64], "data": {"a": [1, None, ODD]},
            "topics": [ODD[:60], "claim:c-1"], "previous_hash": "", "hash": "h", **changed,
        }
    )  # fmt: skip


def message(number: int, key: str = "") -> Message:
    return Message(
        id=UUID(int=number), kind="mail.send", key=key or f"k{number}", payload={"n": number},
        subject_kind="claim", subject_id="c-1", owed_at=NOW, next_attempt_at=NOW,
    )  # fmt: skip


def kept(row: Any) -> dict[str, Any]:
    return {**model_to_dict(type(row).objects.get(pk=row.pk)), "id": None, "seq": None}


def test_a_new_row_is_as_the_model_makes_it() -> None:
    values = {"kind": "mail.send", "key": "k1", "subject_id": "c-1", "owed_at": NOW, "next_attempt_at": NOW}
    usual, quick = Message(id=UUID(int=1), **values), bulk.new(Message, id=UUID(int=1), **values)
    names = [one.attname for one in Message._meta.concrete_fields]
    assert {name: getattr(quick, name) for name in names} == {name: getattr(usual, name) for name in names}
    assert quick._state.adding
    with pytest.raises(TypeError, match="Message has no claim"):
        bulk.new(Message, **values, claim="c-1")


def test_a_row_reads_as_one_that_was_saved_alone_and_knows_its_number() -> None:
    alone, many = entry(1), [entry(2), entry(3)]
    alone.save()
    with statements() as sent:
        bulk.insert(many)
    assert len(sent) == 1
    assert kept(alone) == kept(many[0]) == kept(many[1])
    assert [Entry.objects.get(pk=one.pk).seq for one in many] == [2, 3]
    assert not any(one._state.adding for one in many)


def test_what_is_nothing_stays_nothing() -> None:
    row = message(1)
    bulk.insert([row])
    assert Message.objects.filter(settled_at=None, waits=0, last_error="").get() == row


def test_only_the_named_fields_of_the_given_rows_are_written() -> None:
    bulk.insert([message(1), message(2), message(3)])
    rows = list(Message.objects.order_by("pk"))
    for row in rows:
        row.last_error, row.payload, row.attempts = ODD, {"s": ODD}, 9
    bulk.update(rows[:2], {"last_error", "payload"})
    found = Message.objects.order_by("pk").values_list("last_error", "payload", "attempts")
    assert list(found) == [(ODD, {"s": ODD}, 0), (ODD, {"s": ODD}, 0), ("", {"n": 3}, 0)]


def test_a_known_row_is_left_out_when_that_is_asked_for_and_refused_otherwise() -> None:
    bulk.insert([message(1)])
    bulk.insert([message(2, key="k1"), message(3)], skip_known=True)
    assert set(Message.objects.values_list("key", "payload__n")) == {("k1", 1), ("k3", 3)}
    with pytest.raises(IntegrityError):
        bulk.insert([message(4, key="k1")])


@pytest.mark.parametrize("act", [bulk.insert, lambda rows: bulk.update(rows, {"state"})])
def test_no_rows_are_no_statement(act: Callable[[list[Any]], None]) -> None:
    with statements() as sent:
        act([])
    assert len(sent) == 0


def test_what_no_column_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown type: <class 'object'>"):
        bulk.insert([entry(1, data={"x": object()})])
