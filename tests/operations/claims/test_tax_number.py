"""The tax number and the amount asked: given by the member, compared by the officer, and what they change."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lapak.claims.operations.tax_number import ask_amount, give_npwp, judge_npwp
from lapak.claims.ports import EarlierPayment
from lapak.claims.rules.benefit import AmountRefused
from lapak.journal.queries import trail
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from lapak.kernel.subjects import Subject
from tests.operations.claims.claim_scene import Scene, change_register, saver
from tests.operations.claims.test_policy import choose, make_administrator

NUMBER, KEPT = "09.254.294.3-407.000", "0092542943407000"
OLD = EarlierPayment(paid_on=date(2017, 3, 1), kind="partial_10", gross=5_000_000, tax=0)


def paid_before(scene: Scene) -> None:
    """Make the register say that a part was paid three years ago: the rest is taxed by Article 17."""
    change_register(scene, saver(paid_before=(OLD,)))


def give(scene: Scene, claim_id: UUID, npwp: str = NUMBER, *, has_none: bool = False) -> None:
    give_npwp(claim_id=claim_id, npwp=npwp, has_none=has_none, actor=scene.person(claim_id), now=scene.now)


def judge(scene: Scene, claim_id: UUID, *, is_right: bool) -> None:
    judge_npwp(claim_id=claim_id, is_right=is_right, actor=scene.officer, now=scene.now)


def tax(scene: Scene, claim_id: UUID) -> int:
    due = scene.view(claim_id).due
    assert due is not None
    return due.tax


def test_a_number_is_kept_in_its_new_form_and_lowers_the_tax_at_once(scene: Scene) -> None:
    paid_before(scene)
    claim_id = scene.draft()
    assert tax(scene, claim_id) == 4_234_080  # of Rp56.856.000: 6 % of 50 million, 18 % of the rest
    give(scene, claim_id)
    view = scene.view(claim_id)
    assert (view.npwp, view.npwp_state, tax(scene, claim_id)) == (KEPT, "given", 3_528_400)
    links = [one for one in trail(subject=Subject("claim", str(claim_id))) if one.what == "claim.npwp_given"]
    assert [link.data["npwp"] for link in links] == ["given"]
    assert KEPT not in str(links)


def test_saying_the_same_again_changes_nothing(scene: Scene) -> None:
    claim_id = scene.draft()
    for has_none, npwp in ((True, ""), (False, NUMBER)):
        give(scene, claim_id, npwp, has_none=has_none)
        version = scene.version(claim_id)
        give(scene, claim_id, npwp, has_none=has_none)
        assert scene.version(claim_id) == version
    give(scene, claim_id, "")
    assert (scene.view(claim_id).npwp, scene.view(claim_id).npwp_state) == ("", "")


@pytest.mark.parametrize(
    ("npwp", "has_none", "code"),
    [("12", False, "npwp_length"), ("ABC", False, "npwp_not_digits"), (NUMBER, True, "npwp_and_none")],
)
def test_what_is_no_number_is_refused_at_its_field(
    scene: Scene, npwp: str, has_none: bool, code: str
) -> None:
    claim_id = scene.draft()
    with pytest.raises(InvalidInput) as refused:
        give(scene, claim_id, npwp, has_none=has_none)
    assert [(one.field, one.code) for one in refused.value.fields] == [("npwp", code)]


def test_the_officer_compares_the_number_before_the_claim_goes_on(scene: Scene) -> None:
    paid_before(scene)
    claim_id = scene.ready()
    give(scene, claim_id)
    scene.submit(claim_id)
    scene.examined(claim_id)
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [one.field for one in refused.value.fields] == ["npwp"]
    judge(scene, claim_id, is_right=True)
    judge(scene, claim_id, is_right=True)
    assert scene.view(claim_id).npwp_state == "confirmed"
    assert scene.verify(claim_id).tax == 3_528_400


def test_a_number_found_wrong_does_not_count_and_the_form_is_signed_anew(scene: Scene) -> None:
    paid_before(scene)
    claim_id = scene.ready()
    give(scene, claim_id)
    scene.submit(claim_id)
    scene.examined(claim_id)
    judge(scene, claim_id, is_right=False)
    assert tax(scene, claim_id) == 4_234_080
    with pytest.raises(InvalidInput) as refused:
        scene.verify(claim_id)
    assert [one.field for one in refused.value.fields] == ["formulir_f5"]
    scene.sign(claim_id)
    assert scene.verify(claim_id).tax == 4_234_080


def test_where_the_number_changes_no_tax_the_signature_stays(scene: Scene) -> None:
    claim_id = scene.examined()
    give(scene, claim_id)
    judge(scene, claim_id, is_right=False)
    assert scene.verify(claim_id).tax == 592_800


def test_a_number_the_officer_confirmed_stays_so_while_it_is_the_same(scene: Scene) -> None:
    claim_id = scene.examined()
    give(scene, claim_id)
    judge(scene, claim_id, is_right=True)
    give(scene, claim_id)
    assert scene.view(claim_id).npwp_state == "confirmed"
    give(scene, claim_id, "09.254.294.3-407.001")
    assert scene.view(claim_id).npwp_state == "given"


def test_only_the_officer_at_work_judges_and_only_what_was_given(scene: Scene) -> None:
    claim_id = scene.examined()
    with pytest.raises(Conflict, match="npwp_not_given"):
        judge(scene, claim_id, is_right=True)
    give(scene, claim_id)
    with pytest.raises(NotAllowed):
        judge_npwp(claim_id=claim_id, is_right=True, actor=scene.other_officer, now=scene.now)
    with pytest.raises(NotAllowed):
        give_npwp(claim_id=claim_id, npwp=NUMBER, has_none=False, actor=scene.officer, now=scene.now)


def test_who_has_none_may_do_without_the_paper_where_the_institution_says_so(scene: Scene) -> None:
    claim_id = scene.draft()
    give(scene, claim_id, "", has_none=True)
    assert "npwp" in [paper.asked.kind for paper in scene.view(claim_id).papers]
    the_day_before = scene.now - timedelta(days=1)
    choose(make_administrator(), "declared", date(2020, 6, 22), point="npwp_missing", now=the_day_before)
    assert "npwp" not in [paper.asked.kind for paper in scene.view(claim_id).papers]
    give(scene, claim_id, "")
    assert "npwp" in [paper.asked.kind for paper in scene.view(claim_id).papers]


def test_in_the_time_of_the_nik_as_npwp_nobody_needs_a_number_for_the_lower_rates(scene: Scene) -> None:
    paid_before(scene)
    claim_id = scene.draft()
    for day, counts, tax_due in ((13, False, 3_411_360), (14, True, 2_842_800)):
        scene.now = datetime(2022, 7, day, 3, 0, tzinfo=UTC)
        due = scene.view(claim_id).due
        assert due is not None
        assert (due.npwp, due.tax) == (counts, tax_due)


def test_no_amount_is_asked_of_a_full_payment_nor_before_the_balance_is_known(scene: Scene) -> None:
    claim_id = scene.draft()
    with pytest.raises(AmountRefused) as refused:
        ask_amount(claim_id=claim_id, amount=5, actor=scene.person(claim_id), now=scene.now)
    assert [(one.field, one.code) for one in refused.value.fields] == [("amount", "amount_not_for_full")]
    ask_amount(claim_id=claim_id, amount=None, actor=scene.person(claim_id), now=scene.now)
    assert scene.view(claim_id).amount_asked is None


def test_a_member_asks_an_amount_of_a_partial_payment_up_to_the_limit(scene: Scene) -> None:
    change_register(scene, saver(ended_on=None))
    claim_id = scene.draft(reason="partial_10")
    due = scene.view(claim_id).due
    assert due is not None
    assert (due.limit, due.gross) == (6_185_600, 6_185_600)
    ask_amount(claim_id=claim_id, amount=5_000_000, actor=scene.person(claim_id), now=scene.now)
    version = scene.version(claim_id)
    ask_amount(claim_id=claim_id, amount=5_000_000, actor=scene.person(claim_id), now=scene.now)
    assert scene.version(claim_id) == version
    due = scene.view(claim_id).due
    assert due is not None
    assert (due.gross, due.net, due.why) == (5_000_000, 5_000_000, "partial_final")
    for amount, code in ((6_185_601, "amount_above_limit"), (0, "amount_not_positive")):
        with pytest.raises(AmountRefused) as refused:
            ask_amount(claim_id=claim_id, amount=amount, actor=scene.person(claim_id), now=scene.now)
        assert [(one.field, one.code) for one in refused.value.fields] == [("amount", code)]
    change_register(scene, saver(ended_on=None, contributions=20_000_000, yield_=0))
    scene.identify(claim_id, reason="partial_10")
    due = scene.view(claim_id).due
    assert due is not None
    assert (due.limit, due.gross) == (2_000_000, 2_000_000)  # the limit fell below what was asked
