"""A company comes in, shows who acts for it, and loses them again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model

from lapak.claims.ports import CoreUnavailable
from lapak.claims.rules.kin import KinRefused
from lapak.collective.models import Company, Mandate
from lapak.collective.operations import mandates, talking
from lapak.collective.queries.mandates import mandates_of_branch, own_mandate, require_mandate
from lapak.collective.rules.mandates import Lack, Revocation
from lapak.collective.rules.size import Figure, SizeClass
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, Unavailable
from lapak.kernel.subjects import Subject
from lapak.offices.models import Branch
from lapak.people.kin import declare_kin
from lapak.people.rules import Relation, Role
from tests.operations.claims.claim_scene import Scene, in_role, paper
from tests.operations.collective.company_scene import (
    SALES,
    mandate_id,
    ready,
    registered,
    registration,
    view,
)

pytestmark = pytest.mark.django_db


def test_a_company_registers_brings_everything_and_may_file(scene: Scene) -> None:
    who = registered(scene)
    assert view(scene, who).lacks == (Lack.NO_LETTER, Lack.NO_PLEDGE, Lack.NOT_IDENTIFIED, Lack.NO_SIZE)
    account = get_user_model().objects.get(pk=int(who.id))
    assert (account.username, account.roles, account.branch_id) == (
        "maya@contoh.id",
        ["representative"],
        None,
    )
    assert account.check_password("kain-batik-parang-22")
    another = ready(scene, email="lain@contoh.id")
    assert view(scene, another).is_ready
    assert require_mandate(actor=another, now=scene.now).company == "PT Contoh Makmur"
    assert Company.objects.count() == 1
    assert verify().broken == ()


def test_what_a_stranger_said_of_the_company_binds_nobody(scene: Scene) -> None:
    far = another_branch()
    registered(scene, email="orang@contoh.id", company="PT Palsu", branch_id=far.pk)
    ready(scene)
    assert named_and_served() == ("PT Contoh Makmur", scene.branch.pk)
    registered(scene, email="lagi@contoh.id", company="PT Palsu", branch_id=far.pk)
    assert named_and_served() == ("PT Contoh Makmur", scene.branch.pk)


def another_branch() -> Branch:
    return Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )


def named_and_served() -> tuple[str, UUID]:
    company = Company.objects.get()
    return company.name, company.branch_id


@pytest.mark.parametrize("brought", ["letter", "figures"])
def test_nobody_moves_a_company_while_its_papers_are_read_anew(scene: Scene, brought: str) -> None:
    who, far = ready(scene), another_branch()
    if brought == "letter":
        mandates.give_letter(content=paper("baru"), actor=who, now=scene.now)
    else:
        mandates.state_size(figures=SALES, content=paper("baru"), actor=who, now=scene.now)
    stranger = registered(scene, email="orang@contoh.id", company="PT Palsu", branch_id=far.pk)
    assert named_and_served() == ("PT Contoh Makmur", scene.branch.pk)
    assert view(scene, stranger).company == "PT Contoh Makmur"
    assert mandates_of_branch(branch_id=far.pk, now=scene.now) == ()
    mandates.accept_letter(mandate_id=mandate_id(scene, who), actor=scene.officer, now=scene.now)
    assert view(scene, who).is_ready


def test_a_registration_waits_at_the_branch_it_was_brought_to(scene: Scene) -> None:
    first, far = registered(scene), another_branch()
    second = registered(scene, email="orang@contoh.id", company="PT Palsu", branch_id=far.pk)
    waiting = {
        place.pk: [one.company for one in mandates_of_branch(branch_id=place.pk, now=scene.now)]
        for place in (scene.branch, far)
    }
    assert waiting == {scene.branch.pk: ["PT Contoh Makmur"], far.pk: ["PT Palsu"]}
    mandates.identify(account_id=int(first.id), actor=scene.officer, now=scene.now)
    with pytest.raises(NotFound, match="company_unknown"):
        mandates.identify(account_id=int(second.id), actor=scene.officer, now=scene.now)
    with pytest.raises(NotFound, match="company_unknown"):
        talking.begin_identity(mandate_id=mandate_id(scene, second), actor=scene.officer, now=scene.now)


def test_every_wrong_field_is_named_at_once_and_nothing_is_kept(scene: Scene) -> None:
    wrong = replace(
        registration(scene),
        npp="12",
        company=" ",
        name="",
        nik="36",
        email="x",
        phone="1",
        branch_id=None,
        password="123",
        valid_until=scene.now.date() - timedelta(days=1),
    )
    with pytest.raises(InvalidInput) as refused:
        registered(scene, **{name: getattr(wrong, name) for name in wrong.__dataclass_fields__})
    assert {(one.field, one.code) for one in refused.value.fields} == {
        ("npp", "npp_length"),
        ("company", "company_empty"),
        ("name", "name_empty"),
        ("nik", "nik_length"),
        ("email", "email_invalid"),
        ("phone", "phone_invalid"),
        ("branch_id", "branch_missing"),
        ("valid_until", "mandate_over_already"),
        ("password", "password_weak"),
    }
    assert Company.objects.count() == 0


def test_a_number_the_core_system_does_not_know_is_refused_and_its_silence_is_no_refusal(
    scene: Scene,
) -> None:
    with pytest.raises(InvalidInput) as refused:
        registered(scene, npp="ZZ999999")
    assert [(one.field, one.code) for one in refused.value.fields] == [("npp", "npp_unknown")]
    scene.core.fail_next("headcount", CoreUnavailable())
    with pytest.raises(Unavailable, match="core_unavailable"):
        registered(scene)
    assert Company.objects.count() == 0


def test_one_address_is_one_account(scene: Scene) -> None:
    registered(scene)
    with pytest.raises(InvalidInput) as refused:
        registered(scene)
    assert [(one.field, one.code) for one in refused.value.fields] == [("email", "address_has_account")]


def test_a_term_is_a_year_at_most(scene: Scene) -> None:
    with pytest.raises(InvalidInput) as refused:
        registered(scene, valid_until=date(2021, 6, 3))
    assert refused.value.fields[0].code == "mandate_too_long"


def test_the_stated_figures_make_the_class_and_a_small_company_may_not_file(scene: Scene) -> None:
    who = ready(scene)
    with pytest.raises(InvalidInput, match="size_invalid"):
        mandates.state_size(figures={}, content=paper("a"), actor=who, now=scene.now)
    with pytest.raises(InvalidInput, match="size_invalid"):
        mandates.state_size(figures={Figure.YEARLY_SALES: -1}, content=paper("a"), actor=who, now=scene.now)
    small = {Figure.YEARLY_SALES: 300_000_001}
    sized = mandates.state_size(figures=small, content=paper("b"), actor=who, now=scene.now)
    assert (sized.size, sized.rule) == (SizeClass.SMALL, "uu-20-2008")
    assert view(scene, who).lacks == (Lack.NOT_ACCEPTED, Lack.TOO_SMALL)


def test_other_figures_have_to_be_read_anew(scene: Scene) -> None:
    who = ready(scene)
    mandates.state_size(figures=SALES, content=paper("c"), actor=who, now=scene.now)
    assert view(scene, who).lacks == (Lack.NOT_ACCEPTED,)
    mandates.accept_letter(mandate_id=mandate_id(scene, who), actor=scene.officer, now=scene.now)
    assert view(scene, who).is_ready


def test_what_a_stranger_states_of_a_company_changes_nothing_for_its_representative(scene: Scene) -> None:
    who, stranger = ready(scene), registered(scene, email="lain@contoh.id")
    small = {Figure.YEARLY_SALES: 300_000_001}
    scene.wait(minutes=1)
    mandates.state_size(figures=small, content=paper("b"), actor=stranger, now=scene.now)
    assert view(scene, who).is_ready
    assert view(scene, who).size.figures == SALES
    assert view(scene, stranger).size.figures == small


def test_a_new_letter_has_to_be_read_anew(scene: Scene) -> None:
    who = ready(scene)
    mandates.give_letter(content=paper("lain"), actor=who, now=scene.now)
    assert view(scene, who).lacks == (Lack.NOT_ACCEPTED,)


def test_accepting_asks_for_the_letter_and_the_figures(scene: Scene) -> None:
    who = registered(scene)
    accept = {"mandate_id": mandate_id(scene, who), "actor": scene.officer, "now": scene.now}
    with pytest.raises(Conflict, match="mandate_letter_missing"):
        mandates.accept_letter(**accept)
    mandates.give_letter(content=paper("x"), actor=who, now=scene.now)
    with pytest.raises(Conflict, match="company_size_missing"):
        mandates.accept_letter(**accept)


def test_a_dismissed_representative_can_do_nothing_more(scene: Scene) -> None:
    who = ready(scene)
    head = in_role(scene.officer, Role.BRANCH_HEAD)
    for _ in range(2):
        mandates.revoke(
            mandate_id=mandate_id(scene, who), why=Revocation.DISMISSED, actor=head, now=scene.now
        )
    assert view(scene, who).lacks[0] is Lack.REVOKED
    acts: list[Callable[[], object]] = [
        lambda: require_mandate(actor=who, now=scene.now),
        lambda: own_mandate(actor=who, now=scene.now),
        lambda: mandates.give_letter(content=paper("y"), actor=who, now=scene.now),
        lambda: mandates.sign_pledge(actor=who, now=scene.now),
        lambda: mandates.state_size(figures=SALES, content=paper("z"), actor=who, now=scene.now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="mandate_revoked"):
            act()
    company = Subject("company", str(view(scene, who).company_id))
    revoked = [link.data["why"] for link in trail(subject=company) if link.what == "mandate.revoked"]
    assert revoked == ["dismissed"]


def test_one_who_runs_out_is_refused_from_the_next_day_and_can_be_renewed(scene: Scene) -> None:
    who = ready(scene, valid_until=scene.now.date())
    assert view(scene, who).is_ready
    scene.wait(days=1)
    with pytest.raises(NotAllowed, match="mandate_expired"):
        require_mandate(actor=who, now=scene.now)
    mandates.renew(valid_from=scene.now.date(), valid_until=date(2020, 12, 31), actor=who, now=scene.now)
    assert view(scene, who).lacks == (Lack.NO_LETTER, Lack.NO_PLEDGE)  # the person is known already
    assert Mandate.objects.filter(revoked_at=None).count() == 1


def test_the_newly_accepted_takes_the_place_of_the_one_before(scene: Scene) -> None:
    before, after = ready(scene), ready(scene, email="baru@contoh.id")
    assert view(scene, before).revoked_why is Revocation.REPLACED
    assert view(scene, after).is_ready


def test_strangers_decide_nothing(scene: Scene) -> None:
    who, other = registered(scene), registered(scene, email="lain@contoh.id")
    id = mandate_id(scene, who)
    for actor, refusal in (
        (other, NotAllowed),
        (who, NotAllowed),
        (scene.checker, NotAllowed),
        (Actor.participant(subject_id=id), NotAllowed),
    ):
        with pytest.raises(refusal):
            mandates.accept_letter(mandate_id=id, actor=actor, now=scene.now)
        with pytest.raises(refusal):
            mandates.identify(account_id=int(who.id), actor=actor, now=scene.now)
    with pytest.raises(NotAllowed):
        mandates.revoke(mandate_id=id, why=Revocation.MISUSE, actor=other, now=scene.now)
    mandates.revoke(mandate_id=id, why=Revocation.MISUSE, actor=who, now=scene.now)
    assert view(scene, who).revoked_why is Revocation.LAID_DOWN
    with pytest.raises(NotFound):
        own_mandate(actor=scene.officer, now=scene.now)
    with pytest.raises(NotFound):
        own_mandate(actor=other, now=scene.now, company_id=id)
    with pytest.raises(NotAllowed, match="mandate_not_accepted"):
        own_mandate(actor=other, now=scene.now, company_id=view(scene, other).company_id)


def test_nobody_accepts_the_letter_of_their_own_or_of_kin(scene: Scene) -> None:
    who = ready(scene)
    mandates.give_letter(content=paper("baru"), actor=who, now=scene.now)
    id, by = mandate_id(scene, who), {"actor": scene.officer, "now": scene.now}
    declare_kin(
        staff_id=int(scene.officer.id),
        relation=Relation.SELF,
        nik=registration(scene).nik,
        on=scene.now.date(),
        **by,
    )
    acts: list[Callable[[], object]] = [
        lambda: mandates.accept_letter(mandate_id=id, **by),
        lambda: mandates.identify(account_id=int(who.id), **by),
        lambda: mandates.revoke(mandate_id=id, why=Revocation.DISMISSED, **by),
        lambda: talking.begin_identity(mandate_id=id, **by),
    ]
    for act in acts:
        with pytest.raises(KinRefused):
            act()
    mandates.accept_letter(mandate_id=id, actor=scene.other_officer, now=scene.now)
    assert view(scene, who).is_ready


def test_an_officer_of_another_branch_knows_no_such_company(scene: Scene) -> None:
    who = registered(scene)
    get_user_model().objects.filter(pk=int(scene.other_officer.id)).update(branch=None)
    with pytest.raises(DomainError, match="company_unknown"):
        mandates.identify(account_id=int(who.id), actor=scene.other_officer, now=scene.now)
