"""The day of a batch: agreed, listed, decided for many at once, paid; and who does not go with it."""

from typing import Any
from uuid import UUID

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import close_missed
from lapak.claims import steps
from lapak.claims.models import Claim, FoundSignal, PaperState
from lapak.claims.operations import desk_work
from lapak.claims.operations.collective import leave_list
from lapak.claims.programmes import usual_programme
from lapak.claims.rules.kin import KinRefused
from lapak.collective.models import Batch, Worker
from lapak.collective.operations import deciding, mandates, scheduling, talking
from lapak.collective.operations.papers import add_late
from lapak.collective.queries.batches import listed
from lapak.collective.queries.mandates import mandate_of
from lapak.collective.queries.objections import objections_of_branch
from lapak.collective.rules.mandates import Revocation
from lapak.collective.rules.workers import Heard, Objection
from lapak.collective.steps.answering import object_to
from lapak.collective.steps.filing import schedule_left
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.people.kin import declare_kin
from lapak.people.models import StaffMember
from lapak.people.rules import Relation, Role
from tests.operations.claims.claim_scene import Scene, in_role
from tests.operations.collective.company_scene import mandate_id, registered, registration
from tests.operations.collective.roster_scene import Listing, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Listing:
    made = listing(scene)
    for n in range(10, 14):
        made.papers(made.add(n))
    return made


def undrawn(here: Listing) -> None:
    Worker.objects.update(sampled=False)


def ids(here: Listing) -> list[UUID]:
    return [here.claim_id(row) for row in here.rows]


def codes(verdicts: dict[UUID, Any], order: list[UUID]) -> list[str]:
    return [one.code if isinstance(one := verdicts[id], DomainError) else "" for id in order]


def states(here: Listing) -> list[str]:
    found = dict(Claim.objects.values_list("pk", "state"))
    return [found[id] for id in ids(here)]


def verify_all(here: Listing, batch_id: UUID) -> dict[UUID, Any]:
    return deciding.verify_rows(
        batch_id=batch_id, claim_ids=ids(here), actor=here.scene.officer, now=here.scene.now
    )


def test_a_list_is_verified_approved_by_another_and_paid(here: Listing) -> None:
    scene, batch = here.scene, here.agreed()
    undrawn(here)
    lines = listed(batch_id=batch.id, now=scene.now)
    assert [one.claim.missing for one in lines if one.claim] == [()] * 4
    assert all(one.net > 0 for one in lines)
    assert codes(verify_all(here, batch.id), ids(here)) == [""] * 4
    versions = dict(Claim.objects.values_list("pk", "version"))
    own = steps.approve_all(versions=versions, actor=scene.officer, now=scene.now)
    assert set(codes(own, ids(here))) == {"four_eyes"}
    done = steps.approve_all(versions=versions, actor=scene.checker, now=scene.now)
    assert codes(done, ids(here)) == [""] * 4
    scene.deliver()
    assert states(here) == ["paid"] * 4
    assert verify().broken == ()


