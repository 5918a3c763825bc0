"""The officer's work on a claim. Every change asks that the claim is in this officer's hands.

`topics` are the caller's own live topics (desk, visit), told beside `claim:<id>`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak import bulk
from lapak.claims.models import Check, Claim, Decision, Note, PaperState
from lapak.claims.operations.approvals import begin_round
from lapak.claims.operations.deadlines import usual_deadline
from lapak.claims.operations.decisions import keep_decision
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    checks_topic,
    day_of,
    decide_move,
    each_locked,
    locked,
    owe_mail,
    programme_of,
    require_state,
    require_version,
    role_of,
    save,
)
from lapak.claims.operations.rows import move as make_move
from lapak.claims.operations.sheet import Verdicts, only, writing
from lapak.claims.operations.signals import look_for_signals
from lapak.claims.queries.assess import ASSESSED, missing_for_verification, required_checks
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.claim_moves import ClaimMove, ClaimRole, ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound

WITH_OFFICER = (ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER)
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class Found:
    """What the officer found at a point of the list: fine or not, with a note; `ok` None takes it back."""

    ok: bool | None
    note: str = ""


@dataclass(frozen=True)
class Verified:
    """A verified claim with the sum that goes to the checker, in rupiah."""

    claim: ClaimChanged
    gross: int
    tax: int
    net: int


def begin_service(*, claim_id: UUID, actor: Actor, now: datetime, topics: Sequence[str] = ()) -> ClaimChanged:
    """Put the claim into this officer's hands, also from a colleague who is gone.

    Beginning again what one has already changes nothing. Raises MoveRefused, NotFound.
    """
    return only(begin_service_all(claim_ids=[claim_id], actor=actor, now=now, topics=topics))


@transaction.atomic
def begin_service_all(
    *, claim_ids: Collection[UUID], actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> Verdicts[ClaimChanged]:
    """Put several claims into this officer's hands, each as `begin_service` does."""

    def begin(row: Claim) -> ClaimChanged:
        if row.state == ClaimState.IN_SERVICE and str(row.officer_id) == actor.id:
            return changed(row)
        row.state = decide_move(row, move=ClaimMove.BEGIN_SERVICE, actor=actor)
        row.officer_id, row.service_begun_at, row.verified_at = int(actor.id), now, None
        data = {"officer": actor.id}
        begun.append(row)
        return save(row, what="claim.begin_service", actor=actor, now=now, data=data, topics=topics)

    begun: list[Claim] = []
    verdicts = each_locked(begin, claim_ids=claim_ids, actor=actor, now=now)
    look_for_signals(begun, now=now)
    return verdicts


@transaction.atomic
def interrupt_service(
    *, claim_id: UUID, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Put a claim back into the queue because the talk was broken off; nothing found so far is lost.

    A claim that is not in service stays as it is. Raises MoveRefused for a wrong role, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor)
    if row.state != ClaimState.IN_SERVICE:
        return changed(row)
    if role_of(actor) is ClaimRole.OFFICER:
        _require_own(row, actor)
    return make_move(row, move=ClaimMove.INTERRUPT_SERVICE, actor=actor, now=now, topics=topics)


