from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.signals import Signal, SignalCode, SignalFacts, needs_words, signals

C = SignalCode
ENDED = date(2020, 4, 30)


def ids(n: int) -> frozenset[str]:
    return frozenset(map(str, range(n)))


def codes(facts: SignalFacts) -> list[SignalCode]:
    return [one.code for one in signals(facts)]


def test_an_ordinary_claim_is_no_reason_to_look() -> None:
    assert codes(SignalFacts()) == []
    ordinary = SignalFacts(started_on=date(2010, 1, 4), ended_on=ENDED, contributions=1, phone=ids(2))
    assert codes(ordinary) == []


@pytest.mark.parametrize(
    ("name", "code", "least"),
    [
        ("same_person", C.SAME_PERSON, 1),
        ("same_employment", C.SAME_EMPLOYMENT, 1),
        ("account", C.ACCOUNT_OF_OTHERS, 1),
        ("account_lately", C.ACCOUNT_OFTEN, 2),
        ("phone", C.PHONE_OF_MANY, 3),
        ("email", C.EMAIL_OF_MANY, 3),
        ("papers", C.PAPER_REUSED, 1),
    ],
)
def test_each_is_a_reason_from_its_figure_on(name: str, code: SignalCode, least: int) -> None:
    assert codes(SignalFacts(**{name: ids(least - 1)})) == []
    assert signals(SignalFacts(**{name: ids(least)})) == (Signal(code, ids(least)),)


@pytest.mark.parametrize(("days", "seen"), [(0, True), (29, True), (30, False), (3650, False)])
def test_who_joined_days_before_the_end(days: int, seen: bool) -> None:
    facts = SignalFacts(started_on=ENDED - timedelta(days=days), ended_on=ENDED)
    assert (codes(facts) == [C.JOINED_BEFORE_ENDING]) is seen


@pytest.mark.parametrize(("contributions", "seen"), [(None, False), (0, True), (-1, True), (1, False)])
def test_contributions_never_paid(contributions: int | None, seen: bool) -> None:
    assert (codes(SignalFacts(contributions=contributions)) == [C.NEVER_CONTRIBUTED]) is seen


@given(others=st.frozensets(st.text(max_size=3)), explained=st.none() | st.frozensets(st.text(max_size=3)))
def test_a_signal_stays_explained_until_something_is_added_to_it(
    others: frozenset[str], explained: frozenset[str] | None
) -> None:
    asked = needs_words(signal=Signal(C.PAPER_REUSED, others), explained=explained)
    assert asked is (explained is None or bool(others - explained))
