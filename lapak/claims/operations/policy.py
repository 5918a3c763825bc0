"""The institution's choice on a point where sources disagree. Entries are added, never changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lapak.claims.models import PolicyEntry
from lapak.claims.programmes import programme
from lapak.claims.queries.policy import changes_of
from lapak.claims.rules.points import ChoiceRefused, point_of, require_change
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date

ROLE = "administrator"
ZONE = "Asia/Jakarta"  # the institution's day, in which a choice begins
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Chosen:
    """The entry that was added to a point, and its serial."""

    entry_id: int
    serial: int


@transaction.atomic
def choose(
    *,
    programme_code: str,
    point: str,
    option: str,
    from_day: date,
    note: str,
    expected_serial: int,
    actor: Actor,
    now: datetime,
) -> Chosen:
    """Choose an option with effect from a day, tomorrow at the earliest. `expected_serial` is what was seen.

    Raises ChoiceRefused with the field concerned, Conflict(`changed_meanwhile`) when another was faster,
    NotFound(`point_unknown`, `programme_unknown`), NotAllowed(`not_for_role`).
    """
    _require_administrator(actor)
    note = _read_note(note)
    try:
        require_change(
            point_of(programme(programme_code).points, point),
            option=option,
            from_day=from_day,
            changes=changes_of(programme_code=programme_code),
            today=local_date(moment=now, zone=ZONE),
        )
    except ChoiceRefused as refusal:
        field = "option" if refusal.code in ("point_option_unknown", "point_choice_same") else "from_day"
        raise _at(field, refusal) from None
    entry = PolicyEntry(
        programme=programme_code, point=point, option=option, from_day=from_day, note=note, at=now
    )
    return _add(entry, expected_serial, actor, now, what="policy.chosen")


@transaction.atomic
def withdraw(*, entry_id: int, note: str, expected_serial: int, actor: Actor, now: datetime) -> Chosen:
    """Take back a choice that has not begun yet.

    Raises Conflict(`policy_in_force`, `policy_withdrawn`, `changed_meanwhile`), ChoiceRefused
    (`point_note_empty`, `point_note_too_long`), NotFound(`policy_unknown`), NotAllowed(`not_for_role`).
    """
    _require_administrator(actor)
    note = _read_note(note)
    seen = PolicyEntry.objects.filter(pk=entry_id, withdraws=None).first()
    if seen is None or seen.from_day is None:
        raise NotFound("policy_unknown")
    if hasattr(seen, "withdrawal"):
        raise Conflict("policy_withdrawn")
    if seen.from_day <= local_date(moment=now, zone=ZONE):
        raise Conflict("policy_in_force")
    entry = PolicyEntry(programme=seen.programme, point=seen.point, withdraws=seen, note=note, at=now)
    return _add(entry, expected_serial, actor, now, what="policy.withdrawn")


def _add(entry: PolicyEntry, expected_serial: int, actor: Actor, now: datetime, *, what: str) -> Chosen:
    """Write the entry as the next of its point: who comes second finds the serial taken."""
    entry.serial, entry.by_id = expected_serial + 1, int(actor.id)
    last = PolicyEntry.objects.filter(programme=entry.programme, point=entry.point).count()
    if last != expected_serial:
        raise Conflict("changed_meanwhile", params={"expected": expected_serial, "found": last})
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        raise Conflict("changed_meanwhile") from None
    data = {"serial": entry.serial, "option": entry.option, "withdraws": entry.withdraws_id}
    if entry.from_day:
        data["from"] = entry.from_day.isoformat()
    subject = Subject("policy", f"{entry.programme}:{entry.point}")
    record(subject=subject, what=what, actor=actor, now=now, data=data)
    return Chosen(entry.pk, entry.serial)


def _require_administrator(actor: Actor) -> None:
    if actor.role != ROLE:
        raise NotAllowed("not_for_role")


def _read_note(note: str) -> str:
    note = note.strip()
    if not note:
        raise _at("note", ChoiceRefused("point_note_empty"))
    if len(note) > LONGEST_NOTE:
        raise _at("note", ChoiceRefused("point_note_too_long", params={"most": LONGEST_NOTE}))
    return note


def _at(field: str, refusal: ChoiceRefused) -> ChoiceRefused:
    fields = [FieldError(field, refusal.code, refusal.params)]
    return ChoiceRefused(refusal.code, params=refusal.params, fields=fields)
