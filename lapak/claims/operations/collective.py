"""Claims that a company files for its workers: many at once, each as if it were the only one.

The actor is the company's representative; `lapak.collective` has asked whether they may act for the workers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.models import Claim, PaperState, Signature
from lapak.claims.operations.desk_work import WITH_OFFICER
from lapak.claims.operations.entries import phone_of, read_contact, read_identity
from lapak.claims.operations.papers import put_in
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    day_of,
    decide_move,
    each_locked,
    locked_by_owner,
    owe_about,
    owe_letter,
    owe_mail,
    programme_of,
    require_state,
    rule_version_of,
    save,
    subject_of,
)
from lapak.claims.operations.sheet import Verdicts, for_each, writing
from lapak.claims.programmes import usual_programme
from lapak.claims.queries.assess import ASSESSED, eligibility_facts, required_papers, rules_of
from lapak.claims.queries.find import memberships_in_progress
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.claims.rules.eligibility import Verdict, Weight, eligibility
from lapak.claims.rules.signing import Way, way_on
from lapak.journal.operations import Event
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput
from lapak.kernel.numbers import claim_number
from lapak.reading import read_beside

FILED, ASKED = "collective_filed", "collective_draft"


@dataclass(frozen=True)
class WorkerFiling:
    """One worker as the list has them, with what register and bank answered.

    `claim_id` is chosen by the caller, so that filing twice files once. `documents` are papers at hand, by
    kind.
    """

    claim_id: UUID
    nik: str
    kpj: str
    name: str
    birth_date: date
    reason: str
    email: str
    phone: str
    facts: CoreFacts
    documents: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkerFiled:
    """The worker's claim; `number` is empty for a draft, `already` when it was there before."""

    claim_id: UUID
    number: str = ""
    already: bool = False


@transaction.atomic
def file_all(
    *, filings: Sequence[WorkerFiling], branch_id: UUID, company: str, actor: Actor, now: datetime
) -> Verdicts[WorkerFiled]:
    """File a claim for each worker at the branch, and owe each the opening, the receipt and the question
    whether it is right; return a verdict by claim. Papers that are missing may come later.

    `company` is its id, for the journal. A worker who is refused stops no other: InvalidInput
    (`identity_invalid`, `contact_invalid`, `claim_incomplete` with what the rules have against it),
    Conflict(`claim_in_progress`). Locks the serial of the day.
    """

    def file(row: Claim) -> WorkerFiled:
        _complete(row, asked[row.pk], in_progress=(row.nik, row.kpj) in busy, now=now)
        row.state = decide_move(row, move=ClaimMove.SUBMIT, actor=actor)
        row.number, row.submitted_at = claim_number(filed_on=day_of(row, now), serial=next(serials)), now
        _lay_out(row, asked[row.pk], now=now)
        _add(row, what="claim.submit", company=company, actor=actor, now=now)
        owe_about(row, kind="core.open_claim", key=f"open:{row.pk}", payload={"claim": str(row.pk)}, now=now)
        _ask_worker(row, FILED, now)
        owe_letter(row, kind="receipt", now=now)
        return WorkerFiled(row.pk, str(row.number))

    asked = {one.claim_id: one for one in filings}
    known, rows = _new_rows(filings, branch_id, now)
    busy = memberships_in_progress(niks=[row.nik for row in rows])
    serials = iter(_serials(day_of(rows[0], now), len(rows)) if rows else ())
    return {**known, **for_each(rows, file, now=now)}


@transaction.atomic
def draft_all(
    *, filings: Sequence[WorkerFiling], branch_id: UUID, company: str, actor: Actor, now: datetime
) -> Verdicts[WorkerFiled]:
    """Begin a claim of their own for workers who the company cannot file for, with all that is known; each
    is owed the link under which it goes on. Nothing has to be typed again.

    Raises nothing for one: refusals are verdicts, as in `file_all`.
    """

    def draft(row: Claim) -> WorkerFiled:
        _enter(row, asked[row.pk], now=now)
        row.channel = Claim.Channel.ONLINE
        known = asked[row.pk].facts.member
        row.step = Claim.Step.PAPERS if known and known.balance else Claim.Step.IDENTITY
        _lay_out(row, asked[row.pk], now=now)
        _add(row, what="claim.started", company=company, actor=actor, now=now)
        _ask_worker(row, ASKED, now)
        return WorkerFiled(row.pk)

    asked = {one.claim_id: one for one in filings}
    known, rows = _new_rows(filings, branch_id, now)
    return {**known, **for_each(rows, draft, now=now)}


