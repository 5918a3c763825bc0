"""A decision computed again comes out the same, whatever became of tables and readings since."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.benefit import AccountFigures, PaymentFacts
from lapak.claims.rules.eligibility import AccountFacts, EligibilityFacts, MemberFacts
from lapak.claims.rules.replay import STAND_INS, Ground, Seen, Verdict, ground, replay, without_names
from lapak.claims.rules.treatment import Part
from lapak.kernel.names import NameVerdict, compare_names
from tests.jht import JHT
from tests.rules.claims.sums import rules_for

NAMES = ("SRI WAHYUNI", "SRI WAHYUNNI", "HARTONO SUBAGYO")
days = st.dates(date(2015, 9, 1), date(2026, 12, 31))
amounts = st.integers(0, 10**11)
names = st.sampled_from(NAMES)
readings = st.fixed_dictionaries(
    {point.code: st.sampled_from([option.code for option in point.options]) for point in JHT.points}
)


@st.composite
def decisions(draw: st.DrawFn) -> Seen:
    on = draw(days)
    rules = JHT.rule_set_on(on)
    reason = draw(st.sampled_from(rules.reasons))
    born = draw(st.dates(date(1940, 1, 1), date(2000, 12, 31)))
    member = MemberFacts(
        name=draw(names),
        birth_date=born,
        active=draw(st.booleans()),
        ended_on=draw(st.none() | days),
        deactivated_on=draw(st.none() | days),
        end_reason=draw(st.sampled_from([None, "resigned", "laid_off", "retired"])),
    )
    facts = EligibilityFacts(
        reason=reason.code,
        name=draw(names),
        birth_date=draw(st.sampled_from([born, born + timedelta(days=1)])),
        nik_birth_date=born,
        member=draw(st.sampled_from([member, None])),
        balance=draw(amounts),
        account=draw(
            st.none() | st.builds(AccountFacts, names, st.sampled_from(["active", "dormant", "closed"]))
        ),
        payee=draw(st.sampled_from(["", "HARTONO SUBAGYO"])),
    )
    earlier = tuple(
        Part(on - timedelta(days=ago), partial, gross, gross // 20)
        for ago, partial, gross in draw(
            st.lists(st.tuples(st.integers(1, 1500), st.booleans(), st.integers(0, 10**8)), max_size=3)
        )
    )
    paid = sum(part.gross for part in earlier)
    payment = PaymentFacts(
        on=on,
        account=AccountFigures(draw(amounts) + paid, draw(amounts), paid),
        earlier=earlier,
        share_percent=draw(st.sampled_from([None, 10, 30])),
        npwp=draw(st.booleans()),
    )
    return Seen(
        on=on,
        rule_set=rules.id,
        rule_version=rules.version,
        reason=reason,
        facts=draw(st.sampled_from([without_names(facts), None])),
        payment=payment,
        tax=rules_for(on, *earlier, **draw(readings)),
        checks={"ktp_original": "ok"},
        papers={"ktp": "accepted"},
    )


@given(seen=decisions())
def test_a_decision_read_back_and_computed_again_is_the_same(seen: Seen) -> None:
    kept = read_back(ground(seen))
    assert replay(kept).verdict is Verdict.SAME
    assert kept == read_back(ground(seen))
    assert not any(name in json.dumps([kept.facts, kept.rules]) for name in NAMES)


@given(left=names, right=names, holder=names, payee=st.sampled_from(["", *NAMES]))
def test_verdicts_stand_for_the_names(left: str, right: str, holder: str, payee: str) -> None:
    member = MemberFacts(right, date(1980, 1, 1), False, None, None, None)
    facts = EligibilityFacts(
        "resigned",
        left,
        date(1980, 1, 1),
        date(1980, 1, 1),
        member,
        account=AccountFacts(holder, "active"),
        payee=payee,
    )
    bare = without_names(facts)
    assert bare.name == compare_names(left=left, right=right).verdict
    assert bare.account is not None
    assert bare.account.holder_name == compare_names(left=holder, right=payee or right).verdict
    assert (bare.payee, bare.member and bare.member.name) == ("", "")


def test_the_stand_ins_compare_as_the_names_they_stand_for() -> None:
    assert set(STAND_INS) == set(NameVerdict)
    for verdict, (left, right) in STAND_INS.items():
        assert compare_names(left=left, right=right).verdict is verdict


def read_back(ground: Ground) -> Ground:
    facts, rules = json.loads(json.dumps([ground.facts, ground.rules]))
    return Ground(facts, rules, ground.rules_key)


def kept(**changed: Any) -> Ground:
    on = date(2020, 6, 22)
    seen = Seen(
        on=on,
        rule_set="permenaker-19-2015",
        rule_version="2015.1",
        reason=JHT.rule_set_on(on).reason("resigned"),
        facts=None,
        payment=PaymentFacts(on=on, account=AccountFigures(60_000_000, 2_480_000)),
        tax=rules_for(on),
        checks={},
        papers={},
    )
    return read_back(ground(replace(seen, **changed)))


def test_a_figure_that_was_changed_afterwards_is_found() -> None:
    forged = kept()
    forged.facts["found"]["tax"] = 0
    result = replay(forged)
    assert result.verdict is Verdict.DIFFERS
    assert [(one.what, one.then, one.now) for one in result.differences] == [("tax", 0, 624_000)]


def test_a_bracket_that_was_changed_afterwards_is_found() -> None:
    forged = kept()
    tables = forged.rules["tax"]["tables"]
    next(one for one in tables if one["id"] == "pp-68-2009")["brackets"][1]["rate_percent"] = 6
    assert {one.what for one in replay(forged).differences} == {"tax", "net", "tax_lines"}


def test_the_rules_are_known_by_what_they_say() -> None:
    one, later = kept(), kept(checks={"ktp_original": "ok"})
    assert (one.rules, one.rules_key) == (later.rules, later.rules_key)
    other = kept(reason=JHT.rule_set_on(date(2020, 6, 22)).reason("laid_off"))
    assert other.rules_key != one.rules_key
    text = json.dumps(one.rules, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == one.rules_key


@pytest.mark.parametrize("old", [{}, {"form": 1}, {"form": 2}, {"form": 3, "seen": {}, "found": {}}])
def test_what_kept_too_little_says_so(old: dict[str, Any]) -> None:
    assert replay(Ground(old, {}, "")).verdict is Verdict.NOT_KEPT


def test_without_a_balance_or_an_answer_there_is_nothing_to_differ() -> None:
    bare = kept(payment=None, tax=None)
    assert (bare.facts["found"], replay(bare).verdict) == ({}, Verdict.SAME)


def test_a_decision_kept_in_2026_still_comes_out_the_same() -> None:
    """The file is as it was written then. Should it no longer be read, the form needs a new number, and this
    one a reader of its own.
    """
    old = json.loads((Path(__file__).parent / "decision-form-2.json").read_text(encoding="utf-8"))
    result = replay(Ground(old, {}, ""))
    assert (result.verdict, result.differences) == (Verdict.SAME, ())
    assert (old["found"]["why"], old["found"]["tax"]) == ("later_year", 4_234_080)