def test_one_who_is_not_ready_stops_no_other_and_can_still_be_served(here: Listing) -> None:
    late = here.add(20)
    batch = here.agreed()
    undrawn(here)
    done = verify_all(here, batch.id)
    assert codes(done, ids(here)) == ["", "", "", "", "form_missing"]
    assert states(here)[-1] == "submitted"
    assert deciding.finish(batch_id=batch.id, actor=here.scene.officer, now=here.scene.now) == 1
    assert here.worker(late).batch_id is None
    assert set(Booking.objects.values_list("state", flat=True)) == {"used"}
    again = scheduling.propose(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    assert (again.workers, again.days) == (1, 1)


def test_papers_that_come_after_filing_reach_the_claim_that_misses_them(here: Listing) -> None:
    late, own = here.add(20), here.add(21)
    batch = here.agreed()
    undrawn(here)
    leave_list(
        claim_id=here.claim_id(own),
        actor=Actor.participant(subject_id=here.claim_id(own)),
        now=here.scene.now,
    )
    kept = dict(PaperState.objects.filter(claim=ids(here)[0]).values_list("kind", "document_id"))
    for row in (here.rows[0], late, own):
        here.papers(row)
    for _ in range(2):  # broken off, and read once more
        add_late(roster_id=here.roster.pk, now=here.scene.now)
    (entry,) = [
        one for one in trail(subject=Subject("claim", str(here.claim_id(late)))) if "added" in one.what
    ]
    assert "formulir_f5" in entry.data["kinds"]
    assert dict(PaperState.objects.filter(claim=ids(here)[0]).values_list("kind", "document_id")) == kept
    assert not PaperState.objects.filter(claim=here.claim_id(own)).exclude(state="missing").exists()
    assert codes(verify_all(here, batch.id), ids(here))[:5] == [""] * 5


def test_who_is_drawn_is_called_first_and_the_draw_does_not_change(here: Listing) -> None:
    batch = here.agreed()
    drawn = here.rows[0]
    Worker.objects.exclude(row=drawn).update(sampled=False)
    Worker.objects.filter(row=drawn).update(sampled=True)
    assert codes(verify_all(here, batch.id), ids(here)) == ["talk_first", "", "", ""]
    by: dict[str, Any] = {"actor": here.scene.officer, "now": here.scene.now}
    missed = talking.begin_worker(claim_id=here.claim_id(drawn), **by)
    talking.end(talk_id=missed.talk_id, held=False, **by)
    assert codes(verify_all(here, batch.id), ids(here))[0] == "talk_first"
    held = talking.begin_worker(claim_id=here.claim_id(drawn), **by)
    talking.end(talk_id=held.talk_id, held=True, **by)
    assert codes(verify_all(here, batch.id), ids(here))[0] == ""


def test_a_paper_is_asked_again_of_some_who_then_go_on_alone(here: Listing) -> None:
    batch = here.agreed()
    first, second = ids(here)[:2]
    done = deciding.ask_rows_again(
        batch_id=batch.id,
        claim_ids=[first, second],
        kind="ktp",
        reason_code="blurred",
        actor=here.scene.officer,
        now=here.scene.now,
    )
    assert codes(done, [first, second]) == ["", ""]
    assert states(here) == ["needs_correction"] * 2 + ["submitted"] * 2
    assert here.worker(here.rows[0]).batch_id is None
    assert here.scene.templates().count("correction_needed") == 2


def test_rejections_are_proposed_for_a_checker_to_decide(here: Listing) -> None:
    batch = here.agreed()
    first = ids(here)[0]
    reason = next(iter(rejections()))
    done = deciding.reject_rows(
        batch_id=batch.id,
        claim_ids=[first],
        reason_code=reason,
        actor=here.scene.officer,
        now=here.scene.now,
    )
    assert codes(done, [first]) == [""]
    assert states(here)[0] == "rejection_proposed"


def rejections() -> list[str]:
    return [one.code for one in usual_programme().rejection_reasons]


def test_reasons_to_look_are_explained_for_many(here: Listing) -> None:
    batch = here.agreed()
    id = ids(here)[0]
    FoundSignal.objects.create(claim_id=id, code="phone_of_many", others=["x"], found_at=here.scene.now)
    explain: dict[str, Any] = {"batch_id": batch.id, "claim_ids": ids(here), "actor": here.scene.officer}
    assert deciding.explain_rows(**explain, note="HP mandor.", now=here.scene.now) == 1
    assert deciding.explain_rows(**explain, note="HP mandor.", now=here.scene.now) == 0
    with pytest.raises(DomainError, match="nobody_chosen"):
        deciding.explain_rows(**{**explain, "claim_ids": []}, note="x", now=here.scene.now)


def test_the_branch_agrees_or_gives_the_places_back(here: Listing) -> None:
    here.decide()
    here.places()
    here.check()
    here.file_all()
    (batch,) = here.batches()
    by: dict[str, Any] = {"actor": here.scene.officer, "now": here.scene.now}
    with pytest.raises(Conflict, match="batch_moved_on"):
        verify_all(here, batch.id)
    taken = sum(Slot.objects.values_list("taken", flat=True))
    assert taken == batch.places == 1
    scheduling.refuse(batch_id=batch.id, **by)
    assert sum(Slot.objects.values_list("taken", flat=True)) == 0
    assert Worker.objects.exclude(batch=None).count() == 0
    again = scheduling.propose(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    assert (again.workers, again.days, again.left) == (4, 1, 0)
    (new,) = here.batches()
    scheduling.agree(batch_id=new.id, **by)
    scheduling.agree(batch_id=new.id, **by)
    with pytest.raises(Conflict, match="batch_moved_on"):
        scheduling.agree(batch_id=batch.id, **by)
    for actor, refusal in ((here.who, NotAllowed), (here.scene.checker, NotAllowed)):
        with pytest.raises(refusal):
            scheduling.agree(batch_id=new.id, actor=actor, now=here.scene.now)
    StaffMember.objects.filter(pk=int(here.scene.other_officer.id)).update(branch=None)
    with pytest.raises(NotFound):
        scheduling.agree(batch_id=new.id, actor=here.scene.other_officer, now=here.scene.now)


def test_who_found_no_day_gets_one_when_days_have_opened(here: Listing) -> None:
    here.decide()
    here.check()
    here.file_all()
    assert here.batches() == ()
    here.places()
    assert schedule_left(now=here.scene.now) == 4
    assert schedule_left(now=here.scene.now) == 0
    assert [one.workers for one in here.batches()] == [4]


def test_a_refused_day_is_not_asked_for_again(here: Listing) -> None:
    here.decide()
    here.places()
    here.check()
    here.file_all()
    (batch,) = here.batches()
    scheduling.refuse(batch_id=batch.id, actor=here.scene.officer, now=here.scene.now)
    assert schedule_left(now=here.scene.now) == 4
    (new,) = here.batches()
    assert new.day > batch.day


@pytest.mark.parametrize("ended", ["dismissed", "expired"])
def test_who_is_filed_gets_a_day_when_nobody_acts_for_the_company_any_more(scene: Scene, ended: str) -> None:
    here = listing(scene, valid_until=scene.now.date())
    here.papers(here.add(10))
    here.decide()
    here.check()
    here.file_all()
    if ended == "expired":
        scene.wait(days=2)
    else:
        head = in_role(scene.officer, Role.BRANCH_HEAD)
        mandates.revoke(
            mandate_id=mandate_id(scene, here.who), why=Revocation.DISMISSED, actor=head, now=scene.now
        )
    here.places()
    assert schedule_left(now=scene.now) == 1
    assert [one.branch_id for one in here.batches()] == [scene.branch.pk]


def test_a_day_never_promises_more_than_the_branch_has(here: Listing) -> None:
    for n in range(14, 70):
        here.add(n)
    here.decide()
    here.places()
    here.check()
    here.file_all()
    assert [(one.workers, one.places) for one in here.batches()] == [(40, 5), (20, 3)]
    assert all(slot.taken <= slot.capacity for slot in Slot.objects.all())


def test_what_was_filed_goes_on_after_the_power_of_attorney_ran_out(scene: Scene) -> None:
    here = listing(scene, valid_until=scene.now.date())
    here.papers(here.add(10))
    batch = here.agreed()
    undrawn(here)
    scene.wait(days=2)
    with pytest.raises(NotAllowed, match="mandate_expired"):
        scheduling.propose(roster_id=here.roster.pk, actor=here.who, now=scene.now)
    assert codes(verify_all(here, batch.id), ids(here)) == [""]


def test_the_talk_about_who_somebody_is_makes_them_known(scene: Scene) -> None:
    who = registered(scene)
    by: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    begun = talking.begin_identity(mandate_id=mandate_id(scene, who), **by)
    with pytest.raises(Conflict, match="talk_under_way"):
        talking.begin_identity(mandate_id=mandate_id(scene, who), **by)
    for stranger in (scene.other_officer, who):
        with pytest.raises(NotFound):
            talking.end(talk_id=begun.talk_id, held=True, actor=stranger, now=scene.now)
    talking.end(talk_id=begun.talk_id, held=True, **by)
    talking.end(talk_id=begun.talk_id, held=False, **by)
    found = mandate_of(account_id=int(who.id), now=scene.now)
    assert found is not None
    assert found.identified_at == scene.now


@pytest.mark.parametrize(
    ("until", "why", "heard", "state"),
    [
        ("verified", Objection.NOT_WANTED, Heard.ENDED, "withdrawn"),
        ("verified", Objection.DATA_WRONG, Heard.HELD, "returned_to_officer"),
        ("approved", Objection.NEVER_WORKED_THERE, Heard.ENDED, "withdrawn"),
        ("approved", Objection.DATA_WRONG, Heard.HELD, "returned_to_officer"),
        ("paid", Objection.NEVER_WORKED_THERE, Heard.LATE, "paid"),
    ],
)
def test_a_late_objection_stands_on_the_branch_s_page_and_stops_what_it_still_can(
    here: Listing, until: str, why: Objection, heard: Heard, state: str
) -> None:
    scene, batch, id = here.scene, here.agreed(), ids(here)[0]
    undrawn(here)
    verify_all(here, batch.id)
    if until != "verified":
        versions = {id: Claim.objects.get(pk=id).version}
        steps.approve_all(versions=versions, actor=scene.checker, now=scene.now)
    if until == "paid":
        scene.deliver()
    assert Claim.objects.get(pk=id).state == until
    assert object_to(claim_id=id, why=why, actor=scene.person(id), now=scene.now) is heard
    scene.deliver()
    (told,) = objections_of_branch(branch_id=scene.branch.pk)
    assert (told.claim_id, told.why, told.state) == (id, why, state)
    assert verify().broken == ()


def test_nobody_calls_kin_among_the_workers_or_as_representative(here: Listing) -> None:
    scene, batch = here.scene, here.agreed()
    by: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    for nik in (here.rows[0].nik, registration(scene).nik):
        declare_kin(
            staff_id=int(scene.officer.id), relation=Relation.SIBLING, nik=nik, on=scene.now.date(), **by
        )
    with pytest.raises(KinRefused):
        talking.begin_worker(claim_id=ids(here)[0], **by)
    with pytest.raises(KinRefused):
        talking.begin_batch(batch_id=batch.id, **by)
    assert talking.begin_worker(claim_id=ids(here)[1], **by)


def test_who_booked_a_talk_of_their_own_is_not_verified_from_the_list(here: Listing) -> None:
    batch = here.agreed()
    undrawn(here)
    Claim.objects.filter(pk=ids(here)[0]).update(channel="online")
    assert codes(verify_all(here, batch.id), ids(here)) == ["claim_left_list", "", "", ""]


def test_a_batch_is_closed_after_its_day_too(here: Listing) -> None:
    batch = here.agreed()
    here.scene.wait(days=3)
    close_missed(before=here.scene.now, now=here.scene.now)
    assert deciding.finish(batch_id=batch.id, actor=here.scene.officer, now=here.scene.now) == 4
    assert set(Booking.objects.values_list("state", flat=True)) == {"missed"}


def test_a_claim_that_an_officer_took_up_alone_is_not_touched_by_the_list(here: Listing) -> None:
    batch = here.agreed()
    undrawn(here)
    desk_work.begin_service(claim_id=ids(here)[0], actor=here.scene.other_officer, now=here.scene.now)
    done = verify_all(here, batch.id)
    assert codes(done, ids(here)) == ["not_your_claim", "", "", ""]
    assert Batch.objects.get().state == "agreed"
