"""A new booking in one statement: the place, the row and its journal entry, or nothing at all."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection

from lapak import prepared
from lapak.booking.models import Booking
from lapak.booking.operations.refusals import AlreadyBooked
from lapak.booking.operations.room import TAKE, TAKE_KEPT
from lapak.booking.operations.rows import subject_of
from lapak.journal.operations import Event, first_entry
from lapak.kernel.actors import Actor

_COLUMNS = (
    "id",
    "slot_id",
    "subject_id",
    "person_key",
    "state",
    "priority",
    "kept_place",
    "moves",
    "held_at",
    "held_until",
    "confirmed_at",
    "ended_why",
)
_TYPES = {field.column: field.db_type(connection) for field in Booking._meta.concrete_fields}
_MARKS = ", ".join(f"%s::{_TYPES[name]}" for name in _COLUMNS)
_INSERT = f"insert into booking_booking ({', '.join(_COLUMNS)}) select {_MARKS} from room returning id"  # noqa: S608 names of ours


def statement(*, row: Booking, actor: Actor, now: datetime) -> tuple[str, list[Any]]:
    """Return the statement that takes a place of the row's slot, adds the row and begins its journal.

    It gives back one row when there was a place, none otherwise, and then has written nothing.
    """
    event = Event(
        subject=subject_of(row),
        what=f"booking.{row.state}",
        actor=actor,
        at=now,
        data={"slot": str(row.slot_id), "subject": str(row.subject_id)},
    )
    entry = first_entry(event, after="room")
    sql = f"with room as ({TAKE_KEPT if row.kept_place else TAKE}), entry as ({entry.sql}) {_INSERT}"
    return sql, [row.slot_id, *entry.parameters, *(getattr(row, name) for name in _COLUMNS)]


def take_new(*, row: Booking, actor: Actor, now: datetime) -> bool:
    """Take a place for a new booking; return whether there was one. Locks the slot.

    Raises AlreadyBooked when the person, or the claim, took another in this very moment; the transaction is
    over then.
    """
    sql, parameters = statement(row=row, actor=actor, now=now)
    try:
        return bool(prepared.rows(sql, parameters))
    except IntegrityError:  # booking_one_per_person, booking_one_per_subject
        raise AlreadyBooked("already_booked") from None
