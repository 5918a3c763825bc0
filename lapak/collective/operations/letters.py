"""The company's own letters about a list: the signed letter of termination."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.collective.models import Roster
from lapak.collective.operations.filing import MASS_LETTER
from lapak.collective.operations.papers import add_late
from lapak.collective.queries.mandates import own_mandate
from lapak.collective.queries.workers import roster_of
from lapak.documents import operations as documents
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.subjects import Subject


@transaction.atomic
def give_signed_letter(*, roster_id: UUID, content: bytes, actor: Actor, now: datetime) -> None:
    """Keep the signed letter of termination with its annex, which proves the end for everybody on the list.

    It counts for those filed from now on, and for those filed who have no proof of their own. Locks the list,
    then the claims. Raises DocumentRefused, NotAllowed with what ended the mandate,
    NotFound(`roster_unknown`, `company_unknown`).
    """
    roster = roster_of(roster_id=roster_id)
    own_mandate(actor=actor, now=now, company_id=roster.company_id)
    Roster.objects.select_for_update().get(pk=roster_id)
    stored = documents.store(subject_id=roster.pk, kind=MASS_LETTER, content=content, actor=actor, now=now)
    record(
        subject=Subject("roster_letter", str(roster.pk)),
        what="roster.mass_letter_given",
        actor=actor,
        now=now,
        data={"document": str(stored.id)},
        topics=[f"company:{roster.company_id}"],
    )
    add_late(roster_id=roster_id, now=now)


@transaction.atomic
def note_made(*, roster_id: UUID, letter: str, digest: str, actor: Actor, now: datetime) -> None:
    """Record that a letter about a list was made for its company, with the hash of what was handed out.

    Locks the list. Raises NotAllowed with what ended the mandate, NotFound(`roster_unknown`,
    `company_unknown`).
    """
    roster = roster_of(roster_id=roster_id)
    own_mandate(actor=actor, now=now, company_id=roster.company_id)
    Roster.objects.select_for_update().get(pk=roster_id)
    record(
        subject=Subject("roster_letter", str(roster_id)),
        what="roster.letter_made",
        actor=actor,
        now=now,
        data={"letter": letter, "digest": digest},
    )
