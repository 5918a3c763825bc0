"""What a power of attorney allows, over every combination of what it may lack."""

from datetime import date, timedelta
from itertools import product

import pytest

from lapak.collective.rules.mandates import Lack, MandateFacts, is_in_force, lacks

FROM, UNTIL = date(2020, 6, 1), date(2020, 12, 31)


def facts(**changed: object) -> MandateFacts:
    whole: dict[str, object] = {
        "valid_from": FROM,
        "valid_until": UNTIL,
        "revoked": False,
        "has_letter": True,
        "pledged": True,
        "identified": True,
        "accepted": True,
        "may_file": True,
    }
    return MandateFacts(**{**whole, **changed})  # type: ignore[arg-type] # whatever is tried


@pytest.mark.parametrize("on", [FROM - timedelta(days=1), FROM, UNTIL, UNTIL + timedelta(days=1)])
def test_nothing_lacks_only_when_all_is_there(on: date) -> None:
    names = ("revoked", "has_letter", "pledged", "identified", "accepted")
    for values in product((False, True), repeat=len(names)):
        for may_file in (None, False, True):
            one = facts(**dict(zip(names, values, strict=True)), may_file=may_file)
            whole = not one.revoked and all(values[1:]) and may_file and FROM <= on <= UNTIL
            assert (lacks(one, on=on) == ()) is bool(whole)


@pytest.mark.parametrize(
    ("changed", "on", "lack"),
    [
        ({"revoked": True}, FROM, Lack.REVOKED),
        ({}, UNTIL + timedelta(days=1), Lack.EXPIRED),
        ({}, FROM - timedelta(days=1), Lack.NOT_YET),
        ({"has_letter": False, "accepted": False}, FROM, Lack.NO_LETTER),
        ({"pledged": False}, FROM, Lack.NO_PLEDGE),
        ({"identified": False}, FROM, Lack.NOT_IDENTIFIED),
        ({"accepted": False}, FROM, Lack.NOT_ACCEPTED),
        ({"may_file": False}, FROM, Lack.TOO_SMALL),
        ({"may_file": None}, FROM, Lack.NO_SIZE),
    ],
)
def test_each_lack_is_named_alone(changed: dict[str, object], on: date, lack: Lack) -> None:
    assert lacks(facts(**changed), on=on) == (lack,)


def test_a_revoked_one_is_not_also_called_expired() -> None:
    assert lacks(facts(revoked=True), on=UNTIL + timedelta(days=9)) == (Lack.REVOKED,)


@pytest.mark.parametrize(("day", "holds"), [(-1, False), (0, True), (213, True), (214, False)])
def test_it_is_in_force_from_the_first_to_the_last_day(day: int, holds: bool) -> None:
    on = FROM + timedelta(days=day)
    assert is_in_force(facts(identified=False, may_file=None), on=on) is holds
    assert not is_in_force(facts(revoked=True), on=on)
