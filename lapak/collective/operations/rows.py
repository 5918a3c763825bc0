"""What the operations on companies share: mandates begun, and the journal of a company."""

from datetime import date, datetime
from typing import Any

from lapak.collective.models import Company, Mandate, Representative
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject

LONGEST_TERM_DAYS = 366  # a power of attorney for longer is asked for anew


def new_mandate(
    person: Representative, valid_from: date | None, valid_until: date | None, now: datetime
) -> Mandate:
    """Begin a power of attorney whose days have been read."""
    assert valid_from is not None  # it was read
    assert valid_until is not None
    return Mandate.objects.create(
        id=new_id(now=now),
        representative=person,
        valid_from=valid_from,
        valid_until=valid_until,
        created_at=now,
    )


def tell_company(
    company: Company, what: str, actor: Actor, now: datetime, *, mandate: Mandate | None = None, **data: Any
) -> None:
    """Record what happened to a company, whose row or mandate is locked, and tell who follows it.

    Who is not accepted yet follows the own mandate alone.
    """
    topics = [f"company:{company.pk}"]
    if mandate is not None:
        data["mandate"] = str(mandate.pk)
        topics.append(f"mandate:{mandate.pk}")
    record(
        subject=Subject("company", str(company.pk)),
        what=what,
        actor=actor,
        now=now,
        data=data,
        topics=topics,
    )


def wrong_term(first: date | None, last: date | None, *, on: date) -> list[FieldError]:
    """Return what is wrong with the days from and until which a power of attorney is to hold."""
    if first is None or last is None:
        return [
            FieldError(field, "date_empty")
            for field, day in (("valid_from", first), ("valid_until", last))
            if day is None
        ]
    if last < max(first, on):
        return [FieldError("valid_until", "mandate_over_already")]
    if (last - first).days > LONGEST_TERM_DAYS:
        return [FieldError("valid_until", "mandate_too_long", {"days": LONGEST_TERM_DAYS})]
    return []
