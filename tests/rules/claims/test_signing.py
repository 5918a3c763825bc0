from datetime import date

import pytest

from lapak.claims.rules.rule_sets import RuleNotFound
from lapak.claims.rules.signing import BY_OFFICER, Way, way_on, ways


def test_every_way_taken_down_by_an_officer_has_a_dated_rule_with_its_source() -> None:
    assert {rule.code for rule in ways()} == {*BY_OFFICER, Way.PAPER}
    assert all(rule.source for rule in ways())


@pytest.mark.parametrize(("way", "witness"), [(Way.THUMB, True), (Way.SPOKEN, False), (Way.PAPER, False)])
def test_a_thumb_print_asks_for_a_witness_and_a_spoken_consent_does_not(way: Way, witness: bool) -> None:
    assert way_on(way, on=date(2020, 6, 22)).witness is witness


def test_before_the_first_day_a_way_is_not_allowed() -> None:
    assert way_on(Way.SPOKEN, on=date(2015, 9, 1)).code is Way.SPOKEN
    with pytest.raises(RuleNotFound, match="way_not_allowed"):
        way_on(Way.SPOKEN, on=date(2015, 8, 31))