@transaction.atomic
def add_papers(
    *, documents: Mapping[UUID, Mapping[str, UUID]], actor: Actor, now: datetime
) -> Verdicts[ClaimChanged]:
    """Put papers that came after filing (by claim and kind) to the claims that miss them.

    What is at hand stays, and so does a claim that is decided or that the worker has taken over: nothing is
    refused for that.
    """

    def add(row: Claim) -> ClaimChanged:
        at_hand = documents[row.pk]
        open_ = row.channel == Claim.Channel.COLLECTIVE and row.state in (ClaimState.SUBMITTED, *WITH_OFFICER)
        late = [
            one for one in row.papers.all() if one.state == PaperState.State.MISSING and one.kind in at_hand
        ]
        if not open_ or not late:
            return changed(row)
        for paper in late:
            put_in(paper, document_id=at_hand[paper.kind], now=now)
        with writing(now=now) as sheet:
            sheet.change(late, "state", "document_id", "changed_at", "reason_code", "deadline")
        data = {"kinds": [paper.kind for paper in late]}
        return save(row, what="claim.papers_added", actor=actor, now=now, data=data)

    return each_locked(add, claim_ids=documents, actor=actor, now=now, beside=["papers"])


@transaction.atomic
def take_signed_forms(
    *, claim_ids: Collection[UUID], actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> Verdicts[ClaimChanged]:
    """Keep that the officer compared the form each worker signed on paper, with the sum worked out now.

    A form taken for the very same sum is not taken again. Refusals: Conflict(`form_missing`, `sum_unknown`,
    `claim_moved_on`), RuleNotFound(`way_not_allowed`), and what `each_locked` refuses.
    """

    def take(row: Claim) -> ClaimChanged:
        require_state(row, *WITH_OFFICER)
        today = day_of(row, now)
        way_on(Way.PAPER, on=today)
        due = worked_sum(row, on=today)
        if due is None:
            raise Conflict("sum_unknown")
        given = {one.kind: one.document_id for one in row.papers.all()}
        document_id = given.get(programme_of(row).signed_form)
        if document_id is None:
            raise Conflict("form_missing")
        if (row.gross, row.tax, row.net) == (due.gross, due.tax, due.net):
            return changed(row)
        row.gross, row.tax, row.net, row.tax_table = due.gross, due.tax, due.net, due.tax_table
        amounts = {"gross": due.gross, "tax": due.tax, "net": due.net}
        signature = Signature(
            claim=row,
            way=Way.PAPER,
            taken_by_id=int(actor.id),
            document_id=document_id,
            at=now,
            **amounts,
        )
        with writing(now=now) as sheet:
            sheet.added.append(signature)
        data = {"document": str(document_id), "way": str(Way.PAPER), **amounts}
        return save(row, what="claim.form_signed", actor=actor, now=now, data=data, topics=topics)

    return each_locked(take, claim_ids=claim_ids, actor=actor, now=now, beside=[*ASSESSED, "papers"])


@transaction.atomic
def leave_list(*, claim_id: UUID, actor: Actor, now: datetime) -> ClaimChanged:
    """Let the worker take the own claim over from the company; from then on it goes on as any other.

    Raises Conflict(`claim_moved_on`) once an officer has it, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.SUBMITTED, ClaimState.NEEDS_CORRECTION)
    if row.channel != Claim.Channel.COLLECTIVE:
        return changed(row)
    row.channel = Claim.Channel.ONLINE
    return save(row, what="claim.left_list", actor=actor, now=now)


def _new_rows(
    filings: Sequence[WorkerFiling], branch_id: UUID, now: datetime
) -> tuple[Verdicts[WorkerFiled], list[Claim]]:
    """Return what is there already, and a claim not yet written for every other worker."""
    ids = [one.claim_id for one in filings]
    there = dict(Claim.objects.filter(pk__in=ids).values_list("pk", "number"))
    known: Verdicts[WorkerFiled] = {id: WorkerFiled(id, number or "", True) for id, number in there.items()}
    rows = [
        Claim(
            id=one.claim_id,
            programme=usual_programme().code,
            channel=Claim.Channel.COLLECTIVE,
            state=ClaimState.DRAFT,
            state_since=now,
            branch_id=branch_id,
            created_at=now,
            nik=one.nik,
            kpj=one.kpj,
        )
        for one in filings
        if one.claim_id not in there
    ]
    read_beside(rows, "branch", *ASSESSED)
    return known, rows


def _serials(day: date, count: int) -> range:
    """Return that many serials of the day over all branches; the day's row stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into claims_dayserial as s (day, last) values (%s, %s)"
            " on conflict (day) do update set last = s.last + excluded.last returning last",
            [day, count],
        )
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def _enter(row: Claim, filing: WorkerFiling, *, now: datetime) -> None:
    """Keep what is known of the worker, read as if the worker had typed it."""
    today = day_of(row, now)
    rules = programme_of(row).rule_set_on(today)
    entered = read_identity(
        nik=filing.nik,
        kpj=filing.kpj,
        name=filing.name,
        birth_date=filing.birth_date,
        reason=filing.reason,
        event_on=None,
        on=today,
        rule_set=rules,
    )
    row.nik, row.kpj, row.name = entered.nik, entered.kpj, entered.name
    row.birth_date, row.reason, row.rule_set = entered.birth_date, entered.reason, rules.id
    if filing.email:
        row.email, row.phone = read_contact(email=filing.email, phone=filing.phone)
    else:  # the officer calls whom no message reaches
        row.phone = phone_of(filing.phone) or ""
    row.facts = core_facts.dump(filing.facts)
    account = filing.facts.account
    if account is not None:
        row.bank_code, row.account_number = account.bank_code, account.account_number
        row.account_name, row.account_given_at = account.holder.name, account.asked_at


