"""An officer at work on a claim without its person: what came in after the talk is looked at and sent on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.operations.corrections import ask_papers_again
from lapak.claims.operations.desk_work import ask_correction, in_hands
from lapak.claims.operations.papers import lay_out_papers, unsign
from lapak.claims.operations.rows import ClaimChanged, changed, day_of, decide_move, locked, save
from lapak.claims.operations.rows import move as make_move
from lapak.claims.operations.signals import look_for_signals
from lapak.claims.queries.assess import required_papers
from lapak.claims.queries.sums import sum_differs
from lapak.claims.rules.claim_moves import ClaimMove, ClaimRole, ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict


@transaction.atomic
def take_file(
    *, claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> ClaimChanged:
    """Put the claim into this officer's hands while the person is not there, also from a colleague.

    Only after the person was talked with: a claim never talked about goes through the queue. Taking again
    what one has already changes nothing. Raises Conflict(`not_talked_yet`, `changed_meanwhile`), MoveRefused,
    KinRefused, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    state = decide_move(row, move=ClaimMove.TAKE_FILE, actor=actor)
    if row.service_begun_at is None:
        raise Conflict("not_talked_yet")
    if row.state == state and str(row.officer_id) == actor.id:
        return changed(row)
    row.state, row.officer_id, row.verified_at = state, int(actor.id), None
    done = save(row, what="claim.take_file", actor=actor, now=now, data={"officer": actor.id})
    look_for_signals([row], now=now)
    return done


@transaction.atomic
def put_back(
    *, claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> ClaimChanged:
    """Put the claim into the queue, because the person is needed after all; what was found is kept.

    An officer puts back the own files, a branch head everybody's. Raises Conflict(`claim_moved_on`,
    `changed_meanwhile`), MoveRefused, NotAllowed(`not_your_claim`), KinRefused, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    if actor.role == ClaimRole.OFFICER and row.state == ClaimState.RETURNED_TO_OFFICER:
        in_hands(claim_id, actor)
    return make_move(row, move=ClaimMove.PUT_BACK, actor=actor, now=now)


@transaction.atomic
def keep_answers(
    *,
    claim_id: UUID,
    fresh: CoreFacts,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> ClaimChanged:
    """Keep what the core system answers now about a claim in this officer's hands; a form signed for another
    sum is unsigned. `fresh` is what it answered just before (`inquiries.ask_again`).

    Raises Conflict(`changed_meanwhile`, also when numbers or account are others than were asked about,
    `claim_moved_on`), AccountInconsistent, NotAllowed(`not_your_claim`), KinRefused, NotFound.
    """
    row = in_hands(claim_id, actor, expected_version)
    before = row.known
    if fresh.asked != before.asked:
        raise Conflict("changed_meanwhile")
    row.facts = core_facts.dump(fresh)
    if row.gross is not None and sum_differs(row, now=now):
        unsign(row, now=now)
    if required_papers(row, on=day_of(row, now)):
        lay_out_papers(row, now=now)
    data = {"reason": core_facts.differs(before, fresh)}
    return save(row, what="claim.asked_core_again", actor=actor, now=now, data=data)


@transaction.atomic
def ask_for_papers(
    *,
    claim_id: UUID,
    asked: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> ClaimChanged:
    """Ask for papers again, each (kind) with its reason, and let the person send them by the link in a mail.

    Raises what `corrections.ask_papers_again` and `desk_work.ask_correction` raise.
    """
    ask_papers_again(claim_id=claim_id, asked=asked, actor=actor, now=now)
    return ask_correction(claim_id=claim_id, actor=actor, now=now)
