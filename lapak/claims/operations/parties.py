"""The people of a claim who are not the member. Everything locks the claim's row first.

One person acts and is paid for all heirs, with the others' consent in writing (ADR 5).
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Acting, Claim, Party
from lapak.claims.operations.papers import back_in_line, lay_out_papers, unsign
from lapak.claims.operations.party_entries import DeathEntry, PartyEntry, ReadParty, read_death, read_party
from lapak.claims.operations.rows import (
    CORRECTABLE,
    ClaimChanged,
    changed,
    day_of,
    locked_by_owner,
    require_state,
    save,
)
from lapak.claims.queries.assess import party_problems, required_papers
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.heirs import is_minor
from lapak.claims.rules.parties import AFTER_DEATH, AccountOf
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotFound
from lapak.kernel.ids import new_id

MOST_PARTIES = 30  # ours; more than any family a heirs' letter was seen to name


@transaction.atomic
def act_as(*, claim_id: UUID, capacity: Capacity | None, actor: Actor, now: datetime) -> ClaimChanged:
    """Keep in whose stead the draft is made; None is the member's own affair.

    Who was named stays unless the member lives on one side of the change and not on the other. Raises
    Conflict(`claim_moved_on`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT)
    before = Acting.objects.filter(claim=row).first()
    if before is None and capacity is None:
        return changed(row)
    if before is not None and capacity is not None and not _is_other_case(before, capacity):
        if capacity in AFTER_DEATH or before.capacity == capacity:
            return changed(row)  # heir or guardian: that is said where they enter themselves
        row.parties.update(capacity=capacity)
        Acting.objects.filter(claim=row).update(capacity=capacity)
    else:
        Acting.objects.filter(claim=row).delete()
        row.parties.all().delete()
        if capacity is not None:
            Acting.objects.create(claim=row, capacity=capacity)
    return _save(
        row, what="claim.acting_chosen", data={"capacity": str(capacity or "")}, actor=actor, now=now
    )


@transaction.atomic
def enter_acting(
    *,
    claim_id: UUID,
    capacity: Capacity,
    person: PartyEntry,
    actor: Actor,
    now: datetime,
    death: DeathEntry | None = None,
) -> ClaimChanged:
    """Keep who acts: an heir, a guardian, a representative or a curator; for the dead also when they died.

    Raises InvalidInput(`party_invalid`) with a code per field, Conflict(`claim_moved_on`,
    `acting_not_chosen`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    acting, today = _acting(row), day_of(row, now)
    if _is_other_case(acting, capacity):
        raise Conflict("acting_not_chosen")
    wrong: list[FieldError] = []
    read, dates = None, None
    try:
        read = read_party(person, capacity=capacity, acts=True, on=today)
        _require_free(row, read.nik, but=acting.person_id)
    except InvalidInput as refusal:
        wrong.extend(refusal.fields)
    try:
        dates = read_death(death, born_on=row.birth_date, on=today) if death else None
    except InvalidInput as refusal:
        wrong.extend(refusal.fields)
    if wrong or read is None:
        raise InvalidInput("party_invalid", fields=wrong)
    kept = acting.person or _new_party(row, acting, now)
    _write(kept, read, capacity=capacity)
    acting.person, acting.capacity, acting.whole_at = kept, capacity, None
    if dates is not None:
        row.event_on = dates.died_on
        acting.letter_on, acting.letter_number = dates.letter_on, dates.letter_number
    acting.save()
    data = {"party": kept.number, "capacity": str(capacity)}
    return _save(row, what="claim.acting_entered", data=data, actor=actor, now=now)


@transaction.atomic
def enter_party(
    *,
    claim_id: UUID,
    capacity: Capacity,
    person: PartyEntry,
    actor: Actor,
    now: datetime,
    number: int | None = None,
) -> ClaimChanged:
    """Keep another heir, or a guardian who is no heir; with a `number` change the one who has it.

    The list must then be stated whole once more. Raises InvalidInput(`party_invalid`) with a code per field,
    NotFound(`party_unknown`), Conflict(`claim_moved_on`, `acting_not_chosen`, `too_many_parties`).
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    acting, today = _acting(row), day_of(row, now)
    if capacity not in AFTER_DEATH or acting.capacity not in AFTER_DEATH:
        raise Conflict("acting_not_chosen")
    kept = _party(row, number) if number is not None else None
    read = read_party(person, capacity=capacity, acts=kept is not None and _acts(acting, kept), on=today)
    _require_free(row, read.nik, but=kept.pk if kept else None)
    guardian = _guardian(row, person.guardian, of=kept, today=today)
    kept = kept or _new_party(row, acting, now)
    _write(kept, read, capacity=capacity)
    kept.guardian = guardian if is_minor(birth_date=kept.birth_date, on=today) else None
    kept.guardian_is_parent = kept.guardian is not None and person.guardian_is_parent
    kept.save()
    _no_longer_whole(acting)
    data = {"party": kept.number, "capacity": str(capacity)}
    return _save(row, what="claim.party_entered", data=data, actor=actor, now=now)