def _complete(row: Claim, filing: WorkerFiling, *, in_progress: bool, now: datetime) -> None:
    """Keep what is known of the worker. Raises what keeps the claim from being filed."""
    if in_progress:
        raise Conflict("claim_in_progress")
    _enter(row, filing, now=now)
    today = day_of(row, now)
    facts = eligibility_facts(row, on=today, claim_in_progress=False)
    if facts is None or filing.facts.account is None:
        raise InvalidInput("claim_incomplete", fields=[FieldError("identity", "identity_not_checked")])
    answer = eligibility(facts=facts, on=today, rule_set=rules_of(row))
    if answer.verdict is not Verdict.MAY_CLAIM:
        against = (*answer.of_weight(Weight.BLOCKS), *answer.of_weight(Weight.WAITS))
        raise InvalidInput("claim_incomplete", fields=[FieldError("identity", one.code) for one in against])


def _ask_worker(row: Claim, template: str, now: datetime) -> None:
    """Owe the question by mail; who left no address gets it as a short message, where a gateway takes it."""
    if row.email or row.phone:
        owe_mail(row, template=template, now=now)


def _lay_out(row: Claim, filing: WorkerFiling, *, now: datetime) -> None:
    """Add the claim, then a line for each paper it needs, with what is at hand."""
    wanted = required_papers(row, on=day_of(row, now))
    papers = [
        PaperState(
            claim=row,
            kind=paper.kind,
            position=position,
            document_id=filing.documents.get(paper.kind),
            state=PaperState.State.GIVEN if paper.kind in filing.documents else PaperState.State.MISSING,
            changed_at=now,
        )
        for position, paper in enumerate(wanted)
    ]
    with writing(now=now) as sheet:
        sheet.added.extend([row, *papers])


def _add(row: Claim, *, what: str, company: str, actor: Actor, now: datetime) -> None:
    event = Event(
        subject=subject_of(row),
        what=what,
        actor=actor,
        at=now,
        data={
            "version": row.version,
            "state": row.state,
            "channel": row.channel,
            "programme": row.programme,
            "company": company,
        },
        topics=(f"claim:{row.pk}",),
        rule_version=rule_version_of(row),
    )
    with writing(now=now) as sheet:
        sheet.events.append(event)
