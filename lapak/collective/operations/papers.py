"""Papers that came in a ZIP are kept with the claims of their workers; what is missing is reported."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lapak.claims.operations import collective
from lapak.claims.ports import MOST_AT_ONCE
from lapak.claims.programmes import programme
from lapak.claims.queries.collective import missing_kinds
from lapak.claims.rules.papers import HowGiven
from lapak.collective.models import Roster, RosterFile, RosterRow, Worker
from lapak.collective.operations.filing import shared_papers
from lapak.collective.operations.reading import READER, waiting
from lapak.collective.operations.rosters import changed, tell
from lapak.collective.operations.uploads import drop_pieces
from lapak.collective.queries.mandates import ZONE
from lapak.collective.rules.paper_names import Person, missing_papers
from lapak.collective.rules.verdicts import FileState, RowVerdict
from lapak.collective.rules.workers import claim_id_of
from lapak.documents import operations as documents
from lapak.documents.queries import kinds_at_hand
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date

MOST_NAMED = 200  # files and rows named in a report; the rest is counted
_HERE = (RowVerdict.ACCEPTED, RowVerdict.TO_REPAIR)


@dataclass
class PapersFound:
    """What came of the files of a ZIP: how many were kept, and by code the names of those that were not."""

    kept: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def refuse(self, name: str, code: str) -> None:
        """Note a file that was not kept."""
        self.counts[code] += 1
        names = self.refused.setdefault(code, [])
        if sum(map(len, self.refused.values())) < MOST_NAMED:
            names.append(name[:160])


def people_of(roster: Roster) -> Iterator[Person]:
    """Yield the workers of a roster to whom papers may belong."""
    rows = RosterRow.objects.filter(roster=roster, verdict__in=_HERE)
    for serial, nik, kpj, name in rows.order_by("serial").values_list("serial", "nik", "kpj", "name"):
        yield Person(serial, nik, kpj, name)


def keep_paper(*, roster: Roster, serial: int, kind: str, content: bytes, sender: str, now: datetime) -> str:
    """Keep a paper of a worker and return an empty text, or the code for why it cannot be kept.

    The same paper sent again is kept once. `sender` is the kind and id of who sent the ZIP.
    """
    who = Actor(ActorKind(sender.split(":")[0]), sender.split(":", 1)[1])
    try:
        documents.store(
            subject_id=claim_id_of(roster_id=roster.pk, serial=serial),
            kind=kind,
            content=content,
            actor=who,
            now=now,
        )
    except DomainError as refusal:
        return refusal.code
    return ""


@transaction.atomic
def finish_papers(*, file_id: UUID, found: PapersFound, now: datetime) -> bool:
    """Mark a ZIP as done, with its report; its bytes are forgotten. Return whether it still waited.

    Locks the roster, then the file.
    """
    row = waiting(file_id, FileState.READING)
    if row is None:
        return False
    row.state, row.moved_at = FileState.DONE, now
    changed(row.roster)
    row.report = {
        "kept": found.kept,
        "refused": found.refused,
        "counts": dict(found.counts),
        "version": row.roster.version,  # of the rows its papers were matched with
    }
    row.save(update_fields=["state", "moved_at", "report"])
    drop_pieces(row)
    counts = {"kept": found.kept, **found.counts}
    tell(row.roster, "roster.papers_kept", READER, now, file=str(row.pk), **counts)
    return True


def add_late(*, roster_id: UUID, now: datetime) -> None:
    """Put what came after filing to the claims that miss it, each portion in one transaction.

    The company's letter of termination is the proof for each that has no other.
    """
    shared = shared_papers(kinds_at_hand(subject_ids=[roster_id]).get(roster_id, {}))
    ids = list(_filed(roster_id).order_by("pk").values_list("claim_id", flat=True))
    for start in range(0, len(ids), MOST_AT_ONCE):
        portion = ids[start : start + MOST_AT_ONCE]
        at_hand = kinds_at_hand(subject_ids=portion)
        late = {id: {**shared, **at_hand.get(id, {})} for id in portion}
        collective.add_papers(documents=late, actor=READER, now=now)


def papers_lacking(*, roster_id: UUID, now: datetime) -> dict[int, tuple[str, ...]]:
    """Return for each worker of a roster who lacks papers their kinds, by the serial of the row.

    What is signed at the desk is not asked here; the company's letter of termination proves the end for all.
    Of who is filed, what the claim itself misses.
    """
    roster = Roster.objects.get(pk=roster_id)
    people = list(people_of(roster))
    subjects = {claim_id_of(roster_id=roster_id, serial=one.serial): one.serial for one in people}
    at_hand = kinds_at_hand(subject_ids=[roster.pk, *subjects])
    shared = shared_papers(at_hand.get(roster.pk, {}))
    here = {serial: {*at_hand.get(subject, {}), *shared} for subject, serial in subjects.items()}
    needed = kinds_needed(roster, now=now)
    filed = dict(_filed(roster_id).values_list("claim_id", "row__serial"))
    for claim_id, missing in missing_kinds(claim_ids=filed).items():
        here[filed[claim_id]] = set(needed) - missing
    return missing_papers(people=people, at_hand=here, needed=needed)


def kinds_needed(roster: Roster, *, now: datetime) -> tuple[str, ...]:
    """Return the kinds of paper that every worker laid off brings under the rules of the day."""
    whose = programme(roster.programme)
    rule = whose.rule_set_on(local_date(moment=now, zone=ZONE)).reason("laid_off")
    return tuple(kind for kind in rule.papers if whose.papers[kind].how is HowGiven.UPLOAD and kind != "npwp")


def _filed(roster_id: UUID) -> QuerySet[Worker]:
    return Worker.objects.filter(roster=roster_id, filed=Worker.Filed.COLLECTIVE)


def file_at_work(file_id: UUID) -> RosterFile | None:
    """Return a ZIP of papers that waits to be read."""
    rows = RosterFile.objects.select_related("roster").filter(pk=file_id, state=FileState.READING)
    return rows.filter(purpose="papers").first()
