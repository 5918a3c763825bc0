"""Every state, every action, every role, written out by hand a second time."""

import pytest

from lapak.kernel.actors import ActorKind
from lapak.kernel.transitions import MoveRefused, decide
from lapak.queueing.rules.states import ACTIVE, TICKET_MOVES, TicketMove, TicketState, letter_for

S, M, K = TicketState, TicketMove, ActorKind
EVERYONE = set(K)
OFFICE = {K.STAFF, K.SYSTEM}
DOOR = {*OFFICE, K.DEVICE}

ALLOWED: dict[TicketState, dict[TicketMove, tuple[TicketState, set[ActorKind]]]] = {
    S.WAITING: {
        M.CALL: (S.CALLED, EVERYONE),
        M.LET_PASS: (S.WAITING, EVERYONE),
        M.HOLD: (S.ON_HOLD, EVERYONE),
        M.GO_ONLINE: (S.WAITING, EVERYONE),
        M.TRANSFER: (S.TRANSFERRED, DOOR),
        M.NO_SHOW: (S.NO_SHOW, OFFICE),
        M.LEAVE: (S.LEFT, EVERYONE),
        M.CLOSE_DAY: (S.UNSERVED, {K.SYSTEM}),
    },
    S.ON_HOLD: {
        M.RESUME: (S.WAITING, EVERYONE),
        M.TRANSFER: (S.TRANSFERRED, DOOR),
        M.NO_SHOW: (S.NO_SHOW, OFFICE),
        M.LEAVE: (S.LEFT, EVERYONE),
        M.CLOSE_DAY: (S.UNSERVED, {K.SYSTEM}),
    },
    S.CALLED: {
        M.RECALL: (S.CALLED, OFFICE),
        M.START: (S.IN_SERVICE, EVERYONE),
        M.SKIP: (S.WAITING, OFFICE),
        M.RETURN_FIRST: (S.WAITING, OFFICE),
        M.NO_SHOW: (S.NO_SHOW, OFFICE),
        M.LEAVE: (S.LEFT, EVERYONE),
        M.CLOSE_DAY: (S.UNSERVED, {K.SYSTEM}),
    },
    S.IN_SERVICE: {
        M.RETURN_FIRST: (S.WAITING, OFFICE),
        M.FINISH: (S.DONE, OFFICE),
        M.LEAVE: (S.LEFT, EVERYONE),
    },
    S.NO_SHOW: {M.COME_BACK: (S.WAITING, DOOR)},
    S.DONE: {},
    S.LEFT: {},
    S.TRANSFERRED: {},
    S.UNSERVED: {},
}


@pytest.mark.parametrize("state", S)
def test_the_full_grid(state: TicketState) -> None:
    for move in M:
        to, roles = ALLOWED[state].get(move, (None, set()))
        for role in K:
            if role in roles:
                assert decide(table=TICKET_MOVES, state=state, move=move, role=role) == to
            else:
                with pytest.raises(MoveRefused):
                    decide(table=TICKET_MOVES, state=state, move=move, role=role)


def test_whoever_is_there_may_always_leave_and_called_is_not_in_service() -> None:
    assert all(M.LEAVE in ALLOWED[state] for state in ACTIVE)
    assert set(ACTIVE) == {S.WAITING, S.ON_HOLD, S.CALLED, S.IN_SERVICE}
    assert M.FINISH not in ALLOWED[S.CALLED]


@pytest.mark.parametrize(
    ("channel", "priority", "letter"),
    [("onsite", "", "A"), ("online", "", "D"), ("onsite", "ill", "P"), ("online", "elderly", "P")],
)
def test_the_letter_says_how_somebody_is_served(channel: str, priority: str, letter: str) -> None:
    assert letter_for(channel=channel, priority=priority) == letter
