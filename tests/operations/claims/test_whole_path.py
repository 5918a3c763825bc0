from lapak.claims.operations import checking, desk_work
from lapak.claims.queries.find import by_number, live_claim_of
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.tracking import Headline, StepStatus
from lapak.journal.queries import trail, verify
from lapak.kernel.subjects import Subject
from lapak.people.operations import open_link
from tests.operations.claims.claim_scene import NAME, NIK, Scene


def test_a_claim_goes_from_the_first_number_to_money_in_the_account(scene: Scene) -> None:
    claim_id = scene.ready()
    submitted = scene.submit(claim_id)
    assert by_number(number=submitted.number.lower()) == claim_id
    assert open_link(secret=submitted.link_secret, now=scene.now) == claim_id
    assert live_claim_of(nik=NIK) == claim_id
    scene.deliver(rounds=1)
    scene.examined(claim_id)
    verified = scene.verify(claim_id)
    assert (verified.gross, verified.tax, verified.net) == (61_856_000, 592_800, 61_263_200)
    assert scene.approve(claim_id).sent_back == ""
    scene.deliver()
    view = scene.view(claim_id)
    assert view.state is ClaimState.PAID
    assert [order.state for order in view.orders] == ["paid"]
    assert scene.core.balance(kpj=view.kpj, on=view.today).total == 0
    assert scene.templates() == ["draft_saved", "claim_submitted", "decision", "paid"]
    assert [decision.kind for decision in view.decisions] == ["verified", "approved"]
    assert {decision.rule_version for decision in view.decisions} == {"permenaker-19-2015/2015.2"}
    assert live_claim_of(nik=NIK) is None


def test_every_move_is_in_the_journal_and_no_personal_data_is(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.deliver()
    links = trail(subject=Subject("claim", str(claim_id)))
    states = list(dict.fromkeys(link.data["state"] for link in links))
    assert states == ["draft", "submitted", "in_service", "verified", "approved", "ordered", "paid"]
    versions = [link.data["version"] for link in links]
    assert versions == sorted(set(versions))
    assert verify().broken == ()
    written = str([link.data for link in links])
    assert not any(secret in written for secret in (NAME, NIK, "hartono", "112000014471"))


def test_tracking_tells_dated_steps_and_who_acts_and_no_personal_data(scene: Scene) -> None:
    claim_id = scene.filed()
    view = tracking(claim_id=claim_id, now=scene.now)
    assert view.tracking.headline is Headline.WAITING_FOR_TALK
    filed_at = scene.now
    scene.wait(hours=2)
    scene.examined(claim_id)
    talked_at = scene.now
    scene.wait(minutes=5)
    scene.verify(claim_id)
    scene.approve(claim_id)
    scene.deliver()
    done = tracking(claim_id=claim_id, now=scene.now)
    assert done.tracking.headline is Headline.PAID
    assert {step.status for step in done.tracking.steps} == {StepStatus.DONE}
    assert [step.at for step in done.tracking.steps][:2] == [filed_at, talked_at]
    assert not any(secret in str(done) for secret in (NAME, NIK, "112000014471", "hartono"))


def test_a_rejection_reaches_the_person_with_its_reason(scene: Scene) -> None:
    claim_id = scene.examined()
    desk_work.propose_rejection(
        claim_id=claim_id, reason_code="still_working", actor=scene.officer, now=scene.now
    )
    before = tracking(claim_id=claim_id, now=scene.now)
    assert (before.tracking.headline, before.rejection_reason) == (Headline.BEING_CHECKED, "")
    checking.reject(
        claim_id=claim_id,
        reason_code="still_working",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )
    after = tracking(claim_id=claim_id, now=scene.now)
    assert (after.tracking.headline, after.rejection_reason) == (Headline.REJECTED, "still_working")
    assert scene.owed("mail.send")[-1].payload["decision"] == "rejected"
    assert scene.owed("core.order_payment") == []