@transaction.atomic
def remove_party(*, claim_id: UUID, number: int, actor: Actor, now: datetime) -> ClaimChanged:
    """Take a person who was named by mistake off the list; the acting person stays.

    Raises NotFound(`party_unknown`), Conflict(`acting_stays`, `claim_moved_on`).
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    acting, party = _acting(row), _party(row, number)
    if _acts(acting, party):
        raise Conflict("acting_stays")
    party.delete()
    _no_longer_whole(acting)
    return _save(row, what="claim.party_removed", data={"party": number}, actor=actor, now=now)


@transaction.atomic
def state_whole(
    *,
    claim_id: UUID,
    actor: Actor,
    now: datetime,
    consent_on: date | None = None,
    account_of: AccountOf = AccountOf.GUARDIAN,
) -> ClaimChanged:
    """Keep that everybody in the heirs' letter is named, and when the others agreed in writing.

    Raises InvalidInput(`heirs_incomplete`) with everything that still has to be put right,
    Conflict(`claim_moved_on`, `acting_not_chosen`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    acting, today = _acting(row), day_of(row, now)
    acting.consent_on, acting.account_of, acting.whole_at = consent_on, account_of, now
    wrong = [*_wrong_consent(row, acting, today), *party_problems(row, on=today)]
    if wrong:
        raise InvalidInput("heirs_incomplete", fields=wrong)
    acting.save()
    return _save(row, what="claim.heirs_stated_whole", data={}, actor=actor, now=now)


def _wrong_consent(row: Claim, acting: Acting, today: date) -> Iterator[FieldError]:
    if acting.consent_on is None:
        return
    if acting.consent_on > today:
        yield FieldError("consent_on", "date_in_future")
    elif row.event_on is not None and acting.consent_on < row.event_on:
        yield FieldError("consent_on", "consent_before_death")


def _acting(row: Claim) -> Acting:
    try:
        return row.acting
    except Acting.DoesNotExist:
        raise Conflict("acting_not_chosen") from None


def _is_other_case(acting: Acting, capacity: Capacity) -> bool:
    """Return whether one of the two is about a dead member and the other about a living one."""
    return (acting.capacity in AFTER_DEATH) != (capacity in AFTER_DEATH)


def _acts(acting: Acting, party: Party) -> bool:
    return acting.person_id == party.pk


def _party(row: Claim, number: int) -> Party:
    party = row.parties.filter(number=number).first()
    if party is None:
        raise NotFound("party_unknown")
    return party


def _new_party(row: Claim, acting: Acting, now: datetime) -> Party:
    if row.parties.count() >= MOST_PARTIES:
        raise Conflict("too_many_parties", params={"most": MOST_PARTIES})
    acting.last_number += 1
    return Party(id=new_id(now=now), claim=row, number=acting.last_number, entered_at=now)


def _write(party: Party, read: ReadParty, *, capacity: Capacity) -> None:
    party.capacity = capacity
    for name, value in vars(read).items():
        setattr(party, name, value)
    party.save()


def _require_free(row: Claim, nik: str, *, but: UUID | None) -> None:
    """Raise InvalidInput unless this NIK is neither the member's nor that of somebody named already."""
    if nik == row.nik:
        raise InvalidInput("party_invalid", fields=[FieldError("nik", "party_is_member")])
    if any(one.pk != but for one in row.parties.filter(nik=nik)):
        raise InvalidInput("party_invalid", fields=[FieldError("nik", "party_named_already")])


def _guardian(row: Claim, number: int | None, *, of: Party | None, today: date) -> Party | None:
    """Return who was chosen to act for a minor. Raises InvalidInput(`guardian_unfit`)."""
    if number is None:
        return None
    found = row.parties.filter(number=number).first()
    if found is None or found == of or is_minor(birth_date=found.birth_date, on=today):
        raise InvalidInput("party_invalid", fields=[FieldError("guardian", "guardian_unfit")])
    return found


def _no_longer_whole(acting: Acting) -> None:
    acting.whole_at = None
    acting.save()


def _save(row: Claim, *, what: str, data: dict[str, Any], actor: Actor, now: datetime) -> ClaimChanged:
    """Write the claim; the papers follow its people, and a form signed for others is unsigned.

    A claim that waited for nothing but papers of who is named no longer goes back into the queue.
    """
    row.refresh_from_db()  # so that nothing is read of the people as they were
    if required_papers(row, on=day_of(row, now)):
        lay_out_papers(row, now=now)
    if row.state != ClaimState.DRAFT:
        unsign(row, now=now)
    done = save(row, what=what, actor=actor, now=now, data=data)
    return back_in_line(row, actor=actor, now=now) or done
