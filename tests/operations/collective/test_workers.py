"""From accepted rows to filed claims: asked once, told what to put right, filed each alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapak.claims.models import Claim
from lapak.claims.ports import AccountHolder, AccountStatus, CoreUnavailable, EarlierPayment
from lapak.collective.models import RosterRow, Worker
from lapak.collective.operations import answering, checking, mandates
from lapak.collective.operations.filing import draft_next, file_next
from lapak.collective.queries.threshold import may_file, newest_sum
from lapak.collective.queries.workers import progress, workers
from lapak.collective.rules.mandates import Revocation
from lapak.collective.rules.workers import Heard, Objection
from lapak.collective.steps.answering import object_to
from lapak.collective.steps.threshold import measure_roster
from lapak.journal.queries import verify
from lapak.kernel.errors import Conflict, DomainError, NotAllowed
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import (
    BANK,
    NAME,
    Scene,
    change_register,
    in_role,
    own_account,
    saver,
)
from tests.operations.collective.company_scene import mandate_id
from tests.operations.collective.roster_scene import Listing, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Listing:
    return listing(scene)


def codes(here: Listing, row: RosterRow) -> list[str]:
    return [one["code"] for one in here.worker(row).found]


def test_everybody_is_asked_about_once_in_one_request(here: Listing) -> None:
    for n in range(10, 14):
        here.add(n)
    assert here.check() == 4
    assert here.check() == 0
    assert here.scene.core_calls("standings") == 1
    told = progress(roster_id=here.roster.pk)
    assert (told.rows, told.asked, told.fit, told.unfit) == (4, 4, 4, 0)


def test_what_has_to_be_put_right_is_told_and_nothing_of_other_employers(here: Listing) -> None:
    scene, now = here.scene, here.scene.now.date()
    fine = here.add(10)
    unknown = here.add(11, known=False)
    early = here.add(12, register={"ended_on": now - timedelta(days=3)}, ended_on=now - timedelta(days=3))
    active = here.add(13, register={"ended_on": None})
    foreign = here.add(14)
    scene.core._accounts[(BANK, own_account(foreign.kpj))] = AccountHolder("SITI", AccountStatus.ACTIVE)
    another_day = here.add(15, ended_on=date(2020, 4, 1))
    renamed = here.add(16, name="Orang Lain")
    no_account = here.add(17, bank_code="", account_number="")
    moved = here.add(18)
    person = saver(nik=moved.nik, kpj=moved.kpj, ended_on=None)
    (job,) = person.member.employments
    own = saver(nik=moved.nik, kpj=moved.kpj, ended_on=moved.ended_on).member.employments[0]
    elsewhere = replace_job(job, npp="ZZ000001", employer_name="PT Rahasia", started_on=date(2020, 5, 4))
    change_register(scene, replace_jobs(person, (own, elsewhere)))
    stranger = here.add(19)
    person = saver(nik=stranger.nik, kpj=stranger.kpj, ended_on=stranger.ended_on)
    change_register(scene, replace_jobs(person, (replace_job(person.member.employments[0], npp="ZZ000002"),)))
    here.check()
    assert here.worker(fine).state == "fit"
    assert codes(here, unknown) == ["member_not_found"]
    assert (here.worker(early).state, codes(here, early)) == ("waits", ["waiting"])
    assert codes(here, active) == ["membership_active"]
    assert codes(here, foreign) == ["account_holder_differs"]
    assert codes(here, another_day) == ["end_date_differs"]
    assert codes(here, renamed) == ["name_differs"]
    assert codes(here, no_account) == ["account_missing"]
    assert codes(here, moved) == ["works_elsewhere"]
    assert codes(here, stranger) == ["not_of_company"]
    told = str([one.found for one in workers(roster_id=here.roster.pk)])
    assert "Rahasia" not in told
    assert "ZZ00" not in told


def replace_job(job: Any, **changed: Any) -> Any:
    return replace(job, **changed)


def replace_jobs(person: Any, jobs: tuple[Any, ...]) -> Any:
    return replace(person, member=replace(person.member, employments=jobs))


def test_a_repaired_row_is_asked_about_again_and_the_others_are_not(here: Listing) -> None:
    wrong, fine = here.add(10, ended_on=date(2020, 4, 1)), here.add(11)
    here.check()
    before = here.worker(fine).asked_at
    RosterRow.objects.filter(pk=wrong.pk).update(ended_on=date(2020, 4, 20), version=2)
    here.scene.wait(minutes=5)
    assert here.check() == 1
    assert here.worker(wrong).state == "fit"
    assert here.worker(fine).asked_at == before


def test_a_core_system_that_goes_away_in_the_middle_costs_nobody_a_second_question(
    here: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapak.collective.steps.checking.MOST_AT_ONCE", 2)
    for n in range(10, 15):
        here.add(n)
    here.scene.core.fail_next("standings", CoreUnavailable())
    with pytest.raises(CoreUnavailable):
        here.check()
    assert here.check() == 5
    seen: list[str] = []
    for operation, _ in here.scene.core.calls:
        seen.append(operation)
    assert seen.count("standings") == 1 + 3
    assert Worker.objects.filter(asked_at=None).count() == 0


def test_after_the_company_put_its_report_right_they_are_asked_about_anew(here: Listing) -> None:
    row = here.add(10, register={"ended_on": None})
    here.check()
    change_register(here.scene, saver(nik=row.nik, kpj=row.kpj, ended_on=row.ended_on))
    assert here.check() == 0
    assert checking.ask_anew(roster_id=here.roster.pk, actor=here.who, now=here.scene.now) == 1
    assert here.check() == 1
    assert here.worker(row).state == "fit"


def test_who_only_has_to_wait_is_asked_about_on_the_day_and_filed(here: Listing) -> None:
    ended = here.scene.now.date() - timedelta(days=20)
    row = here.add(10, register={"ended_on": ended}, ended_on=ended)
    here.decide()
    here.check()
    day = here.worker(row).may_file_on
    assert day is not None
    here.scene.wait(days=(day - here.scene.now.date()).days - 1)
    assert here.check() == 0
    here.scene.wait(days=1)
    assert here.check() == 1
    here.file_all()
    assert Claim.objects.get().state == "submitted"


def test_many_at_one_phone_or_account_are_reasons_to_look(
    here: Listing,
) -> None:
    phone = "+628121111111"
    rows = [here.add(n, phone=phone) for n in range(10, 15)]
    shared = [here.add(n, account_number=own_account(rows[0].kpj)) for n in (20, 21)]
    never = here.add(30, register={"contributions": 0})
    here.check()
    assert all(here.worker(row).signals == ["phone_of_many"] for row in rows[1:])
    assert all("account_of_others" in here.worker(row).signals for row in shared)
    assert here.worker(never).signals == ["never_contributed"]


def test_filing_takes_those_who_may_and_leaves_the_rest_answered(here: Listing) -> None:
    good = [here.add(n) for n in range(10, 14)]
    bad = here.add(20, register={"ended_on": None})
    here.decide()
    here.places()
    here.check()
    here.file_all()
    here.file_all()
    assert {row.pk for row in Claim.objects.all()} == {here.claim_id(row) for row in good}
    assert here.worker(bad).filed == ""
    told = progress(roster_id=here.roster.pk)
    assert (told.fit, told.filed, told.unfit) == (0, 4, 1)
    assert sorted(here.scene.templates()) == ["collective_filed"] * 4
    assert [(one.workers, one.places, one.state) for one in here.batches()] == [(4, 1, "proposed")]
    assert verify().broken == ()


@pytest.mark.parametrize("verdict", ["met", "below"])
def test_who_was_repaired_after_the_check_is_asked_about_before_a_claim_begins(
    here: Listing, verdict: str
) -> None:
    row = here.add(10)
    here.decide(verdict)
    here.check()
    account = own_account("16000000099")
    here.scene.core._accounts[(BANK, account)] = AccountHolder(NAME.upper(), AccountStatus.ACTIVE)
    RosterRow.objects.filter(pk=row.pk).update(account_number=account, version=2)
    here.file_all()
    assert not Claim.objects.exists()
    here.check()
    here.file_all()
    assert Claim.objects.get().account_number == account


@pytest.mark.parametrize("verdict", ["met", "below"])
def test_filing_and_repairing_wait_for_each_other(here: Listing, verdict: str) -> None:
    here.add(10)
    here.decide(verdict)
    here.check()
    act = file_next if verdict == "met" else draft_next
    with CaptureQueriesContext(connection) as made:
        act(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    locks = [one["sql"] for one in made if "FOR UPDATE" in one["sql"]]
    assert '"collective_roster"' in locks[0]


def test_whom_the_register_does_not_know_counts_as_laid_off_for_nobody(
    here: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(here.scene.core), "headcount", lambda *_, **__: 10)
    measure: dict[str, Any] = {"roster_id": here.roster.pk, "now": here.scene.now}
    here.add(10, reason="laid_off")
    rows = [here.add(n, reason="laid_off", known=False) for n in (11, 12)]
    assert measure_roster(**measure)
    assert may_file(roster_id=here.roster.pk) is True
    here.check()
    assert may_file(roster_id=here.roster.pk) is None
    measure_roster(**measure)
    found = newest_sum(roster_id=here.roster.pk)
    assert found is not None
    assert (found.verdict, found.laid_off, found.in_doubt) == ("borderline", 1, 2)
    checking.ask_anew(roster_id=here.roster.pk, actor=here.who, now=here.scene.now)
    measure_roster(**measure)
    assert may_file(roster_id=here.roster.pk) is None  # unknown until the register says otherwise
    for row in rows:
        change_register(here.scene, saver(nik=row.nik, kpj=row.kpj, ended_on=row.ended_on))
    here.check()
    measure_roster(**measure)
    assert may_file(roster_id=here.roster.pk) is True


def test_papers_and_the_mass_letter_are_there_when_the_claim_begins(here: Listing) -> None:
    row = here.add(10)
    here.papers(row, "ktp", "formulir_f5")
    here.decide()
    here.check()
    here.file_all()
    given = set(Claim.objects.get().papers.exclude(document_id=None).values_list("kind", flat=True))
    assert given == {"ktp", "formulir_f5"}


def test_without_the_sum_or_below_it_nobody_is_filed(here: Listing) -> None:
    here.add(10)
    here.check()
    attempt: dict[str, Any] = {"roster_id": here.roster.pk, "actor": here.who, "now": here.scene.now}
    with pytest.raises(Conflict, match="threshold_not_met"):
        file_next(**attempt)
    here.decide("borderline")
    with pytest.raises(Conflict, match="threshold_not_met"):
        file_next(**attempt)


def test_below_the_limit_everybody_gets_a_draft_of_their_own_with_all_that_is_known(here: Listing) -> None:
    rows = [here.add(n) for n in (10, 11)]
    here.decide("below")
    here.check()
    here.file_all()
    here.file_all()
    claims = list(Claim.objects.order_by("nik"))
    assert [(one.state, one.channel, one.nik) for one in claims] == [
        ("draft", "online", row.nik) for row in rows
    ]
    assert here.scene.templates() == ["collective_draft"] * 2
    assert here.batches() == ()


def test_a_dismissal_half_way_stops_there_and_what_was_filed_goes_on(
    here: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(10, 14):
        here.add(n)
    here.decide()
    here.check()
    attempt: dict[str, Any] = {"roster_id": here.roster.pk, "actor": here.who, "now": here.scene.now}
    file_next(**attempt, most=2)
    mandates.revoke(
        mandate_id=mandate_id(here.scene, here.who),
        why=Revocation.DISMISSED,
        actor=in_role(here.scene.officer, Role.BRANCH_HEAD),
        now=here.scene.now,
    )
    with pytest.raises(NotAllowed, match="mandate_revoked"):
        file_next(**attempt)
    assert list(Claim.objects.values_list("state", flat=True)) == ["submitted"] * 2


def test_who_was_paid_yesterday_is_not_filed(here: Listing) -> None:
    row = here.add(10)
    yesterday = here.scene.now.date() - timedelta(days=1)
    paid = (EarlierPayment(paid_on=yesterday, kind="full", gross=61_856_000, tax=592_800),)
    empty = saver(nik=row.nik, kpj=row.kpj, ended_on=row.ended_on, paid_before=paid)
    change_register(here.scene, empty)
    here.check()
    assert codes(here, row) == ["already_paid"]


def test_one_person_on_two_lists_is_filed_on_neither(here: Listing) -> None:
    row = here.add(10)
    other = listing(here.scene, email="lain@contoh.id")
    again = other.add(10)
    other.check()
    assert codes(other, again) == ["on_another_list"]
    assert here.worker is not None
    here_before = here.check()
    assert (here_before, codes(here, row)) == (1, ["on_another_list"])


def test_a_worker_confirms_objects_or_takes_over(here: Listing) -> None:
    yes, never, wrong, mine = (here.add(n) for n in range(10, 14))
    here.decide()
    here.places()
    here.check()
    here.file_all()
    scene = here.scene

    def person(row: RosterRow) -> dict[str, Any]:
        id = here.claim_id(row)
        return {"claim_id": id, "actor": scene.person(id), "now": scene.now}

    answering.confirm(**person(yes))
    assert object_to(**person(never), why=Objection.NEVER_WORKED_THERE) is Heard.ENDED
    assert object_to(**person(wrong), why=Objection.DATA_WRONG) is Heard.OWN
    answering.take_over(**person(mine))
    answering.take_over(**person(mine))
    claims = {row.pk: row for row in Claim.objects.all()}
    stand = {
        row.pk: (claims[here.claim_id(row)].state, claims[here.claim_id(row)].channel) for row in here.rows
    }
    assert stand == {
        yes.pk: ("submitted", "collective"),
        never.pk: ("withdrawn", "collective"),
        wrong.pk: ("submitted", "online"),
        mine.pk: ("submitted", "online"),
    }
    assert [here.worker(row).batch_id is not None for row in here.rows] == [True, False, False, False]
    with pytest.raises(DomainError, match="not_your_claim"):
        answering.confirm(**{**person(yes), "actor": scene.person(here.claim_id(mine))})
    with pytest.raises(DomainError, match="not_your_claim"):
        object_to(**{**person(yes), "actor": here.who}, why=Objection.NOT_WANTED)
    assert verify().broken == ()
