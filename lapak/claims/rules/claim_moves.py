"""The only place that knows how a claim moves, and who may move it."""

from collections.abc import Iterable
from enum import StrEnum

from lapak.kernel import transitions
from lapak.kernel.errors import NotAllowed
from lapak.kernel.transitions import Move, TransitionTable


class ClaimState(StrEnum):
    """Where a claim stands. `returned_to_officer`: an officer looks again without the person there, because
    the checker wants it or because something came in after the talk.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_SERVICE = "in_service"
    NEEDS_CORRECTION = "needs_correction"
    VERIFIED = "verified"
    REJECTION_PROPOSED = "rejection_proposed"
    RETURNED_TO_OFFICER = "returned_to_officer"
    APPROVED = "approved"
    ORDERED = "ordered"
    PAYMENT_RETURNED = "payment_returned"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ClaimMove(StrEnum):
    """What can be done with a claim.

    A paper asked again *during* the talk is no move; the claim stays in service. `recall` takes an approval
    back while no order is under way. A claim reopened goes back to where the person left it: to the papers
    still asked for, or else into the queue. `take_file` is an officer at work on a claim without the person,
    on what came in after the talk; `put_back` says that the person is needed after all.
    """

    SUBMIT = "submit"
    BEGIN_SERVICE = "begin_service"
    INTERRUPT_SERVICE = "interrupt_service"
    TAKE_FILE = "take_file"
    PUT_BACK = "put_back"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    VERIFY = "verify"
    PROPOSE_REJECTION = "propose_rejection"
    APPROVE = "approve"
    RETURN_TO_OFFICER = "return_to_officer"
    RECALL = "recall"
    REJECT = "reject"
    ORDER_PAYMENT = "order_payment"
    RECORD_PAID = "record_paid"
    RECORD_RETURNED = "record_returned"
    RECORD_UNPAID = "record_unpaid"
    ORDER_AGAIN = "order_again"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REOPEN = "reopen"
    REOPEN_FOR_PAPERS = "reopen_for_papers"


class ClaimRole(StrEnum):
    """Who moves a claim; for staff the same words as their roles."""

    PARTICIPANT = "participant"
    OFFICER = "officer"
    CHECKER = "checker"
    BRANCH_HEAD = "branch_head"
    SYSTEM = "system"


class FourEyesRefused(NotAllowed):
    """Who verified a claim, or proposed to reject it, may not decide on it too. Code: `four_eyes`."""


def _move(
    name: ClaimMove, sources: Iterable[ClaimState], to: ClaimState, *roles: ClaimRole
) -> Move[ClaimState, ClaimMove, ClaimRole]:
    return transitions.move(name=name, sources=sources, to=to, roles=roles)


_S, _M, _R = ClaimState, ClaimMove, ClaimRole
_WITH_OFFICER = (_S.IN_SERVICE, _S.RETURNED_TO_OFFICER)
_AWAITING_CHECK = (_S.VERIFIED, _S.REJECTION_PROPOSED)
ENDED_UNPAID = (_S.REJECTED, _S.WITHDRAWN, _S.EXPIRED)
_NOT_YET_DECIDED = (_S.DRAFT, _S.SUBMITTED, _S.NEEDS_CORRECTION, *_WITH_OFFICER, *_AWAITING_CHECK)

CLAIM_TABLE: TransitionTable[ClaimState, ClaimMove, ClaimRole] = TransitionTable(
    entity="claim",
    initial=_S.DRAFT,
    moves=(
        _move(_M.SUBMIT, [_S.DRAFT], _S.SUBMITTED, _R.PARTICIPANT),
        _move(
            # From in_service too: another officer takes over a person whose officer is gone.
            _M.BEGIN_SERVICE,
            [_S.SUBMITTED, _S.NEEDS_CORRECTION, *_WITH_OFFICER],
            _S.IN_SERVICE,
            _R.OFFICER,
        ),
        _move(_M.INTERRUPT_SERVICE, [_S.IN_SERVICE], _S.SUBMITTED, _R.OFFICER, _R.BRANCH_HEAD, _R.SYSTEM),
        _move(_M.TAKE_FILE, [_S.SUBMITTED, _S.RETURNED_TO_OFFICER], _S.RETURNED_TO_OFFICER, _R.OFFICER),
        _move(_M.PUT_BACK, [_S.RETURNED_TO_OFFICER], _S.SUBMITTED, _R.OFFICER, _R.BRANCH_HEAD),
        _move(_M.ASK_CORRECTION, [_S.SUBMITTED, *_WITH_OFFICER], _S.NEEDS_CORRECTION, _R.OFFICER),
        _move(_M.CORRECT, [_S.NEEDS_CORRECTION], _S.SUBMITTED, _R.PARTICIPANT),
        _move(_M.VERIFY, _WITH_OFFICER, _S.VERIFIED, _R.OFFICER),
        _move(_M.PROPOSE_REJECTION, _WITH_OFFICER, _S.REJECTION_PROPOSED, _R.OFFICER),
        _move(_M.APPROVE, [_S.VERIFIED], _S.APPROVED, _R.CHECKER),
        # By the system when the worker for whom a company filed objects.
        _move(_M.RETURN_TO_OFFICER, _AWAITING_CHECK, _S.RETURNED_TO_OFFICER, _R.CHECKER, _R.SYSTEM),
        _move(_M.REJECT, _AWAITING_CHECK, _S.REJECTED, _R.CHECKER),
        _move(_M.ORDER_PAYMENT, [_S.APPROVED], _S.ORDERED, _R.SYSTEM),
        _move(_M.RECORD_PAID, [_S.ORDERED], _S.PAID, _R.SYSTEM),
        # From paid too: banks return money days after they said that it had arrived.
        _move(_M.RECORD_RETURNED, [_S.ORDERED, _S.PAID], _S.PAYMENT_RETURNED, _R.SYSTEM),
        # Found when both sides' books are compared: the core system says that it has not paid.
        _move(_M.RECORD_UNPAID, [_S.PAID], _S.ORDERED, _R.SYSTEM),
        _move(
            # No order may be under way: what was decided on is no longer so, or the order was refused.
            _M.RECALL,
            [_S.APPROVED, _S.ORDERED, _S.PAYMENT_RETURNED],
            _S.RETURNED_TO_OFFICER,
            _R.CHECKER,
            _R.BRANCH_HEAD,
            _R.SYSTEM,
        ),
        _move(_M.ORDER_AGAIN, [_S.PAYMENT_RETURNED], _S.ORDERED, _R.CHECKER, _R.BRANCH_HEAD, _R.SYSTEM),
        _move(_M.WITHDRAW, _NOT_YET_DECIDED, _S.WITHDRAWN, _R.PARTICIPANT),
        _move(_M.EXPIRE, [_S.DRAFT, _S.SUBMITTED, _S.NEEDS_CORRECTION], _S.EXPIRED, _R.SYSTEM),
        _move(_M.REOPEN, ENDED_UNPAID, _S.SUBMITTED, _R.BRANCH_HEAD),
        _move(_M.REOPEN_FOR_PAPERS, ENDED_UNPAID, _S.NEEDS_CORRECTION, _R.BRANCH_HEAD),
    ),
)


def decide(*, state: ClaimState, move: ClaimMove, role: ClaimRole) -> ClaimState:
    """Return the claim's state after the move.

    Raises MoveRefused (`move_not_for_role`, `move_not_from_here`).
    """
    return transitions.decide(table=CLAIM_TABLE, state=state, move=move, role=role)


def decide_order_again(*, state: ClaimState, role: ClaimRole, refused: bool) -> ClaimState:
    """Return the claim's state after its payment is ordered once more.

    That follows a return, or an order that the core system refused (`refused`): then the claim stays where it
    is, approved or with its account approved anew. Raises MoveRefused as `decide` does.
    """
    if refused and state in (ClaimState.APPROVED, ClaimState.ORDERED):
        decide(state=ClaimState.PAYMENT_RETURNED, move=ClaimMove.ORDER_AGAIN, role=role)  # for the same roles
        return state
    return decide(state=state, move=ClaimMove.ORDER_AGAIN, role=role)


def open_moves(*, state: ClaimState, role: ClaimRole) -> tuple[ClaimMove, ...]:
    """Return the moves this role may make from this state."""
    return transitions.open_moves(table=CLAIM_TABLE, state=state, role=role)


def may_approve(*, officer_id: object | None, checker_id: object | None) -> bool:
    """Return whether this checker may decide on what this officer verified: both known, and two people."""
    return officer_id is not None and checker_id is not None and str(officer_id) != str(checker_id)


def require_four_eyes(*, officer_id: object | None, checker_id: object | None) -> None:
    """Raise FourEyesRefused unless the two are known and different people."""
    if not may_approve(officer_id=officer_id, checker_id=checker_id):
        raise FourEyesRefused("four_eyes")
