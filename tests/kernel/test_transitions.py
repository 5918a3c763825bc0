from enum import StrEnum

import pytest

from lapak.kernel.errors import DomainError, FieldError
from lapak.kernel.transitions import Move, MoveRefused, TransitionTable, decide, move, open_moves


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    GONE = "gone"


class Act(StrEnum):
    PULL = "pull"
    PUSH = "push"
    BREAK = "break"


class Who(StrEnum):
    GUEST = "guest"
    SMITH = "smith"


DoorMove = Move[Door, Act, Who]
PULL: DoorMove = move(name=Act.PULL, sources=[Door.SHUT], to=Door.OPEN, roles=[Who.GUEST, Who.SMITH])
PUSH: DoorMove = move(name=Act.PUSH, sources=[Door.OPEN], to=Door.SHUT, roles=[Who.GUEST])
BREAK: DoorMove = move(name=Act.BREAK, sources=[Door.SHUT, Door.OPEN], to=Door.GONE, roles=[Who.SMITH])
TABLE = TransitionTable(entity="door", initial=Door.SHUT, moves=(PULL, PUSH, BREAK))


@pytest.mark.parametrize("state", Door)
@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Who)
def test_only_what_the_table_says_happens(state: Door, act: Act, role: Who) -> None:
    allowed = {
        (Door.SHUT, Act.PULL, Who.GUEST): Door.OPEN,
        (Door.SHUT, Act.PULL, Who.SMITH): Door.OPEN,
        (Door.OPEN, Act.PUSH, Who.GUEST): Door.SHUT,
        (Door.SHUT, Act.BREAK, Who.SMITH): Door.GONE,
        (Door.OPEN, Act.BREAK, Who.SMITH): Door.GONE,
    }
    expected = allowed.get((state, act, role))
    assert (act in open_moves(table=TABLE, state=state, role=role)) is (expected is not None)
    if expected is None:
        with pytest.raises(MoveRefused):
            decide(table=TABLE, state=state, move=act, role=role)
    else:
        assert decide(table=TABLE, state=state, move=act, role=role) is expected


def code_of(*, state: Door, act: Act, role: Who, table: TransitionTable[Door, Act, Who] = TABLE) -> str:
    with pytest.raises(MoveRefused) as refused:
        decide(table=table, state=state, move=act, role=role)
    return refused.value.code


def test_a_refusal_says_why_and_the_role_is_asked_first() -> None:
    assert code_of(state=Door.GONE, act=Act.PULL, role=Who.GUEST) == "move_not_from_here"
    assert code_of(state=Door.GONE, act=Act.BREAK, role=Who.GUEST) == "move_not_for_role"
    without_push = TransitionTable(entity="door", initial=Door.SHUT, moves=(PULL, BREAK))
    assert code_of(state=Door.OPEN, act=Act.PUSH, role=Who.GUEST, table=without_push) == "move_unknown"


def test_a_table_knows_its_ends() -> None:
    assert TABLE.final() == {Door.GONE}
    assert TABLE.reachable() == set(Door)


def test_a_move_named_twice_and_a_state_nothing_leads_to_are_mistakes_of_the_program() -> None:
    with pytest.raises(ValueError, match="named twice: pull"):
        TransitionTable(entity="door", initial=Door.SHUT, moves=(PULL, PULL, BREAK))
    with pytest.raises(ValueError, match="no move leads to: gone"):
        TransitionTable(entity="door", initial=Door.SHUT, moves=(PULL, PUSH))


def test_an_error_keeps_its_code_figures_and_fields() -> None:
    wrong = FieldError(field="nik", code="nik_length", params={"given": 4})
    error = DomainError("input_wrong", params={"count": 1}, fields=[wrong])
    assert (error.code, error.params, error.fields, str(error)) == (
        "input_wrong",
        {"count": 1},
        (wrong,),
        "input_wrong",
    )
