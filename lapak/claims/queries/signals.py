"""What is known around claims: asked for many at once, each question by an index and with an end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Upper

from lapak.claims import facts as core_facts
from lapak.claims.models import Claim, FoundSignal
from lapak.claims.ports import Employment
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.signals import Signal, SignalCode, SignalFacts, needs_words
from lapak.claims.rules.workflow import workflow
from lapak.documents.queries import same_content
from lapak.kernel.masking import mask_name

MOST_OTHERS = 20  # of one claim: more say nothing more
MOST_READ = 2_000


@dataclass(frozen=True)
class OtherClaim:
    """A claim a signal comes from: its number and a masked name."""

    number: str
    name: str


@dataclass(frozen=True)
class SignalView:
    """A reason to look: where it comes from, and what a colleague wrote about it (UTC)."""

    code: SignalCode
    others: tuple[OtherClaim, ...]
    note: str
    noted_by: str
    noted_at: datetime | None
    needs_words: bool


def signals_of(*, claim_id: UUID) -> tuple[SignalView, ...]:
    """Return the reasons to look at a claim, as they were last found."""
    rows = list(FoundSignal.objects.filter(claim_id=claim_id).select_related("noted_by"))
    ids = {id for row in rows for id in row.others}
    known = {str(one.pk): one for one in Claim.objects.filter(pk__in=ids).only("number", "name")}
    order = list(SignalCode)
    return tuple(
        SignalView(
            code=SignalCode(row.code),
            others=tuple(
                OtherClaim(known[id].number or "", mask_name(known[id].name))
                for id in row.others
                if id in known
            ),
            note=row.note,
            noted_by=row.noted_by.display_name if row.noted_by else "",
            noted_at=row.noted_at,
            needs_words=is_unexplained(row),
        )
        for row in sorted(rows, key=lambda row: order.index(SignalCode(row.code)))
    )


def is_unexplained(row: FoundSignal) -> bool:
    """Return whether somebody still has to say what they made of a stored signal."""
    explained = None if row.explained is None else frozenset(row.explained)
    return needs_words(signal=Signal(SignalCode(row.code), frozenset(row.others)), explained=explained)


def signal_facts(rows: Sequence[Claim], *, now: datetime) -> dict[UUID, SignalFacts]:
    """Return what is known around each of the claims."""
    around = _Around(rows, since=now - timedelta(days=workflow().signals.account_days))
    return {row.pk: around.of(row) for row in rows}


class _Other(NamedTuple):
    """As much of a claim as says whether it is another person's."""

    pk: UUID
    nik: str
    kpj: str
    submitted_at: datetime | None


class _Around:
    """Claims that share something with those asked about, read once for all of them."""

    def __init__(self, rows: Sequence[Claim], *, since: datetime) -> None:
        self._since = since
        self._by_nik = _grouped(_filed(nik__any_of=_some(row.nik for row in rows)), "nik")
        self._by_account = _grouped(
            _filed(account_number__any_of=_some(row.account_number for row in rows)),
            "account_number",
            "bank_code",
        )
        self._by_phone = _grouped(_filed(phone__any_of=_some(row.phone for row in rows)), "phone")
        self._by_email = _grouped(_filed(email__any_of=_some(row.email for row in rows)), "email")
        born = _filed(birth_date__any_of=_some(row.birth_date for row in rows)).annotate(upper=Upper("name"))
        self._by_name = _grouped(
            born.filter(upper__any_of=_some(row.name.upper() for row in rows)), "upper", "birth_date"
        )
        namesakes = {one.pk for row in rows for one in self._namesakes(row)}
        self._jobs = _last_jobs(namesakes) if namesakes else {}
        self._papers = same_content(subject_ids=[row.pk for row in rows])
        shared = {id for ids in self._papers.values() for id in ids}
        self._owners = dict(Claim.objects.filter(pk__any_of=shared).values_list("pk", "nik"))

    def of(self, row: Claim) -> SignalFacts:
        """Return what is known around one of them."""
        known = row.known.member
        member = known.member if known else None
        job = core_facts.last_employment(member) if member else None
        account = self._by_account[(row.account_number, row.bank_code)]
        return SignalFacts(
            same_person=_ids(one for one in self._by_nik[(row.nik,)] if one.kpj != row.kpj),
            same_employment=_ids(
                one for one in self._namesakes(row) if job is not None and _are_one(self._jobs[one.pk], job)
            ),
            account=_ids(one for one in account if one.nik != row.nik),
            account_lately=_ids(
                one
                for one in account
                if one.pk != row.pk and one.submitted_at is not None and one.submitted_at > self._since
            ),
            phone=_ids(_once_each(self._by_phone[(row.phone,)], row)),
            email=_ids(_once_each(self._by_email[(row.email,)], row)),
            papers=frozenset(
                str(id)
                for id in self._papers.get(row.pk, ())
                if id in self._owners and self._owners[id] != row.nik
            ),
            started_on=job.started_on if job else None,
            ended_on=job.ended_on if job else None,
            contributions=known.balance.contributions if known and known.balance else None,
        )

    def _namesakes(self, row: Claim) -> list[_Other]:
        """Return claims of another membership by name and day of birth."""
        born = self._by_name[(row.name.upper(), row.birth_date)]
        return [one for one in born if (one.nik, one.kpj) != (row.nik, row.kpj)]


def _filed(**what: Collection[object]) -> QuerySet[Claim]:
    return Claim.objects.filter(**what).exclude(state=ClaimState.DRAFT)


def _some(values: Iterable[object]) -> list[object]:
    return [value for value in set(values) if value]


def _grouped(rows: QuerySet[Claim], *names: str) -> dict[tuple[object, ...], list[_Other]]:
    found: dict[tuple[object, ...], list[_Other]] = defaultdict(list)
    newest = rows.order_by("-created_at").values_list(*names, *_Other._fields)
    for values in newest[:MOST_READ]:
        found[values[: len(names)]].append(_Other(*values[len(names) :]))
    return found


def _last_jobs(claim_ids: Collection[UUID]) -> dict[UUID, Employment | None]:
    rows = Claim.objects.filter(pk__any_of=claim_ids).only("facts")
    known = {row.pk: row.known.member for row in rows}
    return {
        id: core_facts.last_employment(one.member) if one and one.member else None
        for id, one in known.items()
    }


def _ids(rows: Iterable[_Other]) -> frozenset[str]:
    return frozenset([str(row.pk) for row in rows][:MOST_OTHERS])


def _once_each(rows: Iterable[_Other], row: Claim) -> list[_Other]:
    """Return one claim of each other person."""
    people = {one.nik: one for one in rows if one.nik != row.nik}
    return list(people.values())


def _are_one(theirs: Employment | None, job: Employment) -> bool:
    return theirs is not None and (theirs.npp, theirs.ended_on) == (job.npp, job.ended_on)