def set_check(
    *,
    claim_id: UUID,
    code: str,
    ok: bool | None,
    actor: Actor,
    now: datetime,
    note: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Note what the officer found at one point of the list; `ok` None takes it back.

    Raises NotFound(`check_unknown`, `claim_unknown`), Conflict, NotAllowed(`not_your_claim`).
    """
    found = {claim_id: {code: Found(ok, note)}}
    return only(set_checks(found=found, actor=actor, now=now, topics=topics))


@transaction.atomic
def set_checks(
    *,
    found: Mapping[UUID, Mapping[str, Found]],
    actor: Actor,
    now: datetime,
    topics: Sequence[str] = (),
) -> Verdicts[ClaimChanged]:
    """Note what the officer found at points of the lists of several claims, each as `set_check` does."""

    def note(row: Claim) -> ClaimChanged:
        _require_in_hands(row, actor)
        points = found[row.pk]
        if not points.keys() <= {item.code for item in required_checks(row, on=day_of(row, now))}:
            raise NotFound("check_unknown")
        _note_points(row, points, actor, now)
        (only_code, *more) = points
        data = (
            {"checks": {code: point.ok for code, point in points.items()}}
            if more
            else {"check": only_code, "ok": points[only_code].ok}
        )
        return save(row, what="claim.checked", actor=actor, now=now, data=data, topics=topics)

    return each_locked(note, claim_ids=found, actor=actor, now=now, beside=[*ASSESSED, "checks"])


def accept_paper(
    *, claim_id: UUID, kind: str, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Accept a paper that was given; accepting twice changes nothing.

    Raises Conflict(`paper_missing`, `claim_moved_on`), NotFound(`paper_not_asked`), NotAllowed.
    """
    return only(accept_papers(kinds={claim_id: [kind]}, actor=actor, now=now, topics=topics))


@transaction.atomic
def accept_papers(
    *, kinds: Mapping[UUID, Collection[str]], actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> Verdicts[ClaimChanged]:
    """Accept papers of several claims, all of a claim or none, each as `accept_paper` does."""

    def accept(row: Claim) -> ClaimChanged:
        _require_in_hands(row, actor)
        papers = [_given_paper(row, kind) for kind in kinds[row.pk]]
        fresh = [paper for paper in papers if paper.state != PaperState.State.ACCEPTED]
        if not fresh:
            return changed(row)
        for paper in fresh:
            paper.state, paper.reason_code, paper.deadline = PaperState.State.ACCEPTED, "", None
            paper.changed_at = now
        with writing(now=now) as sheet:
            sheet.change(fresh, "state", "reason_code", "deadline", "changed_at")
        data = {"kind": fresh[0].kind} if len(fresh) == 1 else {"kinds": [paper.kind for paper in fresh]}
        return save(row, what="claim.paper_accepted", actor=actor, now=now, data=data, topics=topics)

    return each_locked(accept, claim_ids=kinds, actor=actor, now=now, beside=["papers"])


@transaction.atomic
def ask_paper_again(
    *,
    claim_id: UUID,
    kind: str,
    reason_code: str,
    actor: Actor,
    now: datetime,
    deadline: date | None = None,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Ask for one paper again, with the reason the person will read; the claim stays in service.

    Without a `deadline` the rules set one (working days of the branch). Raises ReasonNotOffered,
    Conflict(`paper_missing`, `claim_moved_on`), NotFound(`paper_not_asked`), NotAllowed.
    """
    row = in_hands(claim_id, actor)
    programme_of(row).ask_again_reason(reason_code)
    paper = _given_paper(row, kind)
    paper.state, paper.reason_code = PaperState.State.ASKED_AGAIN, reason_code
    paper.deadline, paper.changed_at = deadline or usual_deadline(row, now=now), now
    paper.save()
    data = {"kind": kind, "reason": reason_code, "deadline": paper.deadline.isoformat()}
    return save(row, what="claim.paper_asked_again", actor=actor, now=now, data=data, topics=topics)


@transaction.atomic
def ask_correction(
    *, claim_id: UUID, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """End the talk with papers still asked again: the person sends them later, by the link in a mail.

    Raises Conflict(`no_paper_asked_again`), MoveRefused, NotAllowed(`not_your_claim`), NotFound.
    """
    row = in_hands(claim_id, actor)
    asked = row.papers.filter(state=PaperState.State.ASKED_AGAIN).order_by("position")
    kinds = [paper.kind for paper in asked]
    if not kinds:
        raise Conflict("no_paper_asked_again")
    done = make_move(
        row, move=ClaimMove.ASK_CORRECTION, actor=actor, now=now, data={"kinds": kinds}, topics=topics
    )
    owe_mail(row, template="correction_needed", now=now)
    return done


@transaction.atomic
def add_note(
    *, claim_id: UUID, text: str, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Keep a note for colleagues. Raises InvalidInput(`note_empty`, `note_too_long`), NotFound."""
    row = locked(claim_id=claim_id, actor=actor)
    text = text.strip()
    if not text:
        raise InvalidInput("note_empty")
    if len(text) > LONGEST_NOTE:
        raise InvalidInput("note_too_long", params={"most": LONGEST_NOTE})
    note = Note.objects.create(claim=row, by_id=int(actor.id), at=now, text=text)
    return save(row, what="claim.noted", actor=actor, now=now, data={"note": note.pk}, topics=topics)


def verify(
    *,
    claim_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
    topics: Sequence[str] = (),
) -> Verified:
    """Pass the claim to a checker with the sum worked out anew, as the person signed it.

    Raises InvalidInput(`not_ready_to_verify`) with all that is open, Conflict(`sum_changed` when the signed
    sum holds no longer, `core_refused`, `changed_meanwhile`), MoveRefused, NotAllowed(`not_your_claim`).
    """
    return only(verify_all(versions={claim_id: expected_version}, actor=actor, now=now, topics=topics))


@transaction.atomic
def verify_all(
    *, versions: Mapping[UUID, int | None], actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> Verdicts[Verified]:
    """Pass several claims to a checker, each as `verify` does; None expects no version."""

    def pass_on(row: Claim) -> Verified:
        require_version(row, versions[row.pk])
        _require_in_hands(row, actor)
        done = _verify(row, actor, now, topics)
        passed.append(row)
        return done

    passed: list[Claim] = []

    beside = [*ASSESSED, "checks", "papers", "reason_proposals"]
    verdicts = each_locked(pass_on, claim_ids=versions, actor=actor, now=now, beside=beside)
    look_for_signals(passed, now=now)
    return verdicts


@transaction.atomic
def propose_rejection(
    *,
    claim_id: UUID,
    reason_code: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    expected_version: int | None = None,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Propose to a checker to turn the claim down, for a reason from the list.

    Raises ReasonNotOffered, Conflict, MoveRefused, NotAllowed(`not_your_claim`), NotFound.
    """
    row = in_hands(claim_id, actor, expected_version)
    row.decision_reason = programme_of(row).rejection_reason(reason_code).code
    keep_decision(
        row, kind=Decision.Kind.REJECTION_PROPOSED, actor=actor, now=now, reason_code=reason_code, note=note
    )
    return make_move(
        row,
        move=ClaimMove.PROPOSE_REJECTION,
        actor=actor,
        now=now,
        data={"reason": reason_code},
        topics=(checks_topic(row), *topics),
    )


def in_hands(claim_id: UUID, actor: Actor, expected_version: int | None = None) -> Claim:
    """Return the locked claim if it is in this officer's hands.

    Raises Conflict(`claim_moved_on`, `changed_meanwhile`), NotAllowed(`not_your_claim`), NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    _require_in_hands(row, actor)
    return row


def _require_in_hands(row: Claim, actor: Actor) -> None:
    require_state(row, *WITH_OFFICER)
    _require_own(row, actor)


def _require_own(row: Claim, actor: Actor) -> None:
    if str(row.officer_id) != actor.id or role_of(actor) is not ClaimRole.OFFICER:
        raise NotAllowed("not_your_claim")


def _note_points(row: Claim, points: Mapping[str, Found], actor: Actor, now: datetime) -> None:
    known = {check.code: check for check in row.checks.all()}
    taken_back = [known[code].pk for code, point in points.items() if point.ok is None and code in known]
    if taken_back:
        Check.objects.filter(pk__in=taken_back).delete()
    for code, point in points.items():
        if point.ok is None:
            continue
        check = known.get(code) or bulk.new(Check, claim_id=row.pk, code=code)
        check.state = Check.State.OK if point.ok else Check.State.PROBLEM
        check.note, check.by_id, check.at = point.note.strip()[:300], int(actor.id), now
        with writing(now=now) as sheet:
            if check.pk:
                sheet.change([check], "state", "note", "by_id", "at")
            else:
                sheet.added.append(check)


def _verify(row: Claim, actor: Actor, now: datetime, topics: Sequence[str]) -> Verified:
    row.state = decide_move(row, move=ClaimMove.VERIFY, actor=actor)
    missing = missing_for_verification(row, on=day_of(row, now))
    if missing:
        raise InvalidInput("not_ready_to_verify", fields=missing)
    if row.core_refusal:
        raise Conflict("core_refused", params={"reason": row.core_refusal})
    due = worked_sum(row, on=day_of(row, now))
    if due is None or (due.gross, due.tax, due.net) != (row.gross, row.tax, row.net):
        raise Conflict("sum_changed")
    row.verified_at, row.tax_table, row.decision_reason = now, due.tax_table, ""
    begin_round(row, now=now)
    keep_decision(row, kind=Decision.Kind.VERIFIED, actor=actor, now=now)
    data = {"gross": due.gross, "tax": due.tax, "net": due.net}
    done = save(
        row, what="claim.verify", actor=actor, now=now, data=data, topics=(checks_topic(row), *topics)
    )
    return Verified(done, due.gross, due.tax, due.net)


def _given_paper(row: Claim, kind: str) -> PaperState:
    paper = next((paper for paper in row.papers.all() if paper.kind == kind), None)
    if paper is None:
        raise NotFound("paper_not_asked")
    if paper.document_id is None:
        raise Conflict("paper_missing")
    return paper
